/**
 * A vector is one column of a batch. Encodings:
 *
 * | encoding | types | data | null |
 * | --- | --- | --- | --- |
 * | number | int long datetime timespan | Float64Array of safe integers | NaN |
 * | bigint | long datetime timespan | BigInt64Array, once a value leaves the safe integers | validity 0 |
 * | real | real | Float64Array | validity 0 (NaN is a value) |
 * | bool | bool | Uint8Array: 0 false, 1 true | 2 |
 * | string | string | string[] | never |
 * | object | decimal guid dynamic | cells | null |
 * | const | any | one cell for every row | null |
 * | dict | any | codes into distinct values | a null among the values |
 * | stored | dynamic, string | rows of a store that makes cells when they are read | as the store says |
 *
 * Buffers may be longer than `length`. A vector is never written to after it has been handed on.
 */

import type { Int64 } from "../types/int64.js";
import { normalizeInt64 } from "../types/int64.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell, DynamicValue } from "../types/value.js";
import { newBytes, newFloats } from "./allocate.js";

export type Vector = FlatVector | ConstVector | DictVector | StoredVector;
export type FlatVector = NumberVector | BigIntVector | RealVector | BoolVector | StringVector | ObjectVector;

export interface NumberVector {
  readonly encoding: "number";
  readonly type: "int" | "long" | "datetime" | "timespan";
  readonly length: number;
  readonly data: Float64Array;
}

export interface BigIntVector {
  readonly encoding: "bigint";
  readonly type: "long" | "datetime" | "timespan";
  readonly length: number;
  readonly data: BigInt64Array;
  /** 1 a row that has a value; absent when all have. */
  readonly validity: Uint8Array | undefined;
}

export interface RealVector {
  readonly encoding: "real";
  readonly type: "real";
  readonly length: number;
  readonly data: Float64Array;
  readonly validity: Uint8Array | undefined;
}

export interface BoolVector {
  readonly encoding: "bool";
  readonly type: "bool";
  readonly length: number;
  readonly data: Uint8Array;
}

export interface StringVector {
  readonly encoding: "string";
  readonly type: "string";
  readonly length: number;
  readonly data: readonly string[];
}

export interface ObjectVector {
  readonly encoding: "object";
  readonly type: "decimal" | "guid" | "dynamic";
  readonly length: number;
  readonly data: readonly Cell[];
  /** What the cells take, roughly, where they were made for this vector. */
  readonly bytes?: number;
}

export interface ConstVector {
  readonly encoding: "const";
  readonly type: KqlType;
  readonly length: number;
  readonly value: Cell;
}

/**
 * Distinct values that the codes of dictionary vectors point into. Shared; kernels are run once a dictionary. Values may
 * be added behind those that are there (a path meets new ones), so codes are in range only for the values of the time.
 */
export interface Dictionary {
  readonly values: FlatVector;
  /** Present where values are made as they are read, and `values` makes all of them. */
  readonly single?: SingleValues;
  /** Rows of the column that the dictionary was built for: what a run over it may save. */
  readonly rowCount: number;
  /** No two values are equal; absent where that is not known. */
  readonly isDistinct?: boolean;
  /** The values as texts, null as the empty one, where all are texts or null: what `tostring` makes of them. */
  readonly texts?: Dictionary | undefined;
  /** Present where the values are distinct texts that lie in memory as bytes. */
  readonly bytes?: TextBytes | undefined;
}

/** Where texts stand in a dictionary. */
export interface TextIndex {
  /** -1 for a text that is not there. */
  placeOf(text: string): number;
}

