import {
  ticksPerDay,
  ticksPerHour,
  ticksPerMicrosecond,
  ticksPerMillisecond,
  ticksPerMinute,
  ticksPerSecond,
} from "./calendar.js";
import { type Int64, maxInt64, minInt64, normalizeInt64 } from "./int64.js";

/** Ticks of a unit, by every spelling of it. */
const unitTicks: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "d day days": ticksPerDay,
    "h hr hrs hour hours": ticksPerHour,
    "m min minute minutes": ticksPerMinute,
    "s sec second seconds": ticksPerSecond,
    "ms milli millis millisec millisecond milliseconds": ticksPerMillisecond,
    "micro micros microsec microsecond microseconds": ticksPerMicrosecond,
    "nano nanos nanosec nanosecond nanoseconds": 0.01,
    "tick ticks": 1,
  }).flatMap(([spellings, ticks]) => spellings.split(" ").map((spelling) => [spelling, ticks] as const)),
);

const unitForm = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)\s*([a-z]+)$/i;
const clockForm = /^([+-]?)(?:(\d{1,8})[.:])??(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;
const daysForm = /^([+-]?)(\d{1,8})$/;

/** The text of `totimespan`: `[-][d.]hh:mm[:ss[.f]]`, `1d`, `90s`, whole days; null when it is none of these. */
export function parseTimespan(text: string): Int64 | null {
  const trimmed = text.trim();
  const clock = clockForm.exec(trimmed);
  if (clock !== null) return readClock(clock);
  const days = daysForm.exec(trimmed);
  if (days !== null) return signed(days[1], BigInt(days[2] ?? 0) * BigInt(ticksPerDay));
  return readUnits(trimmed);
}

/** A literal such as `1.5h` or `2microseconds`, and what stands inside `timespan(...)`: also `min`, `max`. */
export function parseTimespanLiteral(text: string): Int64 | null {
  const word = text.trim();
  if (word === "min") return minInt64;
  return word === "max" ? maxInt64 : parseTimespan(word);
}

function readClock(match: RegExpExecArray): Int64 | null {
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const time =
    Number(hours) * ticksPerHour +
    Number(minutes) * ticksPerMinute +
    Number(seconds) * ticksPerSecond +
    Number(fraction.padEnd(7, "0"));
  return signed(sign, BigInt(days) * BigInt(ticksPerDay) + BigInt(time));
}

/** The count may have decimals; the result is the nearest tick. */
function readUnits(text: string): Int64 | null {
  const match = unitForm.exec(text);
  const ticks = unitTicks.get((match?.[3] ?? "").toLowerCase());
  if (match === null || ticks === undefined) return null;
  const count = match[2] ?? "";
  if (!count.includes(".") && ticks >= 1 && count.length < 24)
    return signed(match[1], BigInt(count) * BigInt(ticks));
  const total = Math.round(Number(count) * ticks);
  return Number.isFinite(total) ? signed(match[1], BigInt(total)) : null;
}

/** Null outside 64 bits. */
function signed(sign: string | undefined, magnitude: bigint): Int64 | null {
  const value = sign === "-" ? -magnitude : magnitude;
  return value >= minInt64 && value <= maxInt64 ? normalizeInt64(value) : null;
}

/** `[-][d.]hh:mm:ss[.fffffff]`: days only when not zero, the fraction with seven digits or not at all. */
export function printTimespan(ticks: Int64): string {
  const sign = ticks < 0 ? "-" : "";
  const { days, time } = splitTimespan(ticks);
  const fraction = time % ticksPerSecond;
  const seconds = (time - fraction) / ticksPerSecond;
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  const fractionText = fraction === 0 ? "" : `.${String(fraction).padStart(7, "0")}`;
  return `${sign}${days === 0 ? "" : `${days}.`}${clock}${fractionText}`;
}

/** Whole days and the ticks left over, both of the magnitude. */
export function splitTimespan(ticks: Int64): { readonly days: number; readonly time: number } {
  if (typeof ticks === "number") {
    const magnitude = Math.abs(ticks);
    const days = Math.floor(magnitude / ticksPerDay);
    return { days, time: magnitude - days * ticksPerDay };
  }
  const magnitude = ticks < 0n ? -ticks : ticks;
  const day = BigInt(ticksPerDay);
  return { days: Number(magnitude / day), time: Number(magnitude % day) };
}
