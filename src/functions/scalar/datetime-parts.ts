/** Parts of a datetime: year, month, day of the week, ISO week. */
import { dateOfDay, dayOfYear, daysOf, hourOf, lastDay, ticksPerDay } from "../../types/calendar.js";
import type { Int64, Ticks } from "../../types/int64.js";
import type { Cell } from "../../types/value.js";
import { isoWeek, partNames, partReader, sundayWeek } from "../datetime-periods.js";
import { badArgument } from "../diagnostics.js";
import { type ArgumentInfo, constant, type ScalarEntry, scalarFamily, signature } from "../entry.js";

export const datetimePartFunctions = scalarFamily({
  getyear: part("Year of a date.", "getyear-function", (ticks) => dateOfDay(daysOf(ticks)).year, {
    "getyear(datetime(2015-10-12))": "2015",
  }),
  monthofyear: {
    ...part("Month of a date, 1 to 12.", "monthofyear-function", (ticks) => dateOfDay(daysOf(ticks)).month, {
      "monthofyear(datetime(2015-12-14))": "12",
    }),
    aliases: ["getmonth"],
  },
  dayofmonth: part(
    "Day of the month of a date.",
    "day-of-month-function",
    (ticks) => dateOfDay(daysOf(ticks)).day,
    {
      "dayofmonth(datetime(2015-12-14))": "14",
    },
  ),
  dayofyear: part("Day of the year of a date, from 1.", "day-of-year-function", dayOfYear, {
    "dayofyear(datetime(2024-12-31))": "366",
  }),
  hourofday: part("Hour of a date, 0 to 23.", "hour-of-day-function", hourOf, {
    "hourofday(datetime(2015-12-14 18:54))": "18",
  }),
  week_of_year: part("Week of the year by ISO 8601.", "week-of-year-function", isoWeek, {
    "week_of_year(datetime(2020-12-31))": "53",
    "week_of_year(datetime(2000-01-01))": "52",
  }),
  weekofyear: {
    ...part(
      "Week of the year, where the first week is that with the first Wednesday.",
      "week-of-year-function",
      sundayWeek,
      { "weekofyear(datetime(1950-06-15))": "24" },
    ),
    deprecated: "week_of_year",
  },
  dayofweek: {
    summary: "Whole days since the preceding Sunday, as a timespan.",
    page: "day-of-week-function",
    signatures: [signature({ date: "datetime" }, "timespan")],
    nulls: "propagate",
    examples: { "dayofweek(datetime(1970-05-11))": "1d", "dayofweek(datetime(1947-11-30 10:00:05))": "0d" },
    kernel: dayOfWeek,
  },
  datetime_part: {
    summary: "A part of a datetime, by the part's name.",
    page: "datetime-part-function",
    aliases: ["datepart"],
    signatures: [signature({ part: constant("string"), date: "datetime" }, "long")],
    nulls: "propagate",
    examples: {
      "datetime_part('quarter', datetime(2017-10-30))": "4",
      "datetime_part('microsecond', datetime(2017-10-30 01:02:03.7654321))": "765432",
    },
    specialize: ([part]) => {
      const fixed = constantPart(part);
      if (fixed !== undefined) return (_: string, ticks: Ticks) => fixed(ticks);
      return (name: string, ticks: Ticks) => readPart(name)(ticks);
    },
  },
});

function part(
  summary: string,
  page: string,
  kernel: (ticks: Ticks) => number,
  examples: Record<string, string>,
): ScalarEntry {
  return {
    summary,
    page,
    signatures: [signature({ date: "datetime" }, "long")],
    nulls: "propagate",
    examples,
    kernel,
  };
}

/** The engine counts from the next midnight, so the last day of 9999 has no weekday. */
function dayOfWeek(ticks: Ticks): number | null {
  const dayNumber = daysOf(ticks);
  return dayNumber === lastDay ? null : ((dayNumber + 1) % 7) * ticksPerDay;
}

function constantPart(argument: ArgumentInfo | undefined): ((ticks: Ticks) => Int64) | undefined {
  const name: Cell = argument?.constant?.value ?? null;
  return typeof name === "string" ? readPart(name) : undefined;
}

function readPart(name: string): (ticks: Ticks) => Int64 {
  const reader = partReader(name);
  if (reader === undefined) throw badArgument("part", `one of ${partNames.join(", ")}`);
  return reader;
}
