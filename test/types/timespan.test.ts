import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxInt64, minInt64, normalizeInt64 } from "../../src/types/int64.js";
import { parseTimespan, parseTimespanLiteral, printTimespan } from "../../src/types/timespan.js";

describe("parseTimespan", () => {
  const accepted: Record<string, string> = {
    "1d": "1.00:00:00",
    "2h": "02:00:00",
    "1.5h": "01:30:00",
    "90s": "00:01:30",
    "-1d": "-1.00:00:00",
    "25min": "00:25:00",
    "10sec": "00:00:10",
    "100ms": "00:00:00.1000000",
    "2microseconds": "00:00:00.0000020",
    "1tick": "00:00:00.0000001",
    "15 seconds": "00:00:15",
    "01:00:00": "01:00:00",
    "01:02": "01:02:00",
    "00:00:00.001": "00:00:00.0010000",
    "0.00:03:00": "00:03:00",
    "1.02:03:04": "1.02:03:04",
    "-1.02:03:04.5": "-1.02:03:04.5000000",
    "0.12:34:56.7": "12:34:56.7000000",
    "2": "2.00:00:00",
    "10675199.02:48:05.4775807": "10675199.02:48:05.4775807",
    "-10675199.02:48:05.4775808": "-10675199.02:48:05.4775808",
  };
  test.each(Object.entries(accepted))("reads %s", (text, expected) => {
    const ticks = parseTimespan(text);
    expect(ticks === null ? null : printTimespan(ticks)).toBe(expected);
  });

  const refused = [
    "",
    "1.5",
    "1w",
    "100ns",
    "1us",
    "abc",
    "25:00:00",
    "00:60:00",
    "00:00:60",
    "1:2:3:4:5",
    "d",
    "10675199.02:48:05.4775808",
    "99999999999999999999d",
    "1e5d",
    "9".repeat(5000),
  ];
  test.each(refused)("refuses %j", (text) => {
    expect(parseTimespan(text)).toBeNull();
  });

  test("reads the ends of the range as literals", () => {
    expect(parseTimespanLiteral("min")).toBe(minInt64);
    expect(parseTimespanLiteral("max")).toBe(maxInt64);
  });
});

test("every timespan reads back from its text", () => {
  const ticks = fc.oneof(
    fc.bigInt({ min: minInt64, max: maxInt64 }),
    fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }),
  );
  fc.assert(
    fc.property(ticks.map(normalizeInt64), (value) => {
      expect(parseTimespan(printTimespan(value))).toBe(value);
    }),
  );
});
