/** Lowers a concrete tree: concrete tree in, syntax tree and diagnostics out. */
import type { Diagnostic } from "../text/diagnostic.js";
import type { Query } from "./ast.js";
import { type CstNode, firstTokenSpan, nodeOf, spanOf } from "./cst.js";
import type { LowerContext } from "./lower-context.js";
import { lowerExpression, lowerExpressionOrStar } from "./lower-expression.js";
import {
  lowerColumns,
  lowerConstant,
  lowerDynamic,
  lowerLiteral,
  lowerName,
  lowerNameToken,
  lowerSchema,
  lowerString,
  lowerType,
  lowerTypeof,
  lowerWildcard,
} from "./lower-literals.js";
import { lowerNamed, lowerNamedOrStar, lowerUnnamed } from "./lower-named.js";
import { lowerArguments, lowerCall, lowerOperand } from "./lower-operand.js";
import {
  lowerBareProperties,
  lowerParameters,
  lowerProperties,
  lowerSortKey,
  lowerToType,
} from "./lower-parts.js";
import {
  lowerDatatable,
  lowerEntityGroup,
  lowerExternaldata,
  lowerList,
  lowerNamePath,
  lowerOperator,
  lowerOperators,
  lowerParenthesized,
  lowerPipeline,
  lowerPipelineCall,
  lowerTable,
} from "./lower-pipeline.js";
import { lowerColumn, lowerParameterList, lowerStatements } from "./lower-statement.js";
import type { Lowering } from "./lowering.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";

/** The tree of a whole text. Problems that the grammar could not see are added to `diagnostics`. */
export function lowerQuery(
  cst: CstNode,
  text: string,
  table: OperatorSyntaxTable,
  diagnostics: Diagnostic[],
): Query {
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const lowering: Lowering = { text, table, depth: 0, report, context: contextOf(() => lowering) };
  const statements = lowerStatements(nodeOf(cst, "statements"), lowering);
  return { kind: "query-text", statements, span: { start: 0, end: text.length } };
}

function contextOf(state: () => Lowering): LowerContext {
  return {
    report: (diagnostic) => state().report(diagnostic),
    head: (cst) => ({ span: spanOf(cst), keyword: firstTokenSpan(cst) }),
    expression: (cst) => lowerExpression(cst, state()),
    expressions: (list) => list.map((cst) => lowerExpression(cst, state())),
    expressionOrStar: (cst) => lowerExpressionOrStar(cst, state()),
    operand: (cst) => lowerOperand(cst, state()),
    call: (cst) => lowerCall(cst, state()),
    named: (cst) => lowerNamed(cst, state()),
    namedList: (list) => list.map((cst) => lowerNamed(cst, state())),
    namedOrStar: (cst) => lowerNamedOrStar(cst, state()),
    unnamed: (cst) => lowerUnnamed(cst, state()),
    sortKey: (cst) => lowerSortKey(cst, state()),
    toType: (value, cst) => lowerToType(value, cst, state()),
    name: (cst) => lowerName(cst, state()),
    nameOfToken: lowerNameToken,
    wildcard: (cst) => lowerWildcard(cst, state()),
    namePath: (cst) => lowerNamePath(cst, state()),
    table: (cst) => lowerTable(cst, state()),
    callArguments: (cst) => lowerArguments(cst, state()),
    literal: (token) => lowerLiteral(token, state()),
    stringLiteral: (tokens) => lowerString(tokens, state()),
    constant: (cst) => lowerConstant(cst, state()),
    dynamic: (cst) => lowerDynamic(cst, state()),
    typeof: (cst) => lowerTypeof(cst, state()),
    pipelineCall: (cst) => lowerPipelineCall(cst, state()),
    datatable: (cst) => lowerDatatable(cst, state()),
    externaldata: (cst) => lowerExternaldata(cst, state()),
    entityGroup: (cst) => lowerEntityGroup(cst, state()),
    parenthesized: (cst) => lowerParenthesized(cst, state()),
    list: (cst) => lowerList(cst, state()),
    column: (cst) => lowerColumn(cst, state()),
    type: (token) => lowerType(token, state()),
    schema: (cst) => lowerSchema(cst, state()),
    columns: (cst) => lowerColumns(cst, state()),
    parameterList: (cst) => lowerParameterList(cst, state()),
    parameters: (cst) => lowerParameters(cst, state()),
    bareProperties: (cst) => lowerBareProperties(cst, state()),
    properties: (cst) => lowerProperties(cst, state()),
    pipeline: (cst) => lowerPipeline(cst, state()),
    operator: (cst) => lowerOperator(cst, state()),
    operators: (cst) => lowerOperators(cst, state()),
    statements: (cst) => lowerStatements(cst, state()),
  };
}
