import { Decimal } from "decimal.js";
import type { Int64 } from "../../types/int64.js";
import { badArgument } from "../diagnostics.js";
import { optionalConstant, scalarFamily, signature } from "../entry.js";

const units = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

/** More digits than a double has are of no use. */
const maxPrecision = 30;

export const formatBytesFunctions = scalarFamily({
  format_bytes: {
    summary: "A number of bytes as text, in the unit that suits it or in one asked for.",
    page: "format-bytes-function",
    signatures: [
      signature(
        { size: "numeric", precision: optionalConstant("long"), unit: optionalConstant("string") },
        "string",
      ),
    ],
    nulls: "propagate",
    examples: {
      "format_bytes(564)": '"564 Bytes"',
      "format_bytes(10332, 1)": '"10.1 KB"',
      'format_bytes(20010332, 0, "KB")': '"19541 KB"',
    },
    kernel: formatBytes,
  },
});

function formatBytes(size: Int64 | Decimal, precision: Int64 = 0, unit = ""): string {
  if (precision < 0 || precision > maxPrecision) throw badArgument("precision", `from 0 to ${maxPrecision}`);
  const bytes = new Decimal(typeof size === "bigint" ? size.toString() : size);
  if (!bytes.isFinite()) return "";
  const wanted = unit === "" ? suitableUnit(bytes) : units.indexOf(unit);
  if (wanted < 0) return "";
  const scaled = bytes.dividedBy(new Decimal(1024).pow(wanted));
  return `${scaled.toDecimalPlaces(Number(precision), Decimal.ROUND_HALF_UP).toFixed()} ${units[wanted]}`;
}

function suitableUnit(bytes: Decimal): number {
  let unit = 0;
  for (let rest = bytes.abs(); rest.gte(1024) && unit < units.length - 1; rest = rest.dividedBy(1024)) unit++;
  return unit;
}
