/** Binding of a whole query text: statements in order, then one plan for each result. */
import type { Expression, OperatorNode, Pipeline, Query, QueryStatement } from "../syntax/ast.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { SourceText } from "../text/source.js";
import type { BoundPipeline, BoundQuery } from "./bound.js";
import { bindCall, isAggregateHere } from "./call.js";
import type { Catalog } from "./catalog.js";
import { markUsed } from "./columns.js";
import { noResult } from "./diagnostics.js";
import { bindExpression } from "./expression.js";
import { tableOnly } from "./graph.js";
import { bindNested, bindPipeline } from "./pipeline.js";
import { declare, newScope, type Scope } from "./scope.js";
import type { OperatorBinder, Parts, Session } from "./session.js";
import { clockOption, declareStatement, maxRecordsOption, schemaOption } from "./statement.js";
import { isOperatorNode } from "./tabular.js";
import { checkFunction } from "./user-function.js";

export interface BindOptions {
  readonly operators: readonly OperatorBinder[];
  readonly catalog: Catalog;
  readonly source: SourceText;
}

export interface BindResult {
  readonly query: BoundQuery;
  /** In source order. The plan may run when there are none. */
  readonly diagnostics: readonly Diagnostic[];
}

const parts: Parts = {
  expression: bindExpression,
  call: bindCall,
  isAggregate: isAggregateHere,
  pipeline: bindPipeline,
  nested: bindNested,
};

const operatorTables = new WeakMap<readonly OperatorBinder[], ReadonlyMap<string, OperatorBinder>>();

function operatorTable(operators: readonly OperatorBinder[]): ReadonlyMap<string, OperatorBinder> {
  let table = operatorTables.get(operators);
  if (table === undefined) {
    table = new Map(operators.map((operator) => [operator.kind, operator]));
    operatorTables.set(operators, table);
  }
  return table;
}

/** Never throws for a mistake in the query. */
export function bindQuery(query: Query, { operators, catalog, source }: BindOptions): BindResult {
  const reports = new Reports();
  const session: Session = {
    catalog,
    operators: operatorTable(operators),
    source,
    parts,
    options: new Map(),
    readsIngestionTime: source.text.includes("ingestion_time"),
    resolveOpen: undefined,
    site: undefined,
    report: (diagnostic) => reports.add(diagnostic),
    calling: new Set(),
    unchecked: new Map(),
    usedColumns: new Map(),
    tables: new Set(),
    counts: { depth: 0, steps: 0, volatile: 0 },
  };
  const results = bindStatements(query, session);
  const diagnostics = reports.ordered(({ code }) => !isUnsupported(code));
  const now = session.options.get(clockOption);
  return {
    query: {
      results,
      tables: [...session.tables],
      ...(typeof now === "number" || typeof now === "bigint" ? { now } : {}),
      unsupported: reports.ordered(({ code }) => isUnsupported(code)),
    },
    diagnostics,
  };
}

function bindStatements(query: Query, session: Session): BoundPipeline[] {
  const scope: Scope = newScope();
  const results: BoundPipeline[] = [];
  for (const statement of query.statements) {
    if (statement.kind === "query") results.push(...bindResults(statement, session, scope));
    else declareStatement(statement, session, scope);
  }
  checkDeclared(session);
  if (results.length === 0 && query.statements.length > 0) session.report(noResult(query.span));
  return results;
}

/** Mistakes in functions that nothing calls are mistakes all the same; that they cannot run does not matter. */
function checkDeclared(session: Session): void {
  const checking: Session = {
    ...session,
    report: (diagnostic) => {
      if (!isUnsupported(diagnostic.code)) session.report(diagnostic);
    },
  };
  for (const [declaration, scope] of session.unchecked) checkFunction(declaration, scope, checking);
}

/** One for each table of a statement; most have one. */
function bindResults(statement: QueryStatement, session: Session, scope: Scope): BoundPipeline[] {
  return tablesOf(statement, session, scope).map((value) => {
    const pipeline = bindPipeline(withOptions(value, session), { session, scope });
    tableOnly(pipeline.output, pipeline.span, session);
    for (const column of pipeline.output.columns) markUsed(session, column);
    return pipeline;
  });
}

/** What options make of a result: its first rows, or the columns that it has. */
function withOptions(value: Expression | Pipeline, { options }: Session): Expression | Pipeline {
  const { span } = value;
  const most = options.get(maxRecordsOption);
  const schema = options.get(schemaOption);
  const added: OptionOperator[] = [];
  if (most !== undefined) {
    const count = { kind: "literal", type: "long", value: most, raw: String(most), span } as const;
    added.push({ kind: "take", span, keyword: span, count });
  }
  if (schema === true) added.push({ kind: "getschema", span, keyword: span, parameters: [] });
  if (added.length === 0) return value;
  if (value.kind === "pipeline") return { ...value, operators: [...value.operators, ...added] };
  return { kind: "pipeline", source: value, operators: added, span };
}

/** `take` or `getschema`, with what the operators themselves add to their nodes. */
interface OptionOperator extends OperatorNode {
  readonly count?: Expression;
  readonly parameters?: readonly [];
}

/** Beyond any name that a query gives. */
const rowsBefore = "\0rows";

/** Each table of a last operator that gives several, over rows that are worked out once. */
function tablesOf({ value }: QueryStatement, session: Session, scope: Scope): (Expression | Pipeline)[] {
  const last = value.kind === "pipeline" ? value.operators.at(-1) : undefined;
  const binder = last === undefined ? undefined : session.operators.get(last.kind);
  if (value.kind !== "pipeline" || last === undefined || binder === undefined) return [value];
  const named = binder.namedTables(last);
  if (named.length > 0) {
    const over = overRowsBefore(value, session, scope);
    for (const { name, operator } of named)
      declare(scope, name, { kind: "table", pipeline: bindPipeline(over([operator]), { session, scope }) });
    return [];
  }
  const tables = binder.tables?.(last) ?? [];
  return tables.length < 2 ? [value] : tables.map(overRowsBefore(value, session, scope));
}

/** Pipelines of other operators in place of the last one, over the rows before it. */
function overRowsBefore(
  value: Pipeline,
  session: Session,
  scope: Scope,
): (operators: readonly OperatorNode[]) => Pipeline {
  const before = value.operators.slice(0, -1);
  const { span } = value;
  let source = value.source;
  if (before.length > 0 || isOperatorNode(source)) {
    const pipeline = bindPipeline({ ...value, operators: before }, { session, scope });
    declare(scope, rowsBefore, { kind: "table", pipeline });
    source = { kind: "name", name: rowsBefore, isBracketed: true, hasWildcard: false, span };
  }
  return (operators) => ({ kind: "pipeline", source, operators, span });
}

function isUnsupported(code: string): boolean {
  return code.startsWith("KQL2");
}

/** Diagnostics, each once: a function called twice has its mistakes once. */
class Reports {
  private readonly found = new Map<string, Diagnostic>();

  add(diagnostic: Diagnostic): void {
    const { code, span, message } = diagnostic;
    const key = `${span.start} ${code} ${message}`;
    if (!this.found.has(key)) this.found.set(key, diagnostic);
  }

  ordered(isWanted: (diagnostic: Diagnostic) => boolean): Diagnostic[] {
    return [...this.found.values()].filter(isWanted).sort((a, b) => a.span.start - b.span.start);
  }
}
