import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyRun, windowOnly } from "../../src/rules/clock-dependence.js";
import { simulatePhases } from "../../src/rules/phases.js";
import { windowAt } from "../../src/rules/schedule.js";
import { type SimulationInput, simulate, type Timeline } from "../../src/rules/simulate.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../../src/types/calendar.js";
import { addInt64 } from "../../src/types/int64.js";
import { ruleWith, ticks } from "./rule-makers.js";
import { countQuery, isSeen, type UserEvent } from "./simulated-query.js";

const midnight = Number(ticks("2026-04-06T00:00:00Z"));
const clock = (text: string) => {
  const [hours, minutes, seconds = 0] = text.split(":").map(Number);
  return midnight + hours * ticksPerHour + minutes * ticksPerMinute + seconds * ticksPerSecond;
};

function eventsAt(times: readonly number[], delayTicks = 0): UserEvent[] {
  return times.map((generated, row) => ({
    table: "T",
    row,
    generated,
    ingested: generated + delayTicks,
    user: "eve",
  }));
}

const minutesFrom = (start: string, count: number, step = ticksPerMinute) =>
  Array.from({ length: count }, (_, index) => clock(start) + index * step);

/** Hourly over two hours, as the sample rule of bulk resets: five rows of a user in one hour of the clock. */
function bulkResets(events: readonly UserEvent[], from: string, to: string): SimulationInput {
  const query = { binTicks: ticksPerHour, atLeast: 5, agoTicks: 2 * ticksPerHour };
  return {
    rule: ruleWith('alertDetailsOverride: {alertDisplayNameFormat: "{{n}} by {{user}}"}'),
    from: clock(from),
    to: clock(to),
    events,
    dependence: {
      isFree: false,
      comparisons: [{ clock: "generated", offsetTicks: 2 * ticksPerHour }],
      steps: [],
    },
    runQuery: countQuery(events, query),
  };
}

const titles = (timeline: Timeline) => timeline.alerts.map(({ alert }) => alert.title);
const firedAt = (timeline: Timeline) =>
  timeline.runs.filter(({ status }) => status === "fired").map(({ at }) => at.slice(11, 16));

describe("the window of a run", () => {
  it("reaches one period back from the scheduled time, half-open, and waits five minutes for late rows", () => {
    const rule = ruleWith("");
    const at = clock("12:00");
    expect(windowAt(rule, at)).toEqual({
      at,
      from: clock("10:00"),
      to: at,
      visibleUntil: clock("12:05"),
      clock: "generated",
    });
  });

  it("of an NRT rule is the minute of ingestion before", () => {
    const rule = ruleWith("", "name: x\nkind: NRT\nseverity: Low\n");
    const at = clock("12:00");
    expect(windowAt(rule, at)).toMatchObject({ from: clock("11:59"), to: at, clock: "ingested" });
  });
});

