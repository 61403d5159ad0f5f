/**
 * Sorting. Every key becomes one or two columns of doubles that are compared ascending, direction and place of nulls
 * folded in.
 */

import { compareCells } from "../types/compare.js";
import type { KqlType } from "../types/kql-type.js";
import { newFloats, newInts } from "../vector/allocate.js";
import { DistinctCodes } from "../vector/distinct-codes.js";
import { flatten } from "../vector/gather.js";
import { KeyTable } from "../vector/key-table.js";
import {
  type BigIntVector,
  boolNull,
  cellsOf,
  type DictVector,
  type FlatVector,
  type RealVector,
  type Vector,
} from "../vector/vector.js";
import { type SortValues, sortByColumns } from "./column-sort.js";
import { textRanks } from "./text-ranks.js";

export interface SortColumn {
  readonly vector: Vector;
  readonly isDescending: boolean;
  readonly nullsFirst: boolean;
}

/** Rows in sorted order; rows with equal keys keep theirs. `check` is called now and then. */
export function sortRows(keys: readonly SortColumn[], length: number, check: () => void): Int32Array {
  const columns = lazyColumns(keys);
  return sortByColumns({ column: () => columns.next().value, check }, length);
}

function* lazyColumns(keys: readonly SortColumn[]): Generator<SortValues, undefined> {
  for (const key of keys) yield* sortValues(key);
  return undefined;
}

/** A key as columns of doubles; none when all rows are equal. */
function sortValues(key: SortColumn): SortValues[] {
  const { vector, isDescending, nullsFirst } = key;
  const { length } = vector;
  const sign = isDescending ? -1 : 1;
  const nullValue = nullsFirst ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  switch (vector.encoding) {
    case "const":
      return [];
    case "number": {
      const values = newFloats(length);
      for (let row = 0; row < length; row++) {
        const value = vector.data[row];
        values[row] = !Number.isNaN(value) ? sign * value + 0 : nullValue;
      }
      return [values];
    }
    case "bool": {
      const values = newFloats(length);
      for (let row = 0; row < length; row++) {
        values[row] = vector.data[row] === boolNull ? nullValue : sign * vector.data[row] + 0;
      }
      return [values];
    }
    case "real":
      return realValues(vector, sign, nullsFirst);
    case "bigint":
      return bigIntValues(vector, sign, nullValue);
    case "dict":
      return dictValues(vector, key);
    case "string":
      return [rankTexts(vector.data, length, sign)];
    case "object":
    case "stored":
      return [rankCells(vector, sign, nullValue)];
  }
}

/** Nulls and NaN stand outside the values, nulls outermost, so a column that has any is sorted by class first. */
function realValues({ data, validity, length }: RealVector, sign: number, nullsFirst: boolean): SortValues[] {
  const values = newFloats(length);
  let classes: Float64Array | undefined;
  const side = nullsFirst ? -1 : 1;
  for (let row = 0; row < length; row++) {
    const isNull = validity !== undefined && validity[row] === 0;
    if (!isNull && !Number.isNaN(data[row])) {
      values[row] = sign * data[row] + 0;
      continue;
    }
    classes ??= newFloats(length);
    classes[row] = isNull ? 2 * side : side;
  }
  return classes === undefined ? [values] : [classes, values];
}

function bigIntValues(
  { data, validity, length }: BigIntVector,
  sign: number,
  nullValue: number,
): SortValues[] {
  const upper = newFloats(length);
  const lower = newFloats(length);
  for (let row = 0; row < length; row++) {
    if (validity !== undefined && validity[row] === 0) {
      upper[row] = nullValue;
      continue;
    }
    upper[row] = sign * Number(data[row] >> 32n) + 0;
    lower[row] = sign * Number(data[row] & 0xffff_ffffn) + 0;
  }
  return [upper, lower];
}

/** Of a dictionary only the values are ranked that come up in the rows. */
function dictValues({ type, codes, dictionary, length }: DictVector, key: SortColumn): SortValues[] {
  const distinct = new DistinctCodes(dictionary);
  const used = newInts(length);
  distinct.add(codes, length, used);
  const { places, count } = distinct;
  const values = flatten({ encoding: "dict", type, length: count, codes: places, dictionary });
  return valuesByCode(values, key).map((byCode) => {
    const values = newFloats(length);
    for (let row = 0; row < length; row++) values[row] = byCode[used[row]];
    return values;
  });
}

/** Texts of a dictionary mostly differ, so they are not looked up in one another. */
function valuesByCode(values: FlatVector, key: SortColumn): SortValues[] {
  if (values.encoding !== "string") return sortValues({ ...key, vector: values });
  const ranks = textRanks(values.data, values.length);
  if (key.isDescending) for (let code = 0; code < ranks.length; code++) ranks[code] = 0 - ranks[code];
  return [ranks];
}

function rankTexts(data: readonly string[], length: number, sign: number): SortValues {
  const known = new KeyTable();
  const distinct: string[] = [];
  const places = newInts(length);
  for (let row = 0; row < length; row++) {
    let place = known.get(data[row]);
    if (place === undefined) {
      place = distinct.push(data[row]) - 1;
      known.add(data[row], place);
    }
    places[row] = place;
  }
  const ranks = textRanks(distinct, distinct.length);
  const values = newFloats(length);
  for (let row = 0; row < length; row++) values[row] = sign * ranks[places[row]] + 0;
  return values;
}

function rankCells(vector: Vector, sign: number, nullValue: number): SortValues {
  const cells = cellsOf(vector);
  const type: KqlType = vector.type;
  const rows = Array.from(cells.keys()).sort((a, b) => compareCells(cells[a], cells[b], type));
  const values = newFloats(cells.length);
  let rank = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (at > 0 && compareCells(cells[rows[at - 1]], cells[row], type) !== 0) rank++;
    values[row] = cells[row] === null ? nullValue : sign * rank + 0;
  }
  return values;
}
