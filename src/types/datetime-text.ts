import { datetimeFromParts, isInDatetimeRange, ticksPerMinute, ticksPerSecond } from "./calendar.js";
import { addInt64, type Ticks } from "./int64.js";

/**
 * The patient reader of dates, for every accepted form that is not the plain ISO one: parts with one digit, month
 * first, month names, weekday names, `AM`/`PM`, offsets, blanks around separators. One left-to-right scan.
 *
 * @see https://learn.microsoft.com/kusto/query/scalar-data-types/datetime
 */
export function readDatetimeText(text: string): Ticks | null {
  const scan: Scan = { text, at: 0 };
  skipBlanks(scan);
  skipWeekday(scan);
  const date = readDate(scan);
  if (date === undefined) return null;
  const time = readTime(scan);
  if (time === undefined) return null;
  const offset = readOffset(scan, time !== midnight);
  skipBlanks(scan);
  if (offset === undefined || scan.at < text.length) return null;
  const { year, month, day } = date;
  const { hour, minute, second, fraction } = time;
  const local = datetimeFromParts({ year, month, day, hour, minute, second, fraction });
  if (local === null || offset === 0) return local;
  const moved = addInt64(local, -offset * ticksPerMinute);
  return isInDatetimeRange(moved) ? moved : null;
}

interface Scan {
  readonly text: string;
  at: number;
}

