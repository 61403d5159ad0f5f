/** Sources of pipelines: tables, lets, functions that yield tables, literal tables, watchlists, other databases. */

import { isFunctionName } from "../functions/registry.js";
import type {
  CallExpression,
  DataTableExpression,
  Expression,
  ExternalDataExpression,
  MemberExpression,
  NameExpression,
  OperatorNode,
} from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import type { BoundPipeline, BoundSource, Column, RelationType } from "./bound.js";
import { watchlistTableName } from "./catalog.js";
import { ingestionTimeColumn, registerTable } from "./columns.js";
import {
  expectedTable,
  missingWatchlist,
  notConstant,
  unknownTable,
  unknownTableFunction,
  unsupportedFunction,
  unsupportedRemoteTable,
  wrongArgumentCount,
} from "./diagnostics.js";
import { isKnownAtCall } from "./nodes.js";
import { isProvisional } from "./open.js";
import { bindPattern, type PatternCall, patternCall } from "./pattern.js";
import { type Declared, InputList, lookUp, namesOf, type Scope } from "./scope.js";
import { type PipelineStart, type Place, type Session, spanIn } from "./session.js";
import { bindTableFunction, findFunction, yieldsTable } from "./user-function.js";

/** What the driver of pipelines binds in place of a source: an operator without input. */
export type GeneratorBinder = (node: OperatorNode, start: PipelineStart) => BoundPipeline;

/** A source as a pipeline of its own, to which the driver appends operators. */
export function bindSource(
  expression: Expression,
  start: PipelineStart,
  bindGenerator: GeneratorBinder,
): BoundPipeline {
  const pattern = patternCall(expression, start.scope);
  if (pattern !== undefined) return bindPatternCall(pattern, start);
  switch (expression.kind) {
    case "name":
      return bindTableName(expression, start);
    case "call":
      return bindTableCall(expression, start);
    case "member":
      return bindRemote(expression, start);
    case "pipeline-expression":
      return start.session.parts.pipeline(expression.pipeline, start);
    case "datatable":
      return bindGenerator(asOperator(expression), start);
    case "externaldata":
      return bindExternal(expression, start);
    case "error":
      return emptyPipeline(spanIn(start.session, expression.span));
    default:
      return reportScalar(expression, start);
  }
}

function bindPatternCall(pattern: PatternCall, start: PipelineStart): BoundPipeline {
  const span = spanIn(start.session, pattern.call.span);
  const pipeline = bindPattern(pattern, placeOf(start));
  return pipeline === undefined ? emptyPipeline(span) : shareTable(pattern.call.callee.text, pipeline, span);
}

function asOperator(node: DataTableExpression): OperatorNode {
  const keyword = { start: node.span.start, end: node.span.start + "datatable".length };
  return { ...node, keyword };
}

/** Stands where there is no table, after its diagnostic: any column may be in it, so nothing follows from it. */
export function emptyPipeline(span: Span): BoundPipeline {
  const output = { columns: [], isSerialized: false, isOpen: true };
  return {
    kind: "bound-pipeline",
    source: { kind: "given", columns: [], span },
    operators: [],
    output,
    span,
  };
}

function reportScalar(expression: Expression, start: PipelineStart): BoundPipeline {
  const span = spanIn(start.session, expression.span);
  start.session.parts.expression(expression, placeOf(start));
  start.session.report(expectedTable(span));
  return emptyPipeline(span);
}

/** Where arguments of a function that yields a table stand: there are no rows. */
function placeOf({ session, scope }: PipelineStart): Place {
  return { session, scope, columns: [], isOpen: false, isSerialized: false, inputs: new InputList() };
}

function bindTableName(
  { name, span: written, hasWildcard }: NameExpression,
  start: PipelineStart,
): BoundPipeline {
  const { session, scope } = start;
  const span = spanIn(session, written);
  const declared = lookUp(scope, name);
  if (declared !== undefined && declared.kind !== "function")
    return bindDeclared(name, declared, span, start);
  const called = findFunction(name, session, scope);
  if (called !== undefined) {
    const callee = { text: name, span: written };
    return callTable({ kind: "call", callee, args: [], span: written }, start);
  }
  const table = hasWildcard ? undefined : scanTable(name, span, session);
  if (table !== undefined) return table;
  session.report(unknownTable(name, span, () => tableNames(session, scope)));
  return emptyPipeline(span);
}

