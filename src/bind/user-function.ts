/** Calls of functions that the query or the catalog declares: arguments to parameters, the body bound at each call. */
import type {
  CallExpression,
  Expression,
  FunctionDeclaration,
  FunctionParameter,
  Pipeline,
} from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import { declareArguments } from "./arguments.js";
import type { BoundExpression, BoundPipeline, Column } from "./bound.js";
import { expectedScalar, expectedTable, insideFunction, recursiveFunction } from "./diagnostics.js";
import { openConstant } from "./nodes.js";
import { declare, InputList, lookUp, newScope, type Scope } from "./scope.js";
import { enter, leave, type Place, type Session, spanIn } from "./session.js";
import { declareStatement } from "./statement.js";
import { isTableFunction, isTabular } from "./tabular.js";

/** A declared function and where its body's names are looked up. */
export interface UserFunction {
  readonly name: string;
  readonly declaration: FunctionDeclaration;
  readonly scope: Scope;
  /** Of the catalog: its text is not the query's. */
  readonly isStored: boolean;
}

/** The function that a name calls: of the query, else of the catalog. */
export function findFunction(name: string, session: Session, scope: Scope): UserFunction | undefined {
  const declared = lookUp(scope, name);
  if (declared?.kind === "function") {
    return { name, declaration: declared.declaration, scope: declared.scope, isStored: false };
  }
  const stored = session.catalog.function(name);
  if (stored === undefined) return undefined;
  return { name, declaration: stored.declaration, scope: newScope(), isStored: true };
}

/** Whether a call of the function stands for rows. */
export function yieldsTable(called: UserFunction, session: Session): boolean {
  return isTableFunction(called.declaration, called.scope, {
    catalog: session.catalog,
    scope: called.scope,
    columns: [],
  });
}

/** A call in an expression. */
export function bindScalarFunction(
  called: UserFunction,
  call: CallExpression,
  place: Place,
): BoundExpression {
  const { session, isSerialized, inputs } = place;
  const span = spanIn(session, call.span);
  if (yieldsTable(called, session)) {
    session.report(expectedScalar(span));
    return openConstant(span);
  }
  const opened = openBody(called, call, place);
  if (opened === undefined || !enterCall(called, call, session)) return openConstant(span);
  const { inner, scope } = opened;
  const result = bindStatements(called.declaration, inner, scope, inputs);
  const body = { session: inner, scope, columns: [], isOpen: false, isSerialized, inputs };
  const isValue = result !== undefined && result.kind !== "pipeline";
  const bound = isValue ? { ...inner.parts.expression(result, body), span } : openConstant(span);
  leaveCall(called, session);
  return bound;
}

/** A call where a table is due. `first` is the table that `invoke` hands in before the arguments. */
export function bindTableFunction(
  called: UserFunction,
  call: CallExpression,
  place: Place,
  first?: BoundPipeline,
): BoundPipeline | undefined {
  const { session } = place;
  const opened = openBody(called, call, place, first);
  if (opened === undefined || !enterCall(called, call, session)) return undefined;
  const { inner, scope } = opened;
  const result = bindStatements(called.declaration, inner, scope);
  if (result === undefined) session.report(expectedTable(spanIn(session, call.span)));
  const pipeline = result === undefined ? undefined : inner.parts.pipeline(result, { session: inner, scope });
  leaveCall(called, session);
  return pipeline;
}

/** Where the body is bound: its parameters declared as the arguments, which have been bound where the call stands. */
interface OpenedBody {
  readonly inner: Session;
  readonly scope: Scope;
}

function openBody(
  called: UserFunction,
  call: CallExpression,
  place: Place,
  first?: BoundPipeline,
): OpenedBody | undefined {
  const inner = sessionInside(called, spanIn(place.session, call.span), place.session);
  const scope = newScope(called.scope);
  const { name, declaration } = called;
  const to = { name, parameters: declaration.parameters, place, inner, scope, ...(first ? { first } : {}) };
  return declareArguments(call, to) ? { inner, scope } : undefined;
}

function enterCall({ declaration, name }: UserFunction, call: CallExpression, session: Session): boolean {
  if (session.calling.has(declaration)) {
    session.report(recursiveFunction(name, spanIn(session, call.span)));
    return false;
  }
  if (!enter(session, call.span)) return false;
  session.calling.add(declaration);
  // With a tabular parameter a call shows more columns than the body may name, so that is checked in any case.
  if (declaration.parameters.every(({ kind }) => kind === "scalar")) session.unchecked.delete(declaration);
  return true;
}

function leaveCall({ declaration }: UserFunction, session: Session): void {
  session.calling.delete(declaration);
  leave(session);
}

/**
 * Binds a function as it is declared, for its diagnostics: scalar parameters have their types and no values, tabular ones
 * the columns that they declare and no others.
 */
export function checkFunction(declaration: FunctionDeclaration, outer: Scope, session: Session): void {
  if (!enter(session, declaration.span)) return;
  const scope = newScope(outer);
  const inputs = new InputList();
  for (const parameter of declaration.parameters) declareUnknown(parameter, scope, inputs);
  const result = bindStatements(declaration, session, scope, inputs);
  if (result !== undefined) {
    const view = { catalog: session.catalog, scope, columns: [] };
    const place = { session, scope, columns: [], isOpen: false, isSerialized: true, inputs };
    if (result.kind === "pipeline" || isTabular(result, view))
      session.parts.pipeline(result, { session, scope });
    else session.parts.expression(result, place);
  }
  leave(session);
}

function declareUnknown(parameter: FunctionParameter, scope: Scope, home: InputList): void {
  const { name, span } = parameter;
  if (parameter.kind === "tabular") {
    const columns = parameter.columns.map(
      (column): Column => ({ name: column.name.text, type: column.type }),
    );
    // Whether the rows have an order shows at each call.
    const relation = { columns, isSerialized: true, isOpen: false };
    declare(scope, name.text, { kind: "open-table", relation });
    return;
  }
  const { type } = parameter;
  const expression = { kind: "column", type, index: -1, name: name.text, span, isRunConstant: true } as const;
  declare(scope, name.text, { kind: "scalar", expression, home, readsRows: false });
}

/** Within a stored function all places are the place of the call. */
function sessionInside(called: UserFunction, site: Span, session: Session): Session {
  if (!called.isStored) return session;
  return {
    ...session,
    site,
    report: (diagnostic) => session.report(insideFunction(called.name, site, diagnostic)),
  };
}

/** Declares what the body declares; the last query statement is the result. */
function bindStatements(
  { body }: FunctionDeclaration,
  session: Session,
  scope: Scope,
  home?: InputList,
): Expression | Pipeline | undefined {
  let result: Expression | Pipeline | undefined;
  for (const statement of body) {
    if (statement.kind === "query") result = statement.value;
    else declareStatement(statement, session, scope, home);
  }
  return result;
}
