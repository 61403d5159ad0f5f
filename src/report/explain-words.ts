/** Values, times, places and numbers of an explanation as words. */

import type { TypedCell } from "../explain/conditions.js";
import type { NamedCell, RowsConcerned } from "../explain/findings.js";
import type { SourceRow } from "../explain/lineage.js";
import type { Subject } from "../explain/subject.js";
import type { QueryPlace } from "../rules/run-rule.js";
import { fileSpan } from "../rules/text-map.js";
import { positionAt, type SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../types/calendar.js";
import { printDatetime } from "../types/datetime.js";
import { exportCell } from "../types/export.js";
import type { Ticks } from "../types/int64.js";
import { jsonText } from "../types/json-text.js";
import { printable } from "./format-result.js";

/** Longer values are cut. */
const maxValue = 60;

export function cut(text: string, width = maxValue): string {
  return text.length > width ? `${text.slice(0, width - 3)}...` : text;
}

/** A text in backquotes. */
export function quoted(text: string): string {
  return text === "" ? "empty" : `\`${cut(printable(text))}\``;
}

/** What is told of: a query, mostly that of a run. */
interface Told {
  readonly source: Pick<Subject["source"], "text">;
  readonly run: Pick<NonNullable<Subject["run"]>, "at"> | undefined;
  readonly place: QueryPlace | undefined;
}

/** Values and times as this run's readers know them: of the run's own day only the time is said. */
export class Words {
  private readonly day: string;

  constructor(private readonly subject: Told) {
    this.day = subject.run === undefined ? "" : subject.run.at.slice(0, 10);
  }

  cell({ cell, type }: TypedCell): string {
    if (cell === null) return "null";
    if (type === "datetime" && (typeof cell === "number" || typeof cell === "bigint")) return this.time(cell);
    if (type === "timespan" && typeof cell === "number") return duration(cell);
    const value = exportCell(cell, type);
    if (typeof value === "string") return value === "" ? '""' : cut(printable(value));
    return cut(printable(jsonText(value)));
  }

  /** `11:00` on the run's day, `2026-04-05 11:00` on others. */
  time(ticks: Ticks): string {
    const [day, clock = ""] = printDatetime(ticks).replace("Z", "").split("T");
    const short = clock.endsWith(":00") && clock.length === 8 ? clock.slice(0, 5) : clock;
    return day === this.day ? short : `${day} ${short}`;
  }

  /** `10:00 to 12:00`; where one end is on another day, both with theirs. */
  range(from: Ticks, to: Ticks): string {
    return this.alike(from, to).join(" to ");
  }

  /** Times beside each other: all with their day, or none. */
  alike(...times: readonly Ticks[]): string[] {
    const short = times.map((time) => this.time(time));
    if (short.every((text) => !text.includes(" "))) return short;
    return short.map((text) => (text.includes(" ") ? text : `${this.day} ${text}`));
  }

  named(cells: readonly NamedCell[]): string {
    return cells.map((cell) => `${cell.name} ${this.cell(cell)}`).join(", ");
  }

  /** Text of the query. */
  text({ start, end }: Span, width = maxValue): string {
    return cut(printable(this.subject.source.text.slice(start, end).replace(/\s+/g, " ")), width);
  }

  /** Line of a place of the query in the file that it stands in. */
  line({ start, end }: Span): number {
    return lineOf(this.subject.source, this.subject.place, { start, end });
  }
}

/** Line of a part of a query, in the file that the query stands in. */
export function lineOf(source: Pick<SourceText, "text">, place: QueryPlace | undefined, span: Span): number {
  if (place === undefined || place.query.text !== source.text)
    return positionAt(source.text, span.start).line;
  return positionAt(place.source.text, fileSpan(place.query.map, span).start).line;
}

/** `2 h 5 min`, `500 ms`; the two largest units that are there. */
export function duration(ticks: number): string {
  const sign = ticks < 0 ? "-" : "";
  let left = Math.abs(ticks);
  const parts: string[] = [];
  for (const [unit, name] of units) {
    const count = Math.floor(left / unit);
    left -= count * unit;
    if (count > 0) parts.push(`${count}${name}`);
  }
  return parts.length === 0 ? "0s" : sign + parts.slice(0, 2).join(" ");
}

const units: readonly (readonly [number, string])[] = [
  [ticksPerDay, "d"],
  [ticksPerHour, "h"],
  [ticksPerMinute, "m"],
  [ticksPerSecond, "s"],
  [ticksPerSecond / 1000, "ms"],
  [1, " ticks"],
];

/** A whole number with commas; to ask the locale for them takes 10 ms the first time. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(number)} ${number === 1 ? singular : plural}`;
}

/** `all 5 rows`, `2 of 5 rows`. */
export function rowsOf({ count: rows, total }: Pick<RowsConcerned, "count" | "total">): string {
  if (rows === total)
    return rows === 1 ? "the one row" : rows === 2 ? "both rows" : `all ${count(rows, "row")}`;
  return `${grouped(rows)} of ${count(total, "row")}`;
}

/** `AuditLogs rows 1, 2, 3`; rows are counted from 1. */
export function sourcesOf(sources: readonly SourceRow[]): string {
  const tables = new Map<string, number[]>();
  for (const { table, row } of sources) tables.set(table, [...(tables.get(table) ?? []), row + 1]);
  return [...tables]
    .map(([table, rows]) => `${table} ${rows.length === 1 ? "row" : "rows"} ${ranges(rows)}`)
    .join("; ");
}

/** `1-5, 8`. */
export function ranges(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (sorted[to + 1] === sorted[to] + 1) to++;
    parts.push(to > from + 1 ? `${sorted[from]}-${sorted[to]}` : sorted.slice(from, to + 1).join(", "));
    from = to + 1;
  }
  return parts.join(", ");
}

/** Lines of at most `width` columns, those behind the first indented. */
export function wrap(text: string, width = 80, indent = "  "): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const start = lines.length === 0 ? "" : indent;
    if (line !== "" && start.length + line.length + 1 + word.length > width) {
      lines.push(start + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, (lines.length === 0 ? "" : indent) + line];
}
