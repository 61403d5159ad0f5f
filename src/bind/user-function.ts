/** Calls of functions that the query or the catalog declares: arguments to parameters, the body bound at each call. */
import type {
  Argument,
  CallExpression,
  Expression,
  FunctionDeclaration,
  FunctionParameter,
  Pipeline,
} from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import type { BoundExpression, BoundPipeline, Column } from "./bound.js";
import { columnIndex } from "./columns.js";
import {
  expectedScalar,
  expectedTable,
  insideFunction,
  missingArgument,
  missingColumn,
  recursiveFunction,
  unknownParameter,
  unsupportedPassing,
  wrongArgumentCount,
} from "./diagnostics.js";
import { constantOf, convertTo, openConstant, typedPlaceholder } from "./nodes.js";
import { declare, InputList, lookUp, newScope, type Scope } from "./scope.js";
import { enter, leave, type Place, type Session, spanIn } from "./session.js";
import { boundedValue } from "./size.js";
import { declareStatement } from "./statement.js";
import { isTableFunction, isTabular } from "./tabular.js";
import { widensTo } from "./types.js";

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
  const span = spanIn(place.session, call.span);
  if (!enterCall(called, call, place.session)) return openConstant(span);
  const bound = bindScalarBody(called, call, place, span);
  leaveCall(called, place.session);
  return bound;
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

function bindScalarBody(
  called: UserFunction,
  call: CallExpression,
  place: Place,
  span: Span,
): BoundExpression {
  const { session } = place;
  if (yieldsTable(called, session)) {
    session.report(expectedScalar(span));
    return openConstant(span);
  }
  const inner = sessionInside(called, span, session);
  const scope = newScope(called.scope);
  if (!declareArguments(called, call, { place, inner, scope })) return openConstant(span);
  const result = bindStatements(called.declaration, inner, scope, place.inputs);
  if (result === undefined || result.kind === "pipeline") return openConstant(span);
  const { isSerialized, inputs } = place;
  const body = { session: inner, scope, columns: [], isOpen: false, isSerialized, inputs };
  return { ...inner.parts.expression(result, body), span };
}

/** A call where a table is due. `first` is the table that `invoke` hands in before the arguments. */
export function bindTableFunction(
  called: UserFunction,
  call: CallExpression,
  place: Place,
  first?: BoundPipeline,
): BoundPipeline | undefined {
  const { session } = place;
  const span = spanIn(session, call.span);
  if (!enterCall(called, call, session)) return undefined;
  const pipeline = bindTableBody(called, call, place, span, first);
  leaveCall(called, session);
  return pipeline;
}

