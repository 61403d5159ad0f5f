/** The clock, making datetimes and timespans, and moving between them. */

import {
  datetimeFromParts,
  isInDatetimeRange,
  ticksFromAbsolute,
  ticksPerDay,
  ticksPerHour,
  ticksPerMicrosecond,
  ticksPerMillisecond,
  ticksPerMinute,
  ticksPerSecond,
} from "../../types/calendar.js";
import { readText } from "../../types/convert.js";
import { parseDatetime } from "../../types/datetime.js";
import { addInt64, type Int64, subtractInt64, type Ticks } from "../../types/int64.js";
import type { Cell } from "../../types/value.js";
import { addPeriods, countBoundaries, type Period, periodNamed, periodNames } from "../datetime-periods.js";
import { badArgument } from "../diagnostics.js";
import {
  type ArgumentInfo,
  constant,
  optional,
  type RunEnvironment,
  type ScalarEntry,
  scalarFamily,
  signature,
} from "../entry.js";

export const datetimeFunctions = scalarFamily({
  now: {
    summary: "The time at which the run takes place, moved by an offset.",
    page: "now-function",
    signatures: [signature({ offset: optional("timespan") }, "datetime")],
    nulls: "propagate",
    examples: { "now() - now(-1h)": "1h" },
    readsEnvironment: true,
    kernel: ({ now }: RunEnvironment, offset: Int64 = 0) => inRange(addInt64(now, offset)),
  },
  ago: {
    summary: "The time at which the run takes place less a timespan.",
    page: "ago-function",
    signatures: [signature({ timespan: "timespan" }, "datetime")],
    nulls: "propagate",
    examples: { "now() - ago(1d)": "1d" },
    readsEnvironment: true,
    kernel: ({ now }: RunEnvironment, span: Int64) => inRange(subtractInt64(now, span)),
  },
  datetime_add: {
    summary:
      "A datetime moved by a number of periods; the end of a shorter month stands in for days it lacks.",
    page: "datetime-add-function",
    signatures: [
      signature({ period: constant("string"), amount: "index", datetime: "datetime" }, "datetime"),
    ],
    nulls: "propagate",
    examples: {
      "datetime_add('month', 1, datetime(2020-01-31))": "datetime(2020-02-29)",
      "datetime_add('week', -1, datetime(2017-01-01))": "datetime(2016-12-25)",
    },
    specialize: ([period]) => {
      const fixed = constantPeriod(period);
      if (fixed !== undefined)
        return (_: string, amount: number, ticks: Ticks) => addPeriods(fixed, amount, ticks);
      return (name: string, amount: number, ticks: Ticks) => addPeriods(readPeriod(name), amount, ticks);
    },
  },
  datetime_diff: {
    summary: "Number of period boundaries between two datetimes, negative when the first is earlier.",
    page: "datetime-diff-function",
    signatures: [
      signature({ period: constant("string"), datetime1: "datetime", datetime2: "datetime" }, ([period]) =>
        // The engine types the difference in weeks as a real, unlike its documentation.
        constantPeriod(period) === "week" ? "real" : "long",
      ),
    ],
    nulls: "propagate",
    examples: {
      "datetime_diff('year', datetime(2021-01-01), datetime(2020-12-31))": "1",
      "datetime_diff('week', datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))": "5.0",
    },
    specialize: ([period]) => {
      const fixed = constantPeriod(period);
      if (fixed !== undefined) return (_: string, a: Ticks, b: Ticks) => countBoundaries(fixed, a, b);
      return (name: string, a: Ticks, b: Ticks) => countBoundaries(readPeriod(name), a, b);
    },
  },
  make_datetime: {
    summary: "The datetime of a year, month, day and time of day; null when a part is out of its range.",
    page: "make-datetime-function",
    signatures: [
      signature(
        {
          year: "real",
          month: "real",
          day: "real",
          hour: optional("real"),
          minute: optional("real"),
          second: optional("real"),
        },
        "datetime",
      ),
      signature({ text: "string" }, "datetime", { kernel: (text: string) => parseDatetime(text) }),
      signature({ date: "datetime" }, "datetime", { kernel: (date: Ticks) => date }),
    ],
    nulls: "propagate",
    examples: {
      "make_datetime(2017, 10, 1, 12, 11, 0.1234567)": "datetime(2017-10-01T12:11:00.1234567)",
      "make_datetime(2021, 2, 29)": "datetime(null)",
    },
    kernel: makeDatetime,
  },
  make_timespan: {
    summary: "The timespan of days, hours, minutes and seconds; null when a part is out of its range.",
    page: "make-timespan-function",
    signatures: [
      signature({ hour: "real", minute: "real", second: optional("real") }, "timespan", {
        kernel: (hour: number, minute: number, second = 0) => makeTimespan(0, hour, minute, second),
      }),
      signature({ day: "real", hour: "real", minute: "real", second: "real" }, "timespan", {
        kernel: makeTimespan,
      }),
      signature({ text: "string" }, "timespan", { kernel: (text: string) => readText(text, "timespan") }),
    ],
    nulls: "propagate",
    examples: {
      "make_timespan(1, 12, 30, 55.123)": "time(1.12:30:55.123)",
      "make_timespan(25, 0)": "time(null)",
    },
  },
  unixtime_seconds_todatetime: unixTime("seconds", ticksPerSecond, "1546300800"),
  unixtime_milliseconds_todatetime: unixTime("milliseconds", ticksPerMillisecond, "1546300800000"),
  unixtime_microseconds_todatetime: unixTime("microseconds", ticksPerMicrosecond, "1546300800000000"),
  unixtime_nanoseconds_todatetime: unixTime("nanoseconds", 0.01, "1546300800000000000"),
});

