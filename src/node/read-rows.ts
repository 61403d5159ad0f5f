/** Rows of data files as plain objects. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse as parseCsv } from "csv-parse/sync";
import type { InputRow } from "../engine/inferred-schema.js";
import { reasonOf } from "../text/errors.js";
import { positionAt } from "../text/source.js";
import { DataFileError } from "./data-error.js";
import type { DataFile } from "./data-files.js";

/** Longest line of an NDJSON file, UTF-16 units. A longer one is no log row. */
const maxLineLength = 64 * 1024 * 1024;

/** @throws DataFileError with the place of the first row that cannot be read. */
export function readRows(file: DataFile): InputRow[] {
  const text = readText(file);
  if (file.format === "csv") return csvRows(file.path, text);
  return file.format === "ndjson" || looksLikeLines(text)
    ? lineRows(file.path, text)
    : jsonRows(file.path, text);
}

function readText({ path, isCompressed }: DataFile): string {
  try {
    const bytes = readFileSync(path);
    const text = (isCompressed ? gunzipSync(bytes) : bytes).toString("utf8");
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  } catch (error) {
    throw new DataFileError(path, undefined, reasonOf(error));
  }
}

/** `.json` files are often one object a line: diagnostic settings write PT1H.json so. */
function looksLikeLines(text: string): boolean {
  const end = text.indexOf("\n");
  const first = (end === -1 ? text : text.slice(0, Math.min(end, maxLineLength))).trim();
  if (!first.startsWith("{") || !first.endsWith("}")) return false;
  return text
    .slice(end + 1)
    .trimStart()
    .startsWith("{");
}

function lineRows(path: string, text: string): InputRow[] {
  const rows: InputRow[] = [];
  let line = 0;
  for (let start = 0; start < text.length; ) {
    line++;
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    if (end - start > maxLineLength) {
      const megabytes = maxLineLength / 1024 / 1024;
      throw new DataFileError(
        path,
        { line, column: 1 },
        `the line is longer than ${megabytes} MB; write one row a line`,
      );
    }
    const content = text.slice(start, end).trim();
    if (content !== "") rows.push(...recordsOf(parseJsonAt(path, content, line), path, line));
    start = end + 1;
  }
  return rows;
}

function parseJsonAt(path: string, text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const column = positionOfJsonError(error, text);
    throw new DataFileError(path, { line, column }, `not a JSON object: ${parserReason(error)}`);
  }
}

function jsonRows(path: string, text: string): InputRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const place = positionAt(text, positionOfJsonError(error, text) - 1);
    throw new DataFileError(path, place, `not JSON: ${parserReason(error)}`);
  }
  if (Array.isArray(value)) {
    return value.map((row: unknown, at) => {
      if (isObject(row)) return row;
      throw new DataFileError(path, undefined, `item ${at + 1} of the array is not an object`);
    });
  }
  return recordsOf(value, path, 1);
}

/** Rows that an object stands for: its `records`, the tables of a query answer, or itself. */
function recordsOf(value: unknown, path: string, line: number): InputRow[] {
  if (!isObject(value)) throw new DataFileError(path, { line, column: 1 }, "not a JSON object");
  const { records, tables } = value;
  if (Array.isArray(records) && records.every(isObject)) return records;
  if (Array.isArray(tables)) return tables.flatMap((table: unknown) => answerRows(table, path));
  return [value];
}

/** A table of a query answer: `columns` with names, `rows` of cells. */
function answerRows(table: unknown, path: string): InputRow[] {
  if (isObject(table) && Array.isArray(table.columns) && Array.isArray(table.rows)) {
    const names = table.columns.map((column: unknown) =>
      isObject(column) ? String(column.name) : String(column),
    );
    return table.rows.map((row: unknown) => {
      if (!Array.isArray(row)) throw new DataFileError(path, undefined, "a row of `tables` is not an array");
      return Object.fromEntries(names.map((name, col): [string, unknown] => [name, row[col]]));
    });
  }
  throw new DataFileError(path, undefined, "`tables` must hold objects with `columns` and `rows`");
}

function csvRows(path: string, text: string): InputRow[] {
  try {
    const records: unknown = parseCsv(text, {
      columns: (header: string[]) => header.map((name) => name.replace(/ \[UTC\]$/, "")),
      skip_empty_lines: true,
      relax_column_count_less: true,
    });
    return Array.isArray(records) ? records.filter(isObject) : [];
  } catch (error) {
    const lines = isObject(error) && typeof error.lines === "number" ? error.lines : 1;
    throw new DataFileError(path, { line: lines, column: 1 }, `not CSV: ${parserReason(error)}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function positionOfJsonError(error: unknown, text: string): number {
  const match = error instanceof Error ? /position (\d+)/.exec(error.message) : null;
  return (match === null ? text.length : Number(match[1])) + 1;
}

function parserReason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/ in JSON at position \d+.*$/s, "") : String(error);
}
