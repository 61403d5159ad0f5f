/** The rows that `find` emits: the columns shown, and a bag of the rest. */
import { nullVector } from "../exec/null-rows.js";
import { convertCell, packCell } from "../types/convert.js";
import { setSlot } from "../types/json.js";
import type { KqlType } from "../types/kql-type.js";
import type { DynamicValue } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { cellReader, constVector, type Vector, vectorOf } from "../vector/vector.js";

/** Where the columns of the output stand in one table. */
export interface FoundColumns {
  readonly name: string;
  /** Where the columns shown stand in the table; -1 where it lacks them. */
  readonly shown: readonly number[];
  /** Columns that go into the bag of the rest; absent without one. */
  readonly packed: readonly (readonly [name: string, index: number])[] | undefined;
}

/** @param types of the columns shown, and of the bag behind them */
export function foundRows(
  { name, shown, packed }: FoundColumns,
  rows: Batch,
  types: readonly KqlType[],
): Batch {
  const { length } = rows;
  const cells = shown.map(
    (index, at) => () => (index < 0 ? nullVector(types[at], length) : asType(rows.column(index), types[at])),
  );
  const bags = packed === undefined ? [] : [() => packRows(packed, rows)];
  return Batch.lazy(length, [() => constVector("string", name, length), ...cells, ...bags]);
}

function asType(vector: Vector, type: KqlType): Vector {
  if (vector.type === type) return vector;
  const read = cellReader(vector);
  return vectorOf(
    type,
    Array.from({ length: vector.length }, (_, row) => convertCell(read(row), vector.type, type)),
  );
}

function packRows(packed: readonly (readonly [name: string, index: number])[], rows: Batch): Vector {
  const columns = packed.map(([name, index]) => ({
    name,
    read: cellReader(rows.column(index)),
    type: rows.column(index).type,
  }));
  const bags = Array.from({ length: rows.length }, (_, row) => {
    const bag: Record<string, DynamicValue> = {};
    for (const { name, read, type } of columns) setSlot(bag, name, packCell(read(row), type));
    return bag;
  });
  return vectorOf("dynamic", bags);
}
