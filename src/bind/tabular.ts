/** Telling tables from single values before binding: what a name, a call or a sub-query yields. */
import type { Expression, FunctionDeclaration, OperatorNode, Pipeline } from "../syntax/ast.js";
import type { Column } from "./bound.js";
import type { Catalog } from "./catalog.js";
import { columnIndex } from "./columns.js";
import { isTableLike, lookUp, newScope, type Scope } from "./scope.js";

/** Names in sight at a place, as far as telling tables from values needs them. */
export interface NameView {
  readonly catalog: Catalog;
  readonly scope: Scope;
  readonly columns: readonly Column[];
  /** Names declared in the function body that is looked at. */
  readonly local?: ReadonlyMap<string, boolean>;
  readonly depth?: number;
}

/** Built-in functions that yield tables. */
const tableFunctions = new Set([
  "table",
  "external_table",
  "graph",
  "materialized_view",
  "stored_query_result",
  "_GetWatchlist",
  "_GetWatchlistAlias",
]);
const databaseFunctions = new Set(["cluster", "database", "workspace", "app", "resource", "adx"]);
const maxDepth = 50;

export function isOperatorNode(source: Expression | OperatorNode): source is OperatorNode {
  return "keyword" in source;
}

/** Whether something written stands for rows and not for a value. Binds nothing and reports nothing. */
export function isTabular(value: Expression | Pipeline, view: NameView): boolean {
  switch (value.kind) {
    case "pipeline":
      return value.operators.length > 0 || isOperatorNode(value.source) || isTabular(value.source, view);
    case "pipeline-expression":
      return isTabular(value.pipeline, view);
    case "datatable":
    case "externaldata":
      return true;
    case "name":
      return isTableName(value.name, view);
    case "call":
      return isPattern(value, view) || isTableCall(value.callee.text, value.args[0]?.value, view);
    case "member":
      return isPattern(value.base, view) || isDatabase(value.base, view);
    default:
      return false;
  }
}

function isTableName(name: string, view: NameView): boolean {
  const local = view.local?.get(name);
  if (local !== undefined) return local;
  if (columnIndex(view.columns, name) >= 0) return false;
  const declared = lookUp(view.scope, name);
  if (declared?.kind === "function") return isTableFunction(declared.declaration, declared.scope, view);
  if (declared !== undefined) return isTableLike(declared);
  return view.catalog.function(name) !== undefined || view.catalog.table(name) !== undefined;
}

function isTableCall(name: string, first: Expression | Pipeline | undefined, view: NameView): boolean {
  const local = view.local?.get(name);
  if (local !== undefined) return local;
  const declared = lookUp(view.scope, name);
  if (declared?.kind === "function") return isTableFunction(declared.declaration, declared.scope, view);
  if (name === "materialize") return first !== undefined;
  if (tableFunctions.has(name)) return true;
  const stored = view.catalog.function(name);
  return stored !== undefined && isTableFunction(stored.declaration, undefined, view);
}

function isPattern(value: Expression, view: NameView): boolean {
  return value.kind === "call" && lookUp(view.scope, value.callee.text)?.kind === "pattern";
}

function isDatabase(base: Expression, view: NameView): boolean {
  let root = base;
  while (root.kind === "member") root = root.base;
  if (root.kind === "call") return databaseFunctions.has(root.callee.text);
  return root.kind === "name" && lookUp(view.scope, root.name)?.kind === "database";
}

/** Whether the body of a function ends in a table; `outer` has the names of the body that it is declared in. */
export function isTableFunction(
  { parameters, body }: FunctionDeclaration,
  scope: Scope | undefined,
  view: NameView,
  outer: ReadonlyMap<string, boolean> = new Map(),
): boolean {
  const depth = (view.depth ?? 0) + 1;
  if (depth > maxDepth) return false;
  const local = new Map(outer);
  const inner: NameView = {
    catalog: view.catalog,
    // Stored functions see the catalog alone.
    scope: scope ?? newScope(),
    columns: [],
    local,
    depth,
  };
  for (const { kind, name } of parameters) local.set(name.text, kind === "tabular");
  let isTable = false;
  for (const statement of body) {
    if (statement.kind === "let") local.set(statement.name.text, isTabular(statement.value, inner));
    if (statement.kind === "let-function") {
      local.set(statement.name.text, isTableFunction(statement.declaration, scope, inner, local));
    }
    if (statement.kind === "query") isTable = isTabular(statement.value, inner);
  }
  return isTable;
}
