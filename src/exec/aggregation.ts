import type { BoundAggregate, BoundAggregateList, BoundExpression } from "../bind/bound.js";
import type { Accumulator, ArgumentInfo, SharedStates } from "../functions/entry.js";
import { KernelError } from "../functions/kernel-error.js";
import { newInts } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import { gather } from "../vector/gather.js";
import type { Vector } from "../vector/vector.js";
import { type NeededAggregate, neededAggregates } from "./needed-aggregates.js";
import type { OperatorRun } from "./run.js";

/** Of a group in what each aggregate keeps at least: a number or a place. */
const placeBytes = 8;

/**
 * The running state of an aggregate list over all its groups. Batches are added with the group of each row; the outputs
 * have one row a group.
 */
export class Aggregation {
  private readonly accumulators: Accumulator[] = [];
  private countedGroups = 0;
  private readonly needed: readonly NeededAggregate[];

  constructor(
    private readonly list: BoundAggregateList,
    private readonly run: OperatorRun,
    private readonly read: ReadonlySet<number> | undefined,
  ) {
    this.needed = neededAggregates(list, read);
    const hold = (bytes: number) => run.reserveMemory(bytes);
    let states: Map<number, SharedStates> | undefined;
    for (const { aggregate, sharedColumn } of this.needed) {
      if (sharedColumn !== undefined) states ??= new Map();
      const shared = states === undefined ? undefined : statesOf(sharedColumn, states);
      this.accumulators.push(createAccumulator(aggregate, run, hold, shared));
    }
  }

  /** Takes in the rows of a batch, each into its group; there are `groupCount` groups so far. */
  add(batch: Batch, groups: Int32Array, groupCount: number): void {
    const { accumulators, needed, run } = this;
    run.reserveMemory((groupCount - this.countedGroups) * accumulators.length * placeBytes);
    this.countedGroups = groupCount;
    let at = 0;
    try {
      for (; at < accumulators.length; at++)
        addRows(accumulators[at], needed[at].aggregate, batch, groups, groupCount, run);
    } catch (error) {
      this.failAt(at, error);
    }
  }

  /** The output columns, one row a group; those that nothing reads must not be asked for. */
  finish(groupCount: number): Batch {
    const { accumulators, needed, read, run } = this;
    const { outputs } = this.list;
    const columns: Vector[] = [];
    let at = 0;
    try {
      for (; at < accumulators.length; at++) {
        const made = accumulators[at].finish(groupCount);
        for (let col = 0; col < made.length; col++) columns[needed[at].firstColumn + col] = made[col];
      }
    } catch (error) {
      this.failAt(at, error);
    }
    const all = Batch.of(groupCount, columns);
    const vectors = outputs.map(({ expression }, output) =>
      read === undefined || read.has(output) ? run.evaluate(expression, all) : undefined,
    );
    return Batch.partial(groupCount, vectors);
  }

  /** What an aggregate cannot do is reported at its place in the query. */
  private failAt(at: number, error: unknown): never {
    if (error instanceof KernelError) {
      this.run.fail(error.code, error.message, this.needed[at].aggregate.span);
    }
    throw error;
  }
}

/** Starts the aggregates of one operator. `read` holds the outputs that are made; absent: all. */
export function startAggregation(
  list: BoundAggregateList,
  run: OperatorRun,
  read?: ReadonlySet<number>,
): Aggregation {
  return new Aggregation(list, run, read);
}

/** What calls over the rows and the column of this one share. */
function statesOf(column: number | undefined, known: Map<number, SharedStates>): SharedStates | undefined {
  if (column === undefined) return undefined;
  let states = known.get(column);
  if (states === undefined) {
    states = new StatesByStart();
    known.set(column, states);
  }
  return states;
}

class StatesByStart implements SharedStates {
  private readonly states = new Map<() => unknown, unknown>();

  state<T>(start: () => T): T {
    if (!this.states.has(start)) this.states.set(start, start());
    return this.states.get(start) as T; // what this very function made
  }
}

function createAccumulator(
  { entry, args, type }: BoundAggregate,
  run: OperatorRun,
  holdBytes: (bytes: number) => void,
  shared: SharedStates | undefined,
): Accumulator {
  return entry.create({
    args: args.map((arg) => argumentInfo(arg, run)),
    type,
    environment: run.environment,
    maxElements: run.limits.maxElements,
    holdBytes,
    shared,
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
