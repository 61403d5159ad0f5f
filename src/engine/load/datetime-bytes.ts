/** Datetimes straight from bytes. */
import { dayOfDate, daysInMonth, originDay, ticksPerDay } from "../../types/calendar.js";
import { isDigit } from "./json-scan.js";

const fractionScales = [0, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

/** Reads `yyyy-MM-dd[T ]HH:mm:ss[.f..fffffff][Z]`; remembers the day, for rows next to each other share it. */
export class DatetimeBytes {
  private date = -1;
  private dayTicks = 0;

  /** Ticks; NaN for every other form, and for instants that a double does not hold. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length < 19 || length > 28 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return Number.NaN;
    const gap = bytes[start + 10];
    if ((gap !== 84 && gap !== 32) || bytes[start + 13] !== 58 || bytes[start + 16] !== 58) return Number.NaN;
    const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
    const month = twoDigits(bytes, start + 5);
    const day = twoDigits(bytes, start + 8);
    const hour = twoDigits(bytes, start + 11);
    const minute = twoDigits(bytes, start + 14);
    const second = twoDigits(bytes, start + 17);
    if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60))
      return Number.NaN;
    const last = bytes[end - 1] === 90 ? end - 1 : end;
    const fraction = last === start + 19 ? 0 : fractionTicks(bytes, start + 19, last);
    if (fraction < 0 || !this.findDay(year, month, day)) return Number.NaN;
    const ticks = this.dayTicks + ((hour * 60 + minute) * 60 + second) * 10_000_000 + fraction;
    return Number.isSafeInteger(ticks) ? ticks : Number.NaN;
  }

  private findDay(year: number, month: number, day: number): boolean {
    const date = (year * 100 + month) * 100 + day;
    if (date === this.date) return true;
    const isDate = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
    if (!isDate) return false;
    this.date = date;
    this.dayTicks = (dayOfDate(year, month, day) - originDay) * ticksPerDay;
    return true;
  }
}

/** A byte that is no digit makes the part far below zero. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const high = bytes[at] - 48;
  const low = bytes[at + 1] - 48;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : -1_000_000;
}

function fractionTicks(bytes: Uint8Array, point: number, end: number): number {
  const digits = end - point - 1;
  if (bytes[point] !== 46 || digits < 1 || digits > 7) return -1;
  let value = 0;
  for (let at = point + 1; at < end; at++) {
    if (!isDigit(bytes[at])) return -1;
    value = value * 10 + bytes[at] - 48;
  }
  return value * fractionScales[digits];
}
