/**
 * `format_datetime` and `format_timespan`. A format is read left to right, the longest element first; there are no
 * names of days or months, so `ddd` is `dd` and `d`. Anything but elements and the nine delimiters is refused.
 */
import { splitDatetime, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../../types/calendar.js";
import type { Int64, Ticks } from "../../types/int64.js";
import { splitTimespan } from "../../types/timespan.js";
import type { Cell } from "../../types/value.js";
import { badArgument } from "../diagnostics.js";
import { type ArgumentInfo, constant, scalarFamily, signature } from "../entry.js";

/** What the elements print from. */
interface FormatParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ticks within the second. */
  readonly fraction: number;
}

type Element = (parts: FormatParts) => string;
type Elements = ReadonlyMap<string, Element>;

const pad = (value: number, length: number) => String(value).padStart(length, "0");

/** `f` to `fffffff`, `F` to `FFFFFFF`. */
const fractionElements: [string, Element][] = [1, 2, 3, 4, 5, 6, 7].flatMap((count): [string, Element][] => [
  ["f".repeat(count), ({ fraction }) => pad(fraction, 7).slice(0, count)],
  ["F".repeat(count), ({ fraction }) => pad(fraction, 7).slice(0, count).replace(/0+$/, "")],
]);

const clockElements: [string, Element][] = [
  ["H", ({ hour }) => String(hour)],
  ["HH", ({ hour }) => pad(hour, 2)],
  ["m", ({ minute }) => String(minute)],
  ["mm", ({ minute }) => pad(minute, 2)],
  ["s", ({ second }) => String(second)],
  ["ss", ({ second }) => pad(second, 2)],
  ...fractionElements,
];

const delimiters: [string, Element][] = Array.from(" /-:,._[]", (letter) => [letter, () => letter]);

/** The hour of the 12-hour clock. */
const halfHour = (hour: number) => ((hour + 11) % 12) + 1;

const datetimeElements: Elements = new Map([
  ...clockElements,
  ...delimiters,
  ["h", ({ hour }) => String(halfHour(hour))],
  ["hh", ({ hour }) => pad(halfHour(hour), 2)],
  ["d", ({ day }) => String(day)],
  ["dd", ({ day }) => pad(day, 2)],
  ["M", ({ month }) => String(month)],
  ["MM", ({ month }) => pad(month, 2)],
  ["y", ({ year }) => String(year % 100)],
  ["yy", ({ year }) => pad(year % 100, 2)],
  ["yyyy", ({ year }) => pad(year, 4)],
  ["tt", ({ hour }) => (hour < 12 ? "AM" : "PM")],
]);

const timespanElements: Elements = new Map([
  ...clockElements,
  ...delimiters,
  ["h", ({ hour }) => String(hour)],
  ["hh", ({ hour }) => pad(hour, 2)],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((count): [string, Element] => [
    "d".repeat(count),
    ({ day }) => pad(day, count),
  ]),
]);

const longestElement = 8;

export const datetimeFormatFunctions = scalarFamily({
  format_datetime: {
    summary: "A datetime printed by a format of elements such as yyyy, MM, dd, HH, mm, ss, fff.",
    page: "format-datetime-function",
    signatures: [signature({ date: "datetime", format: constant("string") }, "string")],
    nulls: "propagate",
    examples: {
      "format_datetime(datetime(2017-01-29 09:00:05), 'yy-MM-dd [HH:mm:ss]')": "'17-01-29 [09:00:05]'",
      "format_datetime(datetime(2020-06-15 13:45:09), 'M/d/yyyy h:mm:ss tt')": "'6/15/2020 1:45:09 PM'",
    },
    specialize: ([, format]) => {
      const print = constantFormat(format, datetimeElements);
      return (ticks: Ticks, text: string) =>
        (print ?? compileFormat(text, datetimeElements))(splitDatetime(ticks));
    },
  },
  format_timespan: {
    summary:
      "A timespan printed by a format of elements such as d, hh, mm, ss, fff; a negative one with a minus.",
    page: "format-timespan-function",
    signatures: [signature({ timespan: "timespan", format: constant("string") }, "string")],
    nulls: "propagate",
    examples: {
      "format_timespan(time(29.09:00:05.12345), 'dd.hh:mm:ss:FF')": "'29.09:00:05:12'",
      "format_timespan(-90s, 'mm:ss')": "'-01:30'",
    },
    specialize: ([, format]) => {
      const print = constantFormat(format, timespanElements);
      return (span: Int64, text: string) =>
        (span < 0 ? "-" : "") + (print ?? compileFormat(text, timespanElements))(partsOfTimespan(span));
    },
  },
});

function partsOfTimespan(span: Int64): FormatParts {
  const { days, time } = splitTimespan(span);
  return {
    year: 0,
    month: 0,
    day: days,
    hour: Math.floor(time / ticksPerHour),
    minute: Math.floor(time / ticksPerMinute) % 60,
    second: Math.floor(time / ticksPerSecond) % 60,
    fraction: time % ticksPerSecond,
  };
}

function constantFormat(argument: ArgumentInfo | undefined, elements: Elements): Element | undefined {
  const format: Cell = argument?.constant?.value ?? null;
  return typeof format === "string" ? compileFormat(format, elements) : undefined;
}

function compileFormat(format: string, elements: Elements): Element {
  const printers: Element[] = [];
  for (let at = 0; at < format.length; ) {
    const element = longestAt(format, at, elements);
    if (element === undefined) throw badFormat(format[at] ?? "");
    printers.push(element.print);
    at += element.length;
  }
  return (parts) => printers.map((print) => print(parts)).join("");
}

function longestAt(
  format: string,
  at: number,
  elements: Elements,
): { length: number; print: Element } | undefined {
  for (let length = longestElement; length > 0; length--) {
    const print = elements.get(format.slice(at, at + length));
    if (print !== undefined && at + length <= format.length) return { length, print };
  }
  return undefined;
}

function badFormat(letter: string): Error {
  return badArgument(
    "format",
    `made of format elements and the delimiters \` /-:,._[]\`; it has \`${letter}\``,
  );
}
