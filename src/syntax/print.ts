/** Syntax tree to text: one operator a line. Parsing the text gives the same tree, spans apart. */
import { isNameWord } from "../../grammar/tokens.js";
import { unreachable } from "../text/errors.js";
import type {
  Argument,
  CallExpression,
  ColumnDeclaration,
  Expression,
  FunctionParameter,
  Name,
  NamedExpression,
  OperatorNode,
  PatternMapping,
  PatternMatch,
  Pipeline,
  Property,
  Query,
  SortKey,
  Statement,
} from "./ast.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";
import { isChainable, listPrecedence, precedenceOf } from "./precedence.js";
import type { Printer } from "./printer.js";

const indentUnit = "    ";
/** Tighter than any two-sided operator. */
const unaryPrecedence = 7;
const postfixPrecedence = 8;

interface Printing extends Printer {
  readonly syntax: OperatorSyntaxTable;
  /** Levels of indentation of the current line. */
  level: number;
}

/** Query text that parses to the same tree. (`formatQuery` keeps comments and the user's spelling.) */
export function printQuery(query: Query, table: OperatorSyntaxTable): string {
  const printing = createPrinting(table);
  return query.statements.map((statement) => printStatement(statement, printing)).join(";\n");
}

function createPrinting(syntax: OperatorSyntaxTable): Printing {
  const printing: Printing = {
    syntax,
    level: 0,
    expression: (expression) => print(expression, printing, 0),
    expressions: (list) => list.map((expression) => print(expression, printing, 0)).join(", "),
    named: (named) => printNamed(named, printing),
    namedList: (list) => list.map((named) => printNamed(named, printing)).join(", "),
    name: printName,
    sortKey: (key) => printSortKey(key, printing),
    columns: printColumns,
    parameterList: (parameters) => printParameterList(parameters, printing),
    parameters: (parameters) => parameters.map((item) => `${printProperty(item, printing)} `).join(""),
    properties: (properties) => properties.map((item) => printProperty(item, printing)).join(", "),
    args: (args) => args.map((item) => printArgument(item, printing)).join(", "),
    table: (table) => (isTable(table) ? print(table, printing, 0) : `(${print(table, printing, 0)})`),
    lines: (open, lines, close) => printLines(open, () => lines.join(newline(printing)), close, printing),
    pipeline: (pipeline) => printParenthesized(pipeline, printing),
    braced: (pipeline) => printLines("{", () => printPipeline(pipeline, printing), "}", printing),
    operators: (operators) => printLines("(", operatorLines(operators, printing), ")", printing),
    operator: (operator) => printOneOperator(operator, printing),
    block: (open, statements, close) => printBlock(open, statements, close, printing),
  };
  return printing;
}

function newline(printing: Printing): string {
  return `\n${indentUnit.repeat(printing.level)}`;
}

function printOneOperator(operator: OperatorNode, printing: Printing): string {
  return printing.syntax.byKind.get(operator.kind)?.print(operator, printing) ?? "";
}

function isOperatorNode(source: Expression | OperatorNode, printing: Printing): source is OperatorNode {
  return printing.syntax.byKind.has(source.kind);
}

function printSource(source: Expression | OperatorNode, printing: Printing): string {
  return isOperatorNode(source, printing) ? printOneOperator(source, printing) : print(source, printing, 0);
}

function printPipeline(pipeline: Expression | Pipeline, printing: Printing): string {
  if (pipeline.kind !== "pipeline") return print(pipeline, printing, 0);
  const { source, operators } = pipeline;
  return [
    printSource(source, printing),
    ...operators.map((item) => `| ${printOneOperator(item, printing)}`),
  ].join(newline(printing));
}

/** Lines of operators without a source, made one level deeper. */
function operatorLines(operators: readonly OperatorNode[], printing: Printing): () => string {
  return () =>
    operators
      .map((item, at) => `${at === 0 ? "" : "| "}${printOneOperator(item, printing)}`)
      .join(newline(printing));
}

function printLines(open: string, content: () => string, close: string, printing: Printing): string {
  printing.level++;
  const text = `${open}${newline(printing)}${content()}`;
  printing.level--;
  return `${text}${newline(printing)}${close}`;
}

/** A pipeline in parentheses; on one line when it has no operators. */
function printParenthesized(pipeline: Expression | Pipeline, printing: Printing): string {
  if (pipeline.kind === "pipeline-expression") return printParenthesized(pipeline.pipeline, printing);
  if (pipeline.kind !== "pipeline" || pipeline.operators.length === 0) {
    return `(${printPipeline(pipeline, printing)})`;
  }
  return printLines("(", () => printPipeline(pipeline, printing), ")", printing);
}

function printBlock(
  open: string,
  statements: readonly Statement[],
  close: string,
  printing: Printing,
): string {
  const content = (): string =>
    statements.map((statement) => printStatement(statement, printing)).join(`;${newline(printing)}`);
  return statements.length === 0 ? `${open} ${close}` : printLines(open, content, close, printing);
}

