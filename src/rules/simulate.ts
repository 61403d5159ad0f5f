import type { Diagnostic } from "../text/diagnostic.js";
import { KqlError } from "../text/errors.js";
import { printDatetime } from "../types/datetime.js";
import type { Ticks } from "../types/int64.js";
import type { Alert } from "./alert.js";
import { buildAlerts } from "./alerts.js";
import type { ClockDependence } from "./clock-dependence.js";
import { emptyTimeRange, tooManyRuns } from "./diagnostics.js";
import { type Evaluation, Evaluations, type RunQuery, type SimulatedResult } from "./evaluations.js";
import { formIncidents, type Incident } from "./incidents.js";
import type { Rule } from "./rule.js";
import type { RuleResult } from "./rule-result.js";
import { countRuns, type EventTimes, suppressedUntil, windowAt } from "./schedule.js";
import { findSightings, type Sighting } from "./sightings.js";
import { fires } from "./trigger.js";

/** A row of a source table, as a timeline follows it. */
export interface TimelineEvent {
  readonly table: string;
  /** Index in its table. */
  readonly row: number;
  /** `TimeGenerated`; null or absent rows are never seen. */
  readonly generated: Ticks | null;
  /** Absent: when it was generated. */
  readonly ingested?: Ticks;
  /** False where the query drops the row whatever the time of the run, which saves runs. */
  readonly isRelevant?: boolean;
}

export interface SimulationInput {
  readonly rule: Rule;
  /** The first run. */
  readonly from: Ticks;
  /** Runs are before it. */
  readonly to: Ticks;
  readonly events: readonly TimelineEvent[];
  readonly dependence: ClockDependence;
  readonly runQuery: RunQuery;
  /** How long after it was created an analyst closes an incident. */
  readonly closeIncidentsAfterTicks?: number;
}

/** A rule in time. */
export interface Timeline {
  readonly rule: Rule;
  readonly runs: readonly SimulatedRun[];
  readonly alerts: readonly TimelineAlert[];
  readonly incidents: readonly Incident[];
  readonly events: readonly TimelineEvent[];
  /** What became of each event, in the order of the events. */
  readonly stories: readonly EventStory[];
  /** What was cut or fell back in any run (`RULE3xx`). */
  readonly diagnostics: readonly Diagnostic[];
  /** How often the query was really run. */
  readonly evaluations: number;
}

export type RunStatus = "fired" | "quiet" | "suppressed" | "failed";

export interface SimulatedRun {
  readonly index: number;
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly status: RunStatus;
  /** Rows in the window that had arrived; zero for a suppressed run, which looks at nothing. */
  readonly rowsSeen: number;
  /** Shared by runs with the same result. */
  readonly result: RuleResult;
  /** Indexes into the timeline's alerts. */
  readonly alerts: readonly number[];
  readonly failure: readonly Diagnostic[] | undefined;
}

export interface TimelineAlert {
  readonly alert: Alert;
  /** Index of its run. */
  readonly run: number;
  /** Number of events it comes from; undefined where the query doesn't tell. */
  readonly events: number | undefined;
  /** Events of it that no alert of an earlier run came from. */
  readonly newEvents: number | undefined;
  /** For each event of it that has alerted before, the latest alert of an earlier run; each once, in order. */
  readonly repeats: readonly number[];
}

/** What became of an event: which runs looked at it and how often it alerted. */
export interface EventStory extends Sighting {
  /** Runs whose alerts come from it. Zero, too, where the query doesn't tell. */
  readonly alertingRuns: number;
  /** Index of the first alert that comes from it; -1 for none. */
  readonly firstAlert: number;
}

/** A month of runs every minute is 43,200. */
const maxRuns = 500_000;

/**
 * Runs a rule at `from`, `from + frequency`, ... before `to`.
 * @throws KqlError (`RULE320`, `RULE321`) for a range without runs or with too many.
 */
export function simulate(input: SimulationInput): Timeline {
  const from = checkedRange(input);
  return simulateFrom(input, makeEvaluations(input, { isForward: true }), from);
}

/** The start of the range as a plain number, once it is known to hold runs. */
export function checkedRange({ rule, from, to }: SimulationInput): number {
  const place = { start: rule.span.start, end: rule.span.start };
  const isPlain = typeof from === "number" && typeof to === "number";
  const count = isPlain ? countRuns(from, to, rule.frequencyTicks) : 0;
  if (!isPlain || count === 0) throw new KqlError([emptyTimeRange(place)], rule.source);
  if (count > maxRuns) throw new KqlError([tooManyRuns(place, count, maxRuns)], rule.source);
  return from;
}

/** Times of events that a run between 1992 and 2048 can see, with their place in the list. */
function plainTimes(events: readonly TimelineEvent[]): (EventTimes | undefined)[] {
  return events.map(({ generated, ingested = generated }) =>
    typeof generated === "number" && typeof ingested === "number" ? { generated, ingested } : undefined,
  );
}

export function makeEvaluations(
  input: SimulationInput,
  { isForward }: { readonly isForward: boolean },
): Evaluations {
  const relevant = plainTimes(input.events.filter((event) => event.isRelevant !== false));
  return new Evaluations({
    rule: input.rule,
    events: relevant.filter((times) => times !== undefined),
    dependence: input.dependence,
    runQuery: input.runQuery,
    range: { from: Number(input.from), to: Number(input.to) },
    isForward,
  });
}

