import { describe } from "vitest";
import { answers, refuses, values } from "./claims.js";

const at = (text: string) => `datetime(${text})`;

describe("ranges and arithmetic", () => {
  values("past either end there is nothing", [
    [at("9999-12-31 23:59:59.9999999"), "datetime", "9999-12-31T23:59:59.9999999Z"],
    [`${at("9999-12-31 23:59:59.9999999")} + 1tick`, "datetime", null],
    [`${at("0001-01-01")} - 1tick`, "datetime", null],
    [`${at("0001-01-01")} - 10000d`, "datetime", null],
    [`${at("2020-01-01")} + 10000000d`, "datetime", null],
    ["datetime_add('year', 8000, datetime(2020-01-01))", "datetime", null],
    ["datetime_add('month', -30000, datetime(2020-01-01))", "datetime", null],
  ]);
  values("sums and differences", [
    [`${at("2020-01-02")} - ${at("2020-01-01 12:00")}`, "timespan", "12:00:00"],
    [`${at("2020-01-01")} - ${at("2020-01-02")}`, "timespan", "-1.00:00:00"],
    [`${at("2020-01-01")} + 1d`, "datetime", "2020-01-02T00:00:00Z"],
    [`1h + ${at("2020-01-01")}`, "datetime", "2020-01-01T01:00:00Z"],
    [`${at("2020-01-01")} - 1h`, "datetime", "2019-12-31T23:00:00Z"],
    ["1h + 30m", "timespan", "01:30:00"],
    ["1h - 2h", "timespan", "-01:00:00"],
    ["-1h", "timespan", "-01:00:00"],
  ]);
  values("products and quotients", [
    ["1h * 2", "timespan", "02:00:00"],
    ["2.5 * 1h", "timespan", "02:30:00"],
    ["int(3) * 1m", "timespan", "00:03:00"],
    ["1h / 30m", "real", 2],
    ["1h / 2", "timespan", "00:30:00"],
    ["1h / 2.5", "timespan", "00:24:00"],
    ["1d / 1h", "real", 24],
    ["90m / 1h", "real", 1.5],
  ]);
  refuses("what has no meaning", "KQL1", [
    "print datetime(2020-01-01) + datetime(2020-01-01)",
    "print datetime(2020-01-01) * 2",
    "print 1h - datetime(2020-01-01)",
    "print 1h + 1",
  ]);
});

describe("printed", () => {
  values("a timespan shows days only when it has some, and seven digits of a fraction or none", [
    ["1h", "timespan", "01:00:00"],
    ["25h", "timespan", "1.01:00:00"],
    ["-25h", "timespan", "-1.01:00:00"],
    ["1ms", "timespan", "00:00:00.0010000"],
    ["1tick", "timespan", "00:00:00.0000001"],
    ["0s", "timespan", "00:00:00"],
    ["tostring(1.5s)", "string", "00:00:01.5000000"],
  ]);
  values("a datetime drops trailing zeros of its fraction", [
    [at("2020-01-01"), "datetime", "2020-01-01T00:00:00Z"],
    [at("2020-01-01 00:00:00.5"), "datetime", "2020-01-01T00:00:00.5Z"],
    [at("2020-01-01 00:00:00.1234567"), "datetime", "2020-01-01T00:00:00.1234567Z"],
  ]);
  values("as text or within a dynamic it has all seven digits", [
    [`tostring(${at("2020-01-01")})`, "string", "2020-01-01T00:00:00.0000000Z"],
    [`pack_array(${at("2020-01-01")})`, "dynamic", ["2020-01-01T00:00:00.0000000Z"]],
    [`strcat(${at("2020-01-01 10:00:00.5")})`, "string", "2020-01-01T10:00:00.5000000Z"],
  ]);
});