function printStatement(statement: Statement, printing: Printing): string {
  switch (statement.kind) {
    case "let":
      return `let ${printName(statement.name)} = ${printPipeline(statement.value, printing)}`;
    case "let-function": {
      const { parameters, body, isView } = statement.declaration;
      const head = `${isView ? "view " : ""}${printParameterList(parameters, printing)}`;
      return `let ${printName(statement.name)} = ${head} ${printBlock("{", body, "}", printing)}`;
    }
    case "set": {
      const value = statement.value === undefined ? "" : ` = ${print(statement.value, printing, 0)}`;
      return `set ${printName(statement.name)}${value}`;
    }
    case "query-parameters":
      return `declare query_parameters ${printParameterList(statement.parameters, printing)}`;
    case "alias":
      return `alias database ${printName(statement.name)} = ${print(statement.value, printing, 0)}`;
    case "restrict":
      return `restrict access to (${printing.expressions(statement.names)})`;
    case "pattern":
      return `declare pattern ${printName(statement.name)}${printMapping(statement.mapping, printing)}`;
    case "query":
      return printPipeline(statement.value, printing);
    default:
      return unreachable(statement);
  }
}

function printMapping(mapping: PatternMapping | undefined, printing: Printing): string {
  if (mapping === undefined) return "";
  const path = mapping.path === undefined ? "" : `[${printParameter(mapping.path, printing)}]`;
  const matches = (): string =>
    mapping.matches.map((match) => printMatch(match, printing)).join(newline(printing));
  const head = ` = ${printParameterList(mapping.parameters, printing)}${path} `;
  return `${head}${printLines("{", matches, "}", printing)}`;
}

function printMatch({ args, path, body }: PatternMatch, printing: Printing): string {
  const values = args.map((item) => printArgument(item, printing)).join(", ");
  const member = path === undefined ? "" : `.${printBracketed(path.text)}`;
  return `(${values})${member} = ${printBlock("{", body, "}", printing)};`;
}

function printParameterList(parameters: readonly FunctionParameter[], printing: Printing): string {
  return `(${parameters.map((parameter) => printParameter(parameter, printing)).join(", ")})`;
}

function printParameter(parameter: FunctionParameter, printing: Printing): string {
  const name = printName(parameter.name);
  if (parameter.kind === "tabular") return `${name}:${printColumns(parameter.columns, parameter.isOpen)}`;
  const { type, defaultValue } = parameter;
  const suffix = defaultValue === undefined ? "" : ` = ${print(defaultValue, printing, 0)}`;
  return `${name}:${type}${suffix}`;
}

/** A name as it may stand where a name is read. */
function printName(name: Name): string {
  return /^[\w$*]+$/.test(name.text) && (name.text.includes("*") || isNameWord(name.text))
    ? name.text
    : printBracketed(name.text);
}

function printBracketed(text: string): string {
  const escaped = text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `['${escaped}']`;
}

function printColumns(columns: readonly ColumnDeclaration[], isOpen = false): string {
  const items = columns.map(({ name, type }) => `${printName(name)}:${type}`);
  return `(${(isOpen ? ["*", ...items] : items).join(", ")})`;
}

function printProperty({ name, value }: Property, printing: Printing): string {
  return `${name.text}=${print(value, printing, 0)}`;
}

function printNamed({ names, value }: NamedExpression, printing: Printing): string {
  const text = print(value, printing, 0);
  if (names.length === 0) return text;
  return names.length === 1
    ? `${printName(names[0])} = ${text}`
    : `(${names.map(printName).join(", ")}) = ${text}`;
}

function printSortKey({ value, direction, nulls }: SortKey, printing: Printing): string {
  const order = direction === undefined ? "" : ` ${direction}`;
  return `${print(value, printing, 0)}${order}${nulls === undefined ? "" : ` nulls ${nulls}`}`;
}

/** `least` is the precedence below which the expression needs parentheses where it stands. */
function print(expression: Expression, printing: Printing, least: number): string {
  const text = printBare(expression, printing);
  return precedenceOfNode(expression) < least ? `(${text})` : text;
}

function precedenceOfNode(expression: Expression): number {
  switch (expression.kind) {
    case "binary":
      return precedenceOf(expression.operator);
    case "logical":
      return precedenceOf(expression.operator);
    case "in":
    case "between":
      return listPrecedence;
    case "unary":
      return unaryPrecedence;
    case "literal":
      return /^[+-]/.test(expression.raw) ? unaryPrecedence : postfixPrecedence;
    default:
      return postfixPrecedence;
  }
}

