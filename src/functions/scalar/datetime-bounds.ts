/** Starts and ends of the day, week, month and year that hold a date. Weeks run from Sunday to Saturday. */
import { daysOf, ticksPerDay } from "../../types/calendar.js";
import type { Ticks } from "../../types/int64.js";
import { firstDayOf, midnightOf } from "../datetime-periods.js";
import { optional, type ScalarEntry, scalarFamily, signature } from "../entry.js";

type BoundedPeriod = "day" | "week" | "month" | "year";

export const datetimeBoundFunctions = scalarFamily({
  startofday: start("day", "2016-12-31"),
  startofweek: start("week", "2016-12-25"),
  startofmonth: start("month", "2016-12-01"),
  startofyear: start("year", "2016-01-01"),
  endofday: end("day", "2016-12-31"),
  endofweek: end("week", "2016-12-31"),
  endofmonth: end("month", "2016-12-31"),
  endofyear: end("year", "2016-12-31"),
});

/** `before` is the start of the period before the one that holds 2017-01-01. */
function start(period: BoundedPeriod, before: string): ScalarEntry {
  return {
    summary: `Start of the ${period} (UTC) that holds a date, moved by an offset in ${period}s.`,
    page: `startof${period}-function`,
    signatures: [signature({ date: "datetime", offset: optional("index") }, "datetime")],
    nulls: "propagate",
    examples: { [`startof${period}(datetime(2017-01-01 10:10:17), -1)`]: `datetime(${before})` },
    kernel: (date: Ticks, offset = 0) => midnightOf(firstDayOf(period, daysOf(date), offset)),
  };
}

function end(period: BoundedPeriod, before: string): ScalarEntry {
  return {
    summary: `Last tick of the ${period} (UTC) that holds a date, moved by an offset in ${period}s.`,
    page: `endof${period}-function`,
    signatures: [signature({ date: "datetime", offset: optional("index") }, "datetime")],
    nulls: "propagate",
    examples: {
      [`endof${period}(datetime(2017-01-01 10:10:17), -1)`]: `datetime(${before} 23:59:59.9999999)`,
    },
    kernel: (date: Ticks, offset = 0) =>
      midnightOf(firstDayOf(period, daysOf(date), offset + 1) - 1, ticksPerDay - 1),
  };
}
