/**
 * The syntax tree: readonly plain objects with `kind` and `span`, no parent links. Kinds of expression and of
 * statement are closed unions. Tabular operators are an open set: each file in `operators/` adds its own node, which
 * extends `OperatorNode`.
 */
import type { Span } from "../text/span.js";
import type { KqlType } from "../types/kql-type.js";

/** A name as written: `Foo`, `['two words']`. `text` has the brackets and quotes taken off. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

export type Expression =
  | LiteralExpression
  | DynamicLiteral
  | NameExpression
  | StarExpression
  | MemberExpression
  | IndexExpression
  | CallExpression
  | UnaryExpression
  | BinaryExpression
  | LogicalExpression
  | InExpression
  | BetweenExpression
  | TypeofExpression
  | ParenthesizedPipeline
  | DataTableExpression
  | ExternalDataExpression
  | ToTypeExpression
  | EntityGroupExpression
  | ErrorExpression;

/**
 * A scalar literal, already read. `value` is a cell value (see `types/value.ts`); null for `int(null)` and the like.
 * `raw` is the text as written.
 */
export interface LiteralExpression {
  readonly kind: "literal";
  readonly type: KqlType;
  readonly value: unknown;
  readonly raw: string;
  readonly span: Span;
}

/** `dynamic(...)` with its content read; KQL literals inside it are cells of their own types. */
export interface DynamicLiteral {
  readonly kind: "dynamic-literal";
  readonly value: unknown;
  readonly raw: string;
  readonly span: Span;
}

/** A name used as a value or as a table; also `$left`, `$right`. `isBracketed` for `['x']`. Wildcards such as `T*` too. */
export interface NameExpression {
  readonly kind: "name";
  readonly name: string;
  readonly isBracketed: boolean;
  readonly hasWildcard: boolean;
  readonly span: Span;
}

/** `*`, as in `where * has "x"` or `count(*)`. */
export interface StarExpression {
  readonly kind: "star";
  readonly span: Span;
}

/** `base.member`, also `$left.x`, `database("d").T`, `cluster("c").database("d")`. */
export interface MemberExpression {
  readonly kind: "member";
  readonly base: Expression;
  readonly member: Name | CallExpression;
  readonly span: Span;
}

/** `base[index]`. */
export interface IndexExpression {
  readonly kind: "index";
  readonly base: Expression;
  readonly index: Expression;
  readonly span: Span;
}

/** `f(a, name=b)`. Arguments may be pipelines: `toscalar(T | count)`, `materialize(...)`. */
export interface CallExpression {
  readonly kind: "call";
  readonly callee: Name;
  readonly args: readonly Argument[];
  readonly span: Span;
}

export interface Argument {
  /** Set for `name = value` arguments. */
  readonly name?: Name;
  /** `typeof(long)` and pipelines are arguments too. */
  readonly value: Expression | Pipeline;
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: "unary";
  readonly operator: "-" | "+";
  readonly operand: Expression;
  readonly span: Span;
}

