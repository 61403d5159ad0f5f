/** The batch protocol: one JSON object a line in, one a line out, in order; a bad line yields an error object. */

import { Readable } from "node:stream";
import type { Column } from "../bind/bound.js";
import { hasErrors } from "../engine/bind-text.js";
import type { QueryResult } from "../engine/result.js";
import { Workspace } from "../engine/workspace.js";
import { readLines } from "../node/read-lines.js";
import { readTextFile } from "../node/read-text.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { internalMessage, KqlError, reasonOf } from "../text/errors.js";
import { positionAt, type SourceText } from "../text/source.js";
import { exportJsonCell, plainJson } from "../types/export.js";
import { maxJsonDepth, parseJson } from "../types/json.js";
import { jsonText } from "../types/json-text.js";
import { type KqlType, typeNamed } from "../types/kql-type.js";
import { DynamicReal, isDynamicBag } from "../types/value.js";

interface BatchError {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

interface QueryRequest {
  readonly id: unknown;
  readonly query: string;
  readonly now?: string;
  readonly tables: Readonly<Record<string, TableInput>>;
}

interface TableInput {
  readonly columns: readonly (readonly [string, string])[];
  readonly rows: readonly (readonly unknown[])[];
}

type Prepare = (workspace: Workspace) => void;

/** Answers one line of `kqlunit query --jsonl`. `prepare` adds what every query may name. */
export function answerQuery(line: string, prepare: Prepare): string {
  const request = readRequest(line);
  if ("error" in request) return jsonText(request);
  const started = performance.now();
  try {
    const workspace = new Workspace(request.now === undefined ? {} : { now: request.now });
    prepare(workspace);
    for (const [name, table] of Object.entries(request.tables)) addTable(workspace, name, table);
    const result = workspace.query(request.query);
    const ms = Math.round((performance.now() - started) * 1000) / 1000;
    return jsonText({ id: request.id, ...protocolResult(result), ms });
  } catch (error) {
    return jsonText({ id: request.id, error: batchError(error) });
  }
}

/** Columns as `[name, type]`, cells in the protocol's encoding. */
export function protocolResult(result: QueryResult): { columns: [string, string][]; rows: unknown[][] } {
  return {
    columns: result.columns.map(({ name, type }) => [name, type]),
    rows: result.rows(exportJsonCell),
  };
}

/** Answers one line of `kqlunit check --jsonl`, bound against the published schemas and what `prepare` adds. */
export function answerCheck(line: string, prepare: Prepare): string {
  const request = readRequest(line);
  if ("error" in request) return jsonText(request);
  try {
    const workspace = new Workspace({ builtinTables: "published" });
    prepare(workspace);
    const bound = workspace.bind(request.query);
    const [first] = bound.query.results;
    const columns = first?.output.columns.filter(({ isHidden }) => isHidden !== true);
    return jsonText({
      id: request.id,
      diagnostics: bound.diagnostics.map((diagnostic) => protocolDiagnostic(diagnostic, bound.source)),
      columns: columns === undefined || hasErrors(bound.diagnostics) ? null : columns.map(checkedColumn),
    });
  } catch (error) {
    return jsonText({ id: request.id, error: batchError(error) });
  }
}

/** A column whose type depends on data has the type `unknown`. */
function checkedColumn({ name, type, isTypeOpen }: Column): [string, string] {
  return [name, isTypeOpen === true ? "unknown" : type];
}

function protocolDiagnostic(
  { severity, code, message, span, hints }: Diagnostic,
  source: SourceText,
): object {
  const { line, column } = positionAt(source.text, span.start);
  return { severity, code, message, line, column, length: span.end - span.start, hints };
}

function batchError(error: unknown): BatchError {
  if (error instanceof KqlError) {
    const [diagnostic] = error.diagnostics;
    const { line, column } = positionAt(error.source.text, diagnostic?.span.start ?? 0);
    return { code: error.code, message: diagnostic?.message ?? error.message, line, column };
  }
  if (error instanceof RangeError && !(error.message === "Maximum call stack size exceeded")) {
    return { code: "KQL300", message: error.message, line: 1, column: 1 };
  }
  return { code: "KQL399", message: internalMessage(error), line: 1, column: 1 };
}

function readRequest(line: string): QueryRequest | { id: unknown; error: BatchError } {
  const value = parseJson(line);
  if (value === undefined) return badRequest(null, `the line is not JSON: ${whyNoJson(line)}`);
  if (!isDynamicBag(value)) return badRequest(null, "the line is not a JSON object");
  const { query, now, tables = {} } = value;
  const id = plainJson(value.id ?? null);
  if (typeof query !== "string") return badRequest(id, "`query` must be text");
  if (now !== undefined && typeof now !== "string") return badRequest(id, "`now` must be text");
  if (!isTables(tables))
    return badRequest(id, "`tables` must be {NAME: {columns: [[name, type]...], rows: [...]}}");
  return { id, query, tables, ...(now === undefined ? {} : { now }) };
}

function whyNoJson(line: string): string {
  try {
    JSON.parse(line);
    return `it nests deeper than ${maxJsonDepth}`;
  } catch (error) {
    return reasonOf(error);
  }
}

function isTables(value: unknown): value is Record<string, TableInput> {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every(
    (table: unknown) =>
      typeof table === "object" &&
      table !== null &&
      "columns" in table &&
      Array.isArray(table.columns) &&
      table.columns.every(
        (column: unknown) =>
          Array.isArray(column) && typeof column[0] === "string" && typeof column[1] === "string",
      ) &&
      "rows" in table &&
      Array.isArray(table.rows) &&
      table.rows.every((row: unknown) => Array.isArray(row)),
  );
}

function badRequest(id: unknown, message: string): { id: unknown; error: BatchError } {
  return { id, error: { code: "KQL300", message, line: 1, column: 1 } };
}

function addTable(workspace: Workspace, name: string, { columns, rows }: TableInput): void {
  const schema = Object.fromEntries(
    columns.map(([column, typeName]) => {
      const type = typeNamed(typeName);
      if (type === undefined) throw new RangeError(`\`${typeName}\` of column \`${column}\` is not a type`);
      return [column, type];
    }),
  );
  const names = columns.map(([column]) => column);
  checkShape(name, names, rows);
  const objects = rows.map((row) =>
    Object.fromEntries(names.map((column, col) => [column, plainNumber(row[col], schema[column])])),
  );
  workspace.addTable(name, objects, { schema });
}

/** Only dynamic values tell `1.0` from `1`. */
function plainNumber(cell: unknown, type: KqlType): unknown {
  return cell instanceof DynamicReal && type !== "dynamic" ? cell.value : cell;
}

/** A cell too many or too few is no null: the sender has mixed something up. */
function checkShape(table: string, names: readonly string[], rows: TableInput["rows"]): void {
  const repeated = names.find((name, at) => names.indexOf(name) < at);
  if (repeated !== undefined) throw new RangeError(`\`${table}\` has two columns \`${repeated}\``);
  const at = rows.findIndex(({ length }) => length !== names.length);
  if (at === -1) return;
  throw new RangeError(
    `row ${at + 1} of \`${table}\` has ${rows[at].length} cells for ${names.length} columns`,
  );
}

/** Answers each line of a file, or of standard input. */
export async function answerLines(file: string | undefined, answer: (line: string) => string): Promise<void> {
  const isStandardInput = file === undefined || file === "-";
  const input = isStandardInput ? process.stdin : Readable.from([readTextFile(file)]);
  for await (const line of readLines(input)) process.stdout.write(`${answer(line)}\n`);
}
