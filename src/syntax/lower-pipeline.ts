/** Pipelines, tables, statements and what operators share. */

import { joinSpans } from "../text/span.js";
import type {
  CallExpression,
  ColumnDeclaration,
  Expression,
  FunctionParameter,
  NamedExpression,
  OperatorNode,
  Pipeline,
  Property,
  SortKey,
  Statement,
} from "./ast.js";
import {
  type CstNode,
  has,
  type IToken,
  nodeOf,
  nodesOf,
  spanOf,
  tokenOf,
  tokenSpan,
  tokensOf,
} from "./cst.js";
import { emptyStatement, unexpectedList, unexpectedNamed, unnamedProperty } from "./diagnostics.js";
import {
  errorExpression,
  lowerArguments,
  lowerExpression,
  lowerNamed,
  lowerOperand,
} from "./lower-expression.js";
import {
  lowerColumns,
  lowerConstant,
  lowerName,
  lowerNameToken,
  lowerSchema,
  lowerType,
  lowerWildcard,
} from "./lower-literals.js";
import type { Lowering } from "./lowering.js";

export function lowerPipeline(cst: CstNode | undefined, lowering: Lowering): Expression | Pipeline {
  if (cst === undefined) return errorExpression(cst);
  const sourceOperator = nodeOf(cst, "sourceOperator");
  const source =
    sourceOperator === undefined
      ? lowerExpression(nodeOf(cst, "expression"), lowering)
      : (lowerOperator(sourceOperator, lowering) ?? errorExpression(sourceOperator));
  const operators = lowerOperators(cst, lowering);
  if (operators.length === 0 && sourceOperator === undefined) return expressionOf(source);
  return { kind: "pipeline", source, operators, span: spanOf(cst) };
}

/** A source that is no operator, for the types: an operator node is never in the union of expressions. */
function expressionOf(source: Expression | OperatorNode): Expression {
  return source as Expression;
}

/** A rule that holds one operator rule: `tabularOperator`, `sourceOperator`. */
export function lowerOperator(cst: CstNode, lowering: Lowering): OperatorNode | undefined {
  for (const rule in cst.children) {
    const node = nodeOf(cst, rule);
    if (node !== undefined) return lowering.table.byRule.get(rule)?.lower(node, lowering.context);
  }
  return undefined;
}

export function lowerOperators(parent: CstNode | undefined, lowering: Lowering): readonly OperatorNode[] {
  if (parent === undefined) return [];
  const operators: OperatorNode[] = [];
  for (const cst of nodesOf(parent, "tabularOperator")) {
    const operator = lowerOperator(cst, lowering);
    if (operator !== undefined) operators.push(operator);
  }
  return operators;
}

/** `(a)`, `(T | ...)`. Of a list the first item counts. */
export function lowerParenthesized(cst: CstNode, lowering: Lowering): Expression {
  const span = spanOf(cst);
  if (!has(cst, "sourceOperator") && !has(cst, "Pipe")) {
    const inside = lowerExpression(nodeOf(cst, "expression"), lowering);
    return { ...inside, span };
  }
  const pipeline = lowerPipeline(cst, lowering);
  return pipeline.kind === "pipeline" ? { kind: "pipeline-expression", pipeline, span } : pipeline;
}

/** The list of `in (...)`: expressions, or one pipeline. */
export function lowerList(cst: CstNode | undefined, lowering: Lowering): readonly (Expression | Pipeline)[] {
  if (cst === undefined) return [];
  if (has(cst, "sourceOperator") || has(cst, "Pipe")) {
    const comma = tokenOf(cst, "Comma");
    if (comma !== undefined) lowering.report(unexpectedList(tokenSpan(comma)));
    return [lowerPipeline(cst, lowering)];
  }
  return nodesOf(cst, "expression").map((item) => lowerExpression(item, lowering));
}

export function lowerPipelineCall(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const callee = lowerNameToken(
    tokenOf(cst, "Toscalar") ?? tokenOf(cst, "Materialize") ?? tokenOf(cst, "Totable"),
  );
  const value = lowerPipeline(nodeOf(cst, "pipeline"), lowering);
  return { kind: "call", callee, args: [{ value, span: value.span }], span: spanOf(cst) };
}

// Tables

export function lowerTable(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const parenthesized = nodeOf(cst, "parenthesized");
  if (parenthesized !== undefined) return lowerParenthesized(parenthesized, lowering);
  const datatable = nodeOf(cst, "datatableExpression");
  if (datatable !== undefined) return lowerDatatable(datatable, lowering);
  const externaldata = nodeOf(cst, "externaldataExpression");
  if (externaldata !== undefined) return lowerExternaldata(externaldata, lowering);
  const parts = nodesOf(cst, "tablePart");
  let table: Expression | undefined;
  for (const part of parts) table = lowerTablePart(table, part, lowering);
  return table ?? errorExpression(cst);
}

