/** Cells as the outside world sees them: JavaScript values and the JSON protocol. `import.ts` is the way back. */
import { Decimal } from "decimal.js";
import { printDatetime } from "./datetime.js";
import type { Int64 } from "./int64.js";
import { setSlot, slotsOf } from "./json.js";
import type { KqlType } from "./kql-type.js";
import { printDecimal } from "./numbers.js";
import { printTimespan } from "./timespan.js";
import { type Cell, DynamicReal, DynamicScalar, type DynamicValue, isDynamicArray } from "./value.js";

export { ImportFailure, importCell } from "./import.js";

/** A plain JSON value; whole numbers beyond the safe integers are bigints. */
export type PlainJson =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PlainJson[]
  | { readonly [key: string]: PlainJson };

/** What users of the library get. */
export type ExportedCell = PlainJson;

/** The public form: decimals, datetimes and timespans as text, dynamics as plain JSON values. */
export function exportCell(cell: Cell, type: KqlType): ExportedCell {
  if (cell === null) return null;
  switch (type) {
    case "datetime":
      return printDatetime(cell as Int64); // by the type tag
    case "timespan":
      return printTimespan(cell as Int64); // by the type tag
    case "decimal":
      return Decimal.isDecimal(cell) ? printDecimal(cell) : null;
    case "dynamic":
      return plainJson(cell as DynamicValue); // by the type tag
    default:
      return cell as ExportedCell; // bool, int, long, real, string, guid stand for themselves
  }
}

/**
 * The form of the batch protocol, for `jsonText`: long integers and the reals that JSON lacks are text; inside dynamic
 * values long integers keep their digits.
 */
export function exportJsonCell(cell: Cell, type: KqlType): PlainJson {
  const exported = exportCell(cell, type);
  if (typeof exported === "bigint") return type === "dynamic" ? exported : String(exported);
  return typeof exported === "number" && !Number.isFinite(exported) ? String(exported) : exported;
}

/** A dynamic value as plain JSON; the value itself where it is that already. */
export function plainJson(value: DynamicValue): PlainJson {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof DynamicReal || value instanceof DynamicScalar) return value.toJSON();
  if (isPlain(value)) return value;
  if (isDynamicArray(value)) return value.map(plainJson);
  const bag: Record<string, PlainJson> = {};
  for (const [key, slot] of slotsOf(value)) setSlot(bag, key, plainJson(slot));
  return bag;
}

function isPlain(value: DynamicValue): value is PlainJson & DynamicValue {
  if (value === null || typeof value !== "object") return true;
  if (value instanceof DynamicReal || value instanceof DynamicScalar) return false;
  return (isDynamicArray(value) ? value : Object.values(value)).every(isPlain);
}
