import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  absoluteTicks,
  dateOfDay,
  datetimeFromParts,
  dayOfDate,
  dayOfYear,
  daysOf,
  fractionOf,
  hourOf,
  lastDay,
  maxTicks,
  minTicks,
  minuteOf,
  secondOf,
  splitDatetime,
  ticksFromAbsolute,
  ticksFromUnixMs,
  ticksOfDay,
  ticksPerDay,
  unixMsOf,
} from "../../src/types/calendar.js";
import {
  parseDatetime,
  parseDatetimeLiteral,
  printDatetime,
  printDatetimeFull,
} from "../../src/types/datetime.js";

/** Text as the cell form of the datetime it stands for; null where it is no date. */
function reread(text: string): string | null {
  const ticks = parseDatetime(text);
  return ticks === null ? null : printDatetime(ticks);
}

describe("parseDatetime", () => {
  const accepted: Record<string, string> = {
    "2020-06-15T13:45:09.1234567Z": "2020-06-15T13:45:09.1234567Z",
    "2020-06-15 13:45:09": "2020-06-15T13:45:09Z",
    "1969-07-20": "1969-07-20T00:00:00Z",
    "2015-12-31 23:59:59.9": "2015-12-31T23:59:59.9Z",
    "2014-05-25T08:20": "2014-05-25T08:20:00Z",
    "2022/01/02": "2022-01-02T00:00:00Z",
    "12-02-2022": "2022-12-02T00:00:00Z",
    "2/3/2022": "2022-02-03T00:00:00Z",
    "01.02.2022": "2022-01-02T00:00:00Z",
    "5 Mar 2022": "2022-03-05T00:00:00Z",
    "Mar 5, 2022": "2022-03-05T00:00:00Z",
    "1 Jan 2020": "2020-01-01T00:00:00Z",
    "Jan 5, 2021": "2021-01-05T00:00:00Z",
    "31 Dec 2020": "2020-12-31T00:00:00Z",
    "Sat, 08 Nov 2014 15:05:02 GMT": "2014-11-08T15:05:02Z",
    "Sun, 09 Nov 2014 15:05:02 GMT": "2014-11-09T15:05:02Z",
    "Mon, 10 Nov 2014 15:05:02 GMT": "2014-11-10T15:05:02Z",
    "Sat, 8 Nov 97 15:05:02 GMT": "1997-11-08T15:05:02Z",
    "Saturday, 08-Nov-14 15:05:02 GMT": "2014-11-08T15:05:02Z",
    "8 Nov 14 15:05": "2014-11-08T15:05:00Z",
    "2014-11-08T15:05:25 GMT": "2014-11-08T15:05:25Z",
    "20220304": "2022-03-04T00:00:00Z",
    "2020-06-15T13:45:56+02:00": "2020-06-15T11:45:56Z",
    "2020-06-15T13:45:56+0100": "2020-06-15T12:45:56Z",
    "2020-06-15T14:45:56+14:00": "2020-06-15T00:45:56Z",
    "2020-06-15T13:45:56+05:59": "2020-06-15T07:46:56Z",
    "2020-01-01T00:30:00.5-0130": "2020-01-01T02:00:00.5Z",
    "2017 - 08 - 01": "2017-08-01T00:00:00Z",
    "2025, 6, 14": "2025-06-14T00:00:00Z",
    "2014-5-2 1:02:03": "2014-05-02T01:02:03Z",
    "1/2/2022 3:04 PM": "2022-01-02T15:04:00Z",
    "1/2/2022 12:04 AM": "2022-01-02T00:04:00Z",
    "4/6/2026, 1:30:00.125 PM": "2026-04-06T13:30:00.125Z",
    " 2020-01-01 ": "2020-01-01T00:00:00Z",
    "0001-01-01": "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.9999999Z": "9999-12-31T23:59:59.9999999Z",
    "2020-02-29": "2020-02-29T00:00:00Z",
  };
  test.each(Object.entries(accepted))("reads %s", (text, expected) => {
    expect(reread(text)).toBe(expected);
  });

  const refused = [
    "",
    " ",
    "not a date",
    "13-01-2022",
    "2020-13-01",
    "2020-02-30",
    "2020-02-30T00:00:00Z",
    "2021-02-29T10:00:00Z",
    "2020-04-31 00:00:00",
    "2020-13-01T00:00:00Z",
    "2021-02-29",
    "2020-06-15T24:00:00Z",
    "2020-06-15T13:60:00Z",
    "2020-06-15T13:45:60Z",
    "2020-06-15T13:45:09.Z",
    "2020-06-15Tx",
    "2020-06-15,",
    "2020-06-15T13:45:09 nonsense",
    "0000-01-01",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "1/2/2022 13:04 PM",
    "１２-02-2022",
    "2020-0a-01T00:00:00Z",
    "2020-01-01 +1:00:00",
    "2020-06-115",
    "6-5-20-1",
    "2020-01-01 00:-1:00Z",
    "9".repeat(5000),
  ];
  test.each(refused)("refuses %j", (text) => {
    expect(parseDatetime(text)).toBeNull();
  });

  test("a letter in place of any character makes it no date", () => {
    const plain = "2020-06-15T13:45:09.1234567Z";
    const texts = Array.from(plain, (_, at) => `${plain.slice(0, at)}x${plain.slice(at + 1)}`);
    expect(texts.filter((text) => parseDatetime(text) !== null)).toEqual([]);
  });

  test("reads the ends of the range as literals", () => {
    expect(parseDatetimeLiteral("min")).toBe(minTicks);
    expect(parseDatetimeLiteral(" max ")).toBe(maxTicks);
  });

  test("holds times near 2020 as numbers and far ones as bigints", () => {
    expect(parseDatetime("2020-01-01")).toBe(0);
    expect(parseDatetime("2020-01-02")).toBe(ticksPerDay);
    expect(parseDatetime("1970-01-01")).toBe(-15_778_368_000_000_000n);
    expect(parseDatetime("2048-07-16T23:58:45.4740991Z")).toBe(Number.MAX_SAFE_INTEGER);
    expect(parseDatetime("2048-07-16T23:58:45.4740992Z")).toBe(2n ** 53n);
    expect(parseDatetime("1991-06-17T00:01:14.5259009Z")).toBe(Number.MIN_SAFE_INTEGER);
    expect(parseDatetime("1991-06-17T00:01:14.5259008Z")).toBe(-(2n ** 53n));
  });
});

