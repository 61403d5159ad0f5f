/** `sequence_detect`: rows that match steps one after another. */
import type { BoundShape } from "../../bind/bind-context.js";
import type { BoundExpression, Column } from "../../bind/bound.js";
import { openConstant } from "../../bind/nodes.js";
import { collectInput } from "../../exec/collect.js";
import { type GroupedRows, Grouping, listGroups } from "../../exec/grouping.js";
import { noLineage } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import type { Expression } from "../../syntax/ast.js";
import type { Int64 } from "../../types/int64.js";
import { Batch } from "../../vector/batch.js";
import { gather } from "../../vector/gather.js";
import { cellReader, type Vector, vectorOf } from "../../vector/vector.js";
import { constantArgument } from "./arguments.js";
import { definePlugin } from "./plugin.js";
import { bindTime, compareTimes, distanceOf, distanceType } from "./timeline.js";

interface DetectShape extends BoundShape {
  readonly inputColumns: readonly Column[];
  readonly time: number;
  readonly stepWindow: BoundExpression;
  readonly span: BoundExpression;
  readonly steps: readonly BoundExpression[];
  readonly dimensions: readonly BoundExpression[];
}

/** Rows that match the steps one after another, none too far from the one before, all within one span. */
export const sequenceDetect = definePlugin<DetectShape>("sequence_detect", {
  bind(call, context) {
    const [time, stepWindow, span, ...others] = call.args;
    const index = bindTime(time?.value, context);
    const timeColumn = context.input.columns[index] ?? { name: "", type: "datetime" as const };
    const distance = distanceType(timeColumn.type);
    const bound = others.flatMap(({ name, value }): SequenceArgument[] =>
      value.kind === "pipeline" ? [] : [{ name: name?.text, value, expression: context.expression(value) }],
    );
    const steps = bound.filter(({ expression }) => expression.type === "bool");
    const dimensions = bound.filter(({ expression }) => expression.type !== "bool");
    const columns: Column[] = [
      ...dimensions.map(dimensionColumn),
      ...steps.map((step, at) => stepColumn(step, at, timeColumn)),
      { name: "Duration", type: distance },
    ];
    return {
      output: { columns, isSerialized: false, isOpen: false },
      inputColumns: context.input.columns,
      time: index,
      stepWindow: constantArgument(stepWindow?.value, context, distance) ?? openConstant(call.span, distance),
      span: constantArgument(span?.value, context, distance) ?? openConstant(call.span, distance),
      steps: steps.map(({ expression }) => expression),
      dimensions: dimensions.map(({ expression }) => expression),
    };
  },
  start(bound, run, out) {
    return collectInput(bound.inputColumns, run, (all) => {
      const rows = detect(bound, all, run);
      if (rows !== undefined && rows.length > 0) out.push(rows, noLineage(run));
      out.finish();
    });
  },
});

/** A step or a dimension. */
interface SequenceArgument {
  readonly name: string | undefined;
  readonly value: Expression;
  readonly expression: BoundExpression;
}

function dimensionColumn({ name, value, expression }: SequenceArgument, at: number): Column {
  const ownName = value.kind === "name" ? value.name : `Dim${at + 1}`;
  return { name: name ?? ownName, type: expression.type };
}

/** The column of the time at which a step was reached. */
function stepColumn({ name }: SequenceArgument, at: number, time: Column): Column {
  return { name: `${name ?? `Expr${at + 1}`}_${time.name}`, type: time.type };
}

/** Estimated bytes of a sequence that has been found. */
const bytesPerChain = 256;

/** A row for each step, one after another. */
interface Chain {
  readonly group: number;
  readonly times: readonly Int64[];
}

function detect(bound: DetectShape, all: Batch, run: OperatorRun): Batch | undefined {
  if (all.length === 0 || bound.steps.length === 0) return undefined;
  const keys: Vector[] = bound.dimensions.map((dimension) => run.evaluate(dimension, all));
  const grouping = new Grouping(keys.length === 0 ? ["bool"] : keys.map(({ type }) => type), run);
  const none: Vector = { encoding: "const", type: "bool", length: all.length, value: true };
  const groups = grouping.add(keys.length === 0 ? [none] : keys, all.length);
  const found = findChains(bound, all, listGroups(groups, grouping.groupCount), run);
  const dimensions = keys.length === 0 ? [] : grouping.keys();
  const order = Int32Array.from(found, ({ group }) => group);
  const timeType = bound.inputColumns[bound.time].type;
  const stepTimes = (step: number) => found.map(({ times }) => times[step]);
  const distance = distanceOf(timeType);
  const durations = found.map(({ times }) => distance(times[0], times[times.length - 1]));
  return Batch.of(found.length, [
    ...dimensions.map((vector) => gather(vector, order)),
    ...bound.steps.map((_, step) => vectorOf(timeType, stepTimes(step))),
    vectorOf(distanceType(timeType), durations),
  ]);
}

/** All sequences of each group, in order of the rows' times. */
function findChains(
  bound: DetectShape,
  all: Batch,
  { rows, offsets }: GroupedRows,
  run: OperatorRun,
): Chain[] {
  const isMatch = bound.steps.map((step) => {
    const mask = new Uint8Array(all.length);
    for (const row of run.select(step, all)) mask[row] = 1;
    return mask;
  });
  const { type } = bound.inputColumns[bound.time];
  const distance = distanceOf(type);
  const read = cellReader(all.column(bound.time));
  // Times are of one of the types that an axis may have.
  const times = (row: number): Int64 => read(row) as Int64;
  const [window, span] = [bound.stepWindow, bound.span].map((limit) => (run.constant(limit) ?? 0) as Int64);
  const found: Chain[] = [];
  const follow = (group: number, timed: readonly number[], chain: readonly Int64[]): void => {
    const step = chain.length;
    if (step === bound.steps.length) {
      countChain(found.length, run);
      found.push({ group, times: chain });
      return;
    }
    for (const row of timed) {
      const time = times(row);
      if (isMatch[step][row] === 0) continue;
      const [first = time] = chain;
      const last = chain.at(-1) ?? time;
      if (time < last || distance(last, time) > window || distance(first, time) > span) continue;
      follow(group, timed, [...chain, time]);
    }
  };
  for (let group = 0; group + 1 < offsets.length; group++) {
    const timed = Array.from(rows.subarray(offsets[group], offsets[group + 1]))
      .filter((row) => read(row) !== null)
      .sort((a, b) => compareTimes(times(a), times(b)));
    follow(group, timed, []);
  }
  return found;
}

/** There may be far more sequences than rows. */
function countChain(count: number, run: OperatorRun): void {
  if (count >= run.limits.maxRows) run.failLimit("it finds too many sequences", "take shorter windows");
  if (count % 1024 !== 0) return;
  run.checkDeadline();
  run.reserveMemory(1024 * bytesPerChain);
}
