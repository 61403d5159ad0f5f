/** Binds texts over one sample table that has a column of each type. */
import type { BoundQuery, Column } from "../../src/bind/bound.js";
import { bindText } from "../../src/engine/bind-text.js";
import { WorkspaceCatalog } from "../../src/engine/catalog.js";
import { parseStoredFunction } from "../../src/engine/stored-function.js";
import type { Diagnostic } from "../../src/text/diagnostic.js";

const sampleColumns: readonly Column[] = [
  { name: "s", type: "string" },
  { name: "i", type: "int" },
  { name: "l", type: "long" },
  { name: "r", type: "real" },
  { name: "m", type: "decimal" },
  { name: "b", type: "bool" },
  { name: "t", type: "datetime" },
  { name: "p", type: "timespan" },
  { name: "g", type: "guid" },
  { name: "d", type: "dynamic" },
];

/** The columns of `T`, as `columnsOf` prints them. */
export const allOfT = "s:string i:int l:long r:real m:decimal b:bool t:datetime p:timespan g:guid d:dynamic";

export interface SampleOptions {
  /** Stored functions by name. */
  readonly functions?: Readonly<Record<string, string>>;
  readonly watchlists?: Readonly<Record<string, readonly Column[]>>;
}

export interface SampleResult {
  readonly query: BoundQuery;
  readonly diagnostics: readonly Diagnostic[];
}

export function bindOverSample(
  text: string,
  { functions = {}, watchlists = {} }: SampleOptions = {},
): SampleResult {
  const catalog = new WorkspaceCatalog();
  catalog.tables.set("T", { columns: sampleColumns });
  for (const [name, body] of Object.entries(functions)) {
    catalog.addFunction(name, parseStoredFunction(name, body));
  }
  for (const [name, columns] of Object.entries(watchlists)) catalog.addWatchlist(name, { columns });
  return bindText({ name: "query", text }, catalog);
}

/** Columns of the first result, `name:type` with blanks between; of a query with mistakes, their codes. */
export function columnsOf(text: string, options?: SampleOptions): string {
  const { query, diagnostics } = bindOverSample(text, options);
  if (diagnostics.length > 0) return diagnostics.map(({ code }) => code).join(" ");
  const [result] = query.results;
  const columns = result?.output.columns.filter(({ isHidden }) => isHidden !== true) ?? [];
  return columns.map(({ name, type }) => `${name}:${type}`).join(" ");
}

/** Codes and messages of the mistakes. */
export function mistakesIn(text: string, options?: SampleOptions): string[] {
  return bindOverSample(text, options).diagnostics.map(({ code, message }) => `${code} ${message}`);
}