/** Stretches of bytes. */
export interface TextSpans {
  readonly bytes: Uint8Array[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Texts as bytes: two are equal where their bytes are, in this dictionary and any other one that has bytes. */
export interface TextBytes extends TextIndex {
  readonly count: number;
  /** Where some texts lie, 512 at most. Their memory is read: one by one, each would be waited for. */
  locate(codes: Int32Array, count: number, into: TextSpans): void;
  /** Looks the texts of another dictionary up here. */
  finder(others: TextBytes): TextFinder;
}

export interface TextFinder {
  /** Writes the place of each of some texts of the other dictionary; -1 for those that are not there. */
  find(codes: Int32Array, length: number, into: Int32Array): void;
}

/** Values that are made one by one. */
export interface SingleValues {
  readonly count: number;
  read(code: number): Cell;
}

export interface DictVector {
  readonly encoding: "dict";
  readonly type: KqlType;
  readonly length: number;
  readonly codes: Int32Array;
  readonly dictionary: Dictionary;
}

/** Cells kept elsewhere (parsed objects, JSON text, texts as bytes), with paths into dynamic ones. */
export interface DynamicStore {
  cell(row: number): DynamicValue;
  /**
   * The values at a path (names, array indexes) for some rows, usually as a dictionary; absent where cells are as good
   * to look into.
   */
  path?(path: readonly (string | number)[], rows: Int32Array, length: number): Vector;
  /** The cells of some rows in memory of their own; absent where that would save nothing. */
  copy?(rows: Int32Array, length: number): Vector;
  /** What a cell takes once it was read, roughly, where it is kept then and is not part of a table. */
  readonly bytesPerCell?: number;
  /** Present where each cell is one of these arrays: that of its number. */
  readonly lists?: Lists;
  /** Of texts: the values that `parse_json` makes of them, by the same rows; absent where that is not to be had. */
  asJson?(): DynamicStore | undefined;
}

/** Arrays of one type of elements, end to end. */
export interface Lists {
  readonly elements: Vector;
  /** Where each begins, and the end of the last. */
  readonly starts: Int32Array | Float64Array;
}

export interface StoredVector {
  readonly encoding: "stored";
  readonly type: "dynamic" | "string";
  readonly length: number;
  readonly store: DynamicStore;
  readonly rows: Int32Array;
}

export const boolFalse = 0;
export const boolTrue = 1;
export const boolNull = 2;

/** One cell for all rows. No text is null: where there is none, it is empty. */
export function constVector(type: KqlType, value: Cell, length: number): ConstVector {
  return { encoding: "const", type, length, value: value === null && type === "string" ? "" : value };
}

/** A function that reads the cell of a row; resolved once a vector, so that loops do not test encodings. */
export function cellReader(vector: Vector): (row: number) => Cell {
  switch (vector.encoding) {
    case "number": {
      const { data } = vector;
      return (row) => {
        const value = data[row];
        return value === value ? value : null;
      };
    }
    case "bigint": {
      const { data, validity } = vector;
      return (row) => (validity !== undefined && validity[row] === 0 ? null : normalizeInt64(data[row]));
    }
    case "real": {
      const { data, validity } = vector;
      if (validity === undefined) return (row) => data[row];
      return (row) => (validity[row] === 0 ? null : data[row]);
    }
    case "bool": {
      const { data } = vector;
      return (row) => (data[row] === boolNull ? null : data[row] === boolTrue);
    }
    case "string":
    case "object": {
      const { data } = vector;
      return (row) => data[row];
    }
    case "const": {
      const { value } = vector;
      return () => value;
    }
    case "dict": {
      const { codes } = vector;
      const read = valueReader(vector.dictionary);
      return (row) => read(codes[row]);
    }
    case "stored": {
      const { store, rows } = vector;
      return (row) => store.cell(rows[row]);
    }
  }
}

/** How many values a dictionary has; makes none. */
export function valueCount(dictionary: Dictionary): number {
  return dictionary.single === undefined ? dictionary.values.length : dictionary.single.count;
}

/** A function that reads the values of a dictionary; makes those that are read. */
export function valueReader(dictionary: Dictionary): (code: number) => Cell {
  const { single } = dictionary;
  return single === undefined ? cellReader(dictionary.values) : (code) => single.read(code);
}

/** Cell of one row. For loops take `cellReader`. */
export function cellAt(vector: Vector, row: number): Cell {
  return cellReader(vector)(row);
}

/** All cells. */
export function cellsOf(vector: Vector): Cell[] {
  const read = cellReader(vector);
  return Array.from({ length: vector.length }, (_, row) => read(row));
}

/** A flat vector of cells that are already of the type. Int64 types become `bigint` encoded only when they must. */
export function vectorOf(type: KqlType, cells: readonly Cell[]): FlatVector {
  const length = cells.length;
  switch (type) {
    case "int": {
      const data = newFloats(length);
      for (let row = 0; row < length; row++) data[row] = numberOrNaN(cells[row]);
      return { encoding: "number", type, length, data };
    }
    case "long":
    case "datetime":
    case "timespan":
      return int64VectorOf(type, cells);
    case "real":
      return realVectorOf(cells);
    case "bool": {
      const data = newBytes(length);
      for (let row = 0; row < length; row++) {
        const cell = cells[row];
        data[row] = cell === null ? boolNull : cell === true ? boolTrue : boolFalse;
      }
      return { encoding: "bool", type, length, data };
    }
    case "string": {
      // A string is never null; kernels report "no value" as null, which is the empty string here.
      const data = cells.map((cell) => (typeof cell === "string" ? cell : ""));
      return { encoding: "string", type, length, data };
    }
    case "decimal":
    case "guid":
    case "dynamic":
      return { encoding: "object", type, length, data: cells };
  }
}

function numberOrNaN(cell: Cell): number {
  return typeof cell === "number" ? cell : Number.NaN;
}

function int64VectorOf(type: "long" | "datetime" | "timespan", cells: readonly Cell[]): FlatVector {
  const length = cells.length;
  const data = newFloats(length);
  for (let row = 0; row < length; row++) {
    const cell = cells[row];
    if (typeof cell === "bigint") return bigIntVectorOf(type, cells);
    data[row] = numberOrNaN(cell);
  }
  return { encoding: "number", type, length, data };
}

function bigIntVectorOf(type: "long" | "datetime" | "timespan", cells: readonly Cell[]): BigIntVector {
  const length = cells.length;
  const data = new BigInt64Array(length);
  let validity: Uint8Array | undefined;
  for (let row = 0; row < length; row++) {
    const cell = cells[row];
    if (typeof cell === "number" || typeof cell === "bigint") data[row] = BigInt(cell);
    else {
      validity ??= newBytes(length).fill(1);
      validity[row] = 0;
    }
  }
  return { encoding: "bigint", type, length, data, validity };
}

function realVectorOf(cells: readonly Cell[]): RealVector {
  const length = cells.length;
  const data = newFloats(length);
  let validity: Uint8Array | undefined;
  for (let row = 0; row < length; row++) {
    const cell = cells[row];
    if (typeof cell === "number") data[row] = cell;
    else {
      validity ??= newBytes(length).fill(1);
      validity[row] = 0;
    }
  }
  return { encoding: "real", type: "real", length, data, validity };
}

/** A cell known to be a 64-bit integer or null. */
export function asInt64(cell: Cell): Int64 | null {
  return typeof cell === "number" || typeof cell === "bigint" ? cell : null;
}
