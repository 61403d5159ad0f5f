/** What lowering of one construct may ask of the rest: the concrete tree of a part in, its node out. */
import type { CstNode, IToken } from "chevrotain";
import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import type {
  CallExpression,
  ColumnDeclaration,
  Expression,
  FunctionParameter,
  LiteralExpression,
  Name,
  NamedExpression,
  NameExpression,
  OperatorNode,
  Pipeline,
  Property,
  SortKey,
  StarExpression,
  Statement,
} from "./ast.js";

/** `(a:long, *)`. */
export interface RowSchema {
  readonly columns: readonly ColumnDeclaration[];
  readonly isOpen: boolean;
  /** `*` stands before the columns. */
  readonly isOpenFirst: boolean;
}

/**
 * Every method takes the tree of one grammar rule, or undefined where recovery left none; it then gives an error node
 * or something empty. Problems that the grammar cannot see are reported.
 */
export interface LowerContext {
  report(diagnostic: Diagnostic): void;

  /** Where an operator and its word stand. */
  head(cst: CstNode): { readonly span: Span; readonly keyword: Span };

  expression(expression: CstNode | undefined): Expression;
  expressions(expressions: readonly CstNode[]): readonly Expression[];
  /** As `expression`, where `*` may stand. */
  expressionOrStar(expression: CstNode | undefined): Expression;
  /** Rule `operand`: an expression without two-sided operators. */
  operand(operand: CstNode | undefined): Expression;
  /** Rule `operand`; reports anything but a call. */
  call(operand: CstNode | undefined): Expression;
  /** Rule `namedExpression`. */
  named(named: CstNode | undefined): NamedExpression;
  namedList(named: readonly CstNode[]): readonly NamedExpression[];
  /** As `named`, where `*` may stand. */
  namedOrStar(named: CstNode | undefined): NamedExpression;
  /** As `named`, where a name has no place; reports one. */
  unnamed(named: CstNode | undefined): Expression;
  /** Rule `sortKey`. */
  sortKey(sortKey: CstNode | undefined): SortKey;
  /** Rule `typeofExpression` after `to`. */
  toType(value: NamedExpression, typeofExpression: CstNode): NamedExpression;

  /** Rule `name`, `declaredName` or `bracketedName`. */
  name(name: CstNode | undefined): Name;
  nameOfToken(token: IToken | undefined): Name;
  /** Rule `wildcardColumn`. */
  wildcard(wildcardColumn: CstNode | undefined): NameExpression | StarExpression;
  /** Rule `namePath`. */
  namePath(namePath: CstNode | undefined): Expression;
  /** Rule `tableReference`. */
  table(tableReference: CstNode | undefined): Expression;
  /** Rule `callArguments`, unnamed. */
  callArguments(callArguments: CstNode | undefined): CallExpression["args"];

  literal(token: IToken): Expression;
  /** Tokens of adjacent string literals, as one literal. */
  stringLiteral(tokens: readonly IToken[]): LiteralExpression;
  /** Rule `constant`: a literal with an optional sign. */
  constant(constant: CstNode | undefined): Expression;
  /** Rule `dynamicExpression`. */
  dynamic(dynamicExpression: CstNode | undefined): Expression;

  /** Rules that are operands of an expression, by their names. */
  typeof(typeofExpression: CstNode | undefined): Expression;
  pipelineCall(pipelineCall: CstNode | undefined): Expression;
  datatable(datatableExpression: CstNode | undefined): Expression;
  externaldata(externaldataExpression: CstNode | undefined): Expression;
  entityGroup(entityGroupExpression: CstNode | undefined): Expression;
  parenthesized(parenthesized: CstNode): Expression;
  /** Rule `parenthesized`, as the list after `in`. */
  list(parenthesized: CstNode | undefined): readonly (Expression | Pipeline)[];

  /** Rule `columnDeclaration`, or any rule with a declared name and a type word. */
  column(columnDeclaration: CstNode): ColumnDeclaration;
  /** The type that a word names, `string` for unknown ones, which are reported. */
  type(token: IToken | undefined): ColumnDeclaration["type"];
  /** Rule `rowSchema`. */
  schema(rowSchema: CstNode | undefined): RowSchema;
  /** Rule `rowSchema`; reports a `*`. */
  columns(rowSchema: CstNode | undefined): readonly ColumnDeclaration[];
  /** Rule `parameterList`. */
  parameterList(parameterList: CstNode | undefined): readonly FunctionParameter[];

  /** `parameter`, `hint`, `kindOrHint` and `expandParameter` rules of an operator; reports unknown names. */
  parameters(operator: CstNode): readonly Property[];
  /** As `parameters`, of an operator with names of its own. */
  bareProperties(operator: CstNode): readonly Property[];
  /** Rule `withProperties`, or the parent of `property` rules. */
  properties(parent: CstNode | undefined): readonly Property[];

  /** Rule `pipeline`. */
  pipeline(pipeline: CstNode | undefined): Expression | Pipeline;
  /** Rule `tabularOperator` or `sourceOperator`; undefined after a syntax error. */
  operator(tabularOperator: CstNode): OperatorNode | undefined;
  /** `tabularOperator` rules below a node. */
  operators(parent: CstNode | undefined): readonly OperatorNode[];
  /** Rule `statements`. */
  statements(statements: CstNode | undefined): readonly Statement[];
}
