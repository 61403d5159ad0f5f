/** `funnel_sequence_completion`: how far ids get through a sequence of states. */
import type { BindContext, BoundShape } from "../../bind/bind-context.js";
import type { BoundExpression, Column } from "../../bind/bound.js";
import { openConstant } from "../../bind/nodes.js";
import { collectInput } from "../../exec/collect.js";
import { noLineage } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import type { CallExpression, Expression, Pipeline } from "../../syntax/ast.js";
import { cellKey } from "../../types/compare.js";
import { castDynamic } from "../../types/convert.js";
import type { Int64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import { type Cell, isDynamicArray } from "../../types/value.js";
import { Batch } from "../../vector/batch.js";
import { cellReader, vectorOf } from "../../vector/vector.js";
import { columnArgument, constantArgument } from "./arguments.js";
import { definePlugin } from "./plugin.js";
import {
  bindTimeline,
  compareTimes,
  constantOf,
  distanceOf,
  distanceType,
  readTimeline,
  type Timeline,
  timelineAxis,
} from "./timeline.js";

interface FunnelShape extends BoundShape {
  readonly timeline: Timeline;
  readonly state: number;
  readonly sequence: BoundExpression;
  readonly periods: BoundExpression;
}

/** How many ids get through the first states of a sequence, in order, within some time from the first to the last. */
export const funnelSequenceCompletion = definePlugin<FunnelShape>("funnel_sequence_completion", {
  bind(call, context) {
    const [id, time, start, end, bin, state, sequence, periods] = call.args;
    const args = [id, time, start, end, bin].filter((arg) => arg !== undefined);
    const timeline = bindTimeline({ ...call, args }, [["Start", "End", "BinSize"]], context);
    const index = columnArgument(state?.value, context) ?? 0;
    const columns: Column[] = [
      timeline.timeColumn,
      context.input.columns[index] ?? { name: "", type: "string" },
      { name: "Period", type: distanceType(timeline.timeColumn.type) },
      { name: "dcount", type: "long" },
    ];
    return {
      output: { columns, isSerialized: false, isOpen: false },
      timeline,
      state: index,
      sequence: listArgument(sequence?.value, call, context),
      periods: listArgument(periods?.value, call, context),
    };
  },
  start(bound, run, out) {
    return collectInput(bound.timeline.inputColumns, run, (all) => {
      const rows = all.length === 0 ? undefined : countFunnel(bound, all, run);
      if (rows !== undefined && rows.length > 0) out.push(rows, noLineage(run));
      out.finish();
    });
  },
});

function listArgument(
  value: Expression | Pipeline | undefined,
  call: CallExpression,
  context: BindContext,
): BoundExpression {
  return constantArgument(value, context, "dynamic") ?? openConstant(call.span);
}

function listOf(expression: BoundExpression, type: KqlType, run: OperatorRun): Cell[] {
  const value = run.constant(expression);
  return isDynamicArray(value) ? value.map((item) => castDynamic(item, type)) : [];
}

interface Event {
  readonly time: Int64;
  readonly state: StateKey;
}

/** Equal for equal states, of types whose cells are objects too. */
type StateKey = ReturnType<typeof cellKey>;

function countFunnel(bound: FunnelShape, all: Batch, run: OperatorRun): Batch {
  const { timeline, output } = bound;
  const [timeColumn, stateColumn, periodColumn] = output.columns;
  const start = constantOf(timeline, "Start", run);
  const axis = timelineAxis(timeline, constantOf(timeline, "BinSize", run), start, run);
  const end = constantOf(timeline, "End", run);
  const distance = distanceOf(timeline.timeColumn.type);
  const sequence = listOf(bound.sequence, stateColumn.type, run);
  const keys = sequence.map((state) => cellKey(state, stateColumn.type));
  const periods = listOf(bound.periods, periodColumn.type, run);
  const byBin = eventsByBin(bound, all, run, (time) => {
    const bin = axis.indexOf(time);
    // The end is a point of the same axis.
    return bin === null || bin < 0 || time > ((end ?? 0) as Int64) ? undefined : bin;
  });
  const rows: Cell[][] = [];
  for (const bin of [...byBin.keys()].sort((a, b) => a - b)) {
    for (const period of periods) {
      run.checkDeadline();
      const reached = sequence.map(() => 0);
      for (const events of byBin.get(bin)?.values() ?? []) {
        const steps = stepsReached(events, keys, (from, to) => distance(from, to) <= Number(period));
        for (let step = 0; step < steps; step++) reached[step]++;
      }
      sequence.forEach((state, step) => {
        rows.push([axis.point(bin), state, period, reached[step]]);
      });
    }
  }
  const types = [timeColumn.type, stateColumn.type, periodColumn.type, "long"] as const;
  return Batch.of(
    rows.length,
    types.map((type, col) =>
      vectorOf(
        type,
        rows.map((row) => row[col]),
      ),
    ),
  );
}

/** Events of each id by bin, in order of time. */
function eventsByBin(
  { timeline, state, output }: FunnelShape,
  all: Batch,
  run: OperatorRun,
  binOf: (time: Int64) => number | undefined,
): Map<number, Map<number, Event[]>> {
  const { rows } = readTimeline({ ...timeline, dimensions: [] }, all, run);
  const times = cellReader(all.column(timeline.time));
  const states = cellReader(all.column(state));
  const stateType = output.columns[1].type;
  const timed = Array.from({ length: all.length }, (_, row) => row).filter((row) => times(row) !== null);
  const bins = new Map<number, Map<number, Event[]>>();
  rows.forEach(({ id, time }, at) => {
    const bin = binOf(time);
    if (bin === undefined) return;
    const ids = bins.get(bin) ?? new Map<number, Event[]>();
    bins.set(bin, ids);
    const events = ids.get(id) ?? [];
    ids.set(id, events);
    events.push({ time, state: cellKey(states(timed[at]), stateType) });
  });
  for (const ids of bins.values())
    for (const events of ids.values()) events.sort((a, b) => compareTimes(a.time, b.time));
  return bins;
}

/** How many states are reached in order, the last within a period of the first. */
function stepsReached(
  events: readonly Event[],
  sequence: readonly StateKey[],
  isWithin: (from: Int64, to: Int64) => boolean,
): number {
  /** By step, the latest start of a chain that has reached it. */
  const starts: (Int64 | undefined)[] = [];
  let reached = 0;
  for (const { time, state } of events) {
    for (let step = sequence.length - 1; step >= 0; step--) {
      if (state !== sequence[step]) continue;
      const start = step === 0 ? time : starts[step - 1];
      if (start === undefined || !isWithin(start, time)) continue;
      const latest = starts[step];
      if (latest === undefined || latest < start) starts[step] = start;
      reached = Math.max(reached, step + 1);
    }
  }
  return reached;
}
