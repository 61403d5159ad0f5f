/** Widening between types that share a representation, without touching cells one by one. */

import type { KqlType } from "../types/kql-type.js";
import { newBytes } from "../vector/allocate.js";
import { constVector, type Vector } from "../vector/vector.js";

/** int to long, int or long to real. Undefined for other conversions. */
export function widenVector(vector: Vector, to: KqlType): Vector | undefined {
  if (vector.type === "int" && to === "long") return relabel(vector);
  if ((vector.type === "int" || vector.type === "long") && to === "real") return toReal(vector);
  return undefined;
}

function relabel(vector: Vector): Vector | undefined {
  if (vector.encoding === "number") return { ...vector, type: "long" };
  if (vector.encoding === "const") return { ...vector, type: "long" };
  return undefined;
}

function toReal(vector: Vector): Vector | undefined {
  const { length } = vector;
  if (vector.encoding === "const") {
    return constVector("real", vector.value === null ? null : Number(vector.value), length);
  }
  if (vector.encoding !== "number") return undefined;
  let validity: Uint8Array | undefined;
  for (let row = 0; row < length; row++) {
    if (!Number.isNaN(vector.data[row])) continue;
    validity ??= newBytes(length).fill(1);
    validity[row] = 0;
  }
  return { encoding: "real", type: "real", length, data: vector.data, validity };
}
