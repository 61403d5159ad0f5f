/** Plugins that count ids step by step: `sliding_window_counts`, `activity_counts_metrics`, `activity_engagement`, `activity_metrics`. */
import type { BoundShape } from "../../bind/bind-context.js";
import type { Column } from "../../bind/bound.js";
import { collectInput } from "../../exec/collect.js";
import { noLineage } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import type { SeriesAxis } from "../../exec/series-axis.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import type { Batch } from "../../vector/batch.js";
import { type AnyPlugin, definePlugin } from "./plugin.js";
import {
  bindTimeline,
  constantOf,
  type OutputRow,
  outputBatch,
  readTimeline,
  stepsIn,
  type Timeline,
  type TimelineRows,
  timelineAxis,
} from "./timeline.js";

interface ActivityShape extends BoundShape {
  readonly timeline: Timeline;
}

/** Rows and distinct ids of one slice by step. */
interface Activity {
  readonly first: number;
  readonly last: number;
  count(step: number): number;
  ids(step: number): ReadonlySet<number>;
}

interface ActivityPlugin {
  readonly constants: readonly (readonly string[])[];
  readonly step: string;
  readonly values: readonly (readonly [name: string, type: KqlType])[];
  /** How many steps before the start count, too. */
  readonly stepsBefore?: (timeline: Timeline, run: OperatorRun) => number;
  /** Numbers of each step of a slice. */
  readonly measure: (
    activity: Activity,
    timeline: Timeline,
    run: OperatorRun,
  ) => readonly { readonly step: number; readonly values: readonly Cell[] }[];
}

export const slidingWindowCounts = activityPlugin("sliding_window_counts", {
  constants: [["Start", "End", "LookbackWindow", "Bin"]],
  step: "Bin",
  values: [
    ["Count", "long"],
    ["Dcount", "long"],
  ],
  stepsBefore: (timeline, run) => windowSteps(timeline, "LookbackWindow", "Bin", run) - 1,
  measure(activity, timeline, run) {
    const width = windowSteps(timeline, "LookbackWindow", "Bin", run);
    return stepsOf(activity).flatMap((step) => {
      const window = windowOf(activity, step, width);
      return window.count === 0 ? [] : [{ step, values: [window.count, window.ids.size] }];
    });
  },
});

export const activityCountsMetrics = activityPlugin("activity_counts_metrics", {
  constants: [["Start", "End", "Step"]],
  step: "Step",
  values: [
    ["count", "long"],
    ["dcount", "long"],
    ["new_dcount", "long"],
    ["aggregated_dcount", "long"],
  ],
  measure(activity) {
    const seen = new Set<number>();
    return stepsOf(activity).flatMap((step) => {
      const ids = activity.ids(step);
      if (ids.size === 0) return [];
      const before = seen.size;
      for (const id of ids) seen.add(id);
      return [{ step, values: [activity.count(step), ids.size, seen.size - before, seen.size] }];
    });
  },
});

export const activityEngagement = activityPlugin("activity_engagement", {
  constants: [
    ["Start", "End", "InnerActivityWindow", "OuterActivityWindow"],
    ["InnerActivityWindow", "OuterActivityWindow"],
  ],
  step: "InnerActivityWindow",
  values: [
    ["dcount_activities_inner", "long"],
    ["dcount_activities_outer", "long"],
    ["activity_ratio", "real"],
  ],
  measure(activity, timeline, run) {
    const width = windowSteps(timeline, "OuterActivityWindow", "InnerActivityWindow", run);
    return stepsOf(activity).flatMap((step) => {
      const inner = activity.ids(step).size;
      const outer = windowOf(activity, step, width).ids.size;
      return inner === 0 ? [] : [{ step, values: [inner, outer, inner / outer] }];
    });
  },
});

export const activityMetrics = activityPlugin("activity_metrics", {
  constants: [["Start", "End", "Window"], ["Window"]],
  step: "Window",
  values: [
    ["dcount_values", "long"],
    ["dcount_newvalues", "long"],
    ["retention_rate", "real"],
    ["churn_rate", "real"],
  ],
  measure(activity) {
    return stepsOf(activity).flatMap((step) => {
      const ids = activity.ids(step);
      if (ids.size === 0) return [];
      const before = activity.ids(step - 1);
      let returned = 0;
      for (const id of ids) if (before.has(id)) returned++;
      const retention = returned / before.size;
      return [{ step, values: [ids.size, ids.size - returned, retention, 1 - retention] }];
    });
  },
});

