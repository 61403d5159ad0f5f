/** Values that are absent: which source column they come from, and whether any row has it. */
import type { BoundExpression } from "../bind/bound.js";
import { builtinCatalogTable } from "../engine/catalog.js";
import { memberAt } from "../exec/member.js";
import { expressionOrigin } from "../rules/plan/column-origin.js";
import type { OperatorVisit } from "../rules/plan/visit-plan.js";
import type { Span } from "../text/span.js";
import { suggestNames } from "../text/suggest.js";
import { isDynamicBag } from "../types/value.js";
import { cellReader } from "../vector/vector.js";
import { isEmptyCell } from "./conditions.js";
import type { ColumnPlace, FailedTest, FindingOf, RowsConcerned } from "./findings.js";
import { scansOf } from "./lineage.js";
import { rowsOutOf } from "./rows.js";
import type { Subject } from "./subject.js";

export interface EmptyFacts {
  readonly place: number;
  readonly span: Span;
  readonly subjectSpan: Span;
  readonly name: string;
  readonly rows: RowsConcerned;
  readonly distance: number;
  readonly failed?: readonly FailedTest[];
}

/** The finding that an expression over some columns is empty. */
export function columnEmpty(
  subject: Subject,
  expression: BoundExpression,
  columns: OperatorVisit["input"],
  facts: EmptyFacts,
): FindingOf<"column-empty"> {
  return emptySource(subject, expressionOrigin(expression, columns), facts);
}

/** The finding that what comes from a source column, where that is known, is empty. */
export function emptySource(
  subject: Subject,
  origin: ColumnPlace | undefined,
  facts: EmptyFacts,
): FindingOf<"column-empty"> {
  return { kind: "column-empty", ...facts, ...sourceOf(subject, origin) };
}

function sourceOf(
  { flow }: Subject,
  origin: ColumnPlace | undefined,
): {
  readonly column: ColumnPlace | undefined;
  readonly isUnset: boolean;
  readonly misnamed: string | undefined;
} {
  if (origin === undefined) return { column: undefined, isUnset: false, misnamed: undefined };
  const { table, column, path } = origin;
  const [scan] = scansOf(flow, table);
  const isUnset = scan !== undefined && !isSet(scan, column, path);
  const isColumnUnset = scan !== undefined && !isSet(scan, column, []);
  const misnamed =
    scan === undefined
      ? undefined
      : isUnset && !isColumnUnset && path.length > 0
        ? misnamedPath(scan, column, path)
        : misnamedColumn(scan, table, column, isColumnUnset);
  return { column: { table, column, path: isColumnUnset ? [] : path }, isUnset, misnamed };
}

type Scan = ReturnType<typeof scansOf>[number];

/** Whether any row that a scan emitted has a value in a column, or at a path of it. */
function isSet(scan: Scan, name: string, path: ColumnPlace["path"]): boolean {
  const { columns, batch } = rowsOutOf(scan);
  const col = columns.findIndex((column) => column.name === name);
  if (col === -1) return false;
  const read = cellReader(batch.column(col));
  for (let row = 0; row < batch.length; row++) {
    const cell = read(row);
    if (!isEmptyCell(path.length === 0 ? cell : memberAt(cell, path))) return true;
  }
  return false;
}

/** Rows that are looked at for a key of nearly the name. */
const sampled = 200;

/** A path that is there, and differs in its last name only. */
function misnamedPath(scan: Scan, name: string, path: ColumnPlace["path"]): string | undefined {
  const last = path[path.length - 1];
  const { columns, batch } = rowsOutOf(scan);
  const col = columns.findIndex((column) => column.name === name);
  if (typeof last !== "string" || col === -1) return undefined;
  const read = cellReader(batch.column(col));
  for (let row = 0; row < Math.min(batch.length, sampled); row++) {
    const cell = read(row);
    const parent = path.length === 1 ? cell : memberAt(cell, path.slice(0, -1));
    if (!isDynamicBag(parent)) continue;
    const [found] = suggestNames(last, Object.keys(parent));
    if (found !== undefined) return pathText(name, [...path.slice(0, -1), found]);
  }
  return undefined;
}

/** `TargetResources[0].displayName`. */
export function pathText(column: string, path: ColumnPlace["path"]): string {
  return column + path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
}

/** A column with values that is called nearly the same; beside a column that is set, only one of no known name. */
function misnamedColumn(scan: Scan, table: string, name: string, isUnset: boolean): string | undefined {
  const known = new Set(builtinCatalogTable(table)?.columns.map((column) => column.name));
  const others = rowsOutOf(scan)
    .columns.map((column) => column.name)
    .filter((other) => other !== name && (isUnset || (known.size > 0 && !known.has(other))));
  return suggestNames(name, others).find((other) => isSet(scan, other, []));
}
