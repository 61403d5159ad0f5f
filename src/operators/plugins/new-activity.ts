import type { BoundShape } from "../../bind/bind-context.js";
import type { Column, RelationType } from "../../bind/bound.js";
import { collectInput } from "../../exec/collect.js";
import { noLineage } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Batch } from "../../vector/batch.js";
import { definePlugin } from "./plugin.js";
import {
  bindTimeline,
  constantOf,
  type OutputRow,
  outputBatch,
  readTimeline,
  type Timeline,
  type TimelineRows,
  timelineAxis,
} from "./timeline.js";

interface NewActivityShape extends BoundShape {
  readonly timeline: Timeline;
  /** Ids known from before: an input, and the column that holds them. */
  readonly lookback: { readonly input: number; readonly column: number } | undefined;
}

const values: readonly (readonly [name: string, type: KqlType])[] = [
  ["dcount_new_values", "long"],
  ["dcount_retained_values", "long"],
  ["dcount_churn_values", "long"],
  ["retention_rate", "real"],
  ["churn_rate", "real"],
];

/** How many of the ids first seen in one step are seen in each later one. */
export const newActivityMetrics = definePlugin<NewActivityShape>("new_activity_metrics", {
  bind(call, context) {
    const lists = [
      ["Start", "End", "Window", "Cohort"],
      ["Start", "End", "Window"],
    ];
    const last = call.args.at(-1)?.value;
    const isTable = call.args.length > 5 && last !== undefined && context.isTable(last);
    const timeline = bindTimeline(isTable ? { ...call, args: call.args.slice(0, -1) } : call, lists, context);
    const relation = isTable && last !== undefined ? context.relation(last) : undefined;
    const { name, type } = timeline.timeColumn;
    const columns: Column[] = [
      { name: `from_${name}`, type },
      { name: `to_${name}`, type },
      ...timeline.dimensionColumns,
      ...values.map(([column, valueType]) => ({ name: column, type: valueType })),
    ];
    return {
      output: { columns, isSerialized: false, isOpen: false },
      timeline,
      lookback:
        relation === undefined
          ? undefined
          : { input: relation.index, column: idColumn(relation.output, context.input.columns[timeline.id]) },
    };
  },
  start({ timeline, lookback }, run, out) {
    return collectInput(timeline.inputColumns, run, (all) => {
      const rows = all.length === 0 ? undefined : measure(timeline, lookback, all, run);
      if (rows !== undefined && rows.length > 0) out.push(rows, noLineage(run));
      out.finish();
    });
  },
});

/** The column of the ids' name, else the first. */
function idColumn({ columns }: RelationType, id: Column | undefined): number {
  return Math.max(
    0,
    columns.findIndex(({ name }) => name === id?.name),
  );
}

/** Most steps of a timeline; the output has a row for each pair of them. */
const maxSteps = 10_000;

function measure(
  timeline: Timeline,
  lookback: NewActivityShape["lookback"],
  all: Batch,
  run: OperatorRun,
): Batch {
  const data = readTimeline(timeline, all, run);
  const [window, start] = [constantOf(timeline, "Window", run), constantOf(timeline, "Start", run)];
  const axis = timelineAxis(timeline, window, start, run);
  const last = axis.indexOf(constantOf(timeline, "End", run)) ?? -1;
  if (last >= maxSteps) run.failLimit(`the timeline has ${last + 1} steps`, "take a larger window");
  const cohort =
    timeline.constants.Cohort === undefined ? undefined : axis.indexOf(constantOf(timeline, "Cohort", run));
  const known = lookback === undefined ? new Set<number>() : knownBefore(data, lookback, run);
  const rows: OutputRow[] = [];
  for (let slice = 0; slice < data.sliceCount; slice++) {
    run.checkDeadline();
    const steps = idsByStep(data, slice, (time) => axis.indexOf(time), last);
    const seen = new Set(known);
    for (let from = 0; from <= last; from++) {
      const fresh = [...(steps[from] ?? [])].filter((id) => !seen.has(id));
      const before = new Set(seen);
      for (const id of fresh) seen.add(id);
      if (fresh.length === 0 || (cohort !== undefined && cohort !== from)) continue;
      for (let to = from; to <= last; to++) {
        const numbers = retention(fresh, steps[to] ?? new Set(), to === from ? before : seen);
        rows.push({ steps: [from, to], slice, values: numbers });
      }
    }
  }
  const types = values.map(([, type]) => type);
  return outputBatch(timeline, rows, axis, data.dimensions, types);
}

/** In the order of `values`, for ids first seen in one step and those seen in a later one. */
function retention(
  fresh: readonly number[],
  later: ReadonlySet<number>,
  seen: ReadonlySet<number>,
): readonly number[] {
  const unseen = [...later].filter((id) => !seen.has(id)).length;
  const retained = fresh.filter((id) => later.has(id)).length;
  const churned = fresh.length - retained;
  return [unseen, retained, churned, retained / fresh.length, churned / fresh.length];
}

function knownBefore(
  data: TimelineRows,
  { input, column }: NonNullable<NewActivityShape["lookback"]>,
  run: OperatorRun,
): Set<number> {
  const { batch } = run.inputs[input];
  return new Set(batch.length === 0 ? [] : data.idsOf(batch.column(column)));
}

function idsByStep(
  { rows }: TimelineRows,
  slice: number,
  indexOf: (time: TimelineRows["rows"][number]["time"]) => number | null,
  last: number,
): Set<number>[] {
  const steps: Set<number>[] = [];
  for (const row of rows) {
    const step = indexOf(row.time);
    if (row.slice !== slice || step === null || step < 0 || step > last) continue;
    steps[step] ??= new Set();
    steps[step].add(row.id);
  }
  return steps;
}
