/** Statements that declare: `let`, `set`, parameters, aliases. They fill a scope; nothing of them runs by itself. */
import type {
  FunctionParameter,
  LetFunctionStatement,
  LetStatement,
  Name,
  Pipeline,
  QueryParametersStatement,
  SetStatement,
  Statement,
} from "../syntax/ast.js";
import type { BoundExpression, BoundPipeline, Column } from "./bound.js";
import {
  notConstant,
  repeatedDeclaration,
  tableAfterScalar,
  unsupportedStatement,
  wrongType,
} from "./diagnostics.js";
import { convertTo } from "./nodes.js";
import { isProvisional } from "./open.js";
import { declare, InputList, isDeclaredIn, type Scope, scopeSoFar } from "./scope.js";
import { type Session, spanIn } from "./session.js";
import { boundedValue } from "./size.js";
import { isTabular } from "./tabular.js";

/** `home`: set for the body of a scalar function, whose lets belong to the operator that calls it. */
export function declareStatement(
  statement: Statement,
  session: Session,
  scope: Scope,
  home?: InputList,
): void {
  if ("name" in statement && statement.kind !== "set") checkName(statement.name, session, scope);
  switch (statement.kind) {
    case "let":
      declareLet(statement, session, scope, home);
      break;
    case "let-function":
      declareFunction(statement, session, scope);
      break;
    case "set":
      declareOption(statement, session, scope);
      break;
    case "query-parameters":
      declareParameters(statement, session, scope);
      break;
    case "alias":
      declare(scope, statement.name.text, { kind: "database" });
      break;
    case "restrict":
      session.report(unsupportedStatement("`restrict access`", spanIn(session, statement.span)));
      break;
    case "pattern":
      declare(scope, statement.name.text, {
        kind: "pattern",
        mapping: statement.mapping,
        scope: scopeSoFar(scope),
      });
      break;
    case "query":
      break;
  }
}

/** A text or a body declares a name once; inner bodies may use it anew. */
function checkName({ text, span }: Name, session: Session, scope: Scope): void {
  if (isDeclaredIn(scope, text)) session.report(repeatedDeclaration(text, spanIn(session, span)));
}

function declareFunction({ name, declaration }: LetFunctionStatement, session: Session, scope: Scope): void {
  const seen = scopeSoFar(scope);
  declare(scope, name.text, { kind: "function", declaration, scope: seen });
  session.unchecked.set(declaration, seen);
  const { parameters } = declaration;
  const firstScalar = parameters.findIndex(({ kind }) => kind === "scalar");
  const late =
    firstScalar < 0 ? undefined : parameters.slice(firstScalar).find(({ kind }) => kind === "tabular");
  if (late !== undefined) session.report(tableAfterScalar(late.name.text, spanIn(session, late.span)));
}

function declareLet(
  { name, value }: LetStatement,
  session: Session,
  scope: Scope,
  called: InputList | undefined,
): void {
  if (isTabular(value, { catalog: session.catalog, scope, columns: [] })) {
    declareTable(name.text, value, session, scope);
    return;
  }
  const home = called ?? new InputList();
  const seen = scopeSoFar(scope);
  const expression = boundedValue(bindAlone(value, session, seen, home), session);
  const isOpen = expression.isTypeOpen === true || home.pipelines.some(isProvisional);
  declare(scope, name.text, {
    kind: "scalar",
    expression,
    home,
    readsRows: called !== undefined && expression.isRunConstant !== true,
    ...(isOpen && value.kind !== "pipeline" ? { rebind: { value, scope: seen } } : {}),
  });
}

/** A value that belongs to no rows. */
function bindAlone(
  value: LetStatement["value"],
  session: Session,
  scope: Scope,
  inputs: InputList,
): BoundExpression {
  const place = { session, scope, columns: [], isOpen: false, isSerialized: false, inputs };
  return session.parts.expression(scalarPart(value), place);
}

/** A pipeline without operators is its source. */
function scalarPart(value: LetStatement["value"]): Exclude<LetStatement["value"], Pipeline> {
  if (value.kind !== "pipeline") return value;
  // `isTabular` has told that the source is an expression.
  return value.source as Exclude<LetStatement["value"], Pipeline>;
}

