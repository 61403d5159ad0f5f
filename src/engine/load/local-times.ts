/**
 * Times as the portal shows them, in the form of the browser's language: `4/6/2026, 12:00:00.000 PM`,
 * `06/04/2026, 12:00:00.000`, `6.4.2026, 12:00:00`. Whether the day or the month comes first is seen from dates that
 * can be read only one way; where there are none, from marks of the language.
 */
import { datetimeFromParts } from "../../types/calendar.js";
import type { Ticks } from "../../types/int64.js";

type Order = "day" | "month";

const localTime =
  /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,7}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?)?$/;

const datesInText =
  /\b(\d{1,2})([/.-])(\d{1,2})\2\d{4},?\s+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,7})?)?(\s*[AP]M)?/g;

export class LocalTimes {
  private order: Order | undefined;

  /** `head` is the start of the file; `note` is told of an order that was guessed. */
  constructor(
    private readonly head: () => string,
    private readonly note: (message: string) => void,
  ) {}

  /** Null for text that is no such time. */
  read(text: string): Ticks | null {
    const match = localTime.exec(text.trim());
    if (match === null) return null;
    const [, first, , second, year, hour = "0", minute = "0", seconds = "0", fraction = "", half] = match;
    this.order ??= this.findOrder();
    const isDayFirst = this.order === "day";
    const clock = hourOf(Number(hour), half);
    return datetimeFromParts({
      year: Number(year),
      month: Number(isDayFirst ? second : first),
      day: Number(isDayFirst ? first : second),
      hour: clock,
      minute: Number(minute),
      second: Number(seconds),
      fraction: Number(fraction.padEnd(7, "0")),
    });
  }

  private findOrder(): Order {
    let guess: Order | undefined;
    for (const [, first, separator, second, half] of this.head().matchAll(datesInText)) {
      if (Number(first) > 12) return "day";
      if (Number(second) > 12) return "month";
      // Capital AM and PM are written in the United States; dots separate dates where the day comes first.
      guess ??= separator === "/" && half !== undefined ? "month" : "day";
    }
    const order = guess ?? "day";
    this.note(`dates such as 4/6/2026 were read with the ${order} first; no date in the file tells`);
    return order;
  }
}

/** -1 for an hour that the clock does not have. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return -1;
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}