describe("a timeline", () => {
  it("of a burst of fifteen alerts three times at the half-hour: part of its hour, all of it, the rest", () => {
    const events = eventsAt(minutesFrom("11:00", 15, 4 * ticksPerMinute).map((at) => at + ticksPerSecond));
    const timeline = simulate(bulkResets(events, "00:30", "23:30"));
    expect(titles(timeline)).toEqual(["8 by eve", "15 by eve", "7 by eve"]);
    expect(firedAt(timeline)).toEqual(["11:30", "12:30", "13:30"]);
    expect(timeline.incidents).toHaveLength(3);
    expect(
      timeline.alerts.map(({ events: count, newEvents, repeats }) => [count, newEvents, repeats]),
    ).toEqual([
      [8, 8, []],
      [15, 7, [0]],
      [7, 0, [1]],
    ]);
    expect(timeline.stories[0]).toMatchObject({ runs: 2, alertingRuns: 2, firstAlert: 0, unseen: undefined });
  });

  it("on the hour sees the whole burst twice, but loses the event at the very edge the second time", () => {
    const events = eventsAt(minutesFrom("11:00", 15, 4 * ticksPerMinute));
    expect(titles(simulate(bulkResets(events, "01:00", "23:00")))).toEqual(["15 by eve", "14 by eve"]);
  });

  it("skips runs inside a suppression, but not the one at its end", () => {
    const events = eventsAt([
      ...minutesFrom("10:01", 5),
      ...minutesFrom("11:01", 5),
      ...minutesFrom("14:01", 5),
    ]);
    const input = bulkResets(events, "10:00", "18:00");
    const rule = ruleWith("suppressionEnabled: true\nsuppressionDuration: 2h");
    const timeline = simulate({ ...input, rule });
    expect(timeline.runs.map(({ status }) => status)).toEqual([
      "quiet",
      "fired",
      "suppressed",
      "fired",
      "suppressed",
      "fired",
      "suppressed",
      "quiet",
    ]);
    expect(timeline.runs[2].rowsSeen).toBe(0);
  });

  it("tells why rows were never seen", () => {
    const rule = ruleWith("suppressionEnabled: true\nsuppressionDuration: 4h", undefined);
    const events: UserEvent[] = [
      ...eventsAt(minutesFrom("10:01", 5)),
      ...eventsAt([clock("12:30")]),
      ...eventsAt([clock("09:30")], 3 * ticksPerHour),
      ...eventsAt([clock("05:00"), clock("20:00")]),
      { table: "T", row: 0, generated: null, user: "eve" },
    ];
    const input = { ...bulkResets(events, "10:00", "17:00"), rule };
    const { stories } = simulate(input);
    expect(stories.slice(5).map(({ unseen }) => unseen)).toEqual([
      "suppressed",
      "late",
      "before",
      "after",
      "timeless",
    ]);
    expect(stories[0]).toMatchObject({ firstRun: 1, lastRun: 1, runs: 1, unseen: undefined });
  });

  it("finds rows in the gap between windows shorter than the frequency", () => {
    const rule = ruleWith(
      "",
      "name: x\nseverity: Low\nqueryFrequency: 2h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\n",
    );
    const events = eventsAt([clock("10:30"), clock("11:30")]);
    const { stories } = simulate({ ...bulkResets(events, "10:00", "16:00"), rule });
    expect(stories.map(({ unseen }) => unseen)).toEqual(["gap", undefined]);
  });

  it.each([
    ["at once", 0, 1],
    ["four minutes late", 4 * ticksPerMinute, 1],
    ["at the last tick", 5 * ticksPerMinute - 1, 1],
    ["five minutes late", 5 * ticksPerMinute, 0],
  ])("with period = frequency sees a row of the last moment %s", (_, delay, runs) => {
    const rule = ruleWith(
      "",
      "name: x\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\n",
    );
    const events = eventsAt([clock("11:00") - 1], delay + 1);
    const { stories } = simulate({ ...bulkResets(events, "10:00", "16:00"), rule });
    expect(stories[0].runs).toBe(runs);
    if (runs === 0) expect(stories[0].unseen).toBe("late");
  });

  it("fires on nothing when the trigger asks for few rows", () => {
    const rule = ruleWith(
      "",
      "name: x\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: lt\ntriggerThreshold: 1\n",
    );
    const timeline = simulate({ ...bulkResets([], "10:00", "13:00"), rule });
    expect(timeline.alerts).toHaveLength(3);
    expect(timeline.evaluations).toBe(1);
  });

  it("of an NRT rule sees each row once, by its arrival, unless it is half a day late", () => {
    const rule = ruleWith("", "name: x\nkind: NRT\nseverity: Low\n");
    const events = [
      ...eventsAt([clock("10:00")], 3 * ticksPerHour),
      ...eventsAt([clock("01:00")], 12 * ticksPerHour),
    ];
    const input = bulkResets(events, "10:00", "14:00");
    const query = { binTicks: ticksPerHour, atLeast: 1, agoTicks: ticksPerDay };
    const timeline = simulate({
      ...input,
      rule,
      runQuery: countQuery(events.slice(0, 1), query),
      dependence: windowOnly,
    });
    expect(timeline.runs).toHaveLength(240);
    expect(firedAt(timeline)).toEqual(["13:01"]);
    expect(timeline.stories.map(({ runs, unseen }) => [runs, unseen])).toEqual([
      [1, undefined],
      [0, "late"],
    ]);
  });

  it.each([
    ["12:00", "12:00"],
    ["12:00", "11:00"],
  ])("from %s to %s is refused", (from, to) => {
    expect(() => simulate(bulkResets([], from, to))).toThrow("RULE321");
  });

  it("of too many runs is refused", () => {
    const input = { ...bulkResets([], "00:00", "01:00"), to: addInt64(midnight, 100 * 365 * ticksPerDay) };
    expect(() => simulate({ ...input, to: midnight + 60 * 365 * ticksPerDay })).toThrow("RULE320");
  });

  it("of a month of five-minute runs over 100,000 rows takes seconds", () => {
    const rule = ruleWith(
      "",
      "name: x\nseverity: Low\nqueryFrequency: 5m\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\n",
    );
    const month = 30 * ticksPerDay;
    const events = eventsAt(
      Array.from({ length: 100_000 }, (_, row) => midnight + Math.floor((month / 100_000) * row)),
    );
    const relevant = events.map((event, row) => ({ ...event, isRelevant: row % 1000 === 0 }));
    const few = relevant.filter(({ isRelevant }) => isRelevant);
    const query = { binTicks: ticksPerHour, atLeast: 1, agoTicks: ticksPerHour };
    const timeline = simulate({
      ...bulkResets(relevant, "00:00", "01:00"),
      rule,
      to: midnight + month,
      dependence: windowOnly,
      runQuery: countQuery(few, query),
    });
    expect(timeline.runs).toHaveLength(8640);
    expect(timeline.evaluations).toBeLessThan(302);
  });
});