/** One timeline from a given first run, with evaluations that other timelines may have filled. */
export function simulateFrom(input: SimulationInput, evaluations: Evaluations, start: number): Timeline {
  const { rule } = input;
  const count = countRuns(start, Number(input.to), rule.frequencyTicks);
  const sightings = findSightings(rule, plainTimes(input.events), { start, count });
  const book = new AlertBook(rule);
  const executed = new Uint8Array(count);
  const drafts: Omit<SimulatedRun, "rowsSeen">[] = [];
  let nextRun = start;
  for (let index = 0; index < count; index++) {
    const at = start + index * rule.frequencyTicks;
    const isRun = at >= nextRun;
    const draft = isRun ? book.run(index, at, evaluations.at(at)) : suppressedRun(rule, index, at);
    if (draft.status === "fired") nextRun = suppressedUntil(rule, at);
    executed[index] = isRun ? 1 : 0;
    drafts.push(draft);
  }
  const { closeIncidentsAfterTicks: closeAfterTicks } = input;
  return {
    rule,
    events: input.events,
    runs: drafts.map((draft, index) => ({
      ...draft,
      rowsSeen: executed[index] ? sightings.rowsIn(index) : 0,
    })),
    alerts: book.alerts,
    incidents: formIncidents(
      rule,
      book.alerts.map(({ alert }) => alert),
      closeAfterTicks === undefined ? {} : { closeAfterTicks },
    ),
    stories: sightings.finish(executed).map((sighting, event) => ({ ...sighting, ...book.storyOf(event) })),
    diagnostics: [...book.notes.values()],
    evaluations: evaluations.count,
  };
}

type RunDraft = Omit<SimulatedRun, "rowsSeen">;

const nothing: RuleResult = { columns: [], rows: [] };

function runFrame(rule: Rule, index: number, at: number) {
  const { from, to } = windowAt(rule, at);
  return {
    index,
    at: printDatetime(at),
    from: printDatetime(from),
    to: printDatetime(to),
    failure: undefined,
  };
}

function suppressedRun(rule: Rule, index: number, at: number): RunDraft {
  return { ...runFrame(rule, index, at), status: "suppressed", result: nothing, alerts: [] };
}

/** The alerts of a timeline as they come, and which of them come from the same events. */
class AlertBook {
  readonly alerts: TimelineAlert[] = [];
  readonly notes = new Map<string, Diagnostic>();
  private readonly byEvent = new Map<number, EventRecord>();

  constructor(private readonly rule: Rule) {}

  run(index: number, at: number, { result, sources, failure }: Evaluation): RunDraft {
    const frame = runFrame(this.rule, index, at);
    if (failure !== undefined) return { ...frame, status: "failed", result, alerts: [], failure };
    if (!fires(this.rule.trigger, result.rows.length))
      return { ...frame, status: "quiet", result, alerts: [] };
    const built = buildAlerts(this.rule, windowAt(this.rule, at), result);
    for (const note of built.diagnostics)
      this.notes.set(`${note.code} ${note.span.start} ${note.message}`, note);
    const alerts = built.alerts.map((alert) => this.add(alert, index, sources));
    return { ...frame, status: "fired", result, alerts };
  }

  storyOf(event: number): Pick<EventStory, "alertingRuns" | "firstAlert"> {
    const record = this.byEvent.get(event);
    return { alertingRuns: record?.runs ?? 0, firstAlert: record?.first ?? -1 };
  }

  private add(alert: Alert, run: number, sources: SimulatedResult["sources"]): number {
    const number = this.alerts.length;
    if (sources === undefined) {
      this.alerts.push({ alert, run, events: undefined, newEvents: undefined, repeats: [] });
      return number;
    }
    const events = new Set(alert.rows.flatMap((row) => [...sources(row)]));
    const repeated = new Set<number>();
    let newEvents = 0;
    for (const event of events) {
      const earlier = this.record(event, run, number);
      if (earlier === undefined) newEvents++;
      else repeated.add(earlier);
    }
    const repeats = [...repeated].sort((a, b) => a - b);
    this.alerts.push({ alert, run, events: events.size, newEvents, repeats });
    return number;
  }

  /** Notes that an event is behind an alert; gives the latest alert of an earlier run that it is behind, too. */
  private record(event: number, run: number, alert: number): number | undefined {
    const known = this.byEvent.get(event);
    if (known === undefined) {
      this.byEvent.set(event, { run, runs: 1, first: alert, last: alert, earlier: undefined });
      return undefined;
    }
    if (known.run < run) {
      this.byEvent.set(event, {
        run,
        runs: known.runs + 1,
        first: known.first,
        last: alert,
        earlier: known.last,
      });
      return known.last;
    }
    return known.earlier;
  }
}

interface EventRecord {
  /** The latest run that alerted on the event, and how many did. */
  readonly run: number;
  readonly runs: number;
  readonly first: number;
  readonly last: number;
  /** The latest alert of a run before that. */
  readonly earlier: number | undefined;
}
