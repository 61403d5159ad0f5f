/** Whether a cell is one of its type, in the one form that the engine gives each value. */
import { Decimal } from "decimal.js";
import type { Workspace } from "../../../src/engine/workspace.js";
import { maxInt64, minInt64 } from "../../../src/types/int64.js";
import type { KqlType } from "../../../src/types/kql-type.js";
import { type Cell, DynamicReal, DynamicScalar, isDynamicArray } from "../../../src/types/value.js";
import { outcomeOf, printRow } from "./outcome.js";

const guidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ticksOfDay = 864_000_000_000;
/** From year 1 to 9999, counted from 2020. */
const firstTick = BigInt(-737_424) * BigInt(ticksOfDay);
const lastTick = BigInt(2_914_635) * BigInt(ticksOfDay) - 1n;

/** Cells of a result that their columns cannot hold. */
export function strangersIn(workspace: Workspace, text: string): readonly string[] {
  if (outcomeOf(workspace, text).error !== undefined) return [];
  return workspace
    .query(text)
    .rows((cell, type) => (isCellOf(type, cell) ? "" : `${printRow([cell])} in a column of ${type}`))
    .flat()
    .filter((stranger) => stranger !== "");
}

function isCellOf(type: KqlType, cell: Cell): boolean {
  if (cell === null) return type !== "string";
  switch (type) {
    case "string":
      return typeof cell === "string";
    case "bool":
      return typeof cell === "boolean";
    case "int":
      return typeof cell === "number" && Object.is(cell | 0, cell);
    case "long":
    case "timespan":
      return isWhole(cell);
    case "datetime":
      return isWhole(cell) && isBetween(cell, firstTick, lastTick);
    case "real":
      return typeof cell === "number";
    case "guid":
      return typeof cell === "string" && guidForm.test(cell);
    case "decimal":
      return Decimal.isDecimal(cell) && cell.isFinite();
    case "dynamic":
      return isDynamic(cell);
  }
}

/** A bigint only where a number would not do, and no -0. */
function isWhole(cell: Cell): boolean {
  if (typeof cell === "number") return Number.isSafeInteger(cell) && !Object.is(cell, -0);
  return (
    typeof cell === "bigint" && !Number.isSafeInteger(Number(cell)) && cell >= minInt64 && cell <= maxInt64
  );
}

function isBetween(cell: Cell, first: bigint, last: bigint): boolean {
  return (typeof cell === "number" || typeof cell === "bigint") && cell >= first && cell <= last;
}

function isDynamic(cell: Cell): boolean {
  if (cell === null || typeof cell === "string" || typeof cell === "boolean") return true;
  if (typeof cell === "number") return isWhole(cell) || (Number.isFinite(cell) && !Number.isInteger(cell));
  if (typeof cell === "bigint") return isWhole(cell);
  if (cell instanceof DynamicReal) return typeof cell.value === "number";
  if (cell instanceof DynamicScalar) return isCellOf(cell.type, cell.cell);
  if (Decimal.isDecimal(cell)) return false;
  return (isDynamicArray(cell) ? [...cell] : Object.values(cell)).every(isDynamic);
}