/** Every two-sided operator but `and`, `or`, `in`, `between`; `operator` as written (`==`, `has_cs`, `!contains`). */
export interface BinaryExpression {
  readonly kind: "binary";
  readonly operator: string;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** A chain of one logical operator, flat: `a and b and c` has three operands. */
export interface LogicalExpression {
  readonly kind: "logical";
  readonly operator: "and" | "or";
  readonly operands: readonly Expression[];
  readonly span: Span;
}

/** `x in (...)`, `!in`, `in~`, `!in~`, `has_any (...)`, `has_all (...)`. `right` items may be pipelines. */
export interface InExpression {
  readonly kind: "in";
  readonly operator: string;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: readonly (Expression | Pipeline)[];
  readonly span: Span;
}

/** `x between (a .. b)`, `!between`. */
export interface BetweenExpression {
  readonly kind: "between";
  readonly isNegated: boolean;
  readonly value: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly span: Span;
}

/** `typeof(long)`, or `typeof(a:string, b:long)` where a schema is allowed; `isOpen` when it holds `*`. */
export interface TypeofExpression {
  readonly kind: "typeof";
  /** Set for a single type. */
  readonly type?: KqlType;
  readonly columns: readonly ColumnDeclaration[];
  readonly isOpen: boolean;
  readonly span: Span;
}

/** A pipeline in parentheses where an expression stands: `in ((T | project x))`, `(T | count)`. */
export interface ParenthesizedPipeline {
  readonly kind: "pipeline-expression";
  readonly pipeline: Pipeline;
  readonly span: Span;
}

export interface ColumnDeclaration {
  readonly name: Name;
  readonly type: KqlType;
  readonly span: Span;
}

/** `datatable (a:long) [1, 2]`. Cells in row-major order. */
export interface DataTableExpression {
  readonly kind: "datatable";
  readonly columns: readonly ColumnDeclaration[];
  readonly cells: readonly Expression[];
  readonly properties: readonly Property[];
  readonly span: Span;
}

/** `externaldata (a:string) ["https://..."] with (format="csv")`. */
export interface ExternalDataExpression {
  readonly kind: "externaldata";
  readonly columns: readonly ColumnDeclaration[];
  readonly uris: readonly Expression[];
  readonly properties: readonly Property[];
  readonly span: Span;
}

/** `x to typeof(long)`, in lists of expanded columns. */
export interface ToTypeExpression {
  readonly kind: "to-type";
  readonly value: Expression;
  readonly type: KqlType;
  readonly span: Span;
}

/** `entity_group [database("a"), cluster("c").database("b")]`. */
export interface EntityGroupExpression {
  readonly kind: "entity-group";
  readonly entities: readonly Expression[];
  readonly span: Span;
}

/** What recovery leaves where an expression was due. A diagnostic has been made for it. */
export interface ErrorExpression {
  readonly kind: "error";
  readonly span: Span;
}

/** `name = value` in `with (...)`, hints and parameters of operators. Names keep their dots: `hint.strategy`. */
export interface Property {
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

/** An expression with an optional name: `a = b`, `(a, b) = f(x)`, `b`. */
export interface NamedExpression {
  /** One name, several for `(a, b) = ...`, none when unnamed. */
  readonly names: readonly Name[];
  readonly value: Expression;
  readonly span: Span;
}

/** One key of `sort`, `top`: defaults (`desc`, nulls last) are filled in by the binder. */
export interface SortKey {
  readonly value: Expression;
  readonly direction?: "asc" | "desc";
  readonly nulls?: "first" | "last";
  readonly span: Span;
}

/** `source | operator | operator`. The source may itself be an operator without input (`union`, `range`, `print`). */
export interface Pipeline {
  readonly kind: "pipeline";
  readonly source: Expression | OperatorNode;
  readonly operators: readonly OperatorNode[];
  readonly span: Span;
}

/** Base of all tabular operators. `kind` is the KQL spelling: `where`, `mv-expand`. */
export interface OperatorNode {
  readonly kind: string;
  readonly span: Span;
  /** The word(s) of the operator itself, for carets: `summarize`. */
  readonly keyword: Span;
}

export type Statement =
  | LetStatement
  | LetFunctionStatement
  | SetStatement
  | QueryParametersStatement
  | AliasStatement
  | RestrictStatement
  | PatternStatement
  | QueryStatement;

/** `let x = expression` or `let x = pipeline`. */
export interface LetStatement {
  readonly kind: "let";
  readonly name: Name;
  readonly value: Expression | Pipeline;
  readonly span: Span;
}

/** `let f = (a:long, T:(x:string)) { ... }`; `isView` for `view () {...}`. */
export interface LetFunctionStatement {
  readonly kind: "let-function";
  readonly name: Name;
  readonly declaration: FunctionDeclaration;
  readonly span: Span;
}

export interface FunctionDeclaration {
  readonly parameters: readonly FunctionParameter[];
  readonly body: readonly Statement[];
  readonly isView: boolean;
  readonly span: Span;
}

export type FunctionParameter =
  | {
      readonly kind: "scalar";
      readonly name: Name;
      readonly type: KqlType;
      readonly defaultValue?: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "tabular";
      readonly name: Name;
      readonly columns: readonly ColumnDeclaration[];
      /** `T:(*)`: any columns. */
      readonly isOpen: boolean;
      readonly span: Span;
    };

/** `set name` or `set name = value`. */
export interface SetStatement {
  readonly kind: "set";
  readonly name: Name;
  readonly value?: Expression;
  readonly span: Span;
}

/** `declare query_parameters (a:long = 1)`. */
export interface QueryParametersStatement {
  readonly kind: "query-parameters";
  readonly parameters: readonly FunctionParameter[];
  readonly span: Span;
}

/** `alias database D = cluster("c").database("d")`. */
export interface AliasStatement {
  readonly kind: "alias";
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

/** `restrict access to (a, b)`. */
export interface RestrictStatement {
  readonly kind: "restrict";
  readonly names: readonly Expression[];
  readonly span: Span;
}

/** `declare pattern p = (a:string)[b:string] { ("x").["y"] = { T }; }`. Without a mapping, calls of it fail. */
export interface PatternStatement {
  readonly kind: "pattern";
  readonly name: Name;
  readonly mapping?: PatternMapping;
  readonly span: Span;
}

/** Texts to tables. */
export interface PatternMapping {
  readonly parameters: readonly FunctionParameter[];
  /** What is written behind the call: `p("x").y`. */
  readonly path?: FunctionParameter;
  readonly matches: readonly PatternMatch[];
}

export interface PatternMatch {
  readonly args: readonly Argument[];
  readonly path?: Name;
  readonly body: readonly Statement[];
  readonly span: Span;
}

/** A tabular or scalar expression that yields a result. */
export interface QueryStatement {
  readonly kind: "query";
  readonly value: Expression | Pipeline;
  readonly span: Span;
}

/** A whole query text. */
export interface Query {
  readonly kind: "query-text";
  readonly statements: readonly Statement[];
  readonly span: Span;
}