describe("read from text", () => {
  const midnight = "2022-02-03T00:00:00Z";
  values(
    "dates in many forms, the month first where it is open",
    [
      "2022-02-03",
      "2022/02/03",
      "02-03-2022",
      "02/03/2022",
      "2/3/2022",
      "02.03.2022",
      "3 Feb 2022",
      "Feb 3, 2022",
      "20220203",
      "Thu, 03 Feb 2022 00:00:00 GMT",
      "2022-02-03T00:00:00Z",
      "2022-02-03 00:00",
      "2022-02-03T00:00:00.0000000",
    ].map((text) => [`todatetime('${text}')`, "datetime", midnight] as const),
  );
  values("an offset is taken off", [
    ["todatetime('2020-06-15T13:45:56+02:00')", "datetime", "2020-06-15T11:45:56Z"],
    ["todatetime('2020-06-15T13:45:56.5-05:30')", "datetime", "2020-06-15T19:15:56.5Z"],
    ["todatetime('2020-06-15 13:45:56')", "datetime", "2020-06-15T13:45:56Z"],
  ]);
  values("what is no date is null", [
    ["todatetime('13-01-2022')", "datetime", null],
    ["todatetime('2022-13-01')", "datetime", null],
    ["todatetime('2022-02-30')", "datetime", null],
    ["todatetime('2021-02-29')", "datetime", null],
    ["todatetime('')", "datetime", null],
    ["todatetime('soon')", "datetime", null],
  ]);
  values("timespans", [
    ["totimespan('1.02:03:04')", "timespan", "1.02:03:04"],
    ["totimespan('02:03:04.5')", "timespan", "02:03:04.5000000"],
    ["totimespan('02:03')", "timespan", "02:03:00"],
    ["totimespan('-01:00:00')", "timespan", "-01:00:00"],
    ["totimespan('1d')", "timespan", "1.00:00:00"],
    ["totimespan('90s')", "timespan", "00:01:30"],
    ["totimespan('1.5')", "timespan", null],
    ["totimespan('')", "timespan", null],
    ["totimespan('25:00:00')", "timespan", null],
  ]);
});

describe("made of parts", () => {
  values("datetimes", [
    ["make_datetime(2020, 2, 29)", "datetime", "2020-02-29T00:00:00Z"],
    ["make_datetime(2020, 2, 29, 23, 59)", "datetime", "2020-02-29T23:59:00Z"],
    ["make_datetime(2020, 2, 29, 23, 59, 59.1234567)", "datetime", "2020-02-29T23:59:59.1234567Z"],
    ["make_datetime(2021, 2, 29)", "datetime", null],
    ["make_datetime(2020, 13, 1)", "datetime", null],
    ["make_datetime(2020, 1, 1, 24, 0)", "datetime", null],
    ["make_datetime(2020, 1, 1, 0, 60)", "datetime", null],
    ["make_datetime(0, 1, 1)", "datetime", null],
    ["make_datetime(int(null), 1, 1)", "datetime", null],
  ]);
  values("timespans", [
    ["make_timespan(1, 2)", "timespan", "01:02:00"],
    ["make_timespan(1, 2, 3)", "timespan", "01:02:03"],
    ["make_timespan(1, 2, 3, 4)", "timespan", "1.02:03:04"],
    ["make_timespan(1, 2, 3.5)", "timespan", "01:02:03.5000000"],
    ["make_timespan(25, 0)", "timespan", null],
    ["make_timespan(-1, 0)", "timespan", null],
    ["make_timespan(1, 60)", "timespan", null],
  ]);
  values("from the epoch", [
    ["unixtime_seconds_todatetime(1546300800)", "datetime", "2019-01-01T00:00:00Z"],
    ["unixtime_milliseconds_todatetime(1546300800001)", "datetime", "2019-01-01T00:00:00.001Z"],
    ["unixtime_microseconds_todatetime(1546300800000001)", "datetime", "2019-01-01T00:00:00.000001Z"],
    ["unixtime_nanoseconds_todatetime(1546300800000000100)", "datetime", "2019-01-01T00:00:00.0000001Z"],
    ["unixtime_seconds_todatetime(-1)", "datetime", "1969-12-31T23:59:59Z"],
    ["unixtime_seconds_todatetime(long(null))", "datetime", null],
  ]);
});