describe("phases", () => {
  it("show that eight resets over the hour's edge are never found", () => {
    const events = eventsAt(minutesFrom("11:56", 8));
    const outcomes = simulatePhases(bulkResets(events, "00:00", "24:00"));
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0].share).toBe(1);
    expect(outcomes[0].timeline.alerts).toEqual([]);
  });

  it("give each distinct outcome with its share, covering every start exactly once", () => {
    const events = eventsAt(minutesFrom("11:00", 15, 4 * ticksPerMinute).map((at) => at + ticksPerSecond));
    const outcomes = simulatePhases(bulkResets(events, "00:00", "24:00"));
    const all = outcomes.flatMap(({ phases }) => phases).sort((a, b) => a.from - b.from);
    expect(all[0].from).toBe(0);
    expect(all[all.length - 1].to).toBe(ticksPerHour);
    all.slice(1).forEach((phase, index) => {
      expect(phase.from).toBe(all[index].to);
    });
    expect(outcomes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    const half = outcomes.find(({ phases }) =>
      phases.some(({ from, to }) => from <= ticksPerHour / 2 && ticksPerHour / 2 < to),
    );
    expect(half && titles(half.timeline)).toEqual(["8 by eve", "15 by eve", "7 by eve"]);
  });

  it("are refused for a query that uses the clock freely", () => {
    expect(() => simulatePhases({ ...bulkResets([], "00:00", "24:00"), dependence: everyRun })).toThrow(
      "RULE322",
    );
  });
});

const eventArbitrary = fc.record({
  minute: fc.integer({ min: 0, max: 360 }),
  tick: fc.integer({ min: -2, max: 2 }),
  delayMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
  delayTick: fc.integer({ min: 0, max: 2 }),
  user: fc.constantFrom("eve", "bob"),
});