function bindTableBody(
  called: UserFunction,
  call: CallExpression,
  place: Place,
  span: Span,
  first: BoundPipeline | undefined,
): BoundPipeline | undefined {
  const { session } = place;
  const inner = sessionInside(called, span, session);
  const scope = newScope(called.scope);
  if (!declareArguments(called, call, { place, inner, scope, ...(first ? { first } : {}) })) return undefined;
  const result = bindStatements(called.declaration, inner, scope);
  if (result === undefined) {
    session.report(expectedTable(span));
    return undefined;
  }
  return inner.parts.pipeline(result, { session: inner, scope });
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
    const place = { session, scope, columns: [], isOpen: false, isSerialized: false, inputs };
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
    const relation = { columns, isSerialized: false, isOpen: false };
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

interface Call {
  /** Where the arguments stand. */
  readonly place: Place;
  /** What the body is bound with. */
  readonly inner: Session;
  readonly scope: Scope;
  readonly first?: BoundPipeline;
}

function declareArguments(called: UserFunction, call: CallExpression, to: Call): boolean {
  const { parameters } = called.declaration;
  const { session } = to.place;
  const matched = matchArguments(called, call, to.first === undefined ? 0 : 1, session);
  if (matched === undefined) return false;
  let isComplete = true;
  parameters.forEach((parameter, at) => {
    const argument = matched.get(parameter);
    if (parameter.kind === "tabular") {
      const table = at === 0 && to.first !== undefined ? to.first : tableArgument(argument, to.place);
      if (table === undefined) {
        session.report(missingArgument(parameter.name.text, called.name, spanIn(session, call.span)));
        isComplete = false;
      } else {
        checkColumns(parameter, table, argument?.span ?? call.span, session);
        declare(to.scope, parameter.name.text, { kind: "table", pipeline: table });
      }
    } else isComplete = declareScalar(parameter, argument, called, call, to) && isComplete;
  });
  return isComplete;
}

function matchArguments(
  called: UserFunction,
  call: CallExpression,
  skipped: number,
  session: Session,
): Map<FunctionParameter, Argument> | undefined {
  const { parameters } = called.declaration;
  const matched = new Map<FunctionParameter, Argument>();
  for (const [at, argument] of call.args.entries()) {
    const { name } = argument;
    const parameter = name
      ? parameters.find((candidate) => candidate.name.text === name.text)
      : parameters[at + skipped];
    if (parameter === undefined) {
      const span = spanIn(session, argument.span);
      const names = parameters.map((candidate) => candidate.name.text);
      const least = parameters.filter((p) => p.kind === "tabular" || p.defaultValue === undefined).length;
      session.report(
        name
          ? unknownParameter(name.text, span, names)
          : wrongArgumentCount(
              called.name,
              spanIn(session, call.callee.span),
              call.args.length,
              least,
              parameters.length,
            ),
      );
      return undefined;
    }
    matched.set(parameter, argument);
  }
  return matched;
}

function tableArgument(argument: Argument | undefined, { session, scope }: Place): BoundPipeline | undefined {
  return argument === undefined ? undefined : session.parts.pipeline(argument.value, { session, scope });
}

type TabularParameter = Extract<FunctionParameter, { kind: "tabular" }>;

function checkColumns(parameter: TabularParameter, table: BoundPipeline, span: Span, session: Session): void {
  const { columns, isOpen } = table.output;
  if (parameter.isOpen || isOpen) return;
  for (const { name, type } of parameter.columns) {
    const index = columnIndex(columns, name.text);
    if (index < 0 || columns[index].type !== type) {
      session.report(missingColumn(name.text, type, parameter.name.text, spanIn(session, span)));
    }
  }
}

type ScalarParameter = Extract<FunctionParameter, { kind: "scalar" }>;

function declareScalar(
  parameter: ScalarParameter,
  argument: Argument | undefined,
  called: UserFunction,
  call: CallExpression,
  { place, inner, scope }: Call,
): boolean {
  const { session } = place;
  if (argument === undefined && parameter.defaultValue === undefined) {
    session.report(missingArgument(parameter.name.text, called.name, spanIn(session, call.span)));
    return false;
  }
  const bound =
    argument === undefined
      ? defaultOf(parameter, inner, scope, place.inputs)
      : argumentValue(argument, place);
  const expression = boundedValue(passValue(bound, parameter, session), session);
  const readsRows = expression.isRunConstant !== true && place.columns.length > 0;
  declare(scope, parameter.name.text, { kind: "scalar", expression, home: place.inputs, readsRows });
  return true;
}

function defaultOf(
  parameter: ScalarParameter,
  session: Session,
  scope: Scope,
  inputs: InputList,
): BoundExpression {
  const { defaultValue } = parameter;
  if (defaultValue === undefined) return constantOf(parameter.type, null, parameter.span);
  const place = { session, scope, columns: [], isOpen: false, isSerialized: false, inputs };
  return session.parts.expression(defaultValue, place);
}

function argumentValue({ value, span }: Argument, place: Place): BoundExpression {
  if (value.kind !== "pipeline") return place.session.parts.expression(value, place);
  const at = spanIn(place.session, span);
  place.session.report(expectedScalar(at));
  return openConstant(at);
}

function passValue(
  value: BoundExpression,
  { name, type }: ScalarParameter,
  session: Session,
): BoundExpression {
  if (value.isTypeOpen || widensTo(value.type, type) || value.type === "dynamic" || type === "dynamic") {
    return convertTo(type, value);
  }
  if (type === "int" && value.type === "long") return convertTo(type, value);
  session.report(unsupportedPassing(value.type, type, name.text, value.span));
  return typedPlaceholder(value.span, type);
}
