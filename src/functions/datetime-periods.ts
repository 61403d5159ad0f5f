/** Calendar arithmetic behind the datetime functions: periods by name, boundaries, ISO weeks. */

import {
  dateOfDay,
  dayOfDate,
  dayOfYear,
  daysInMonth,
  daysOf,
  fractionOf,
  hourOf,
  isInDatetimeRange,
  lastDay,
  minuteOf,
  secondOf,
  ticksOfDay,
  ticksOfDayAndTime,
  ticksPerDay,
  ticksPerHour,
  ticksPerMicrosecond,
  ticksPerMillisecond,
  ticksPerMinute,
  ticksPerSecond,
} from "../types/calendar.js";
import { addInt64, type Int64, multiplyInt64, subtractInt64, type Ticks } from "../types/int64.js";

export type CalendarPeriod = "year" | "quarter" | "month" | "week" | "day";
export type ClockPeriod = "hour" | "minute" | "second" | "millisecond" | "microsecond" | "nanosecond";
export type Period = CalendarPeriod | ClockPeriod;

const clockTicks: Readonly<Record<Exclude<ClockPeriod, "nanosecond">, number>> = {
  hour: ticksPerHour,
  minute: ticksPerMinute,
  second: ticksPerSecond,
  millisecond: ticksPerMillisecond,
  microsecond: ticksPerMicrosecond,
};

const periods: ReadonlyMap<string, Period> = new Map(
  (
    [
      "year",
      "quarter",
      "month",
      "week",
      "day",
      "hour",
      "minute",
      "second",
      "millisecond",
      "microsecond",
      "nanosecond",
    ] as const
  ).map((period) => [period, period]),
);

/** Letter case does not matter. */
export function periodNamed(name: string): Period | undefined {
  return periods.get(name.toLowerCase());
}

export const periodNames: readonly string[] = [...periods.keys()];

/** Nanoseconds in a tick. */
const nanosecondsPerTick = 100;

/** Longest way, in days, from one end of the datetime range to the other; nothing beyond it can end inside. */
const longestDays = lastDay + 1;

/** The datetime moved by whole periods; null beyond the range. A month's last days stand in for days it lacks. */
export function addPeriods(period: Period, amount: number, ticks: Ticks): Ticks | null {
  switch (period) {
    case "year":
      return addMonths(ticks, amount * 12);
    case "quarter":
      return addMonths(ticks, amount * 3);
    case "month":
      return addMonths(ticks, amount);
    case "week":
      return addDays(ticks, amount * 7);
    case "day":
      return addDays(ticks, amount);
    case "nanosecond":
      return addTicks(ticks, Math.trunc(amount / nanosecondsPerTick) + 0);
    default:
      return addClock(ticks, amount, clockTicks[period]);
  }
}

function addMonths(ticks: Ticks, months: number): Ticks | null {
  const { year, month, day } = dateOfDay(daysOf(ticks));
  const index = year * 12 + month - 1 + months;
  const newYear = Math.floor(index / 12);
  if (!(newYear >= 1 && newYear <= 9999)) return null;
  const newMonth = index - newYear * 12 + 1;
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return ticksOfDayAndTime(dayOfDate(newYear, newMonth, newDay), ticksOfDay(ticks));
}

function addDays(ticks: Ticks, days: number): Ticks | null {
  return midnightOf(daysOf(ticks) + days, ticksOfDay(ticks));
}

function addClock(ticks: Ticks, amount: number, unit: number): Ticks | null {
  if (Math.abs(amount) * unit > longestDays * ticksPerDay) return null;
  return addTicks(ticks, multiplyInt64(amount, unit));
}

function addTicks(ticks: Ticks, span: Int64): Ticks | null {
  const moved = addInt64(ticks, span);
  return isInDatetimeRange(moved) ? moved : null;
}

/** A time of day on a day number; null for a day outside the range. */
export function midnightOf(dayNumber: number, timeTicks = 0): Ticks | null {
  return dayNumber >= 0 && dayNumber <= lastDay ? ticksOfDayAndTime(dayNumber, timeTicks) : null;
}

