import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../types/calendar.js";

/** The four ways to write a timespan in a rule, and why a text is none of them. */
export type TimespanText =
  | { readonly ok: true; readonly ticks: number; readonly spelling: "short" | "iso" | "clock" | "days" }
  | { readonly ok: false; readonly reason: "calendar" | "unit" | "unknown" | "range" };

const shortForm = /^(\d{1,9})([mhd])$/;
const isoForm =
  /^(-)?P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,7})\d*)?S)?)?$/;
const clockForm = /^(-)?(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;
const bareForm = /^\d{1,8}$/;
const calendarForm = /^-?P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T.*)?$/;

/**
 * Reads `1h`, `PT1H`, `1.02:00:00` or `5` (days). No month, year or week of ISO 8601: their length isn't fixed, or
 * the service doesn't know them.
 */
export function parseTimespanText(text: string): TimespanText {
  const short = shortForm.exec(text);
  if (short) return { ok: true, ticks: Number(short[1]) * shortUnits[short[2]], spelling: "short" };
  if (bareForm.test(text)) return { ok: true, ticks: Number(text) * ticksPerDay, spelling: "days" };
  return parseIso(text) ?? parseClock(text) ?? { ok: false, reason: whyNot(text) };
}

const shortUnits: Readonly<Record<string, number>> = { m: ticksPerMinute, h: ticksPerHour, d: ticksPerDay };

function parseIso(text: string): TimespanText | undefined {
  const parts = isoForm.exec(text);
  if (!parts || !/\d/.test(text) || text.endsWith("T")) return undefined;
  const [, sign, days, hours, minutes, seconds, fraction] = parts;
  return signed(sign, "iso", sum(days, hours, minutes, seconds, fraction));
}

function parseClock(text: string): TimespanText | undefined {
  const parts = clockForm.exec(text);
  if (!parts) return undefined;
  const [, sign, days, hours, minutes, seconds, fraction] = parts;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) {
    return { ok: false, reason: "range" };
  }
  return signed(sign, "clock", sum(days, hours, minutes, seconds, fraction));
}

function signed(sign: string | undefined, spelling: "iso" | "clock", ticks: number): TimespanText {
  return Number.isSafeInteger(ticks)
    ? { ok: true, ticks: sign === undefined ? ticks : -ticks, spelling }
    : { ok: false, reason: "range" };
}

type Digits = string | undefined;

function sum(days: Digits, hours: Digits, minutes: Digits, seconds: Digits, fraction: Digits): number {
  return (
    Number(days ?? 0) * ticksPerDay +
    Number(hours ?? 0) * ticksPerHour +
    Number(minutes ?? 0) * ticksPerMinute +
    Number(seconds ?? 0) * ticksPerSecond +
    Number((fraction ?? "").padEnd(7, "0"))
  );
}

function whyNot(text: string): "calendar" | "unit" | "unknown" {
  if (calendarForm.test(text)) return "calendar";
  return /^\d+\s*[A-Za-z]+$/.test(text) ? "unit" : "unknown";
}

/** Ticks as the service prints them: `[-][d.]hh:mm:ss[.fffffff]`. */
export function printClock(ticks: number): string {
  const size = Math.abs(ticks);
  const days = Math.floor(size / ticksPerDay);
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = pad(Math.floor(size / ticksPerHour) % 24);
  const minutes = pad(Math.floor(size / ticksPerMinute) % 60);
  const seconds = pad(Math.floor(size / ticksPerSecond) % 60);
  const fraction = size % ticksPerSecond;
  const tail = fraction === 0 ? "" : `.${String(fraction).padStart(7, "0").replace(/0+$/, "")}`;
  return `${ticks < 0 ? "-" : ""}${days === 0 ? "" : `${days}.`}${hours}:${minutes}:${seconds}${tail}`;
}

/** Ticks in the short form of rule files where it fits (`90m`, `1d`), else as a clock. */
export function printShort(ticks: number): string {
  if (ticks > 0 && ticks % ticksPerDay === 0) return `${ticks / ticksPerDay}d`;
  if (ticks > 0 && ticks % ticksPerHour === 0) return `${ticks / ticksPerHour}h`;
  if (ticks > 0 && ticks % ticksPerMinute === 0) return `${ticks / ticksPerMinute}m`;
  return printClock(ticks);
}
