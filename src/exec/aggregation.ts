import type { BoundAggregate, BoundAggregateList, BoundExpression } from "../bind/bound.js";
import type { Accumulator, ArgumentInfo } from "../functions/entry.js";
import { KernelError } from "../functions/kernel-error.js";
import { newInts } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import { gather } from "../vector/gather.js";
import type { Vector } from "../vector/vector.js";
import type { OperatorRun } from "./run.js";

/** The running state of an aggregate list over all its groups. */
export interface Aggregation {
  /** Takes in the rows of a batch, each into its group; there are `groupCount` groups so far. */
  add(batch: Batch, groups: Int32Array, groupCount: number): void;
  /** The output columns, one row a group. */
  finish(groupCount: number): Vector[];
}

/** Aggregates of one operator. Batches are added with the group of each row; the outputs have one row a group. */
export function startAggregation(list: BoundAggregateList, run: OperatorRun): Aggregation {
  const { aggregates, outputs } = list;
  const accumulators = aggregates.map((aggregate) => createAccumulator(aggregate, run));
  const each = (step: (accumulator: Accumulator, aggregate: BoundAggregate) => void): void => {
    let at = 0;
    try {
      for (; at < accumulators.length; at++) step(accumulators[at], aggregates[at]);
    } catch (error) {
      // What an aggregate cannot do is reported at its place in the query.
      if (error instanceof KernelError) run.fail(error.code, error.message, aggregates[at].span);
      throw error;
    }
  };
  return {
    add(batch, groups, groupCount) {
      each((accumulator, aggregate) => addRows(accumulator, aggregate, batch, groups, groupCount, run));
    },
    finish(groupCount) {
      const columns: Vector[] = [];
      each((accumulator) => columns.push(...accumulator.finish(groupCount)));
      const all = Batch.of(groupCount, columns);
      return outputs.map(({ expression }) => run.evaluate(expression, all));
    },
  };
}

function createAccumulator({ entry, args, type }: BoundAggregate, run: OperatorRun): Accumulator {
  return entry.create({
    args: args.map((arg) => argumentInfo(arg, run)),
    type,
    environment: run.environment,
    maxElements: run.limits.maxElements,
    holdBytes: (bytes) => run.reserveMemory(bytes),
  });
}

/** What an aggregate may know of an argument at the start of a run. */
function argumentInfo(arg: BoundExpression, run: OperatorRun): ArgumentInfo {
  const { type } = arg;
  if (arg.kind === "column") return { type, columnName: arg.name };
  if (arg.kind === "constant") return { type, constant: { value: arg.value } };
  return arg.isRunConstant === true ? { type, constant: { value: run.constant(arg) } } : { type };
}

function addRows(
  accumulator: Accumulator,
  { args, predicate }: BoundAggregate,
  batch: Batch,
  groups: Int32Array,
  groupCount: number,
  run: OperatorRun,
): void {
  const vectors = args.map((arg) => run.evaluate(arg, batch));
  if (predicate === undefined) {
    accumulator.add(vectors, groups, batch.length, groupCount);
    return;
  }
  const rows = run.select(predicate, batch);
  if (rows.length === batch.length) {
    accumulator.add(vectors, groups, batch.length, groupCount);
    return;
  }
  const kept = vectors.map((vector) => gather(vector, rows));
  const keptGroups = newInts(rows.length);
  for (let at = 0; at < rows.length; at++) keptGroups[at] = groups[rows[at]];
  accumulator.add(kept, keptGroups, rows.length, groupCount);
}