/** Day number on which the period that holds a day begins, moved by whole periods; out of range it is NaN. */
export function firstDayOf(
  period: Exclude<CalendarPeriod, "quarter">,
  dayNumber: number,
  offset: number,
): number {
  switch (period) {
    case "day":
      return dayNumber + offset;
    case "week":
      return dayNumber - ((dayNumber + 1) % 7) + offset * 7;
    case "month": {
      const { year, month } = dateOfDay(dayNumber);
      return firstDayOfMonth(year * 12 + month - 1 + offset);
    }
    case "year":
      return firstDayOfMonth((dateOfDay(dayNumber).year + offset) * 12);
  }
}

/** Months are counted from year 0; the month after the last one begins on the day after the last. */
function firstDayOfMonth(index: number): number {
  const year = Math.floor(index / 12);
  if (index === 120_000) return lastDay + 1;
  return year >= 1 && year <= 9999 ? dayOfDate(year, index - year * 12 + 1, 1) : Number.NaN;
}

/** Boundaries of the period crossed from `b` to `a`, negative when `a` is earlier. */
export function countBoundaries(period: Period, a: Ticks, b: Ticks): Int64 {
  switch (period) {
    case "year":
    case "quarter":
    case "month":
      return monthIndex(period, a) - monthIndex(period, b);
    case "week":
      return (firstDayOf("week", daysOf(a), 0) - firstDayOf("week", daysOf(b), 0)) / 7;
    case "day":
      return daysOf(a) - daysOf(b);
    case "nanosecond":
      return multiplyInt64(subtractInt64(a, b), nanosecondsPerTick);
    default: {
      const unit = clockTicks[period];
      // Ticks are counted from a midnight, and the quotient of safe integers is never rounded up to the next whole number.
      if (typeof a === "number" && typeof b === "number") return Math.floor(a / unit) - Math.floor(b / unit);
      return subtractInt64(clockIndex(a, unit), clockIndex(b, unit));
    }
  }
}

function monthIndex(period: "year" | "quarter" | "month", ticks: Ticks): number {
  const { year, month } = dateOfDay(daysOf(ticks));
  if (period === "year") return year;
  return period === "month" ? year * 12 + month : year * 4 + Math.floor((month - 1) / 3);
}

/** Whole units since 0001-01-01. */
function clockIndex(ticks: Ticks, unit: number): Int64 {
  return addInt64(multiplyInt64(daysOf(ticks), ticksPerDay / unit), Math.floor(ticksOfDay(ticks) / unit));
}

/** ISO 8601: weeks begin on Monday and belong to the year of their Thursday. */
export function isoWeek(ticks: Ticks): number {
  const dayNumber = daysOf(ticks);
  const thursday = dayNumber - (dayNumber % 7) + 3;
  return Math.floor((thursday - dayOfDate(dateOfDay(thursday).year, 1, 1)) / 7) + 1;
}

/** The older count: weeks begin on Sunday and belong to the year of their Wednesday. */
export function sundayWeek(ticks: Ticks): number {
  const wednesday = Math.max(0, firstDayOf("week", daysOf(ticks), 0) + 3);
  const { year } = wednesday > lastDay ? { year: 10_000 } : dateOfDay(wednesday);
  return year > 9999 ? 1 : Math.floor((wednesday - dayOfDate(year, 1, 1)) / 7) + 1;
}

export type DatetimePart = Period | "week_of_year" | "dayofyear" | "weekofyear";

const partReaders: Readonly<Record<Exclude<DatetimePart, "week">, (ticks: Ticks) => Int64>> = {
  year: (ticks) => dateOfDay(daysOf(ticks)).year,
  quarter: (ticks) => Math.ceil(dateOfDay(daysOf(ticks)).month / 3),
  month: (ticks) => dateOfDay(daysOf(ticks)).month,
  week_of_year: isoWeek,
  weekofyear: sundayWeek,
  day: (ticks) => dateOfDay(daysOf(ticks)).day,
  dayofyear: dayOfYear,
  hour: hourOf,
  minute: minuteOf,
  second: secondOf,
  millisecond: (ticks) => Math.floor(fractionOf(ticks) / ticksPerMillisecond),
  microsecond: (ticks) => Math.floor(fractionOf(ticks) / ticksPerMicrosecond),
  nanosecond: (ticks) => fractionOf(ticks) * nanosecondsPerTick,
};

const parts: ReadonlyMap<string, (ticks: Ticks) => Int64> = new Map(Object.entries(partReaders));

/** What reads a part of a datetime; letter case does not matter. */
export function partReader(name: string): ((ticks: Ticks) => Int64) | undefined {
  return parts.get(name.toLowerCase());
}

export const partNames: readonly string[] = [...parts.keys()];
