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

import { InternalError } from "../text/errors.js";
import type { Int64 } from "../types/int64.js";
import { normalizeInt64 } from "../types/int64.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell, DynamicValue } from "../types/value.js";
import { newBytes, newFloats, newInts, noInts } from "./allocate.js";

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

/** One cell for all rows. */
export function constVector(type: KqlType, value: Cell, length: number): ConstVector {
  return { encoding: "const", type, length, value };
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

/** The same cells in a flat encoding. */
export function flatten(vector: Vector): FlatVector {
  switch (vector.encoding) {
    case "const":
      return vectorOf(vector.type, new Array<Cell>(vector.length).fill(vector.value));
    case "dict":
      if (vector.dictionary.single !== undefined) return vectorOf(vector.type, cellsOf(vector));
      return gatherFlat(vector.dictionary.values, vector.codes, vector.length);
    case "stored":
      return vectorOf(vector.type, cellsOf(vector));
    default:
      return vector;
  }
}

// Vectors are written out below, not spread out of others: spreading takes microseconds once shapes differ.

/** Cells of some rows, in the order of `rows`; a row of -1 gives null (the empty string for strings). */
export function gather(vector: Vector, rows: Int32Array, length = rows.length): Vector {
  switch (vector.encoding) {
    case "const":
      for (let at = 0; at < length; at++) {
        if (rows[at] < 0) return gatherFlat(flatten(vector), rows, length);
      }
      return constVector(vector.type, vector.value, length);
    case "dict": {
      const codes = newInts(length);
      for (let at = 0; at < length; at++) {
        const row = rows[at];
        if (row < 0) return gatherFlat(flatten(vector), rows, length);
        codes[at] = vector.codes[row];
      }
      return { encoding: "dict", type: vector.type, length, codes, dictionary: vector.dictionary };
    }
    case "stored": {
      const stored = newInts(length);
      for (let at = 0; at < length; at++) {
        const row = rows[at];
        if (row < 0) return gatherFlat(flatten(vector), rows, length);
        stored[at] = vector.rows[row];
      }
      return { encoding: "stored", type: vector.type, length, store: vector.store, rows: stored };
    }
    default:
      return gatherFlat(vector, rows, length);
  }
}

function gatherFlat(vector: FlatVector, rows: Int32Array, length: number): FlatVector {
  switch (vector.encoding) {
    case "number": {
      const data = newFloats(length);
      for (let at = 0; at < length; at++) data[at] = rows[at] < 0 ? Number.NaN : vector.data[rows[at]];
      return { encoding: "number", type: vector.type, length, data };
    }
    case "bigint": {
      const data = new BigInt64Array(length);
      for (let at = 0; at < length; at++) if (rows[at] >= 0) data[at] = vector.data[rows[at]];
      return {
        encoding: "bigint",
        type: vector.type,
        length,
        data,
        validity: gatherValidity(vector.validity, rows, length),
      };
    }
    case "real": {
      const data = newFloats(length);
      for (let at = 0; at < length; at++) if (rows[at] >= 0) data[at] = vector.data[rows[at]];
      return {
        encoding: "real",
        type: "real",
        length,
        data,
        validity: gatherValidity(vector.validity, rows, length),
      };
    }
    case "bool": {
      const data = newBytes(length);
      for (let at = 0; at < length; at++) data[at] = rows[at] < 0 ? boolNull : vector.data[rows[at]];
      return { encoding: "bool", type: "bool", length, data };
    }
    case "string": {
      const data = new Array<string>(length);
      for (let at = 0; at < length; at++) data[at] = rows[at] < 0 ? "" : vector.data[rows[at]];
      return { encoding: "string", type: "string", length, data };
    }
    case "object": {
      const data = new Array<Cell>(length);
      for (let at = 0; at < length; at++) data[at] = rows[at] < 0 ? null : vector.data[rows[at]];
      return { encoding: "object", type: vector.type, length, data };
    }
  }
}

function gatherValidity(
  validity: Uint8Array | undefined,
  rows: Int32Array,
  length: number,
): Uint8Array | undefined {
  let gathered: Uint8Array | undefined;
  for (let at = 0; at < length; at++) {
    const row = rows[at];
    if (row >= 0 && (validity === undefined || validity[row] === 1)) continue;
    gathered ??= newBytes(length).fill(1);
    gathered[at] = 0;
  }
  return gathered;
}

/** Rows `from` to `to` (half-open) as a view where the encoding allows one, else a copy. */
export function slice(vector: Vector, from: number, to: number): Vector {
  const length = to - from;
  if (from === 0 && to === vector.length) return vector;
  switch (vector.encoding) {
    case "number":
      return { ...vector, length, data: vector.data.subarray(from, to) };
    case "bigint":
      return {
        ...vector,
        length,
        data: vector.data.subarray(from, to),
        validity: vector.validity?.subarray(from, to),
      };
    case "real":
      return {
        ...vector,
        length,
        data: vector.data.subarray(from, to),
        validity: vector.validity?.subarray(from, to),
      };
    case "bool":
      return { ...vector, length, data: vector.data.subarray(from, to) };
    case "string":
      return { ...vector, length, data: vector.data.slice(from, to) };
    case "object":
      return { ...vector, length, data: vector.data.slice(from, to) };
    case "const":
      return { ...vector, length };
    case "dict": {
      const { type, codes, dictionary } = vector;
      return { encoding: "dict", type, length, codes: codes.subarray(from, to), dictionary };
    }
    case "stored":
      return { ...vector, length, rows: vector.rows.subarray(from, to) };
  }
}

/** Vectors of one type, end to end. Keeps a dictionary that all of them share. */
export function concat(type: KqlType, vectors: readonly Vector[]): Vector {
  if (vectors.length === 1) return vectors[0];
  const length = vectors.reduce((sum, vector) => sum + vector.length, 0);
  const [first] = vectors;
  if (first?.encoding === "dict") {
    const codes = newInts(length);
    let at = 0;
    for (const vector of vectors) {
      if (vector.encoding !== "dict" || vector.dictionary !== first.dictionary) break;
      codes.set(vector.codes.subarray(0, vector.length), at);
      at += vector.length;
    }
    if (at === length) return { ...first, length, codes };
  }
  if (first?.encoding === "stored") {
    const rows = newInts(length);
    let at = 0;
    for (const vector of vectors) {
      if (vector.encoding !== "stored" || vector.store !== first.store) break;
      rows.set(vector.rows.subarray(0, vector.length), at);
      at += vector.length;
    }
    if (at === length) return { ...first, length, rows };
  }
  if (
    first?.encoding === "const" &&
    vectors.every((v) => v.encoding === "const" && v.value === first.value)
  ) {
    return { ...first, length };
  }
  return concatFlat(type, vectors, length);
}

function concatFlat(type: KqlType, vectors: readonly Vector[], length: number): FlatVector {
  const flats = vectors.map(flatten);
  if (flats.length > 0 && flats.every((flat) => flat.encoding === "number")) {
    const data = newFloats(length);
    let at = 0;
    for (const flat of flats) {
      if (flat.encoding === "number") data.set(flat.data.subarray(0, flat.length), at);
      at += flat.length;
    }
    if (type === "int" || type === "long" || type === "datetime" || type === "timespan") {
      return { encoding: "number", type, length, data };
    }
  }
  const cells: Cell[] = [];
  for (const flat of flats) {
    const read = cellReader(flat);
    for (let row = 0; row < flat.length; row++) cells.push(read(row));
  }
  return vectorOf(type, cells);
}

/** Rows whose value is true: the selection that a predicate makes. */
export function selectTrue(predicate: Vector): Int32Array {
  if (predicate.encoding === "const") {
    return predicate.value === true ? allRows(predicate.length) : noInts;
  }
  if (predicate.encoding === "dict") return selectByCode(predicate);
  const { length } = predicate;
  const mask = boolData(flatten(predicate));
  // A look ahead costs less than cutting the array to size afterwards, and none is needed where all rows match.
  let total = 0;
  for (let row = 0; row < length; row++) total += mask[row] & 1;
  const selected = newInts(total);
  for (let row = 0, count = 0; count < total; row++) {
    selected[count] = row;
    count += mask[row] & 1;
  }
  return selected;
}

function selectByCode({ codes, dictionary, length }: DictVector): Int32Array {
  const selected = newInts(length);
  const mask = boolData(dictionary.values);
  let count = 0;
  for (let row = 0; row < length; row++) {
    selected[count] = row;
    count += mask[codes[row]] & 1;
  }
  return selected.subarray(0, count);
}

function boolData(vector: FlatVector): Uint8Array {
  if (vector.encoding !== "bool") throw new InternalError(`a predicate is of type ${vector.type}`);
  return vector.data;
}

/** Rows 0 to `length` - 1. */
export function allRows(length: number): Int32Array {
  const rows = newInts(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

/** A cell known to be a 64-bit integer or null. */
export function asInt64(cell: Cell): Int64 | null {
  return typeof cell === "number" || typeof cell === "bigint" ? cell : null;
}
