import type { Diagnostic } from "../text/diagnostic.js";
import type { ColumnSchema } from "../vector/batch.js";
import { hasErrors } from "./bind-text.js";
import type { TableSchema } from "./catalog.js";
import type { QueryResult } from "./result.js";
import { type QueryOptions, Workspace } from "./workspace.js";

export interface CompileOptions {
  /** Schemas of tables, beside the built-in ones and before them. */
  readonly schemas?: Readonly<Record<string, TableSchema>>;
  /** Stored functions: name and `(parameters) { body }`. */
  readonly functions?: Readonly<Record<string, string>>;
  /** Name of the text in diagnostics. */
  readonly name?: string;
}

export interface CompiledQuery {
  /** Everything found in the text, in source order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Result columns; undefined when the query has errors. */
  readonly columns: readonly ColumnSchema[] | undefined;
  /** Source tables that the query reads. */
  readonly tables: readonly string[];
  /** Runs on a workspace; the plan is kept as long as the workspace knows its tables with the same columns. */
  run(workspace: Workspace, options?: QueryOptions): QueryResult;
}

/** Parses and binds a query; mistakes are in `diagnostics`, never thrown. */
export function compile(text: string, options: CompileOptions = {}): CompiledQuery {
  const workspace = new Workspace(options.schemas === undefined ? {} : { schemas: options.schemas });
  for (const [name, body] of Object.entries(options.functions ?? {})) workspace.addFunction(name, body);
  const { diagnostics, query } = workspace.bind(text, options.name);
  const columns = query.results[0]?.output.columns
    .filter(({ isHidden }) => isHidden !== true)
    .map(({ name, type }) => ({ name, type }));
  return {
    diagnostics,
    columns: hasErrors(diagnostics) ? undefined : columns,
    tables: query.tables,
    run: (on, runOptions = {}) =>
      on.query(text, options.name === undefined ? runOptions : { name: options.name, ...runOptions }),
  };
}
