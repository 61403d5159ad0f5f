import type { Ticks } from "./int64.js";

/**
 * The proleptic Gregorian calendar over ticks. A datetime is a count of ticks since 2020-01-01T00:00:00Z, day numbers
 * count from 0001-01-01 (day 0); everything here is exact from year 1 to the last tick of 9999.
 */
export const ticksPerMicrosecond = 10;
export const ticksPerMillisecond = 10_000;
export const ticksPerSecond = 10_000_000;
export const ticksPerMinute = 600_000_000;
export const ticksPerHour = 36_000_000_000;
export const ticksPerDay = 864_000_000_000;

/** Day number of 2020-01-01, where ticks count from. */
export const originDay = 737_424;
/** Day number of 1970-01-01. */
export const unixDay = 719_162;
/** Day number of 9999-12-31. */
export const lastDay = 3_652_058;

const originTicks = 637_134_336_000_000_000n;

export const minTicks = -originTicks;
export const maxTicks = 2_518_244_639_999_999_999n;

const daysBefore = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const monthLengths = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isLeapYear(year: number): boolean {
  return (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** @param month 1 to 12 */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month] ?? 0);
}

/** Day number of a date; the parts must be a real date of the years 1 to 9999. */
export function dayOfDate(year: number, month: number, day: number): number {
  const past = year - 1;
  const leap = month > 2 && isLeapYear(year) ? 1 : 0;
  return (
    past * 365 +
    (past >> 2) -
    ((past / 100) | 0) +
    ((past / 400) | 0) +
    (daysBefore[month] ?? 0) +
    leap +
    day -
    1
  );
}

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The date of a day number, by years that begin in March so that the leap day comes last. */
export function dateOfDay(dayNumber: number): CalendarDate {
  const shifted = dayNumber + 306;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** Ticks of a day number and a time of day in ticks (which may reach past the day, either way). */
export function ticksOfDayAndTime(dayNumber: number, timeTicks: number): Ticks {
  const sum = (dayNumber - originDay) * ticksPerDay + timeTicks;
  if (Number.isSafeInteger(sum)) return sum;
  return BigInt(dayNumber - originDay) * BigInt(ticksPerDay) + BigInt(timeTicks);
}

/** Day number that holds an instant. */
export function daysOf(ticks: Ticks): number {
  // The quotient of a safe integer never rounds up across a day: half a unit in its last place is below one tick.
  if (typeof ticks === "number") return Math.floor(ticks / ticksPerDay) + originDay;
  return Number((ticks + originTicks) / BigInt(ticksPerDay));
}

/** Ticks since midnight. */
export function ticksOfDay(ticks: Ticks): number {
  if (typeof ticks === "number") return ticks - Math.floor(ticks / ticksPerDay) * ticksPerDay;
  return Number((ticks + originTicks) % BigInt(ticksPerDay));
}

/** From year 1 to year 9999. */
export function isInDatetimeRange(ticks: Ticks): boolean {
  return typeof ticks === "number" || (ticks >= minTicks && ticks <= maxTicks);
}

export interface DatetimeParts extends CalendarDate {
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  /** Ticks within the second. */
  readonly fraction?: number;
}

/** Null when a part is out of its range or not whole. */
export function datetimeFromParts(parts: DatetimeParts): Ticks | null {
  const { year, month, day, hour = 0, minute = 0, second = 0, fraction = 0 } = parts;
  const isDate =
    isWithin(year, 1, 9999) && isWithin(month, 1, 12) && isWithin(day, 1, daysInMonth(year, month));
  const isTime = isWithin(hour, 0, 23) && isWithin(minute, 0, 59) && isWithin(second, 0, 59);
  if (!isDate || !isTime || !isWithin(fraction, 0, ticksPerSecond - 1)) return null;
  const time = hour * ticksPerHour + minute * ticksPerMinute + second * ticksPerSecond + fraction;
  return ticksOfDayAndTime(dayOfDate(year, month, day), time);
}

function isWithin(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

export interface SplitDatetime extends CalendarDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ticks within the second. */
  readonly fraction: number;
}

/** For one part alone there is what reads that. */
export function splitDatetime(ticks: Ticks): SplitDatetime {
  const { year, month, day } = dateOfDay(daysOf(ticks));
  const time = ticksOfDay(ticks);
  const fraction = time % ticksPerSecond;
  const seconds = (time - fraction) / ticksPerSecond;
  const minutes = Math.floor(seconds / 60);
  // Written out: to spread a date into it takes fifty times as long.
  return {
    year,
    month,
    day,
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
    second: seconds % 60,
    fraction,
  };
}

export function hourOf(ticks: Ticks): number {
  return Math.floor(ticksOfDay(ticks) / ticksPerHour);
}

export function minuteOf(ticks: Ticks): number {
  return Math.floor(ticksOfDay(ticks) / ticksPerMinute) % 60;
}

export function secondOf(ticks: Ticks): number {
  return Math.floor(ticksOfDay(ticks) / ticksPerSecond) % 60;
}

/** Ticks within the second. */
export function fractionOf(ticks: Ticks): number {
  return ticksOfDay(ticks) % ticksPerSecond;
}

/** 1 is the first of January. */
export function dayOfYear(ticks: Ticks): number {
  const day = daysOf(ticks);
  return day - dayOfDate(dateOfDay(day).year, 1, 1) + 1;
}

/** Ticks since 0001-01-01, as `tolong(datetime)` gives them. */
export function absoluteTicks(ticks: Ticks): Ticks {
  const absolute = BigInt(ticks) + originTicks;
  return absolute <= Number.MAX_SAFE_INTEGER ? Number(absolute) : absolute;
}

/** The datetime of a count of ticks since 0001-01-01; null outside the range. */
export function ticksFromAbsolute(absolute: Ticks): Ticks | null {
  const ticks = BigInt(absolute) - originTicks;
  if (ticks < minTicks || ticks > maxTicks) return null;
  return ticks >= Number.MIN_SAFE_INTEGER && ticks <= Number.MAX_SAFE_INTEGER ? Number(ticks) : ticks;
}

/** Milliseconds since 1970, cut down to a whole number. */
export function unixMsOf(ticks: Ticks): number {
  return (daysOf(ticks) - unixDay) * 86_400_000 + Math.floor(ticksOfDay(ticks) / ticksPerMillisecond);
}

/** Null when not a number or out of range; parts of a millisecond are kept to the tick, nearest. */
export function ticksFromUnixMs(ms: number): Ticks | null {
  const dayNumber = Math.floor(ms / 86_400_000) + unixDay;
  if (!(dayNumber >= 0 && dayNumber <= lastDay)) return null;
  const rest = ms - Math.floor(ms / 86_400_000) * 86_400_000;
  return ticksOfDayAndTime(dayNumber, Math.round(rest * ticksPerMillisecond));
}
