/** Rows of vectors: some of them, a stretch of them, those of several vectors end to end. */
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { newBytes, newFloats, newInts } from "./allocate.js";
import { mergeTexts } from "./merged-texts.js";
import { outerDictionary } from "./outer-dictionary.js";
import {
  boolNull,
  cellReader,
  cellsOf,
  constVector,
  type DictVector,
  type FlatVector,
  type Vector,
  vectorOf,
} from "./vector.js";

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
      return hasMissing(rows, length)
        ? gatherCells(vector, rows, length)
        : constVector(vector.type, vector.value, length);
    case "dict":
      return gatherCodes(vector, rows, length);
    case "stored": {
      const stored = newInts(length);
      for (let at = 0; at < length; at++) {
        const row = rows[at];
        if (row < 0) return gatherCells(vector, rows, length);
        stored[at] = vector.rows[row];
      }
      return { encoding: "stored", type: vector.type, length, store: vector.store, rows: stored };
    }
    default:
      return gatherFlat(vector, rows, length);
  }
}

function gatherCodes(
  { type, codes: from, dictionary }: DictVector,
  rows: Int32Array,
  length: number,
): Vector {
  const codes = newInts(length);
  if (hasMissing(rows, length)) {
    for (let at = 0; at < length; at++) codes[at] = rows[at] < 0 ? 0 : from[rows[at]] + 1;
    return { encoding: "dict", type, length, codes, dictionary: outerDictionary(dictionary, type) };
  }
  for (let at = 0; at < length; at++) codes[at] = from[rows[at]];
  return { encoding: "dict", type, length, codes, dictionary };
}

function hasMissing(rows: Int32Array, length: number): boolean {
  for (let at = 0; at < length; at++) if (rows[at] < 0) return true;
  return false;
}

/** Of the whole vector no more is read than the rows asked for: it may be a large table beside a small batch. */
function gatherCells(vector: Vector, rows: Int32Array, length: number): FlatVector {
  const read = cellReader(vector);
  const cells = new Array<Cell>(length);
  for (let at = 0; at < length; at++) cells[at] = rows[at] < 0 ? null : read(rows[at]);
  return vectorOf(vector.type, cells);
}

/** Arrays are read out of the vector before each loop: vectors of many shapes come, and each read looks for its place. */
function gatherFlat(vector: FlatVector, rows: Int32Array, length: number): FlatVector {
  switch (vector.encoding) {
    case "number": {
      const { data: from } = vector;
      const data = newFloats(length);
      for (let at = 0; at < length; at++) data[at] = rows[at] < 0 ? Number.NaN : from[rows[at]];
      return { encoding: "number", type: vector.type, length, data };
    }
    case "bigint": {
      const { data: from } = vector;
      const data = new BigInt64Array(length);
      for (let at = 0; at < length; at++) if (rows[at] >= 0) data[at] = from[rows[at]];
      return {
        encoding: "bigint",
        type: vector.type,
        length,
        data,
        validity: gatherValidity(vector.validity, rows, length),
      };
    }
    case "real": {
      const { data: from } = vector;
      const data = newFloats(length);
      for (let at = 0; at < length; at++) if (rows[at] >= 0) data[at] = from[rows[at]];
      return {
        encoding: "real",
        type: "real",
        length,
        data,
        validity: gatherValidity(vector.validity, rows, length),
      };
    }
    case "bool": {
      const { data: from } = vector;
      const data = newBytes(length);
      for (let at = 0; at < length; at++) data[at] = rows[at] < 0 ? boolNull : from[rows[at]];
      return { encoding: "bool", type: "bool", length, data };
    }
    case "string": {
      const { data: from } = vector;
      const data = new Array<string>(length);
      for (let at = 0; at < length; at++) data[at] = rows[at] < 0 ? "" : from[rows[at]];
      return { encoding: "string", type: "string", length, data };
    }
    case "object": {
      const { data: from } = vector;
      const data = new Array<Cell>(length);
      for (let at = 0; at < length; at++) data[at] = rows[at] < 0 ? null : from[rows[at]];
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

/** Vectors of one type, end to end. Keeps a dictionary that all of them share, or makes one of those of files. */
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
  const texts = type === "string" ? mergeTexts(vectors, length) : undefined;
  return texts ?? concatFlat(type, vectors, length);
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