function activityPlugin(name: string, plugin: ActivityPlugin): AnyPlugin {
  return definePlugin<ActivityShape>(name, {
    bind(call, context) {
      const timeline = bindTimeline(call, plugin.constants, context);
      const columns: Column[] = [
        timeline.timeColumn,
        ...timeline.dimensionColumns,
        ...plugin.values.map(([column, type]) => ({ name: column, type })),
      ];
      return { output: { columns, isSerialized: false, isOpen: false }, timeline };
    },
    start({ timeline }, run, out) {
      return collectInput(timeline.inputColumns, run, (all) => {
        const rows = all.length === 0 ? undefined : measureAll(plugin, timeline, all, run);
        if (rows !== undefined && rows.length > 0) out.push(rows, noLineage(run));
        out.finish();
      });
    },
  });
}

function measureAll(plugin: ActivityPlugin, timeline: Timeline, all: Batch, run: OperatorRun): Batch {
  const data = readTimeline(timeline, all, run);
  const start = timeline.constants.Start === undefined ? earliest(data) : constantOf(timeline, "Start", run);
  const axis = timelineAxis(timeline, constantOf(timeline, plugin.step, run), start, run);
  const end = timeline.constants.End === undefined ? latest(data) : constantOf(timeline, "End", run);
  const last = axis.indexOf(end) ?? -1;
  if (last >= maxSteps) run.failLimit(`the timeline has ${last + 1} steps`, "take a larger step");
  const before = plugin.stepsBefore?.(timeline, run) ?? 0;
  const slices = activities(data, axis, { first: -before, last, end });
  const rows = slices.flatMap((activity, slice) => {
    run.checkDeadline();
    return plugin
      .measure(activity, timeline, run)
      .map(({ step, values }): OutputRow => ({ steps: [step], slice, values }));
  });
  const types = plugin.values.map(([, type]) => type);
  return outputBatch(timeline, rows, axis, data.dimensions, types);
}

/** Most steps of a timeline. */
const maxSteps = 1_000_000;

interface StepRange {
  readonly first: number;
  readonly last: number;
  readonly end: Cell;
}

function activities(data: TimelineRows, axis: SeriesAxis, { first, last, end }: StepRange): Activity[] {
  const nobody: ReadonlySet<number> = new Set();
  const counts = Array.from({ length: data.sliceCount }, () => new Map<number, number>());
  const ids = Array.from({ length: data.sliceCount }, () => new Map<number, Set<number>>());
  for (const { id, time, slice } of data.rows) {
    const step = axis.indexOf(time);
    if (step === null || step < first || step > last || isAfter(time, end)) continue;
    counts[slice].set(step, (counts[slice].get(step) ?? 0) + 1);
    const known = ids[slice].get(step) ?? new Set();
    ids[slice].set(step, known);
    known.add(id);
  }
  return counts.map((byStep, slice) => ({
    first,
    last,
    count: (step) => byStep.get(step) ?? 0,
    ids: (step) => ids[slice].get(step) ?? nobody,
  }));
}

function isAfter(time: Cell, end: Cell): boolean {
  return end !== null && (time as number | bigint) > (end as number | bigint); // times are numbers or bigints
}

function earliest({ rows }: TimelineRows): Cell {
  return rows.reduce<Cell>(
    (least, { time }) => (least === null || isAfter(least, time) ? time : least),
    null,
  );
}

function latest({ rows }: TimelineRows): Cell {
  return rows.reduce<Cell>((most, { time }) => (most === null || isAfter(time, most) ? time : most), null);
}

/** Steps from the start of the analysis on. */
function stepsOf({ last }: Activity): number[] {
  return Array.from({ length: Math.max(0, last + 1) }, (_, step) => step);
}

function windowSteps(timeline: Timeline, window: string, step: string, run: OperatorRun): number {
  return stepsIn(constantOf(timeline, window, run), constantOf(timeline, step, run));
}

/** The last `width` steps up to one. */
function windowOf(
  activity: Activity,
  step: number,
  width: number,
): { readonly count: number; readonly ids: ReadonlySet<number> } {
  const ids = new Set<number>();
  let count = 0;
  for (let at = step - width + 1; at <= step; at++) {
    count += activity.count(at);
    for (const id of activity.ids(at)) ids.add(id);
  }
  return { count, ids };
}
