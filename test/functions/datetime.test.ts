import { describe, expect, test } from "vitest";
import { evaluate, resultOf } from "./evaluate.js";

type Case = [expression: string, expected: unknown];

describe("the clock", () => {
  test.each<Case>([
    ["now()", "2026-04-06T12:00:00Z"],
    ["now(-2d)", "2026-04-04T12:00:00Z"],
    ["now(time(null))", null],
    ["ago(1h)", "2026-04-06T11:00:00Z"],
    ["ago(-1h)", "2026-04-06T13:00:00Z"],
    ["ago(timespan(null))", null],
    ["ago(10000000d)", null],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });
});

describe("datetime_add", () => {
  test.each<Case>([
    ["datetime_add('year', 1, make_datetime(2017,1,1))", "2018-01-01T00:00:00Z"],
    ["datetime_add('quarter', 12, make_datetime(2017,1,1))", "2020-01-01T00:00:00Z"],
    ["datetime_add('quarter', -5, datetime(2020-05-31 00:00:00))", "2019-02-28T00:00:00Z"],
    ["datetime_add('month', -15, make_datetime(2017,1,1))", "2015-10-01T00:00:00Z"],
    ["datetime_add('month', 1, datetime(2020-01-31 10:11:12.5))", "2020-02-29T10:11:12.5Z"],
    ["datetime_add('week', 100, make_datetime(2017,1,1))", "2018-12-02T00:00:00Z"],
    ["datetime_add('week', -53, datetime(2021-03-15 12:00:00))", "2020-03-09T12:00:00Z"],
    ["datetime_add('day', 400, datetime(2020-01-01 00:00:00))", "2021-02-04T00:00:00Z"],
    ["datetime_add('HOUR', 25, datetime(2020-01-01))", "2020-01-02T01:00:00Z"],
    ["datetime_add('minute', -1, datetime(2020-01-01))", "2019-12-31T23:59:00Z"],
    ["datetime_add('second', 1, datetime(1950-01-01))", "1950-01-01T00:00:01Z"],
    ["datetime_add('millisecond', 1, datetime(2020-01-01))", "2020-01-01T00:00:00.001Z"],
    ["datetime_add('microsecond', 1, datetime(2020-01-01))", "2020-01-01T00:00:00.000001Z"],
    ["datetime_add('nanosecond', 250, datetime(2020-01-01))", "2020-01-01T00:00:00.0000002Z"],
    ["datetime_add('year', 8000, datetime(2020-01-01))", null],
    ["datetime_add('year', -2020, datetime(2020-01-01))", null],
    ["datetime_add('day', 1, datetime(9999-12-31))", null],
    ["datetime_add('second', -1, datetime(0001-01-01))", null],
    ["datetime_add('hour', 9223372036854775807, datetime(2020-01-01))", null],
    ["datetime_add('day', int(null), datetime(2020-01-01))", null],
    ["datetime_add('day', 1, datetime(null))", null],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });

  test("names the periods when it knows none of that name", () => {
    expect(() => evaluate("datetime_add('fortnight', 1, now())")).toThrow(/argument `.*year, quarter/);
    expect(() => evaluate("datetime_diff('fortnight', now(), now())")).toThrow(/argument `.*year, quarter/);
    expect(() => evaluate("datetime_part('era', now())")).toThrow(/argument `.*year, quarter/);
  });
});

describe("datetime_diff", () => {
  test.each<Case>([
    ["datetime_diff('year', datetime(2017-01-01), datetime(2000-12-31))", 17],
    ["datetime_diff('quarter', datetime(2017-07-01), datetime(2017-03-30))", 2],
    ["datetime_diff('quarter', datetime(2021-01-01), datetime(2019-12-31))", 5],
    ["datetime_diff('month', datetime(2017-01-01), datetime(2015-12-30))", 13],
    ["datetime_diff('week', datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))", 5],
    ["datetime_diff('week', datetime(2024-02-29), datetime(2020-02-29))", 209],
    ["datetime_diff('week', datetime(2021-03-01), datetime(2020-12-31))", 9],
    ["datetime_diff('day', datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))", 29],
    ["datetime_diff('day', datetime(2020-01-01 23:00), datetime(2020-01-01 01:00))", 0],
    ["datetime_diff('day', datetime(1970-01-01), datetime(1969-12-25))", 7],
    ["datetime_diff('hour', datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))", 2],
    ["datetime_diff('minute', datetime(2017-10-30 23:05:01), datetime(2017-10-30 23:00:59))", 5],
    ["datetime_diff('second', datetime(2017-10-30 23:00:10.100), datetime(2017-10-30 23:00:00.900))", 10],
    [
      "datetime_diff('second', datetime(2020-01-01 00:00:01.9999999), datetime(2020-01-01 00:00:00.0000001))",
      1,
    ],
    [
      "datetime_diff('millisecond', datetime(2020-01-01 00:00:01.9999999), datetime(2020-01-01 00:00:00.0000001))",
      1999,
    ],
    [
      "datetime_diff('millisecond', datetime(2017-10-30 23:00:00.200100), datetime(2017-10-30 23:00:00.100900))",
      100,
    ],
    [
      "datetime_diff('microsecond', datetime(2017-10-30 23:00:00.1009001), datetime(2017-10-30 23:00:00.1008009))",
      100,
    ],
    [
      "datetime_diff('nanosecond', datetime(2017-10-30 23:00:00.0000000), datetime(2017-10-30 23:00:00.0000007))",
      -700,
    ],
    ["datetime_diff('microsecond', datetime(9999-12-31), datetime(0001-01-01))", 315537811200000000n],
    ["datetime_diff('day', datetime(null), datetime(2020-01-01))", null],
    ["datetime_diff('day', datetime(2020-01-01), datetime(null))", null],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });

  test("weeks are typed real, everything else long", () => {
    expect(evaluate("datetime_diff('week', now(), now())").type).toBe("real");
    expect(evaluate("datetime_diff('Day', now(), now())").type).toBe("long");
  });
});

describe("parts", () => {
  test.each<Case>([
    ["getyear(datetime(2015-10-12))", 2015],
    ["getyear(datetime(1950-06-15 13:45))", 1950],
    ["getmonth(datetime(2030-12-31 23:59:59))", 12],
    ["monthofyear(datetime(null))", null],
    ["dayofmonth(datetime(2020-06-15 13:45:00))", 15],
    ["dayofyear(datetime(1950-06-15 13:45:00))", 166],
    ["dayofyear(datetime(2024-12-31))", 366],
    ["hourofday(datetime(2020-06-15 23:59:59.9999999))", 23],
    ["week_of_year(datetime(2015-12-31))", 53],
    ["week_of_year(datetime(2016-01-01))", 53],
    ["week_of_year(datetime(2017-01-01))", 52],
    ["week_of_year(datetime(2018-12-31))", 1],
    ["week_of_year(datetime(2023-01-01))", 52],
    ["week_of_year(datetime(0001-01-01))", 1],
    ["week_of_year(datetime(9999-12-31))", 52],
    ["weekofyear(datetime(2007-01-01))", 1],
    ["weekofyear(datetime(1950-06-15 13:45:00))", 24],
    ["weekofyear(datetime(2030-12-31 23:59:59))", 1],
    ["weekofyear(datetime(2020-02-29))", 9],
    ["dayofweek(datetime(2020-06-15 13:45:00))", "1.00:00:00"],
    ["dayofweek(datetime(2020-06-14))", "00:00:00"],
    ["dayofweek(datetime(0001-01-01)) / 1d", 1],
    ["dayofweek(datetime(9999-12-31))", null],
    ["dayofweek(datetime(null))", null],
    ["datetime_part('year', datetime(2017-10-30 01:02:03.7654321))", 2017],
    ["datetime_part('Quarter', datetime(2017-10-30 01:02:03.7654321))", 4],
    ["datetime_part('month', datetime(2017-10-30 01:02:03.7654321))", 10],
    ["datetime_part('week_of_year', datetime(2017-10-30 01:02:03.7654321))", 44],
    ["datetime_part('day', datetime(2017-10-30 01:02:03.7654321))", 30],
    ["datetime_part('dayOfYear', datetime(2017-10-30 01:02:03.7654321))", 303],
    ["datetime_part('hour', datetime(2017-10-30 01:02:03.7654321))", 1],
    ["datetime_part('minute', datetime(2017-10-30 01:02:03.7654321))", 2],
    ["datetime_part('second', datetime(2017-10-30 01:02:03.7654321))", 3],
    ["datetime_part('millisecond', datetime(2017-10-30 01:02:03.7654321))", 765],
    ["datepart('microsecond', datetime(2017-10-30 01:02:03.7654321))", 765432],
    ["datetime_part('nanosecond', datetime(2017-10-30 01:02:03.7654321))", 765432100],
    ["datetime_part('day', datetime(null))", null],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });

  test("are typed long", () => {
    for (const name of ["getyear", "monthofyear", "dayofmonth", "dayofyear", "hourofday", "week_of_year"]) {
      expect(evaluate(`${name}(now())`).type).toBe("long");
    }
  });
});

describe("starts and ends", () => {
  test.each<Case>([
    ["startofday(datetime(2020-06-15 13:45:00.5), -3)", "2020-06-12T00:00:00Z"],
    ["startofday(datetime(0001-01-02), -1)", "0001-01-01T00:00:00Z"],
    ["startofday(datetime(0001-01-01), -1)", null],
    ["startofday(datetime(2020-01-01), 9223372036854775807)", null],
    ["startofday(datetime(2020-01-01), int(null))", null],
    ["startofweek(datetime(2020-01-05 12:00:00))", "2020-01-05T00:00:00Z"],
    ["startofweek(datetime(2020-06-15 13:45:00), -2)", "2020-05-31T00:00:00Z"],
    ["startofweek(datetime(2020-06-15 13:45:00), 3)", "2020-07-05T00:00:00Z"],
    ["startofweek(datetime(0001-01-01))", null],
    ["startofmonth(datetime(2020-06-15), -13)", "2019-05-01T00:00:00Z"],
    ["startofyear(datetime(2020-06-15), -5)", "2015-01-01T00:00:00Z"],
    ["startofyear(datetime(null))", null],
    ["endofday(datetime(2020-06-15 13:45:00), 2)", "2020-06-17T23:59:59.9999999Z"],
    ["endofweek(datetime(2020-01-05 12:00:00))", "2020-01-11T23:59:59.9999999Z"],
    ["endofweek(datetime(2020-06-15 13:45:00), 2)", "2020-07-04T23:59:59.9999999Z"],
    ["endofmonth(datetime(2020-01-31), 1)", "2020-02-29T23:59:59.9999999Z"],
    ["endofmonth(datetime(2020-01-31), 13)", "2021-02-28T23:59:59.9999999Z"],
    ["endofmonth(datetime(0100-02-28))", "0100-02-28T23:59:59.9999999Z"],
    ["endofmonth(datetime(0400-02-29))", "0400-02-29T23:59:59.9999999Z"],
    ["endofyear(datetime(2020-06-15), -1)", "2019-12-31T23:59:59.9999999Z"],
    ["endofyear(datetime(9999-12-31 23:59:59.9999999))", "9999-12-31T23:59:59.9999999Z"],
    ["endofmonth(datetime(9999-12-31))", "9999-12-31T23:59:59.9999999Z"],
    ["endofday(datetime(9999-12-31))", "9999-12-31T23:59:59.9999999Z"],
    ["endofweek(datetime(9999-12-31))", null],
    ["endofyear(datetime(2020-06-15), 8000)", null],
    ["endofday(datetime(null))", null],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });
});

describe("making datetimes and timespans", () => {
  test.each<Case>([
    ["make_datetime(2017, 10, 1)", "2017-10-01T00:00:00Z"],
    ["make_datetime(2017, 10, 1, 12, 10)", "2017-10-01T12:10:00Z"],
    ["make_datetime(2017, 10, 1, 12, 11, 0.1234567)", "2017-10-01T12:11:00.1234567Z"],
    ["make_datetime(2017, 13, 1)", null],
    ["make_datetime(2021, 2, 29)", null],
    ["make_datetime(0, 1, 1)", null],
    ["make_datetime(10000, 1, 1)", null],
    ["make_datetime(2020, 1, 1, 24, 0)", null],
    ["make_datetime(2020, 1, 1, 0, 0, 60)", null],
    ["make_datetime(2020, 1, 1, 0, 0, real(nan))", null],
    ["make_datetime(2020, int(null), 1)", null],
    ["make_timespan(1, 2)", "01:02:00"],
    ["make_timespan(1, 2, 3)", "01:02:03"],
    ["make_timespan(1, 12, 30, 55.123)", "1.12:30:55.1230000"],
    ["make_timespan(0, 0, 0, 0.0000001)", "00:00:00.0000001"],
    ["1h / make_timespan(-0.0, -0.0, -0.0) > 0", true],
    ["make_timespan(0, 25, 61, 61.5)", null],
    ["make_timespan(23, 59, 59.9999999)", "23:59:59.9999999"],
    ["make_timespan(1, 60)", null],
    ["make_timespan(1, -30)", null],
    ["make_timespan(1, 2, 60)", null],
    ["make_timespan(1, 2, -3)", null],
    ["make_timespan(-1, 2, 3, 4)", null],
    ["make_timespan(1, 24, 3, 4)", null],
    ["make_timespan(-1, -2)", null],
    ["make_timespan(25, 0)", null],
    ["make_timespan(int(null), 0)", null],
    ["unixtime_seconds_todatetime(1546300800)", "2019-01-01T00:00:00Z"],
    ["unixtime_seconds_todatetime(1546300800.5)", "2019-01-01T00:00:00.5Z"],
    ["unixtime_seconds_todatetime(-1)", "1969-12-31T23:59:59Z"],
    ["unixtime_seconds_todatetime(9223372036854775807)", null],
    ["unixtime_seconds_todatetime(real(nan))", null],
    ["unixtime_seconds_todatetime(long(null))", null],
    ["unixtime_milliseconds_todatetime(1546300800000)", "2019-01-01T00:00:00Z"],
    ["unixtime_microseconds_todatetime(1546300800000000)", "2019-01-01T00:00:00Z"],
    ["unixtime_nanoseconds_todatetime(1546300800000000000)", "2019-01-01T00:00:00Z"],
    ["unixtime_nanoseconds_todatetime(1546300800000000199)", "2019-01-01T00:00:00.0000001Z"],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });
});

describe("format_datetime", () => {
  test.each<Case>([
    ["format_datetime(datetime(2020-01-01 00:00), 'hh:mm tt')", "12:00 AM"],
    ["format_datetime(datetime(2020-01-01 11:59), 'hh:mm tt')", "11:59 AM"],
    ["format_datetime(datetime(2020-01-01 12:00), 'hh:mm tt')", "12:00 PM"],
    ["format_datetime(datetime(2020-01-01 13:00), 'hh:mm tt')", "01:00 PM"],
    ["format_datetime(datetime(2017-01-29 09:00:05), 'yy-MM-dd [HH:mm:ss]')", "17-01-29 [09:00:05]"],
    ["format_datetime(datetime(2017-01-29 09:00:05), 'yyyy-M-dd [H:mm:ss]')", "2017-1-29 [9:00:05]"],
    ["format_datetime(datetime(2017-01-29 09:00:05), 'yy-MM-dd [hh:mm:ss tt]')", "17-01-29 [09:00:05 AM]"],
    ["format_datetime(datetime(2020-06-15 13:45:09), 'M/d/yyyy h:mm:ss tt')", "6/15/2020 1:45:09 PM"],
    ["format_datetime(datetime(2020-06-15 00:45:09), 'h hh')", "12 12"],
    ["format_datetime(datetime(2007-03-09 05:04:03), 'dddd, MMMM d, yyyy')", "0909, 0303 9, 2007"],
    ["format_datetime(datetime(2007-03-09 05:04:03), 'ddd MMM')", "099 033"],
    ["format_datetime(datetime(2020-06-15 13:45:09), 'y')", "20"],
    ["format_datetime(datetime(2009-06-15), 'y yy')", "9 09"],
    ["format_datetime(datetime(2020-06-15 13:45:09.1234567), 'ffffff')", "123456"],
    ["format_datetime(datetime(2020-06-15 13:45:09.0000007), 'FFFFFFF')", "0000007"],
    ["format_datetime(datetime(2020-06-15 13:45:09), 'FFFFFFF')", ""],
    ["format_datetime(datetime(2009-06-15 13:45:30.0001150), 'FFFFFFF')", "000115"],
    ["format_datetime(datetime(2009-06-15 13:45:30.05), 'F')", ""],
    ["format_datetime(datetime(2020-06-15 09:05:03.007), 'M/d/yy H:m:s')", "6/15/20 9:5:3"],
    ["format_datetime(datetime(2020-12-09 23:45:59.999), 'yyyyMMddHHmmss')", "20201209234559"],
    ["format_datetime(datetime(0900-01-01), 'yyyy_MM.dd')", "0900_01.01"],
    ["format_datetime(datetime(2020-01-01), '')", ""],
    ["format_datetime(datetime(null), 'yyyy')", ""],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });

  test.each(["yyyy-MM-ddTHH", "zzz", "K", "tt'", "yyyy\\\\MM", "t", "日"])(
    "refuses the format %s",
    (format) => {
      expect(() => evaluate(`format_datetime(now(), "${format}")`)).toThrow(/argument `format`/);
    },
  );
});

describe("format_timespan", () => {
  test.each<Case>([
    ["format_timespan(time(29.09:00:05.12345), 'dd.hh:mm:ss:FF')", "29.09:00:05:12"],
    ["format_timespan(time(29.09:00:05.12345), 'ddd.h:mm:ss [fffffff]')", "029.9:00:05 [1234500]"],
    ["format_timespan(1d, 'dddd')", "0001"],
    ["format_timespan(0s, 'hh:mm:ss')", "00:00:00"],
    ["format_timespan(time(2.05:00:00), 'd.h')", "2.5"],
    ["format_timespan(time(0.00:00:00.123), 'fff')", "123"],
    ["format_timespan(-1d - 2h - 30m, 'd.hh:mm:ss')", "-1.02:30:00"],
    ["format_timespan(-90s, 'mm:ss')", "-01:30"],
    ["format_timespan(90061123ms, 'd:h:m:s.fff')", "1:1:1:1.123"],
    ["format_timespan(time(10675199.02:48:05.4775807), 'd.hh:mm:ss')", "10675199.02:48:05"],
    ["format_timespan(25h, 'H HH')", "1 01"],
    ["format_timespan(time(null), 'd')", ""],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });

  test.each(["c", "g", "G", "yyyy", "M"])("refuses the format %s", (format) => {
    expect(() => evaluate(`format_timespan(1h, '${format}')`)).toThrow(/argument `format`/);
  });
});

describe("time zones", () => {
  test.each<Case>([
    [
      "datetime_utc_to_local(datetime(2022-07-11 22:18:48.4678620), 'US/Pacific')",
      "2022-07-11T15:18:48.467862Z",
    ],
    [
      "datetime_utc_to_local(datetime(2022-07-11 22:18:48.4678620), 'Australia/Canberra')",
      "2022-07-12T08:18:48.467862Z",
    ],
    ["datetime_local_to_utc(datetime(2020-02-02 20:02:20), 'Europe/Paris')", "2020-02-02T19:02:20Z"],
    ["datetime_local_to_utc(datetime(2020-02-02 20:02:20), 'America/Chicago')", "2020-02-03T02:02:20Z"],
    ["datetime_local_to_utc(datetime(2020-07-02 20:02:20), 'US/Pacific')", "2020-07-03T03:02:20Z"],
    ["datetime_utc_to_local(datetime(2020-01-01), 'UTC')", "2020-01-01T00:00:00Z"],
    ["datetime_utc_to_local(datetime(2020-01-01), 'Asia/Kolkata')", "2020-01-01T05:30:00Z"],
    ["datetime_utc_to_local(datetime(2020-01-01), strcat('No', '/where'))", "error"],
    ["datetime_utc_to_local(datetime(null), 'UTC')", null],
    ["datetime_local_to_utc(datetime(0001-01-01), 'Asia/Tokyo')", null],
    ["array_length(datetime_list_timezones())", 597],
  ])("%s is %s", (expression, expected) => {
    if (expected === "error") expect(() => evaluate(expression)).toThrow(/argument `timezone`/);
    else expect(resultOf(expression)).toBe(expected);
  });

  test("a time zone's changes are followed both ways", () => {
    expect(resultOf("datetime_utc_to_local(datetime(2020-03-29 00:59:59), 'Europe/Paris')")).toBe(
      "2020-03-29T01:59:59Z",
    );
    expect(resultOf("datetime_utc_to_local(datetime(2020-03-29 01:00:00), 'Europe/Paris')")).toBe(
      "2020-03-29T03:00:00Z",
    );
    expect(resultOf("datetime_local_to_utc(datetime(2020-03-29 03:00:00), 'Europe/Paris')")).toBe(
      "2020-03-29T01:00:00Z",
    );
  });

  // Newfoundland changed at one past midnight until 2011: on 2007-03-11 from -3:30 to -2:30, at 03:31 UTC.
  test("a change within an hour of UTC is followed, whatever of the hour was asked for before", () => {
    const local = (utc: string) => resultOf(`datetime_utc_to_local(datetime(${utc}), 'America/St_Johns')`);
    expect(
      ["03:30", "03:31", "03:30:59", "03:00", "03:59"].map((time) => local(`2007-03-11 ${time}`)),
    ).toEqual([
      "2007-03-11T00:00:00Z",
      "2007-03-11T01:01:00Z",
      "2007-03-11T00:00:59Z",
      "2007-03-10T23:30:00Z",
      "2007-03-11T01:29:00Z",
    ]);
  });

  // Paris goes from UTC+1 to UTC+2 on 2020-03-29 at 02:00 and back on 2020-10-25 at 03:00.
  test.each<Case>([
    ["2020-03-28 01:59:59", "2020-03-28T00:59:59Z"],
    ["2020-03-28 12:00", "2020-03-28T11:00:00Z"],
    ["2020-03-29 01:59:59", "2020-03-29T00:59:59Z"],
    ["2020-03-29 12:00", "2020-03-29T10:00:00Z"],
    ["2020-03-30 12:00", "2020-03-30T10:00:00Z"],
    ["2020-10-24 12:00", "2020-10-24T10:00:00Z"],
    ["2020-10-25 01:59:59", "2020-10-24T23:59:59Z"],
    ["2020-10-25 03:00", "2020-10-25T02:00:00Z"],
    ["2020-10-25 12:00", "2020-10-25T11:00:00Z"],
    ["2020-10-26 12:00", "2020-10-26T11:00:00Z"],
  ])("%s in Paris is %s", (local, expected) => {
    expect(resultOf(`datetime_local_to_utc(datetime(${local}), 'Europe/Paris')`)).toBe(expected);
  });

  // New York goes from UTC-5 to UTC-4 on 2020-03-08 at 02:00 and back on 2020-11-01 at 02:00.
  test.each<Case>([
    ["2020-03-08 01:59:59", "2020-03-08T06:59:59Z"],
    ["2020-03-08 03:00", "2020-03-08T07:00:00Z"],
    ["2020-03-08 20:00", "2020-03-09T00:00:00Z"],
    ["2020-11-01 00:59:59", "2020-11-01T04:59:59Z"],
    ["2020-11-01 02:00", "2020-11-01T07:00:00Z"],
  ])("%s in New York is %s", (local, expected) => {
    expect(resultOf(`datetime_local_to_utc(datetime(${local}), 'America/New_York')`)).toBe(expected);
  });

  test("a local time that is skipped takes the offset after the change", () => {
    expect(resultOf("datetime_local_to_utc(datetime(2022-03-27 02:00:00), 'Europe/Brussels')")).toBe(
      "2022-03-27T00:00:00Z",
    );
  });
});