function bindDeclared(name: string, declared: Declared, span: Span, start: PipelineStart): BoundPipeline {
  switch (declared.kind) {
    case "table":
      return shareTable(name, declared.pipeline, span);
    case "inline-table":
      return start.session.parts.pipeline(declared.value, { ...start, scope: declared.scope });
    case "open-table": {
      const { relation } = declared;
      const source = { kind: "given", columns: relation.columns, span } as const;
      return { kind: "bound-pipeline", source, operators: [], output: relation, span };
    }
    default:
      start.session.report(expectedTable(span));
      return emptyPipeline(span);
  }
}

/** The rows of a pipeline under a name: run once however often they are asked for. A bare table needs no sharing. */
function shareTable(name: string, pipeline: BoundPipeline, span: Span): BoundPipeline {
  if (pipeline.operators.length === 0 && !isProvisional(pipeline)) {
    return { ...pipeline, span };
  }
  return {
    kind: "bound-pipeline",
    source: { kind: "shared", name, pipeline, span },
    operators: [],
    output: pipeline.output,
    span,
  };
}

/** The scan of a table of the catalog; undefined, and nothing reported, when there is none of the name. */
export function scanTable(name: string, span: Span, session: Session): BoundPipeline | undefined {
  const table = session.catalog.table(name);
  if (table === undefined) return undefined;
  session.tables.add(name);
  return scanOf(name, table.columns, span, session);
}

function scanOf(
  name: string,
  own: readonly Column[],
  span: Span,
  session: Session,
  origin?: "watchlist" | "external",
): BoundPipeline {
  const used = registerTable(session, own);
  const columns = session.readsIngestionTime && origin === undefined ? withIngestionTime(own, used) : own;
  const source: BoundSource = {
    kind: "scan",
    table: name,
    columns,
    used,
    span,
    ...(origin === undefined ? {} : { origin }),
  };
  const output: RelationType = { columns, isSerialized: false, isOpen: false };
  return { kind: "bound-pipeline", source, operators: [], output, span };
}

function withIngestionTime(own: readonly Column[], used: Set<number>): readonly Column[] {
  used.add(own.length);
  return [...own, ingestionTimeColumn];
}

function tableNames(session: Session, scope: Scope): string[] {
  return [
    ...namesOf(scope, ["table", "inline-table", "open-table", "function"]),
    ...session.catalog.functionNames(),
    ...session.catalog.tableNames(),
  ];
}

function bindTableCall(call: CallExpression, start: PipelineStart): BoundPipeline {
  const { session, scope } = start;
  const { text: name } = call.callee;
  const span = spanIn(session, call.span);
  if (findFunction(name, session, scope) !== undefined) return callTable(call, start);
  const form = tableForms.get(name);
  if (form !== undefined) return form(call, start);
  const nameSpan = spanIn(session, call.callee.span);
  const known = () => [...namesOf(scope, ["function"]), ...session.catalog.functionNames()];
  session.report(isFunctionName(name) ? expectedTable(span) : unknownTableFunction(name, nameSpan, known));
  return emptyPipeline(span);
}

function callTable(call: CallExpression, start: PipelineStart, first?: BoundPipeline): BoundPipeline {
  const { session, scope } = start;
  const span = spanIn(session, call.span);
  const called = findFunction(call.callee.text, session, scope);
  if (called === undefined) return emptyPipeline(span);
  if (first === undefined && !yieldsTable(called, session)) {
    session.report(expectedTable(span));
    return emptyPipeline(span);
  }
  const pipeline = bindTableFunction(called, call, placeOf(start), first);
  return pipeline === undefined ? emptyPipeline(span) : shareTable(called.name, pipeline, span);
}

/** `T | invoke f(x)`: the call with the rows that come in as its first argument. */
export function bindInvoke(call: CallExpression, input: RelationType, start: PipelineStart): BoundPipeline {
  const { session } = start;
  const span = spanIn(session, call.span);
  const source = { kind: "given", columns: input.columns, span } as const;
  const first: BoundPipeline = { kind: "bound-pipeline", source, operators: [], output: input, span };
  if (findFunction(call.callee.text, session, start.scope) === undefined) return bindTableCall(call, start);
  return callTable(call, start, first);
}

type TableForm = (call: CallExpression, start: PipelineStart) => BoundPipeline;

const unsupportedForm: TableForm = (call, { session }) => {
  session.report(unsupportedFunction(call.callee.text, spanIn(session, call.callee.span)));
  return emptyPipeline(spanIn(session, call.span));
};