describe("periods", () => {
  const diff = (part: string, a: string, b: string) => `datetime_diff('${part}', ${at(a)}, ${at(b)})`;
  values("a difference counts the boundaries between", [
    [diff("year", "2021-01-01", "2020-12-31"), "long", 1],
    [diff("year", "2020-12-31", "2021-01-01"), "long", -1],
    [diff("quarter", "2020-04-01", "2020-03-31"), "long", 1],
    [diff("month", "2020-02-01", "2020-01-31"), "long", 1],
    [diff("day", "2020-01-01 23:00", "2020-01-01 01:00"), "long", 0],
    [diff("day", "2020-01-02 00:00", "2020-01-01 23:59"), "long", 1],
    [diff("hour", "2020-01-01 02:00", "2020-01-01 01:59"), "long", 1],
    [diff("minute", "2020-01-01 00:01:00", "2020-01-01 00:00:59"), "long", 1],
    [diff("second", "2020-01-01 00:00:01.9999999", "2020-01-01 00:00:00.0000001"), "long", 1],
    [diff("millisecond", "2020-01-01 00:00:01.9999999", "2020-01-01 00:00:00.0000001"), "long", 1999],
    [diff("nanosecond", "2020-01-01 00:00:00.0000003", "2020-01-01 00:00:00.0000001"), "long", 200],
    [diff("Year", "2021-01-01", "2020-12-31"), "long", 1],
    [`datetime_diff('day', datetime(null), ${at("2020-01-01")})`, "long", null],
  ]);
  values("of weeks it is a real", [
    [diff("week", "2017-10-29", "2017-09-24"), "real", 5],
    [diff("week", "2020-01-01", "2020-01-01"), "real", 0],
  ]);
  values("adding months stays within the month", [
    ["datetime_add('month', 1, datetime(2020-01-31 10:30))", "datetime", "2020-02-29T10:30:00Z"],
    ["datetime_add('year', 1, datetime(2020-02-29))", "datetime", "2021-02-28T00:00:00Z"],
    ["datetime_add('quarter', 1, datetime(2019-11-30))", "datetime", "2020-02-29T00:00:00Z"],
    ["datetime_add('week', -1, datetime(2020-01-01))", "datetime", "2019-12-25T00:00:00Z"],
    ["datetime_add('millisecond', 1, datetime(2020-01-01))", "datetime", "2020-01-01T00:00:00.001Z"],
  ]);
  const moment = at("2020-06-15 13:45:09.7654321");
  values("parts below the second are counted from it", [
    [`datetime_part('year', ${moment})`, "long", 2020],
    [`datetime_part('quarter', ${moment})`, "long", 2],
    [`datetime_part('month', ${moment})`, "long", 6],
    [`datetime_part('week_of_year', ${moment})`, "long", 25],
    [`datetime_part('day', ${moment})`, "long", 15],
    [`datetime_part('dayOfYear', ${moment})`, "long", 167],
    [`datetime_part('hour', ${moment})`, "long", 13],
    [`datetime_part('minute', ${moment})`, "long", 45],
    [`datetime_part('second', ${moment})`, "long", 9],
    [`datetime_part('millisecond', ${moment})`, "long", 765],
    [`datetime_part('microsecond', ${moment})`, "long", 765432],
    [`datetime_part('nanosecond', ${moment})`, "long", 765432100],
  ]);
  values("weeks begin on Sunday", [
    ["startofweek(datetime(2026-04-08 10:00))", "datetime", "2026-04-05T00:00:00Z"],
    ["startofweek(datetime(2026-04-05))", "datetime", "2026-04-05T00:00:00Z"],
    ["endofweek(datetime(2026-04-08))", "datetime", "2026-04-11T23:59:59.9999999Z"],
    ["dayofweek(datetime(2026-04-05))", "timespan", "00:00:00"],
    ["dayofweek(datetime(2026-04-08 10:00))", "timespan", "3.00:00:00"],
    ["dayofweek(datetime(2026-04-08)) / 1d", "real", 3],
  ]);
  values("starts and ends move by whole periods", [
    ["startofday(datetime(2020-01-01 10:00), -1)", "datetime", "2019-12-31T00:00:00Z"],
    ["startofmonth(datetime(2020-03-31), -1)", "datetime", "2020-02-01T00:00:00Z"],
    ["startofyear(datetime(2020-03-31), 1)", "datetime", "2021-01-01T00:00:00Z"],
    ["endofday(datetime(2020-01-01))", "datetime", "2020-01-01T23:59:59.9999999Z"],
    ["endofmonth(datetime(2020-01-31), 13)", "datetime", "2021-02-28T23:59:59.9999999Z"],
    ["endofyear(datetime(2020-01-31))", "datetime", "2020-12-31T23:59:59.9999999Z"],
    ["endofweek(datetime(2026-04-08), -1)", "datetime", "2026-04-04T23:59:59.9999999Z"],
    ["startofday(datetime(null))", "datetime", null],
  ]);
  values("weeks of the year are those of ISO 8601", [
    ["week_of_year(datetime(2016-01-01))", "long", 53],
    ["week_of_year(datetime(2020-12-31))", "long", 53],
    ["week_of_year(datetime(2021-01-04))", "long", 1],
  ]);
  values("parts by their own functions", [
    ["getyear(datetime(2020-05-06))", "long", 2020],
    ["hourofday(datetime(2020-05-06 23:59))", "long", 23],
  ]);
});