function declareTable(name: string, value: LetStatement["value"], session: Session, scope: Scope): void {
  const seen = scopeSoFar(scope);
  const before = session.counts.volatile;
  const pipeline: BoundPipeline = session.parts.pipeline(value, { session, scope: seen });
  const isVolatile = session.counts.volatile > before && !isMaterialized(value);
  declare(
    scope,
    name,
    isVolatile ? { kind: "inline-table", value, scope: seen } : { kind: "table", pipeline },
  );
}

/** `materialize(...)` fixes its rows, random or not. */
function isMaterialized(value: LetStatement["value"]): boolean {
  const head = value.kind === "pipeline" && value.operators.length === 0 ? value.source : value;
  return head.kind === "call" && "callee" in head && head.callee.text === "materialize";
}

/** Options that would change the answer; what else is set bears on how a cluster runs a query. */
const unsupportedOptions: ReadonlySet<string> = new Set([
  "query_datetimescope_column",
  "query_datetimescope_from",
  "query_datetimescope_to",
]);

function declareOption({ name, value, span }: SetStatement, session: Session, scope: Scope): void {
  if (unsupportedOptions.has(name.text)) {
    session.report(unsupportedStatement(`\`set ${name.text}\``, spanIn(session, span)));
  }
  if (value === undefined) {
    session.options.set(name.text, true);
    return;
  }
  const bound = bindAlone(value, session, scope, new InputList());
  if (name.text === clockOption) checkClock(bound, session);
  if (name.text === maxRecordsOption) {
    setMaxRecords(bound, session);
    return;
  }
  session.options.set(name.text, bound.kind === "constant" ? bound.value : true);
}

/** How many rows a result has at most. */
export const maxRecordsOption = "query_take_max_records";

/** Of several the lowest counts. */
function setMaxRecords(bound: BoundExpression, session: Session): void {
  const isWhole = bound.type === "int" || bound.type === "long";
  if (bound.kind !== "constant" || !isWhole || bound.value === null) {
    session.report(wrongType(bound.span, "a whole number", bound.type));
    return;
  }
  const before = session.options.get(maxRecordsOption);
  const isLower = before === undefined || Number(bound.value) < Number(before);
  if (isLower) session.options.set(maxRecordsOption, bound.value);
}

/** Set, a result is a table of its columns. */
export const schemaOption = "query_results_apply_getschema";

/** What the clock of a query shows. */
export const clockOption = "query_now";

function checkClock({ kind, type, span }: BoundExpression, session: Session): void {
  if (type !== "datetime") session.report(wrongType(span, "a datetime", type));
  else if (kind !== "constant") session.report(notConstant(span));
}

function declareParameters({ parameters }: QueryParametersStatement, session: Session, scope: Scope): void {
  for (const parameter of parameters) declareParameter(parameter, session, scope);
}

function declareParameter(parameter: FunctionParameter, session: Session, scope: Scope): void {
  const { name } = parameter;
  checkName(name, session, scope);
  if (parameter.kind === "tabular") {
    session.report(unsupportedStatement("a tabular query parameter", spanIn(session, parameter.span)));
    const columns = parameter.columns.map(
      (column): Column => ({ name: column.name.text, type: column.type }),
    );
    const relation = { columns, isSerialized: false, isOpen: parameter.isOpen };
    declare(scope, name.text, { kind: "open-table", relation });
    return;
  }
  const home = new InputList();
  if (parameter.defaultValue === undefined) {
    session.report(
      unsupportedStatement("a query parameter without a default", spanIn(session, parameter.span)),
    );
    const { type, span } = parameter;
    const expression = { kind: "constant", type, value: null, span, isRunConstant: true } as const;
    declare(scope, name.text, { kind: "scalar", expression, home, readsRows: false });
    return;
  }
  const expression = convertTo(parameter.type, bindAlone(parameter.defaultValue, session, scope, home));
  declare(scope, name.text, { kind: "scalar", expression, home, readsRows: false });
}