const tableForms: ReadonlyMap<string, TableForm> = new Map<string, TableForm>([
  ["materialize", bindMaterialize],
  ["table", bindTableFunctionForm],
  ["_GetWatchlist", bindWatchlist],
  ["_GetWatchlistAlias", unsupportedForm],
  ["external_table", unsupportedForm],
  ["graph", unsupportedForm],
  ["materialized_view", unsupportedForm],
  ["stored_query_result", unsupportedForm],
]);

function bindMaterialize(call: CallExpression, start: PipelineStart): BoundPipeline {
  const { session } = start;
  const span = spanIn(session, call.span);
  const [argument] = call.args;
  if (call.args.length !== 1 || argument === undefined) {
    session.report(
      wrongArgumentCount("materialize", spanIn(session, call.callee.span), call.args.length, 1, 1),
    );
    return emptyPipeline(span);
  }
  return shareTable("materialize", session.parts.pipeline(argument.value, start), span);
}

/** Text of a constant argument. */
function textArgument(call: CallExpression, start: PipelineStart): string | undefined {
  const { session } = start;
  const [argument] = call.args;
  if (argument === undefined || argument.value.kind === "pipeline") {
    session.report(
      wrongArgumentCount(call.callee.text, spanIn(session, call.callee.span), call.args.length, 1, 2),
    );
    return undefined;
  }
  const bound = session.parts.expression(argument.value, placeOf(start));
  if (bound.kind === "constant" && typeof bound.value === "string") return bound.value;
  if (!bound.isTypeOpen && !isKnownAtCall(bound)) session.report(notConstant(bound.span));
  return undefined;
}

function bindTableFunctionForm(call: CallExpression, start: PipelineStart): BoundPipeline {
  const { session } = start;
  const span = spanIn(session, call.span);
  const name = textArgument(call, start);
  return name === undefined ? emptyPipeline(span) : catalogTable(name, span, start);
}

/** A table or stored function of the catalog, whatever the query declares under the name. */
function catalogTable(name: string, span: Span, start: PipelineStart): BoundPipeline {
  const { session } = start;
  const table = scanTable(name, span, session);
  if (table !== undefined) return table;
  session.report(unknownTable(name, span, () => session.catalog.tableNames()));
  return emptyPipeline(span);
}

/** Columns of every watchlist, whatever else it has. */
export const watchlistColumns: readonly Column[] = [
  { name: "_DTItemId", type: "string" },
  { name: "LastUpdatedTimeUTC", type: "datetime" },
  { name: "SearchKey", type: "string" },
  { name: "WatchlistItem", type: "dynamic" },
];

function bindWatchlist(call: CallExpression, start: PipelineStart): BoundPipeline {
  const { session } = start;
  const span = spanIn(session, call.span);
  const name = textArgument(call, start);
  if (name === undefined) return emptyPipeline(span);
  const watchlist = session.catalog.watchlist(name);
  if (watchlist !== undefined) {
    return scanOf(watchlistTableName(name), watchlist.columns, span, session, "watchlist");
  }
  session.report(missingWatchlist(name, span, () => session.catalog.watchlistNames()));
  const output = { columns: watchlistColumns, isSerialized: false, isOpen: true };
  return { ...emptyPipeline(span), output };
}

function bindExternal(node: ExternalDataExpression, start: PipelineStart): BoundPipeline {
  const { session } = start;
  const span = spanIn(session, node.span);
  const columns = node.columns.map(({ name, type }): Column => ({ name: name.text, type }));
  const [uri] = node.uris.map((expression) => session.parts.expression(expression, placeOf(start)));
  const address = uri?.kind === "constant" && typeof uri.value === "string" ? uri.value : "";
  return scanOf(address, columns, span, session, "external");
}

/** `database("d").T`, `cluster("c").database("d").T`, `workspace("w").T`: the catalog's own table of the name. */
function bindRemote({ base, member }: MemberExpression, start: PipelineStart): BoundPipeline {
  const { session } = start;
  if ("callee" in member) return bindTableCall(member, start);
  if (session.catalog.function(member.text) !== undefined) {
    return callTable({ kind: "call", callee: member, args: [], span: member.span }, start);
  }
  const span = spanIn(session, member.span);
  if (session.catalog.table(member.text) === undefined && isElsewhere(base)) {
    session.report(unsupportedRemoteTable(member.text, span));
    return emptyPipeline(span);
  }
  return catalogTable(member.text, span, start);
}

/** Another cluster may hold any table. */
function isElsewhere(base: Expression): boolean {
  if (base.kind === "call") return base.callee.text === "cluster";
  return base.kind === "member" && isElsewhere(base.base);
}