describe("formatted", () => {
  const moment = at("2020-06-05 13:45:09.0765");
  const format = (text: string) => `format_datetime(${moment}, '${text}')`;
  values("datetimes", [
    [format("yyyy-MM-dd HH:mm:ss.fffffff"), "string", "2020-06-05 13:45:09.0765000"],
    [format("yy/M/d h:m:s tt"), "string", "20/6/5 1:45:9 PM"],
    [format("hh HH"), "string", "01 13"],
    [format("ddd"), "string", "055"],
    [format("MMMM"), "string", "0606"],
    [format("y"), "string", "20"],
    [format("s.FFFFFFF"), "string", "9.0765"],
    [format("f ff fff"), "string", "0 07 076"],
    [format("[dd] yyyy_MM, HH:mm"), "string", "[05] 2020_06, 13:45"],
    ["format_datetime(datetime(2020-01-01), 's.F')", "string", "0."],
    ["format_datetime(datetime(null), 'yyyy')", "string", ""],
  ]);
  values("timespans", [
    ["format_timespan(time(1.02:03:04.5678901), 'd.hh:mm:ss.fffffff')", "string", "1.02:03:04.5678901"],
    ["format_timespan(time(1.02:03:04), 'dddd')", "string", "0001"],
    ["format_timespan(time(29.09:00:05.12345), 'H:mm:ss [FFFF]')", "string", "9:00:05 [1234]"],
    ["format_timespan(-90m, 'h:mm')", "string", "-1:30"],
    ["format_timespan(49h, 'h')", "string", "1"],
  ]);
  refuses("other letters and signs", "KQL", [
    "print format_datetime(now(), 'yyyy-MM-ddTHH:mm')",
    String.raw`print format_datetime(now(), 'yyyy\\MM')`,
    "print format_datetime(now(), 'K')",
    "print format_datetime(now(), 'zzz')",
    "print format_timespan(1h, 'c')",
    "print format_timespan(1h, 'g')",
    "print format_timespan(1h, 'G')",
  ]);
});

describe("between", () => {
  values("both ends belong, and numbers mix", [
    ["5 between (5 .. 10)", "bool", true],
    ["10 between (5 .. 10)", "bool", true],
    ["5.5 between (5 .. 6)", "bool", true],
    ["5 between (4.5 .. 6.5)", "bool", true],
    ["4 !between (5 .. 10)", "bool", true],
    ["5 !between (5 .. 10)", "bool", false],
    ["2h between (1h .. 2h)", "bool", true],
    ["datetime(2020-01-03) between (datetime(2020-01-01) .. datetime(2020-01-03))", "bool", true],
  ]);
  values("a timespan as the end of datetimes is counted from their start", [
    ["datetime(2020-01-03) between (datetime(2020-01-01) .. 2d)", "bool", true],
    ["datetime(2020-01-04) between (datetime(2020-01-01) .. 2d)", "bool", false],
    ["datetime(2020-01-04) !between (datetime(2020-01-01) .. 2d)", "bool", true],
  ]);
});

describe("clocks", () => {
  values("the clock stands still during a query", [
    ["now() == now()", "bool", true],
    ["now() - ago(1h)", "timespan", "01:00:00"],
    ["ago(-1d) == now() + 1d", "bool", true],
  ]);
  answers(
    "also from row to row",
    "range i from 1 to 1000 step 1 | extend t = now() | summarize dcount(t), same = max(t) == min(t)",
    "dcount_t:long, same:bool",
    [[1, true]],
  );
  values("local times follow the zone's rules", [
    ["datetime_utc_to_local(datetime(2022-07-11 22:00), 'US/Pacific')", "datetime", "2022-07-11T15:00:00Z"],
    ["datetime_utc_to_local(datetime(2022-01-11 22:00), 'US/Pacific')", "datetime", "2022-01-11T14:00:00Z"],
    ["datetime_local_to_utc(datetime(2022-07-11 15:00), 'US/Pacific')", "datetime", "2022-07-11T22:00:00Z"],
  ]);
});
