import type { BoundAggregate, BoundAggregateList, BoundExpression } from "../bind/bound.js";
import type { Accumulator, ArgumentInfo, SharedStates } from "../functions/entry.js";
import { KernelError } from "../functions/kernel-error.js";
import { newInts } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import { gather } from "../vector/gather.js";
import type { Vector } from "../vector/vector.js";
import { argumentInfo, isRunConstant, type NeededAggregate, neededAggregates } from "./needed-aggregates.js";
import type { OperatorRun } from "./run.js";

/** Of a group in what each aggregate keeps at least: a number or a place. */
const placeBytes = 8;

/**
 * The running state of an aggregate list over all its groups. Batches are added with the group of each row; the outputs
 * have one row a group.
 */
export class Aggregation {
  private readonly accumulators: Accumulator[];
  private countedGroups = 0;
  private readonly needed: readonly NeededAggregate[];

  constructor(
    private readonly list: BoundAggregateList,
    private readonly run: OperatorRun,
    private readonly read: ReadonlySet<number> | undefined,
  ) {
    this.needed = neededAggregates(list, read);
    this.accumulators = new Array<Accumulator>(this.needed.length);
    const hold = (bytes: number) => run.reserveMemory(bytes);
    const states = new Array<SharedStates | undefined>(this.needed.length);
    for (let at = 0; at < this.needed.length; at++) {
      states[at] = statesOf(this.needed, at, states);
      this.accumulators[at] = createAccumulator(this.needed[at], run, hold, states[at]);
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
    const vectors = new Array<Vector | undefined>(outputs.length);
    for (let at = 0; at < outputs.length; at++) {
      if (read === undefined || read.has(at)) vectors[at] = run.evaluate(outputs[at].expression, all);
    }
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

/** What a call shares with those over the same rows and column, of which the ones before have `states`. */
function statesOf(
  needed: readonly NeededAggregate[],
  at: number,
  states: readonly (SharedStates | undefined)[],
): SharedStates | undefined {
  const { sharedColumn } = needed[at];
  if (sharedColumn === undefined) return undefined;
  for (let before = 0; before < at; before++) {
    if (needed[before].sharedColumn === sharedColumn) return states[before];
  }
  return new StatesByStart();
}

/** Mostly one, for which a map would cost more than all else. */
class StatesByStart implements SharedStates {
  private starts: readonly (() => unknown)[] = [];
  private states: readonly unknown[] = [];

  state<T>(start: () => T): T {
    const known = this.starts.indexOf(start);
    if (known >= 0) return this.states[known] as T; // what this very function made
    const state = start();
    this.starts = [...this.starts, start];
    this.states = [...this.states, state];
    return state;
  }
}

function createAccumulator(
  { aggregate: { entry, args, type }, infos }: NeededAggregate,
  run: OperatorRun,
  holdBytes: (bytes: number) => void,
  shared: SharedStates | undefined,
): Accumulator {
  return entry.create({
    args: infos ?? infosOfRun(args, run),
    type,
    environment: run.environment,
    maxElements: run.limits.maxElements,
    holdBytes,
    shared,
  });
}

/** As known beforehand, with the values of arguments that are the same for all rows of a run. */
function infosOfRun(args: readonly BoundExpression[], run: OperatorRun): ArgumentInfo[] {
  return args.map((arg) =>
    isRunConstant(arg) ? { type: arg.type, constant: { value: run.constant(arg) } } : argumentInfo(arg),
  );
}

function addRows(
  accumulator: Accumulator,
  { args, predicate }: BoundAggregate,
  batch: Batch,
  groups: Int32Array,
  groupCount: number,
  run: OperatorRun,
): void {
  const vectors = new Array<Vector>(args.length);
  for (let at = 0; at < args.length; at++) vectors[at] = run.evaluate(args[at], batch);
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
