/** Pipelines and tables. */
import { joinSpans } from "../text/span.js";
import type { CallExpression, Expression, OperatorNode, Pipeline } from "./ast.js";
import { type CstNode, has, nodeOf, nodesOf, spanOf, tokenOf, tokenSpan } from "./cst.js";
import { unexpectedList } from "./diagnostics.js";
import { lowerExpression } from "./lower-expression.js";
import { lowerColumns, lowerConstant, lowerName, lowerNameToken, lowerWildcard } from "./lower-literals.js";
import { lowerArguments, lowerOperand } from "./lower-operand.js";
import { lowerProperties } from "./lower-parts.js";
import { errorExpression, type Lowering } from "./lowering.js";

export function lowerPipeline(cst: CstNode | undefined, lowering: Lowering): Expression | Pipeline {
  if (cst === undefined) return errorExpression(cst);
  const operators = lowerOperators(cst, lowering);
  const span = spanOf(cst);
  const sourceOperator = nodeOf(cst, "sourceOperator");
  if (sourceOperator !== undefined) {
    const source = lowerOperator(sourceOperator, lowering) ?? errorExpression(sourceOperator);
    return { kind: "pipeline", source, operators, span };
  }
  const source = lowerExpression(nodeOf(cst, "expression"), lowering);
  return operators.length === 0 ? source : { kind: "pipeline", source, operators, span };
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
