/** The catalog of a workspace: its own tables and functions before the built-in schemas. */
import type { Column } from "../bind/bound.js";
import type { Catalog, CatalogTable, StoredFunction } from "../bind/catalog.js";
import { builtinTable, builtinTableNames, publishedTable } from "../schemas/schemas.js";
import type { KqlType } from "../types/kql-type.js";

/** Column types by column name, in column order. */
export type TableSchema = Readonly<Record<string, KqlType>>;

const builtins = new Map<string, CatalogTable | undefined>();

/** A built-in table; the same object each time. */
export function builtinCatalogTable(name: string): CatalogTable | undefined {
  if (!builtins.has(name)) builtins.set(name, builtinTable(name));
  return builtins.get(name);
}

/** Which built-in tables there are: those of Log Analytics, or as the official analyzer has them. */
export type BuiltinTables = "actual" | "published";

/** Schemas that workspaces have made so far, so that equal ones are one object and plans bound to them are found. */
const interned = new Map<string, CatalogTable>();
const maxInterned = 4096;

/** The one table object with these columns. */
export function internTable(columns: readonly Column[]): CatalogTable {
  const key = JSON.stringify(columns.map(({ name, type }) => [name, type]));
  let table = interned.get(key);
  if (table === undefined) {
    if (interned.size >= maxInterned) interned.clear();
    table = { columns };
    interned.set(key, table);
  }
  return table;
}

export class WorkspaceCatalog implements Catalog {
  constructor(private readonly builtin: BuiltinTables = "actual") {}

  readonly tables = new Map<string, CatalogTable>();
  /** Made for the first one: most workspaces have tables alone. */
  private functions: Map<string, StoredFunction> | undefined;
  private watchlists: Map<string, CatalogTable> | undefined;

  addFunction(name: string, stored: StoredFunction): void {
    this.functions ??= new Map();
    this.functions.set(name, stored);
  }

  addWatchlist(name: string, table: CatalogTable): void {
    this.watchlists ??= new Map();
    this.watchlists.set(name, table);
  }

  table(name: string): CatalogTable | undefined {
    const table = this.tables.get(name);
    if (table !== undefined) return table;
    return this.builtin === "actual" ? builtinCatalogTable(name) : publishedTable(name);
  }

  *tableNames(): Iterable<string> {
    yield* this.tables.keys();
    for (const name of builtinTableNames()) if (!this.tables.has(name)) yield name;
  }

  isGiven(name: string): boolean {
    return this.tables.has(name);
  }

  function(name: string): StoredFunction | undefined {
    return this.functions?.get(name);
  }

  functionNames(): Iterable<string> {
    return this.functions?.keys() ?? [];
  }

  watchlist(name: string): CatalogTable | undefined {
    return this.watchlists?.get(name);
  }

  watchlistNames(): Iterable<string> {
    return this.watchlists?.keys() ?? [];
  }
}
