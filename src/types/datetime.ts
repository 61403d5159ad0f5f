import {
  dateOfDay,
  dayOfDate,
  daysInMonth,
  daysOf,
  maxTicks,
  minTicks,
  ticksOfDay,
  ticksOfDayAndTime,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from "./calendar.js";
import { readDatetimeText } from "./datetime-text.js";
import type { Ticks } from "./int64.js";

/** The text of `todatetime`; null when it is no date. Text without an offset is UTC. */
export function parseDatetime(text: string): Ticks | null {
  return parsePlainIso(text) ?? readDatetimeText(text);
}

/** What stands inside `datetime(...)`: the same forms, and `min`, `max`. */
export function parseDatetimeLiteral(text: string): Ticks | null {
  const word = text.trim();
  if (word === "min") return minTicks;
  return word === "max" ? maxTicks : parseDatetime(word);
}

const zero = 48;

/**
 * `yyyy-MM-dd[T ]HH:mm:ss[.f..fffffff][Z]` by character codes (55 ns a text, against 210 ns for the patient reader);
 * undefined for anything else, an impossible date included.
 */
function parsePlainIso(text: string): Ticks | undefined {
  const length = text.length;
  if (length < 19 || length > 28 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  const gap = text.charCodeAt(10);
  if ((gap !== 84 && gap !== 32) || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58)
    return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // A character that is no digit makes its part negative.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    return undefined;
  if (!(isBelow(hour, 24) && isBelow(minute, 60) && isBelow(second, 60))) return undefined;
  const end = text.charCodeAt(length - 1) === 90 ? length - 1 : length;
  const fraction = end === 19 ? 0 : fractionTicks(text, end);
  if (fraction < 0) return undefined;
  const time = hour * ticksPerHour + minute * ticksPerMinute + second * ticksPerSecond + fraction;
  return ticksOfDayAndTime(dayOfDate(year, month, day), time);
}

function isBelow(part: number, end: number): boolean {
  return part >= 0 && part < end;
}

/** Far below zero for anything else, so that a year of two such halves is, too. */
function twoDigits(text: string, at: number): number {
  const high = text.charCodeAt(at) - zero;
  const low = text.charCodeAt(at + 1) - zero;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : -10_000;
}

/** Ticks of the digits after the point at 19; -1 when something else stands there. */
function fractionTicks(text: string, end: number): number {
  if (text.charCodeAt(19) !== 46 || end < 21 || end > 27) return -1;
  let value = 0;
  for (let at = 20; at < end; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value * fractionScales[end - 20];
}

/** Ticks of the last digit of a fraction, by the number of its digits. */
const fractionScales = [0, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

const pairs = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));

/** `yyyy-MM-ddTHH:mm:ss[.f..fffffff]Z`, trailing zeros of the fraction cut: the form of cells. */
export function printDatetime(ticks: Ticks): string {
  const time = ticksOfDay(ticks);
  const fraction = time % ticksPerSecond;
  const seconds = (time - fraction) / ticksPerSecond;
  const whole = printWholeSeconds(daysOf(ticks), seconds);
  return fraction === 0 ? `${whole}Z` : `${whole}.${printFraction(fraction).replace(/0+$/, "")}Z`;
}

/** The same with seven digits always: `tostring()`, and datetimes inside dynamic values. */
export function printDatetimeFull(ticks: Ticks): string {
  const time = ticksOfDay(ticks);
  const fraction = time % ticksPerSecond;
  return `${printWholeSeconds(daysOf(ticks), (time - fraction) / ticksPerSecond)}.${printFraction(fraction)}Z`;
}

function printFraction(fraction: number): string {
  return String(fraction).padStart(7, "0");
}

function printWholeSeconds(dayNumber: number, seconds: number): string {
  const { year, month, day } = dateOfDay(dayNumber);
  const minutes = Math.floor(seconds / 60);
  const date = `${pairs[Math.floor(year / 100)]}${pairs[year % 100]}-${pairs[month]}-${pairs[day]}`;
  return `${date}T${pairs[Math.floor(minutes / 60)]}:${pairs[minutes % 60]}:${pairs[seconds % 60]}`;
}