interface DateText {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface TimeText {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: number;
}

interface Digits {
  readonly value: number;
  readonly count: number;
}

const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const weekdayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const midnight: TimeText = { hour: 0, minute: 0, second: 0, fraction: 0 };

function readDate(scan: Scan): DateText | undefined {
  const monthFirst = readMonthName(scan);
  if (monthFirst !== undefined) return readAfterMonthName(scan, monthFirst);
  const first = readDigits(scan, 8);
  if (first === undefined) return undefined;
  if (first.count === 8) return compactDate(first.value);
  if (first.count === 4) return readAfterYear(scan, first.value);
  if (first.count > 2) return undefined;
  skipDateSeparator(scan);
  const month = readMonthName(scan);
  if (month === undefined) return readAfterMonth(scan, first.value);
  skipDateSeparator(scan);
  return withYear(readDigits(scan, 4), month, first.value);
}

/** `Nov 8, 2014`, `November 8 2014`. */
function readAfterMonthName(scan: Scan, month: number): DateText | undefined {
  skipDateSeparator(scan);
  const day = readDigits(scan, 2);
  if (day === undefined || !skipDateSeparator(scan)) return undefined;
  return withYear(readDigits(scan, 4), month, day.value);
}

/** `2014-11-8`, `2014/11/08`, `2014-Nov-08`, `2025, 6, 14`, `2014-11`, `2014`. */
function readAfterYear(scan: Scan, year: number): DateText | undefined {
  if (scan.at === scan.text.length) return { year, month: 1, day: 1 };
  if (!skipDateSeparator(scan)) return undefined;
  const month = readMonthName(scan) ?? readDigits(scan, 2)?.value;
  if (month === undefined) return undefined;
  const before = scan.at;
  if (skipDateSeparator(scan)) {
    const day = readDigits(scan, 2);
    if (day !== undefined && !isTimeAhead(scan)) return { year, month, day: day.value };
    scan.at = before;
  }
  return { year, month, day: 1 };
}

/** `11/8/2014`, `11-08-2014`, `11.08.14`: the month comes first. */
function readAfterMonth(scan: Scan, month: number): DateText | undefined {
  const day = readDigits(scan, 2);
  if (day === undefined || !skipDateSeparator(scan)) return undefined;
  return withYear(readDigits(scan, 4), month, day.value);
}

function compactDate(digits: number): DateText {
  return { year: Math.floor(digits / 10_000), month: Math.floor(digits / 100) % 100, day: digits % 100 };
}

/** Years of two digits lie between 1950 and 2049. */
function withYear(year: Digits | undefined, month: number, day: number): DateText | undefined {
  if (year?.count === 4) return { year: year.value, month, day };
  if (year?.count === 2) return { year: year.value + (year.value < 50 ? 2000 : 1900), month, day };
  return undefined;
}

/** No time at all is midnight; undefined is an error. */
function readTime(scan: Scan): TimeText | undefined {
  const hasBlanks = skipBlanks(scan);
  const hasMark = !hasBlanks && skipTimeMark(scan);
  const isSeparated = hasBlanks || hasMark;
  skipBlanks(scan);
  const hour = isSeparated ? readDigits(scan, 2) : undefined;
  if (hour === undefined) {
    return hasMark ? undefined : midnight;
  }
  const minute = readColonDigits(scan);
  const seconds = minute === undefined ? undefined : readColonDigits(scan);
  const fraction = seconds === undefined ? 0 : readFraction(scan);
  const hours = readHalfDay(scan, hour.value);
  if (fraction === undefined || hours === undefined) return undefined;
  if (minute === undefined && !isHalfDayBehind(scan)) return undefined;
  return { hour: hours, minute: minute ?? 0, second: seconds ?? 0, fraction };
}

function isTimeAhead(scan: Scan): boolean {
  return scan.text[scan.at] === ":";
}

function readColonDigits(scan: Scan): number | undefined {
  if (scan.text[scan.at] !== ":") return undefined;
  const start = scan.at;
  scan.at++;
  const digits = readDigits(scan, 2);
  if (digits === undefined) scan.at = start;
  return digits?.value;
}

/** Ticks of `.1234567`; digits past the seventh are cut off. */
function readFraction(scan: Scan): number | undefined {
  if (scan.text[scan.at] !== ".") return 0;
  scan.at++;
  let ticks = 0;
  let scale = ticksPerSecond;
  const start = scan.at;
  for (; isDigitAt(scan.text, scan.at); scan.at++) {
    if (scale > 1) {
      scale /= 10;
      ticks += scale * digitAt(scan.text, scan.at);
    }
  }
  return scan.at === start ? undefined : ticks;
}

/** The hour moved by a following `AM` or `PM`; undefined when it is no hour of the 12-hour clock. */
function readHalfDay(scan: Scan, hour: number): number | undefined {
  const start = scan.at;
  skipBlanks(scan);
  if (!isLetterAt(scan.text, scan.at)) {
    scan.at = start;
    return hour;
  }
  const word = readWord(scan);
  if (word !== "am" && word !== "pm") {
    scan.at = start;
    return hour;
  }
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (word === "pm" ? 12 : 0);
}

function isHalfDayBehind(scan: Scan): boolean {
  const letter = scan.text[scan.at - 1];
  return letter === "m" || letter === "M";
}

/** Minutes east of Greenwich; none is 0, undefined is an error. Digits of one stand behind a time. */
function readOffset(scan: Scan, hasTime: boolean): number | undefined {
  skipBlanks(scan);
  if (scan.at === scan.text.length) return 0;
  const sign = scan.text[scan.at];
  if (sign !== "+" && sign !== "-") return isUtcName(readWord(scan)) ? 0 : undefined;
  if (!hasTime) return undefined;
  scan.at++;
  const first = readDigits(scan, 4);
  if (first === undefined) return undefined;
  const isCompact = first.count > 2;
  const hours = isCompact ? Math.floor(first.value / 100) : first.value;
  const minutes = isCompact ? first.value % 100 : (readColonDigits(scan) ?? 0);
  if (hours > 14 || minutes > 59) return undefined;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
}

function isUtcName(word: string): boolean {
  return word === "z" || word === "gmt" || word === "utc" || word === "ut";
}

function skipWeekday(scan: Scan): void {
  if (!isLetterAt(scan.text, scan.at)) return;
  const start = scan.at;
  if (indexOfName(weekdayNames, readWord(scan)) < 0) {
    scan.at = start;
    return;
  }
  if (scan.text[scan.at] === ",") scan.at++;
  skipBlanks(scan);
}

function readMonthName(scan: Scan): number | undefined {
  if (!isLetterAt(scan.text, scan.at)) return undefined;
  const start = scan.at;
  const index = indexOfName(monthNames, readWord(scan));
  if (index >= 0) return index + 1;
  scan.at = start;
  return undefined;
}

/** Names may be cut to their first three letters. */
function indexOfName(names: readonly string[], word: string): number {
  if (word.length < 3) return -1;
  return names.findIndex((name) => name === word || (word.length === 3 && name.startsWith(word)));
}

function readWord(scan: Scan): string {
  const start = scan.at;
  while (isLetterAt(scan.text, scan.at) && scan.at - start < 12) scan.at++;
  return scan.text.slice(start, scan.at).toLowerCase();
}

/** A run of at most `most` digits; undefined for none and for more. */
function readDigits(scan: Scan, most: number): Digits | undefined {
  const start = scan.at;
  let value = 0;
  for (; isDigitAt(scan.text, scan.at); scan.at++) {
    if (scan.at - start === most) return undefined;
    value = value * 10 + digitAt(scan.text, scan.at);
  }
  return scan.at === start ? undefined : { value, count: scan.at - start };
}

/** One of `- / . ,` with blanks around it, or blanks alone. */
function skipDateSeparator(scan: Scan): boolean {
  const hasBlanks = skipBlanks(scan);
  const letter = scan.text[scan.at];
  if (letter !== "-" && letter !== "/" && letter !== "." && letter !== ",") return hasBlanks;
  scan.at++;
  skipBlanks(scan);
  return true;
}

function skipBlanks(scan: Scan): boolean {
  const start = scan.at;
  for (let code = scan.text.charCodeAt(scan.at); code === 32 || (code >= 9 && code <= 13); ) {
    scan.at++;
    code = scan.text.charCodeAt(scan.at);
  }
  return scan.at > start;
}

/** `T`, or the comma of `4/6/2026, 1:30:00.000 PM`, as the portal exports times. */
function skipTimeMark(scan: Scan): boolean {
  const letter = scan.text[scan.at];
  if (letter !== "T" && letter !== "t" && letter !== ",") return false;
  scan.at++;
  return true;
}

function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function digitAt(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}

function isLetterAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 32;
  return code >= 97 && code <= 122;
}
