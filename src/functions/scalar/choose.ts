/** Vectors made of rows of others: what `iff`, `case` and `coalesce` do over whole columns. */
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { newBytes, newFloats, newInts } from "../../vector/allocate.js";
import { flatten } from "../../vector/gather.js";
import {
  boolTrue,
  type ConstVector,
  cellReader,
  type DictVector,
  type FlatVector,
  type NumberVector,
  type RealVector,
  type Vector,
  vectorOf,
} from "../../vector/vector.js";
import type { KernelCall } from "../entry.js";

/** 1 where a predicate is true, 0 where it is false or null. */
export function truthOf(predicate: Vector, length: number): Uint8Array {
  const truth = newBytes(length);
  switch (predicate.encoding) {
    case "const":
      return truth.fill(predicate.value === true ? 1 : 0);
    case "dict": {
      const known = truthOf(predicate.dictionary.values, predicate.dictionary.values.length);
      for (let row = 0; row < length; row++) truth[row] = known[predicate.codes[row]];
      return truth;
    }
    case "bool":
      for (let row = 0; row < length; row++) truth[row] = predicate.data[row] === boolTrue ? 1 : 0;
      return truth;
    default:
      return truth;
  }
}

/** Row by row the cell of the vector that `choice` names. All vectors have the type and the length. */
export function chooseRows(
  choice: Uint8Array,
  vectors: readonly Vector[],
  { type, length, run }: KernelCall,
): Vector {
  if (isAllConst(vectors)) return chooseConstants(choice, vectors, type, length);
  const merged = type === "string" ? run?.mergedTexts : undefined;
  const places = choosePlaces(choice, vectors, length) ?? merged?.choose(choice, vectors, length);
  if (places !== undefined) return places;
  const first = choice[0];
  if (choice.every((other) => other === first)) return vectors[first];
  const flats = vectors.map(flatten);
  return (
    chooseNumbers(choice, flats, length) ??
    chooseReals(choice, flats, length) ??
    chooseCells(choice, flats, type, length)
  );
}

function isAllConst(vectors: readonly Vector[]): vectors is readonly ConstVector[] {
  return vectors.every(({ encoding }) => encoding === "const");
}

/** A dictionary of the constants, so that what follows works once a constant. */
function chooseConstants(
  choice: Uint8Array,
  vectors: readonly ConstVector[],
  type: KqlType,
  length: number,
): Vector {
  const values: Cell[] = [];
  const codeOf = vectors.map(({ value }) => {
    const known = values.indexOf(value);
    return known < 0 ? values.push(value) - 1 : known;
  });
  if (values.length === 1) return vectors[0];
  const codes = newInts(length);
  for (let row = 0; row < length; row++) codes[row] = codeOf[choice[row]];
  return {
    encoding: "dict",
    type,
    length,
    codes,
    dictionary: { values: vectorOf(type, values), rowCount: length },
  };
}

/** Undefined where they are not places in one dictionary. */
function choosePlaces(
  choice: Uint8Array,
  vectors: readonly Vector[],
  length: number,
): DictVector | undefined {
  const [first] = vectors;
  if (first.encoding !== "dict") return undefined;
  const sources: Int32Array[] = [];
  for (const vector of vectors) {
    if (vector.encoding !== "dict" || vector.dictionary !== first.dictionary) return undefined;
    sources.push(vector.codes);
  }
  const codes = newInts(length);
  for (let row = 0; row < length; row++) codes[row] = sources[choice[row]][row];
  return { ...first, codes };
}

function chooseNumbers(
  choice: Uint8Array,
  flats: readonly FlatVector[],
  length: number,
): NumberVector | undefined {
  const [first] = flats;
  if (first.encoding !== "number") return undefined;
  const sources: Float64Array[] = [];
  for (const flat of flats) {
    if (flat.encoding !== "number") return undefined;
    sources.push(flat.data);
  }
  const data = newFloats(length);
  for (let row = 0; row < length; row++) data[row] = sources[choice[row]][row];
  return { encoding: "number", type: first.type, length, data };
}

function chooseReals(
  choice: Uint8Array,
  flats: readonly FlatVector[],
  length: number,
): RealVector | undefined {
  const sources: Float64Array[] = [];
  for (const flat of flats) {
    if (flat.encoding !== "real" || flat.validity !== undefined) return undefined;
    sources.push(flat.data);
  }
  const data = newFloats(length);
  for (let row = 0; row < length; row++) data[row] = sources[choice[row]][row];
  return { encoding: "real", type: "real", length, data, validity: undefined };
}

function chooseCells(
  choice: Uint8Array,
  flats: readonly FlatVector[],
  type: KqlType,
  length: number,
): FlatVector {
  const readers = flats.map((flat) => cellReader(flat));
  const cells = new Array<Cell>(length);
  for (let row = 0; row < length; row++) cells[row] = readers[choice[row]](row);
  return vectorOf(type, cells);
}