const anyTicks = fc
  .bigInt({ min: minTicks, max: maxTicks })
  .map((ticks) => ticksFromAbsolute(ticks - minTicks) ?? 0);
const edgeTicks = fc
  .tuple(fc.integer({ min: 0, max: 3_652_058 }), fc.constantFrom(0, 1, 863_999_999_999))
  .map(([day, time]) => ticksFromAbsolute(BigInt(day) * BigInt(ticksPerDay) + BigInt(time)) ?? 0);
const ticks = fc.oneof(anyTicks, edgeTicks);

describe("printing", () => {
  test("drops trailing zeros of the fraction in cells and keeps seven digits in text", () => {
    const value = parseDatetime("2020-06-15T13:45:30.76Z") ?? 0;
    expect(printDatetime(value)).toBe("2020-06-15T13:45:30.76Z");
    expect(printDatetimeFull(value)).toBe("2020-06-15T13:45:30.7600000Z");
    expect(printDatetimeFull(0)).toBe("2020-01-01T00:00:00.0000000Z");
  });

  test("every datetime reads back from both its texts", () => {
    fc.assert(
      fc.property(ticks, (value) => {
        expect(parseDatetime(printDatetime(value))).toBe(value);
        expect(parseDatetime(printDatetimeFull(value))).toBe(value);
      }),
    );
  });

  test("agrees with the calendar of JavaScript", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          const value = ticksFromUnixMs(date.getTime()) ?? 0;
          expect(unixMsOf(value)).toBe(date.getTime());
          const parts = splitDatetime(value);
          expect([parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second]).toEqual([
            date.getUTCFullYear(),
            date.getUTCMonth() + 1,
            date.getUTCDate(),
            date.getUTCHours(),
            date.getUTCMinutes(),
            date.getUTCSeconds(),
          ]);
          expect([hourOf(value), minuteOf(value), secondOf(value), fractionOf(value)]).toEqual([
            parts.hour,
            parts.minute,
            parts.second,
            parts.fraction,
          ]);
          expect(parts.fraction).toBe(date.getUTCMilliseconds() * 10_000);
        },
      ),
    );
  });
});

describe("calendar", () => {
  test("days and time of day put together are the datetime", () => {
    fc.assert(
      fc.property(ticks, (value) => {
        const time = ticksOfDay(value);
        expect(time).toBeGreaterThanOrEqual(0);
        expect(time).toBeLessThan(ticksPerDay);
        expect(BigInt(daysOf(value)) * BigInt(ticksPerDay) + BigInt(time)).toBe(BigInt(absoluteTicks(value)));
      }),
    );
  });

  test("parts put together are the datetime", () => {
    fc.assert(
      fc.property(ticks, (value) => {
        expect(datetimeFromParts(splitDatetime(value))).toBe(value);
      }),
    );
  });

  test.each([
    ["2024-12-31", 366],
    ["0001-01-01", 1],
    ["1900-12-31", 365],
  ])("%s is day %i of its year", (date, expected) => {
    expect(dayOfYear(parseDatetime(date) ?? 0)).toBe(expected);
  });

  test("counts absolute ticks as the engine does", () => {
    expect(absoluteTicks(parseDatetime("1970-01-01") ?? 0)).toBe(621_355_968_000_000_000n);
    expect(absoluteTicks(minTicks)).toBe(0);
    expect(absoluteTicks(maxTicks)).toBe(3_155_378_975_999_999_999n);
    expect(ticksFromAbsolute(-1)).toBeNull();
    expect(ticksFromAbsolute(3_155_378_976_000_000_000n)).toBeNull();
  });

  test("refuses parts that make no datetime", () => {
    expect(datetimeFromParts({ year: 2020, month: 2, day: 30 })).toBeNull();
    expect(datetimeFromParts({ year: 10_000, month: 1, day: 1 })).toBeNull();
    expect(datetimeFromParts({ year: 2020, month: 1, day: 1, hour: 24 })).toBeNull();
    expect(datetimeFromParts({ year: 2020, month: 1, day: 1.5 })).toBeNull();
    expect(ticksFromUnixMs(Number.NaN)).toBeNull();
    expect(ticksFromUnixMs(1e18)).toBeNull();
  });
});

test("days and dates go with one another over all years", () => {
  const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  let day = 0;
  let wrong = 0;
  for (let year = 1; year <= 9999; year++) {
    const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    for (let month = 1; month <= 12; month++) {
      const length = month === 2 && isLeap ? 29 : lengths[month - 1];
      for (let date = 1; date <= length; date++, day++) {
        const found = dateOfDay(day);
        if (found.year !== year || found.month !== month || found.day !== date) wrong++;
        if (dayOfDate(year, month, date) !== day) wrong++;
      }
    }
  }
  expect([day - 1, wrong]).toEqual([lastDay, 0]);
});
