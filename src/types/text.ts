import { Decimal } from "decimal.js";
import { unreachable } from "../text/errors.js";
import { printDatetimeFull } from "./datetime.js";
import type { Int64 } from "./int64.js";
import { printJson } from "./json.js";
import type { KqlType } from "./kql-type.js";
import { printDecimal, printReal } from "./numbers.js";
import { printTimespan } from "./timespan.js";
import { type Cell, DynamicReal, DynamicScalar, type DynamicValue } from "./value.js";

/** `tostring()` of a cell; a null of any type is the empty string. */
export function cellToText(cell: Cell, type: KqlType): string {
  if (cell === null) return "";
  switch (type) {
    case "string":
    case "guid":
    case "int":
    case "long":
      return String(cell);
    case "bool":
      return cell === true ? "True" : "False";
    case "real":
      return printReal(Number(cell));
    case "decimal":
      return Decimal.isDecimal(cell) ? printDecimal(cell) : "";
    case "datetime":
      return printDatetimeFull(asInt64(cell));
    case "timespan":
      return printTimespan(asInt64(cell));
    case "dynamic":
      return dynamicToText(asDynamic(cell));
    default:
      return unreachable(type);
  }
}

/** A string bare, a bool as `true` or `false`, arrays and bags as compact JSON. */
export function dynamicToText(value: DynamicValue): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (value instanceof DynamicScalar) return value.text;
  return value instanceof DynamicReal ? printReal(value.value) : printJson(value);
}

/** Cells of one type always have that type's representation (see `Cell`), so these only tell the compiler. */
function asInt64(cell: Cell): Int64 {
  return cell as Int64; // by the type tag beside it
}

function asDynamic(cell: Cell): DynamicValue {
  return cell as DynamicValue; // by the type tag beside it
}
