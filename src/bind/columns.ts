/** Finding columns by name, and noting which columns of a scanned table are read. */
import type { Span } from "../text/span.js";
import type { BoundColumn, Column } from "./bound.js";
import type { Session } from "./session.js";

/** The hidden column of scans, for queries that call `ingestion_time()`. */
export const ingestionTimeColumn: Column = { name: "$ingestion_time", type: "datetime", isHidden: true };

const indexes = new WeakMap<readonly Column[], Map<string, number>>();

/** Index of the column of exactly this name, or -1. The first lookup in a list of columns indexes it. */
export function columnIndex(columns: readonly Column[], name: string): number {
  if (columns.length < 12) return columns.findIndex((column) => column.name === name);
  let index = indexes.get(columns);
  if (index === undefined) {
    index = new Map();
    for (let at = columns.length - 1; at >= 0; at--) index.set(columns[at].name, at);
    indexes.set(columns, index);
  }
  return index.get(name) ?? -1;
}

/** Takes names in as columns of a type to be seen; the list must be nobody else's. */
export function inferrer(columns: Column[]): (name: string) => number {
  return (name) => {
    const at = columns.push({ name, type: "dynamic", isTypeOpen: true }) - 1;
    const index = indexes.get(columns);
    if (index?.has(name) === false) index.set(name, at);
    return at;
  };
}

/** A column that may be there, of a relation that is open. */
export function openReference(
  { columns, infer }: { readonly columns: readonly Column[]; readonly infer?: (name: string) => number },
  name: string,
  span: Span,
): BoundColumn {
  const known = columnIndex(columns, name);
  const index = known >= 0 ? known : (infer?.(name) ?? -1);
  return { kind: "column", type: "dynamic", index, name, span, isTypeOpen: true };
}

/** Where the columns of a scan stand in their table; they keep their identity while operators hand them on. */
interface Origin {
  readonly table: readonly Column[];
  readonly index: number;
}

const origins = new WeakMap<Column, readonly Origin[]>();
const known = new WeakSet<readonly Column[]>();

/** Indexes of a table's columns that the query reads. Filled in as the query is bound. */
export function registerTable(session: Session, columns: readonly Column[]): Set<number> {
  if (!known.has(columns)) {
    known.add(columns);
    columns.forEach((column, index) => {
      origins.set(column, [{ table: columns, index }]);
    });
  }
  let used = session.usedColumns.get(columns);
  if (used === undefined) {
    used = new Set();
    session.usedColumns.set(columns, used);
  }
  return used;
}

const made = new WeakSet<readonly Column[]>();

/** Indexes of columns that an operator makes only where the query reads them. Filled in as the query is bound. */
export function registerMade(session: Session, columns: readonly Column[]): ReadonlySet<number> {
  made.add(columns);
  return registerTable(session, columns);
}

/** Notes that columns go where nobody looks whether they are read; those of tables are loaded by other rules. */
export function markMadeUsed(session: Session, columns: readonly Column[]): void {
  for (const column of columns)
    for (const { table, index } of origins.get(column) ?? [])
      if (made.has(table)) session.usedColumns.get(table)?.add(index);
}

/** Notes that a column is read, and with it all columns of tables that it comes from; others need not be loaded. */
export function markUsed(session: Session, column: Column): void {
  for (const { table, index } of origins.get(column) ?? []) session.usedColumns.get(table)?.add(index);
}

/** A column that hands on the cells of others under another name: reading it reads them. */
export function derivedColumn(column: Column, from: readonly Column[]): Column {
  const inherited = from.flatMap((source) => origins.get(source) ?? []);
  if (inherited.length > 0) origins.set(column, inherited);
  return column;
}

/** Reads a column of those in scope, which notes that it is used. */
export function columnReference(
  session: Session,
  columns: readonly Column[],
  index: number,
  span: Span,
): BoundColumn {
  const column = columns[index];
  markUsed(session, column);
  const reference = { kind: "column", type: column.type, index, name: column.name, span } as const;
  return column.isTypeOpen ? { ...reference, isTypeOpen: true } : reference;
}

/** Indexes of the visible columns that match a pattern with `*`, in order. */
export function columnsLike(columns: readonly Column[], pattern: string): number[] {
  const matches = wildcardMatcher(pattern);
  const found: number[] = [];
  columns.forEach((column, index) => {
    if (column.isHidden !== true && matches(column.name)) found.push(index);
  });
  return found;
}

/** A test for names against a pattern with `*` for any run of characters. Linear in the name for each part. */
export function wildcardMatcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split("*");
  const [first = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (parts.length === 1) return (name) => name === pattern;
  const middle = parts.slice(1, -1);
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last)) return false;
    let at = first.length;
    const end = name.length - last.length;
    for (const part of middle) {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

/** Names that `*` and messages show, in order. */
export function visibleNames(columns: readonly Column[]): string[] {
  return columns.filter(({ isHidden }) => isHidden !== true).map(({ name }) => name);
}
