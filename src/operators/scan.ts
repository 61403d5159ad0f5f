import type { BindContext } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import { derivedColumn } from "../bind/columns.js";
import { repeatedColumn, unknownColumn } from "../bind/diagnostics.js";
import { convertTo } from "../bind/nodes.js";
import type {
  Expression,
  FunctionParameter,
  Name,
  NamedExpression,
  OperatorNode,
  Property,
  SortKey,
} from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf, tokenOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";
import { unknownKind } from "./diagnostics.js";
import { defineOperator } from "./operator.js";
import { parameterChoice, parameterWord } from "./parameters.js";
import { rewriteExpression } from "./rewrite-expression.js";
import { type BoundStep, type ScanShape, startScan } from "./scan-rows.js";

/** `T | scan declare (a:long=0) with (step s: b > 1 => a = s.a + 1;)`: matches sequences of rows. */
export interface ScanStep {
  readonly name: Name;
  readonly isOptional: boolean;
  /** `all`, `last` or `none`. */
  readonly output?: Name;
  readonly condition: Expression;
  readonly assignments: readonly NamedExpression[];
}

export interface ScanOperator extends OperatorNode {
  readonly kind: "scan";
  readonly parameters: readonly Property[];
  readonly orderBy: readonly SortKey[];
  readonly partitionBy: readonly Expression[];
  readonly declared: readonly FunctionParameter[];
  readonly steps: readonly ScanStep[];
}

export const scanSyntax = defineSyntax<ScanOperator>({
  kind: "scan",
  rule: "scanOperator",
  lower: (cst, context) => ({
    kind: "scan",
    ...context.head(cst),
    parameters: context.parameters(cst),
    orderBy: nodesOf(cst, "sortKey").map((key) => context.sortKey(key)),
    partitionBy: context.expressions(nodesOf(cst, "expression")),
    declared: context.parameterList(nodeOf(cst, "parameterList")),
    steps: nodesOf(cst, "scanStep").map((step) => lowerStep(step, context)),
  }),
  print: (node, printer) => {
    const order =
      node.orderBy.length === 0 ? "" : `order by ${node.orderBy.map(printer.sortKey).join(", ")} `;
    const partition =
      node.partitionBy.length === 0 ? "" : `partition by ${printer.expressions(node.partitionBy)} `;
    const declared = node.declared.length === 0 ? "" : `declare ${printer.parameterList(node.declared)} `;
    const steps = node.steps.map((step) => printStep(step, printer));
    return `scan ${printer.parameters(node.parameters)}${order}${partition}${declared}with ${printer.lines("(", steps, ")")}`;
  },
});

function lowerStep(cst: CstNode, context: LowerContext): ScanStep {
  return {
    name: context.name(nodeOf(cst, "name")),
    isOptional: has(cst, "Optional"),
    ...(has(cst, "Output") ? { output: context.nameOfToken(tokenOf(cst, "AnyWord")) } : {}),
    condition: context.expression(nodeOf(cst, "expression")),
    assignments: context.namedList(nodesOf(cst, "namedExpression")),
  };
}

function printStep(step: ScanStep, printer: Printer): string {
  const optional = step.isOptional ? " optional" : "";
  const output = step.output === undefined ? "" : ` output=${step.output.text}`;
  const assignments = step.assignments.length === 0 ? "" : ` => ${printer.namedList(step.assignments)}`;
  const head = `step ${printer.name(step.name)}${optional}${output}`;
  return `${head}: ${printer.expression(step.condition)}${assignments};`;
}

/**
 * Matches sequences of rows: each row is tried against each step, from the last to the first, and is given out once for
 * every step that it matches, with the declared columns after its own.
 */
export const scan = defineOperator<ScanOperator, ScanShape>("scan", {
  bind(node, context) {
    const input = context.input.columns;
    const declared = node.declared.flatMap((parameter): Column[] =>
      parameter.kind === "scalar" ? [{ name: parameter.name.text, type: parameter.type }] : [],
    );
    const columns = [...input, ...declared];
    const names = node.steps.map(({ name }) => name.text);
    const visible = [
      ...columns,
      ...names.flatMap((step) => columns.map((column) => stateColumn(step, column))),
    ];
    const over = context.over({ columns: visible, isSerialized: false, isOpen: context.input.isOpen });
    parameterChoice(node, "kind", ["partial", "full"], context);
    const matchId = parameterWord(node.parameters, "with_match_id");
    const idColumns: Column[] = matchId === undefined ? [] : [{ name: matchId, type: "long" }];
    reportRepeated(node, idColumns, context);
    return {
      output: { columns: [...columns, ...idColumns], isSerialized: true, isOpen: context.input.isOpen },
      inputColumns: input,
      declared,
      defaults: node.declared.map((parameter) =>
        parameter.kind === "scalar" && parameter.defaultValue !== undefined
          ? convertTo(parameter.type, context.runConstant(parameter.defaultValue))
          : undefined,
      ),
      hasMatchId: matchId !== undefined,
      orderBy: context.sortKeys(node.orderBy),
      partitionBy: node.partitionBy.map((key) => context.expression(key)),
      steps: node.steps.map((step) => bindStep(step, { names, declared, over })),
    };
  },
  start: startScan,
});

/** Columns that `scan` adds have names that no other column has. */
function reportRepeated(node: ScanOperator, idColumns: readonly Column[], context: BindContext): void {
  const seen = new Set(context.input.columns.filter(({ isHidden }) => !isHidden).map(({ name }) => name));
  const added = node.declared.map(({ name }) => ({ name: name.text, span: name.span }));
  for (const { name, span } of [...added, ...idColumns.map(({ name }) => ({ name, span: node.keyword }))]) {
    if (seen.has(name)) context.report(repeatedColumn(name, span));
    seen.add(name);
  }
}

/** How a column of a step's state is called while binding. */
function stateColumn(step: string, column: Column): Column {
  return derivedColumn({ name: `${step}.${column.name}`, type: column.type }, [column]);
}

interface StepNames {
  readonly names: readonly string[];
  readonly declared: readonly Column[];
  readonly over: BindContext;
}

function bindStep(step: ScanStep, { names, declared, over }: StepNames): BoundStep {
  const resolve = (expression: Expression): Expression =>
    rewriteExpression(expression, (part) => statePart(part, names));
  const assignments = step.assignments.flatMap(({ names: assigned, value }) => {
    const [name] = assigned;
    const column = declared.findIndex((candidate) => candidate.name === name?.text);
    if (name === undefined || column < 0) {
      const span = name?.span ?? value.span;
      over.report(unknownColumn(name?.text ?? "", span, () => declared.map((candidate) => candidate.name)));
      return [];
    }
    return [{ column, value: over.expressionOf(declared[column].type, resolve(value)) }];
  });
  return { condition: over.predicate(resolve(step.condition)), assignments, output: stepOutput(step, over) };
}

function statePart(part: Expression, names: readonly string[]): Expression | undefined {
  if (part.kind !== "member" || part.base.kind !== "name" || !names.includes(part.base.name))
    return undefined;
  if (!("text" in part.member)) return undefined;
  const name = `${part.base.name}.${part.member.text}`;
  return { kind: "name", name, isBracketed: true, hasWildcard: false, span: part.span };
}

function stepOutput({ output }: ScanStep, context: BindContext): BoundStep["output"] {
  const word = output?.text ?? "all";
  if (word === "all" || word === "last" || word === "none") return word;
  if (output !== undefined)
    context.report(unknownKind("scan", "output", word, ["all", "last", "none"], output.span));
  return "all";
}
