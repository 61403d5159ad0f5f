import type { KqlType } from "../types/kql-type.js";
import { Batch, type ColumnSchema } from "../vector/batch.js";
import { type ConstVector, constVector } from "../vector/vector.js";

/** A column without values: nulls, empty text for strings. */
export function nullVector(type: KqlType, length: number): ConstVector {
  return constVector(type, type === "string" ? "" : null, length);
}

/** Rows without values. */
export function nullRows(columns: readonly ColumnSchema[], length: number): Batch {
  return Batch.of(
    length,
    columns.map(({ type }) => nullVector(type, length)),
  );
}