function lowerTablePart(base: Expression | undefined, cst: CstNode, lowering: Lowering): Expression {
  const name = lowerWildcard(cst, lowering);
  const args = nodeOf(cst, "callArguments");
  const text = name.kind === "star" ? "*" : name.name;
  const callee = { text, span: name.span };
  const call: CallExpression | undefined =
    args === undefined
      ? undefined
      : { kind: "call", callee, args: lowerArguments(args, lowering), span: spanOf(cst) };
  if (base === undefined) return call ?? name;
  return { kind: "member", base, member: call ?? callee, span: joinSpans(base.span, spanOf(cst)) };
}

export function lowerNamePath(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  let path: Expression | undefined;
  for (const part of nodesOf(cst, "name")) {
    const name = lowerName(part, lowering);
    path =
      path === undefined
        ? {
            kind: "name",
            name: name.text,
            isBracketed: has(part, "bracketedName"),
            hasWildcard: false,
            span: name.span,
          }
        : { kind: "member", base: path, member: name, span: joinSpans(path.span, name.span) };
  }
  return path ?? errorExpression(cst);
}

export function lowerDatatable(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  return {
    kind: "datatable",
    columns: lowerColumns(nodeOf(cst, "rowSchema"), lowering),
    cells: nodesOf(cst, "constant").map((cell) => lowerConstant(cell, lowering)),
    properties: [],
    span: spanOf(cst),
  };
}

export function lowerExternaldata(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  return {
    kind: "externaldata",
    columns: lowerColumns(nodeOf(cst, "rowSchema"), lowering),
    uris: nodesOf(cst, "operand").map((uri) => lowerOperand(uri, lowering)),
    properties: lowerProperties(nodeOf(cst, "withProperties"), lowering),
    span: spanOf(cst),
  };
}

export function lowerEntityGroup(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const entities = nodesOf(cst, "operand").map((entity) => lowerOperand(entity, lowering));
  return { kind: "entity-group", entities, span: spanOf(cst) };
}

// Parts of operators

/** An expression in a place where the grammar also reads `name =`. */
export function lowerUnnamed(cst: CstNode | undefined, lowering: Lowering): Expression {
  const named = lowerNamed(cst, lowering);
  const assign = cst === undefined ? undefined : tokenOf(cst, "Assign");
  if (assign !== undefined) lowering.report(unexpectedNamed(tokenSpan(assign)));
  return named.value;
}

export function lowerSortKey(cst: CstNode | undefined, lowering: Lowering): SortKey {
  if (cst === undefined) return { value: errorExpression(cst), span: { start: 0, end: 0 } };
  const value = lowerUnnamed(nodeOf(cst, "namedExpression"), lowering);
  const direction = has(cst, "Asc") ? "asc" : has(cst, "Desc") ? "desc" : undefined;
  const nulls = has(cst, "First") ? "first" : has(cst, "Last") ? "last" : undefined;
  return {
    value,
    ...(direction === undefined ? {} : { direction }),
    ...(nulls === undefined ? {} : { nulls }),
    span: spanOf(cst),
  };
}

export function lowerToType(named: NamedExpression, cst: CstNode, lowering: Lowering): NamedExpression {
  const [item] = nodesOf(cst, "typeofItem");
  const type = lowerType(item === undefined ? undefined : tokenOf(item, "AnyWord"), lowering);
  const span = joinSpans(named.value.span, spanOf(cst));
  return {
    names: named.names,
    value: { kind: "to-type", value: named.value, type, span },
    span: joinSpans(named.span, span),
  };
}

const parameterRules = ["parameter", "hint", "kindOrHint", "expandParameter"] as const;

export function lowerParameters(operator: CstNode, lowering: Lowering): readonly Property[] {
  return parameterRules
    .flatMap((rule) => nodesOf(operator, rule))
    .map((cst) => lowerParameter(cst, lowering));
}

function lowerParameter(cst: CstNode, lowering: Lowering): Property {
  const name = lowerNameToken(firstToken(cst));
  const value = nodeOf(cst, "parameterValue");
  return { name, value: lowerParameterValue(value, lowering), span: spanOf(cst) };
}

function firstToken(cst: CstNode): IToken | undefined {
  for (const name in cst.children) {
    if (name !== "parameterValue") return tokenOf(cst, name);
  }
  return undefined;
}

function lowerParameterValue(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const word = tokenOf(cst, "word");
  if (word !== undefined) return wordExpression(word);
  const bracketed = nodeOf(cst, "bracketedName");
  if (bracketed === undefined) return lowerConstant(nodeOf(cst, "constant"), lowering);
  const name = lowerName(bracketed, lowering);
  return { kind: "name", name: name.text, isBracketed: true, hasWildcard: false, span: name.span };
}

function wordExpression(word: IToken): Expression {
  return { kind: "name", name: word.image, isBracketed: false, hasWildcard: false, span: tokenSpan(word) };
}

export function lowerProperties(parent: CstNode | undefined, lowering: Lowering): readonly Property[] {
  if (parent === undefined) return [];
  const properties: Property[] = [];
  for (const cst of nodesOf(parent, "property")) {
    const word = tokenOf(cst, "word");
    const value =
      word === undefined ? lowerExpression(nodeOf(cst, "expression"), lowering) : wordExpression(word);
    const token = tokenOf(cst, "AnyWord");
    const name = token === undefined ? properties.at(-1)?.name : lowerNameToken(token);
    if (name === undefined) lowering.report(unnamedProperty(value.span));
    properties.push({ name: name ?? lowerNameToken(undefined), value, span: spanOf(cst) });
  }
  return properties;
}