function printBare(expression: Expression, printing: Printing): string {
  switch (expression.kind) {
    case "literal":
    case "dynamic-literal":
      return expression.raw;
    case "name":
      return printNameExpression(expression.name, expression.isBracketed);
    case "star":
      return "*";
    case "member": {
      const base = printBase(expression.base, printing);
      return `${base}.${"kind" in expression.member ? printCall(expression.member, printing) : printMember(expression.member)}`;
    }
    case "index":
      return `${printBase(expression.base, printing)}[${print(expression.index, printing, 0)}]`;
    case "call":
      return printCall(expression, printing);
    case "unary":
      return `${expression.operator}${print(expression.operand, printing, postfixPrecedence)}`;
    case "binary": {
      const precedence = precedenceOf(expression.operator);
      const left = print(expression.left, printing, isChainable(precedence) ? precedence : precedence + 1);
      return `${left} ${expression.operator} ${print(expression.right, printing, precedence + 1)}`;
    }
    case "logical": {
      const precedence = precedenceOf(expression.operator);
      const operands = expression.operands.map((operand) => print(operand, printing, precedence + 1));
      return operands.join(` ${expression.operator} `);
    }
    case "in": {
      const left = print(expression.left, printing, listPrecedence + 1);
      return `${left} ${expression.operator} ${printList(expression.right, printing)}`;
    }
    case "between": {
      const value = print(expression.value, printing, listPrecedence + 1);
      const word = expression.isNegated ? "!between" : "between";
      return `${value} ${word} (${print(expression.low, printing, 0)} .. ${print(expression.high, printing, 0)})`;
    }
    case "typeof":
      return expression.type === undefined
        ? `typeof${printColumns(expression.columns, expression.isOpen)}`
        : `typeof(${expression.type})`;
    case "pipeline-expression":
      return printParenthesized(expression.pipeline, printing);
    case "datatable":
      return printDatatable(expression.columns, expression.cells, printing);
    case "externaldata": {
      const properties =
        expression.properties.length === 0 ? "" : ` with (${printing.properties(expression.properties)})`;
      return `externaldata ${printColumns(expression.columns)} [${printing.expressions(expression.uris)}]${properties}`;
    }
    case "to-type":
      return `${print(expression.value, printing, 0)} to typeof(${expression.type})`;
    case "entity-group":
      return `entity_group [${printing.expressions(expression.entities)}]`;
    case "error":
      return "";
    default:
      return unreachable(expression);
  }
}

/** Whether an expression may stand for a table without parentheses around it. */
function isTable(expression: Expression): boolean {
  switch (expression.kind) {
    case "name":
    case "star":
    case "pipeline-expression":
    case "datatable":
    case "externaldata":
      return true;
    case "call":
      return !pipelineCallees.has(expression.callee.text);
    case "member":
      return expression.base.kind !== "pipeline-expression" && isTable(expression.base);
    default:
      return false;
  }
}

function printNameExpression(name: string, isBracketed: boolean): string {
  return isBracketed ? printBracketed(name) : name;
}

/** What stands before `.` or `[`: a number would swallow the dot. */
function printBase(base: Expression, printing: Printing): string {
  const text = print(base, printing, postfixPrecedence);
  return base.kind === "literal" && base.type !== "string" ? `(${text})` : text;
}

function printMember(member: Name): string {
  return printName(member);
}

function printCall(call: CallExpression, printing: Printing): string {
  const [only] = call.args;
  if (call.args.length === 1 && only?.value.kind === "pipeline") {
    return `${printCallee(call.callee)}${printParenthesized(only.value, printing)}`;
  }
  // `bool(true)` without the blank is a literal.
  const blank = literalWords.has(call.callee.text) ? " " : "";
  return `${printCallee(call.callee)}${blank}(${call.args.map((item) => printArgument(item, printing)).join(", ")})`;
}

const literalWords: ReadonlySet<string> = new Set(["bool", "guid"]);
const pipelineCallees: ReadonlySet<string> = new Set(["toscalar", "materialize", "totable"]);

function printCallee(callee: Name): string {
  return pipelineCallees.has(callee.text) ? callee.text : printName(callee);
}

function printArgument({ name, value }: Argument, printing: Printing): string {
  const text = value.kind === "pipeline" ? printParenthesized(value, printing) : print(value, printing, 0);
  return name === undefined ? text : `${printName(name)}=${text}`;
}

function printList(items: readonly (Expression | Pipeline)[], printing: Printing): string {
  const [only] = items;
  if (items.length === 1 && only?.kind === "pipeline") return printParenthesized(only, printing);
  const texts = items.map((item) =>
    item.kind === "pipeline" ? printParenthesized(item, printing) : print(item, printing, 0),
  );
  return `(${texts.join(", ")})`;
}

/** One row a line. */
function printDatatable(
  columns: readonly ColumnDeclaration[],
  cells: readonly Expression[],
  printing: Printing,
): string {
  const head = `datatable ${printColumns(columns)} [`;
  if (cells.length === 0) return `${head}]`;
  const width = Math.max(1, columns.length);
  const rows = (): string => {
    const lines: string[] = [];
    for (let at = 0; at < cells.length; at += width) {
      lines.push(printing.expressions(cells.slice(at, at + width)));
    }
    return lines.join(`,${newline(printing)}`);
  };
  return printLines(head, rows, "]", printing);
}
