import { describe, expect, it } from "vitest";
import { parseTimespanText, printClock, printShort } from "../../src/rules/timespan-text.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../../src/types/calendar.js";

const legal: readonly [string, number][] = [
  ["5m", 5 * ticksPerMinute],
  ["1h", ticksPerHour],
  ["24h", ticksPerDay],
  ["14d", 14 * ticksPerDay],
  ["PT1H", ticksPerHour],
  ["PT5M", 5 * ticksPerMinute],
  ["P14D", 14 * ticksPerDay],
  ["P1DT12H", 36 * ticksPerHour],
  ["PT0S", 0],
  ["PT1.5S", 15_000_000],
  ["PT0.0000001S", 1],
  ["-PT1H", -ticksPerHour],
  ["00:05:00", 5 * ticksPerMinute],
  ["1.00:00:00", ticksPerDay],
  ["1.02:03:04.5", ticksPerDay + 2 * ticksPerHour + 3 * ticksPerMinute + 4.5 * ticksPerSecond],
  ["-00:00:01", -ticksPerSecond],
  ["00:05", 5 * ticksPerMinute],
  ["5", 5 * ticksPerDay],
  ["0", 0],
];

const illegal: readonly [string, string][] = [
  ["P1M", "calendar"],
  ["P1Y", "calendar"],
  ["P2W", "calendar"],
  ["1s", "unit"],
  ["1H", "unit"],
  ["1 day", "unit"],
  ["25:00:00", "range"],
  ["00:61:00", "range"],
  ["P", "unknown"],
  ["PT", "unknown"],
  ["P1DT", "unknown"],
  ["", "unknown"],
  ["-5", "unknown"],
  ["1.5h", "unknown"],
  ["soon", "unknown"],
];

describe("parseTimespanText", () => {
  it.each(legal)("reads %s", (text, ticks) => {
    expect(parseTimespanText(text)).toMatchObject({ ok: true, ticks });
  });

  it.each(illegal)("refuses %j (%s)", (text, reason) => {
    const parsed = parseTimespanText(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok && reason !== "unknown") expect(parsed.reason).toBe(reason);
  });
});

describe("printing", () => {
  it.each([
    [5 * ticksPerHour, "05:00:00", "5h"],
    [90 * ticksPerMinute, "01:30:00", "90m"],
    [14 * ticksPerDay, "14.00:00:00", "14d"],
    [15_000_000, "00:00:01.5", "00:00:01.5"],
    [-ticksPerHour, "-01:00:00", "-01:00:00"],
  ])("prints %d ticks as a clock and short", (ticks, clock, short) => {
    expect(printClock(ticks)).toBe(clock);
    expect(printShort(ticks)).toBe(short);
  });
});
