/** What an operator's `print` may ask of the rest. Text comes back without a line break at either end. */
import type {
  Argument,
  ColumnDeclaration,
  Expression,
  FunctionParameter,
  Name,
  NamedExpression,
  OperatorNode,
  Pipeline,
  Property,
  SortKey,
  Statement,
} from "./ast.js";

export interface Printer {
  expression(expression: Expression): string;
  expressions(expressions: readonly Expression[]): string;
  named(named: NamedExpression): string;
  namedList(named: readonly NamedExpression[]): string;
  name(name: Name): string;
  sortKey(key: SortKey): string;
  columns(columns: readonly ColumnDeclaration[], isOpen?: boolean): string;
  parameterList(parameters: readonly FunctionParameter[]): string;
  /** `kind=inner hint.x=y `, with a blank after each. */
  parameters(parameters: readonly Property[]): string;
  /** `a=b, c=d`. */
  properties(properties: readonly Property[]): string;
  args(args: readonly Argument[]): string;
  /** A table of `union`, `join` and the like; pipelines in parentheses. */
  table(table: Expression): string;
  /** Lines between brackets. */
  lines(open: string, lines: readonly string[], close: string): string;
  /** `(...)` around a pipeline. */
  pipeline(pipeline: Expression | Pipeline): string;
  /** `{...}` around a pipeline. */
  braced(pipeline: Expression | Pipeline): string;
  /** `(...)` around operators without a source. */
  operators(operators: readonly OperatorNode[]): string;
  operator(operator: OperatorNode): string;
  /** Statements, one a line, between brackets. */
  block(open: string, statements: readonly Statement[], close: string): string;
}