function inRange(ticks: Ticks): Ticks | null {
  return isInDatetimeRange(ticks) ? ticks : null;
}

/** The period named by an argument that is known while binding. */
function constantPeriod(argument: ArgumentInfo | undefined): Period | undefined {
  const name: Cell = argument?.constant?.value ?? null;
  return typeof name === "string" ? readPeriod(name) : undefined;
}

function readPeriod(name: string): Period {
  const period = periodNamed(name);
  if (period === undefined) throw badArgument("period", `one of ${periodNames.join(", ")}`);
  return period;
}

function makeDatetime(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): Ticks | null {
  const secondTicks = Math.round(second * ticksPerSecond);
  return datetimeFromParts({
    year: Math.trunc(year),
    month: Math.trunc(month),
    day: Math.trunc(day),
    hour: Math.trunc(hour),
    minute: Math.trunc(minute),
    second: Math.floor(secondTicks / ticksPerSecond),
    fraction: secondTicks % ticksPerSecond,
  });
}

/** Days beyond the range of timespan, about 10.7 million. */
const longestTimespanDays = 10_675_199;

function makeTimespan(day: number, hour: number, minute: number, second: number): Int64 | null {
  const days = Math.trunc(day);
  const hours = Math.trunc(hour);
  const minutes = Math.trunc(minute);
  const seconds = Math.round(second * ticksPerSecond) + 0; // no -0
  if (!(days >= 0 && days < longestTimespanDays && hours >= 0 && hours < 24)) return null;
  if (!(minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < ticksPerMinute)) return null;
  return addInt64(days * ticksPerDay, hours * ticksPerHour + minutes * ticksPerMinute + seconds);
}

/** Ticks from 0001-01-01 to 1970-01-01. */
const unixEpochTicks = 621_355_968_000_000_000n;

/** `unitTicks` is the length of the unit; a nanosecond is a hundredth of a tick. */
function unixTime(unit: string, unitTicks: number, example: string): ScalarEntry {
  return {
    summary: `The datetime of a number of ${unit} since 1970-01-01.`,
    page: `unixtime-${unit}-todatetime-function`,
    signatures: [
      signature({ [unit]: "long" }, "datetime", {
        kernel: (count: Int64) => fromUnixWhole(count, unitTicks),
      }),
      signature({ [unit]: "real" }, "datetime", {
        kernel: (count: number) => fromUnixReal(count, unitTicks),
      }),
    ],
    nulls: "propagate",
    examples: { [`unixtime_${unit}_todatetime(${example})`]: "datetime(2019-01-01)" },
  };
}

function fromUnixWhole(count: Int64, unitTicks: number): Ticks | null {
  const span = unitTicks < 1 ? BigInt(count) / BigInt(1 / unitTicks) : BigInt(count) * BigInt(unitTicks);
  return ticksFromAbsolute(span + unixEpochTicks);
}

function fromUnixReal(count: number, unitTicks: number): Ticks | null {
  const span = Math.trunc(count * unitTicks);
  return Number.isFinite(span) ? ticksFromAbsolute(BigInt(span) + unixEpochTicks) : null;
}