// Declarations and statements

export function lowerColumn(cst: CstNode, lowering: Lowering): ColumnDeclaration {
  const type = lowerType(tokenOf(cst, "AnyWord"), lowering);
  return { name: lowerName(nodeOf(cst, "declaredName"), lowering), type, span: spanOf(cst) };
}

export function lowerParameterList(
  cst: CstNode | undefined,
  lowering: Lowering,
): readonly FunctionParameter[] {
  if (cst === undefined) return [];
  return nodesOf(cst, "functionParameter").map((parameter) => lowerFunctionParameter(parameter, lowering));
}

function lowerFunctionParameter(cst: CstNode, lowering: Lowering): FunctionParameter {
  const name = lowerName(nodeOf(cst, "declaredName"), lowering);
  const span = spanOf(cst);
  const schema = nodeOf(cst, "rowSchema");
  if (schema !== undefined) {
    const { columns, isOpen } = lowerSchema(schema, lowering);
    return { kind: "tabular", name, columns, isOpen, span };
  }
  const type = lowerType(tokenOf(cst, "AnyWord"), lowering);
  const defaultValue = nodeOf(cst, "constant");
  if (defaultValue === undefined) return { kind: "scalar", name, type, span };
  return { kind: "scalar", name, type, defaultValue: lowerConstant(defaultValue, lowering), span };
}

export function lowerStatements(cst: CstNode | undefined, lowering: Lowering): readonly Statement[] {
  if (cst === undefined) return [];
  reportEmptyStatements(cst, lowering);
  return nodesOf(cst, "statement").map((statement) => lowerStatement(statement, lowering));
}

/** Each `;` ends a statement. */
function reportEmptyStatements(cst: CstNode, lowering: Lowering): void {
  const statements = nodesOf(cst, "statement");
  const semicolons = tokensOf(cst, "Semicolon");
  let next = 0;
  for (const semicolon of semicolons) {
    const start = statements[next] === undefined ? Number.POSITIVE_INFINITY : spanOf(statements[next]).start;
    if (start > semicolon.startOffset) {
      lowering.report(emptyStatement(tokenSpan(semicolon)));
      return;
    }
    next++;
  }
}

function lowerStatement(cst: CstNode, lowering: Lowering): Statement {
  for (const rule in cst.children) {
    const node = nodeOf(cst, rule);
    if (node === undefined) continue;
    const lower = statementRules.get(rule);
    if (lower !== undefined) return lower(node, lowering);
  }
  const value = lowerPipeline(nodeOf(cst, "pipeline"), lowering);
  return { kind: "query", value, span: spanOf(cst) };
}

const statementRules: ReadonlyMap<string, (cst: CstNode, lowering: Lowering) => Statement> = new Map([
  ["letStatement", lowerLet],
  ["setStatement", lowerSet],
  ["declareStatement", lowerDeclare],
  ["aliasStatement", lowerAlias],
  ["restrictStatement", lowerRestrict],
]);

function lowerLet(cst: CstNode, lowering: Lowering): Statement {
  const name = lowerName(nodeOf(cst, "name"), lowering);
  const span = spanOf(cst);
  const body = nodeOf(cst, "functionDeclaration");
  if (body === undefined) {
    return { kind: "let", name, value: lowerPipeline(nodeOf(cst, "pipeline"), lowering), span };
  }
  const declaration = {
    parameters: lowerParameterList(nodeOf(body, "parameterList"), lowering),
    body: lowerStatements(nodeOf(body, "statements"), lowering),
    isView: has(body, "View"),
    span: spanOf(body),
  };
  return { kind: "let-function", name, declaration, span };
}

function lowerSet(cst: CstNode, lowering: Lowering): Statement {
  const name = lowerName(nodeOf(cst, "declaredName"), lowering);
  const value = nodeOf(cst, "expression");
  const span = spanOf(cst);
  return value === undefined
    ? { kind: "set", name, span }
    : { kind: "set", name, value: lowerExpression(value, lowering), span };
}

function lowerDeclare(cst: CstNode, lowering: Lowering): Statement {
  const span = spanOf(cst);
  const parameters = nodeOf(cst, "parameterList");
  if (parameters !== undefined) {
    return { kind: "query-parameters", parameters: lowerParameterList(parameters, lowering), span };
  }
  return { kind: "pattern", name: lowerName(nodeOf(cst, "declaredName"), lowering), span };
}

function lowerAlias(cst: CstNode, lowering: Lowering): Statement {
  const name = lowerName(nodeOf(cst, "declaredName"), lowering);
  return {
    kind: "alias",
    name,
    value: lowerExpression(nodeOf(cst, "expression"), lowering),
    span: spanOf(cst),
  };
}

function lowerRestrict(cst: CstNode, lowering: Lowering): Statement {
  const names = nodesOf(cst, "tableReference").map((table) => lowerTable(table, lowering));
  return { kind: "restrict", names, span: spanOf(cst) };
}
