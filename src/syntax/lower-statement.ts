/** Declarations and statements. */
import type { ColumnDeclaration, FunctionParameter, PatternMapping, PatternMatch, Statement } from "./ast.js";
import { type CstNode, has, nodeOf, nodesOf, spanOf, tokenOf, tokenSpan, tokensOf } from "./cst.js";
import { emptyStatement } from "./diagnostics.js";
import { lowerExpression } from "./lower-expression.js";
import { lowerConstant, lowerName, lowerSchema, lowerType } from "./lower-literals.js";
import { lowerArguments } from "./lower-operand.js";
import { lowerPipeline, lowerTable } from "./lower-pipeline.js";
import type { Lowering } from "./lowering.js";

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
  const name = lowerName(nodeOf(cst, "declaredName"), lowering);
  const body = nodeOf(cst, "patternBody");
  if (body === undefined) return { kind: "pattern", name, span };
  const path = nodeOf(body, "functionParameter");
  const mapping: PatternMapping = {
    parameters: lowerParameterList(nodeOf(body, "parameterList"), lowering),
    ...(path === undefined ? {} : { path: lowerFunctionParameter(path, lowering) }),
    matches: nodesOf(body, "patternMatch").map((match) => lowerPatternMatch(match, lowering)),
  };
  return { kind: "pattern", name, mapping, span };
}

function lowerPatternMatch(cst: CstNode, lowering: Lowering): PatternMatch {
  const path = nodeOf(cst, "bracketedName");
  return {
    args: lowerArguments(nodeOf(cst, "callArguments"), lowering),
    ...(path === undefined ? {} : { path: lowerName(path, lowering) }),
    body: lowerStatements(nodeOf(cst, "statements"), lowering),
    span: spanOf(cst),
  };
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
