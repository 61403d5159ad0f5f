/** Query results as text: an aligned table, JSON, CSV, NDJSON. */

import type { QueryResult } from "../engine/result.js";
import { exportCell, exportJsonCell } from "../types/export.js";
import { setSlot } from "../types/json.js";
import { jsonText } from "../types/json-text.js";
import { cellToText } from "../types/text.js";

export const resultFormats = ["table", "json", "csv", "ndjson"] as const;
export type ResultFormat = (typeof resultFormats)[number];

/** Cells wider than this are cut in tables. */
const maxCellWidth = 60;

export function formatResult(result: QueryResult, format: ResultFormat): string {
  switch (format) {
    case "json":
      return `${jsonText(jsonRows(result), 2)}\n`;
    case "ndjson":
      return jsonRows(result)
        .map((row) => `${jsonText(row)}\n`)
        .join("");
    case "csv":
      return formatCsv(result);
    case "table":
      return formatTable(result);
  }
}

/** The tables of a query one below the other; as JSON, several are an array of arrays. */
export function formatResults(results: readonly QueryResult[], format: ResultFormat): string {
  if (format === "json" && results.length > 1) return `${jsonText(results.map(jsonRows), 2)}\n`;
  const separator = format === "ndjson" ? "" : "\n";
  return results.map((result) => formatResult(result, format)).join(separator);
}

function jsonRows(result: QueryResult): Record<string, unknown>[] {
  return result.rows(exportJsonCell).map((cells) => {
    const row: Record<string, unknown> = {};
    for (const [col, { name }] of result.columns.entries()) setSlot(row, name, cells[col]);
    return row;
  });
}

function formatCsv(result: QueryResult): string {
  const header = result.columns.map(({ name }) => csvCell(name)).join(",");
  const rows = result.rows((cell, type) => {
    const exported = exportCell(cell, type);
    return csvCell(
      typeof exported === "object" && exported !== null ? jsonText(exported) : String(exported ?? ""),
    );
  });
  return `${[header, ...rows.map((cells) => cells.join(","))].join("\n")}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An aligned table, numbers to the right, with the number of rows below it. */
export function formatTable(result: QueryResult): string {
  const numeric = result.columns.map(({ type }) => ["int", "long", "real", "decimal"].includes(type));
  const header = result.columns.map(({ name }) => name);
  const rows = result.rows((cell, type) => {
    const exported = exportCell(cell, type);
    if (exported === null) return "";
    const text = type === "dynamic" ? cellToText(cell, type) : String(exported);
    return cut(printable(text));
  });
  const widths = header.map((name, col) =>
    rows.reduce((width, cells) => Math.max(width, cells[col].length), name.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((text, col) => (numeric[col] ? text.padStart(widths[col]) : text.padEnd(widths[col])))
      .join("  ")
      .trimEnd();
  const count = result.rowCount === 1 ? "1 row" : `${result.rowCount} rows`;
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return `${[line(header), rule, ...rows.map(line), `(${count})`].join("\n")}\n`;
}

/** Log data is hostile: control characters would reach the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
}

function cut(text: string): string {
  return text.length > maxCellWidth ? `${text.slice(0, maxCellWidth - 3)}...` : text;
}
