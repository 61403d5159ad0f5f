/** What a query can name from outside. The engine makes one from schemas and a workspace. */
import type { FunctionDeclaration } from "../syntax/ast.js";
import type { SourceText } from "../text/source.js";
import type { Column } from "./bound.js";

/** A table or a watchlist. The same object, with the same columns, is given for as long as nothing changed. */
export interface CatalogTable {
  readonly columns: readonly Column[];
}

export interface StoredFunction {
  readonly name: string;
  readonly declaration: FunctionDeclaration;
  /** The text that spans of the declaration point into. */
  readonly source: SourceText;
}

export interface Catalog {
  table(name: string): CatalogTable | undefined;
  tableNames(): Iterable<string>;
  /** Whether rows or a schema of the table were given; others are known by their built-in schema alone. */
  isGiven(name: string): boolean;
  /** Hides a table of the same name. */
  function(name: string): StoredFunction | undefined;
  functionNames(): Iterable<string>;
  /** Absent: the columns of a watchlist are unknown until rows are given. */
  watchlist(name: string): CatalogTable | undefined;
  watchlistNames(): Iterable<string>;
}

/** Name under which a watchlist's rows are kept among the tables, and by which plans scan them. */
export function watchlistTableName(name: string): string {
  return `_GetWatchlist('${name}')`;
}
