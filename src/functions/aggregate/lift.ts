import type { Cell } from "../../types/value.js";
import { cellReader, vectorOf } from "../../vector/vector.js";
import type { Accumulator, AggregateCall } from "../entry.js";

/** An aggregate in plain cells, with one record of state a group. */
export interface PlainAggregate<State> {
  readonly init: () => State;
  /** Takes one row in: the cells of its arguments, nulls included. */
  readonly add: (state: State, ...cells: Cell[]) => void;
  /** Groups without rows finish a fresh state. */
  readonly finish: (state: State) => Cell;
  /** Bytes that it keeps of each row; absent: none, or it counts them itself. */
  readonly bytesPerRow?: number;
}

/** Of a group: its state, an object or two. */
const stateBytes = 160;

/** An accumulator for an aggregate off the hot path; its column has the type of the call. */
export function liftAggregate<State>(call: AggregateCall, plain: PlainAggregate<State>): Accumulator {
  return liftToColumns(call, { ...plain, finish: (state) => [plain.finish(state)] }, [call.type]);
}

/** As `liftAggregate`, for several columns. */
export function liftToColumns<State>(
  { holdBytes }: AggregateCall,
  aggregate: Omit<PlainAggregate<State>, "finish"> & { readonly finish: (state: State) => readonly Cell[] },
  types: readonly AggregateCall["type"][],
): Accumulator {
  const states: State[] = [];
  const { bytesPerRow = 0 } = aggregate;
  let counted = 0;
  return {
    add(args, groups, length, groupCount) {
      holdBytes((groupCount - counted) * stateBytes + length * bytesPerRow);
      counted = groupCount;
      const readers = args.map(cellReader);
      for (let row = 0; row < length; row++) {
        states[groups[row]] ??= aggregate.init();
        aggregate.add(states[groups[row]], ...readers.map((read) => read(row)));
      }
    },
    finish(groupCount) {
      const rows = Array.from({ length: groupCount }, (_, group) =>
        aggregate.finish(states[group] ?? aggregate.init()),
      );
      return types.map((type, col) =>
        vectorOf(
          type,
          rows.map((row) => row[col] ?? null),
        ),
      );
    },
  };
}