const scenario = fc.record({
  events: fc.array(eventArbitrary, { maxLength: 25 }),
  atLeast: fc.integer({ min: 1, max: 4 }),
  ago: fc.constantFrom(30, 60, 90, 120, 600),
  bin: fc.constantFrom(15, 60),
  frequency: fc.constantFrom(5, 60, 90),
  period: fc.constantFrom(60, 120),
  suppression: fc.constantFrom(0, 60, 150),
  startMinute: fc.integer({ min: 0, max: 60 }),
  startTick: fc.integer({ min: -1, max: 1 }),
  perRow: fc.boolean(),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function inputOf(it: Scenario): SimulationInput & { readonly events: readonly UserEvent[] } {
  const events = it.events.map(({ minute, tick, delayMinutes, delayTick, user }, row): UserEvent => {
    const generated = midnight + minute * ticksPerMinute + tick;
    return {
      table: "T",
      row,
      generated,
      ingested: generated + delayMinutes * ticksPerMinute + delayTick,
      user,
    };
  });
  const grouping = it.perRow ? "\neventGroupingSettings: {aggregationKind: AlertPerResult}" : "";
  const rule = ruleWith(
    `suppressionEnabled: ${it.suppression > 0}\nsuppressionDuration: PT${it.suppression}M${grouping}`,
    `name: x\nseverity: Low\nqueryFrequency: ${it.frequency}m\nqueryPeriod: ${it.period}m\ntriggerOperator: gt\ntriggerThreshold: 0\n`,
  );
  const agoTicks = it.ago * ticksPerMinute;
  const from = midnight + it.startMinute * ticksPerMinute + it.startTick;
  return {
    rule,
    from,
    to: from + 7 * ticksPerHour,
    events,
    dependence: { isFree: false, comparisons: [{ clock: "generated", offsetTicks: agoTicks }], steps: [] },
    runQuery: countQuery(events, { binTicks: it.bin * ticksPerMinute, atLeast: it.atLeast, agoTicks }),
  };
}

const facts = ({ runs, alerts, incidents, stories }: Timeline) => ({ runs, alerts, incidents, stories });

describe("properties", () => {
  it("the incremental timeline equals running every schedule point from scratch", () => {
    fc.assert(
      fc.property(scenario, (it) => {
        const input = inputOf(it);
        const incremental = simulate(input);
        const fromScratch = simulate({ ...input, dependence: everyRun });
        expect(facts(incremental)).toEqual(facts(fromScratch));
        expect(incremental.evaluations).toBeLessThanOrEqual(fromScratch.evaluations);
      }),
      { numRuns: 300 },
    );
  });

  it("runs see exactly the rows of their windows", () => {
    fc.assert(
      fc.property(scenario, (it) => {
        const input = inputOf(it);
        const { runs, stories } = simulate(input);
        const executed = runs.filter(({ status }) => status !== "suppressed");
        for (const { at, rowsSeen } of executed) {
          const seen = input.events.filter((event) => isSeen(windowAt(input.rule, ticks(at)), event));
          expect(rowsSeen).toBe(seen.length);
        }
        stories.forEach(({ runs: count, firstRun, lastRun }, index) => {
          const seeing = executed.filter(({ at }) =>
            isSeen(windowAt(input.rule, ticks(at)), input.events[index]),
          );
          expect(count).toBe(seeing.length);
          expect(firstRun).toBe(seeing[0]?.index ?? -1);
          expect(lastRun).toBe(seeing[seeing.length - 1]?.index ?? -1);
        });
      }),
      { numRuns: 200 },
    );
  });

  it("a phase has the outcome that the sweep says, wherever one looks", () => {
    fc.assert(
      fc.property(scenario, fc.double({ min: 0, max: 1, noNaN: true }), (it, where) => {
        const input = inputOf({ ...it, frequency: it.frequency === 5 ? 60 : it.frequency });
        const { frequencyTicks } = input.rule;
        const phase = Math.min(frequencyTicks - 1, Math.floor(where * frequencyTicks));
        const outcome = simulatePhases(input).find(({ phases }) =>
          phases.some(({ from, to }) => from <= phase && phase < to),
        );
        const direct = simulate({ ...input, from: Number(input.from) + phase, dependence: everyRun });
        const rows = (timeline: Timeline) =>
          timeline.alerts.map(({ run, alert }) => [timeline.runs[run].result.rows, alert.rows]);
        expect(outcome && rows(outcome.timeline)).toEqual(rows(direct));
      }),
      { numRuns: 150 },
    );
  });
});
