/**
 * Reads case files: blocks of a title, tables, a query, and what is expected of it.
 *
 *     === keeps rows whose predicate is true
 *     T (a:long, b:string)
 *     1    | x
 *     null | y
 *
 *     T | where a > 0
 *     ---- ordered
 *     a:long | b:string
 *     1      | x
 *
 * `---- ordered` compares the order of rows, too; `---- error KQL101 1:11` expects that error at that place.
 */
import type { KqlType } from "../../src/types/kql-type.js";

export type CellText = boolean | number | string | null | object;

export interface CaseTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: KqlType])[];
  readonly rows: readonly (readonly CellText[])[];
}

export interface OperatorCase {
  readonly title: string;
  readonly line: number;
  readonly tables: readonly CaseTable[];
  readonly query: string;
  readonly expected:
    | { readonly kind: "error"; readonly code: string; readonly place: string }
    | {
        readonly kind: "rows";
        readonly isOrdered: boolean;
        readonly columns: readonly string[];
        readonly rows: readonly (readonly CellText[])[];
      };
}

const tableHeader = /^(\w+) \(([^)]*)\)$/;

export function readCases(text: string): OperatorCase[] {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, at) => (line.startsWith("=== ") ? [at] : []));
  return starts.map((start, at) => readCase(lines.slice(start, starts[at + 1]), start + 1));
}

function readCase(lines: readonly string[], line: number): OperatorCase {
  const rule = lines.findIndex((candidate) => candidate.startsWith("----"));
  if (rule < 0) throw new Error(`line ${line}: the case has no ----`);
  const tables: CaseTable[] = [];
  let at = 1;
  for (let header = tableHeader.exec(lines[at]); header !== null; header = tableHeader.exec(lines[at])) {
    const end = lines.findIndex((candidate, index) => index > at && candidate.trim() === "");
    tables.push(readTable(header[1], header[2], lines.slice(at + 1, end)));
    at = end + 1;
  }
  const [, ...options] = lines[rule].split(/\s+/);
  const body = lines.slice(rule + 1).filter((candidate) => candidate.trim() !== "");
  return {
    title: lines[0].slice(4),
    line,
    tables,
    query: lines.slice(at, rule).join("\n").trim(),
    expected: options[0] === "error" ? errorOf(options) : rowsOf(body, options.includes("ordered")),
  };
}

function errorOf([, code, place]: readonly string[]): OperatorCase["expected"] {
  return { kind: "error", code, place };
}

function rowsOf([header = "", ...rows]: readonly string[], isOrdered: boolean): OperatorCase["expected"] {
  const columns = cellsOf(header);
  const types = columns.map(typeOf);
  return { kind: "rows", isOrdered, columns, rows: rows.map((row) => readRow(row, types)) };
}

function readTable(name: string, declaration: string, rows: readonly string[]): CaseTable {
  const columns = declaration.split(",").map((column) => {
    const [columnName, type] = column.trim().split(":");
    return [columnName, type as KqlType] as const; // as the case's author wrote it
  });
  const types = columns.map(([, type]) => type);
  return { name, columns, rows: rows.map((row) => readRow(row, types)) };
}

function typeOf(column: string): KqlType {
  return column.slice(column.lastIndexOf(":") + 1) as KqlType; // as the case's author wrote it
}

function cellsOf(row: string): string[] {
  return row.split(/ \| ?| ?\| /).map((cell) => cell.trim());
}

function readRow(row: string, types: readonly KqlType[]): CellText[] {
  return cellsOf(row).map((cell, at) => readCell(cell, types[at]));
}

/** Texts stand bare, or in quotes as JSON; a dynamic cell is JSON; `null` is a null. */
function readCell(text: string, type: KqlType): CellText {
  if (type === "string") return text.startsWith('"') ? JSON.parse(text) : text;
  if (text === "null") return null;
  if (type === "dynamic" || type === "bool") return JSON.parse(text);
  const isNumber = type === "int" || type === "long" || type === "real";
  return isNumber && Number.isFinite(Number(text)) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER
    ? Number(text)
    : text;
}
