import {
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  DuckDBUUIDValue,
  type DuckDBValue,
} from "@duckdb/node-api";

/** A cell of DuckDB in the plain values of `answers.ts`. */
export function answerCell(value: DuckDBValue): unknown {
  if (value === null || typeof value !== "object") return plainNumber(value);
  if (value instanceof DuckDBTimestampValue) return timeText(value.micros);
  if (value instanceof DuckDBIntervalValue) return spanText(value);
  if (value instanceof DuckDBUUIDValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map(answerCell);
  if (value instanceof DuckDBStructValue) return mapEntries(Object.entries(value.entries));
  if (value instanceof DuckDBMapValue)
    return mapEntries(value.entries.map(({ key, value }) => [String(key), value]));
  throw new Error(`cannot compare a DuckDB value of class ${value.constructor.name}`);
}

function plainNumber(value: DuckDBValue): unknown {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function mapEntries(entries: readonly (readonly [string, DuckDBValue])[]): unknown {
  return Object.fromEntries(entries.map(([name, value]) => [name, answerCell(value)]));
}

function timeText(micros: bigint): string {
  const seconds = micros / 1_000_000n;
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${text}${fractionText(micros % 1_000_000n, "")}Z`;
}

/** `[-][d.]hh:mm:ss[.fffffff]`, as Kusto writes a timespan. */
function spanText({ months, days, micros }: DuckDBIntervalValue): string {
  if (months !== 0) throw new Error("cannot compare an interval of months");
  const total = BigInt(days) * 86_400_000_000n + micros;
  const size = total < 0n ? -total : total;
  const part = (unit: bigint, count: bigint) => String((size / unit) % count).padStart(2, "0");
  const day = size / 86_400_000_000n;
  const clock = `${part(3_600_000_000n, 24n)}:${part(60_000_000n, 60n)}:${part(1_000_000n, 60n)}`;
  return `${total < 0n ? "-" : ""}${day > 0n ? `${day}.` : ""}${clock}${fractionText(size % 1_000_000n, "0")}`;
}

/** `.ffffff` and the last digit that ticks would have, if there is a fraction; without it trailing zeros are cut. */
function fractionText(micros: bigint, lastDigit: string): string {
  if (micros === 0n) return "";
  const digits = String(micros).padStart(6, "0");
  return `.${lastDigit === "" ? digits.replace(/0+$/, "") : digits + lastDigit}`;
}
