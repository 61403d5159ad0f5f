/** Plugins that look back from each appearance of an id: `session_count`, `active_users_count`. */
import type { BoundShape } from "../../bind/bind-context.js";
import type { Column } from "../../bind/bound.js";
import { collectInput } from "../../exec/collect.js";
import { noLineage } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import type { SeriesAxis } from "../../exec/series-axis.js";
import type { Int64 } from "../../types/int64.js";
import type { Batch } from "../../vector/batch.js";
import { type AnyPlugin, definePlugin } from "./plugin.js";
import {
  bindTimeline,
  compareTimes,
  constantOf,
  distanceOf,
  type OutputRow,
  outputBatch,
  readTimeline,
  type Timeline,
  timelineAxis,
} from "./timeline.js";

interface SessionShape extends BoundShape {
  readonly timeline: Timeline;
}

/** Appearances of one id in one slice, in order of time. */
type Appearances = readonly Int64[];

interface SessionPlugin {
  readonly constants: readonly string[];
  readonly value: string;
  /** Steps start at `Start`; otherwise they are those that `bin` makes. */
  readonly startsAtStart: boolean;
  /** Whether an appearance counts, given all of its id. */
  readonly counts: (times: Appearances, at: number, timeline: Timeline, run: OperatorRun) => boolean;
  /** An id counts once a step, however often it appears. */
  readonly isDistinct: boolean;
}

/** An appearance starts a session when the id has not appeared within the look-back window before it. */
export const sessionCount = sessionPlugin("session_count", {
  constants: ["Start", "End", "Bin", "LookBackWindow"],
  value: "count_sessions",
  startsAtStart: false,
  isDistinct: false,
  counts(times, at, timeline, run) {
    const window = Number(constantOf(timeline, "LookBackWindow", run));
    return at === 0 || distanceOf(timeline.timeColumn.type)(times[at - 1], times[at]) >= window;
  },
});

/** An id is active when it has appeared in enough different periods within the look-back window. */
export const activeUsersCount = sessionPlugin("active_users_count", {
  constants: ["Start", "End", "LookbackWindow", "Period", "ActivePeriodsCount", "Bin"],
  value: "dcount",
  startsAtStart: true,
  isDistinct: true,
  counts(times, at, timeline, run) {
    const window = Number(constantOf(timeline, "LookbackWindow", run));
    const distance = distanceOf(timeline.timeColumn.type);
    const periodAxis = timelineAxis(timeline, constantOf(timeline, "Period", run), 0, run);
    const periods = new Set<number>();
    for (let before = at; before >= 0 && distance(times[before], times[at]) < window; before--) {
      periods.add(stepOf(periodAxis, times[before]));
    }
    return periods.size >= Number(constantOf(timeline, "ActivePeriodsCount", run));
  },
});

function sessionPlugin(name: string, plugin: SessionPlugin): AnyPlugin {
  return definePlugin<SessionShape>(name, {
    bind(call, context) {
      const timeline = bindTimeline(call, [plugin.constants], context);
      const value: Column = { name: plugin.value, type: "long" };
      const columns = [timeline.timeColumn, ...timeline.dimensionColumns, value];
      return { output: { columns, isSerialized: false, isOpen: false }, timeline };
    },
    start({ timeline }, run, out) {
      return collectInput(timeline.inputColumns, run, (all) => {
        const rows = all.length === 0 ? undefined : countAll(plugin, timeline, all, run);
        if (rows !== undefined && rows.length > 0) out.push(rows, noLineage(run));
        out.finish();
      });
    },
  });
}

function countAll(plugin: SessionPlugin, timeline: Timeline, all: Batch, run: OperatorRun): Batch {
  const data = readTimeline(timeline, all, run);
  const start = constantOf(timeline, "Start", run);
  const axis = timelineAxis(
    timeline,
    constantOf(timeline, "Bin", run),
    plugin.startsAtStart ? start : undefined,
    run,
  );
  // Points in time are of one of the types that an axis may have.
  const [from, to] = [start, constantOf(timeline, "End", run)].map((point) => (point ?? 0) as Int64);
  const byId = new Map<string, { slice: number; times: Int64[] }>();
  for (const { id, time, slice } of data.rows) {
    const key = `${slice} ${id}`;
    const known = byId.get(key) ?? { slice, times: [] };
    byId.set(key, known);
    known.times.push(time);
  }
  const counts = new Map<string, OutputRow & { count: number }>();
  for (const { slice, times } of byId.values()) {
    run.checkDeadline();
    times.sort(compareTimes);
    const steps = times.flatMap((time, at) =>
      time >= from && time <= to && plugin.counts(times, at, timeline, run) ? [stepOf(axis, time)] : [],
    );
    for (const step of plugin.isDistinct ? new Set(steps) : steps) {
      const key = `${slice} ${step}`;
      const row = counts.get(key) ?? { steps: [step], slice, values: [], count: 0 };
      counts.set(key, row);
      row.count++;
    }
  }
  const rows = [...counts.values()]
    .map((row): OutputRow => ({ ...row, values: [row.count] }))
    .sort((a, b) => a.slice - b.slice || a.steps[0] - b.steps[0]);
  return outputBatch(timeline, rows, axis, data.dimensions, ["long"]);
}

function stepOf(axis: SeriesAxis, time: Int64): number {
  return axis.indexOf(time) ?? 0;
}
