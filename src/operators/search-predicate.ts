/** The predicates of `search` and `find` in terms of `where`: bare terms are tests of all columns. */
import type { BinaryExpression, Expression, LiteralExpression } from "../syntax/ast.js";
import type { Span } from "../text/span.js";

export interface TermOptions {
  readonly isCaseSensitive: boolean;
  /** The text that a name outside of any comparison stands for; undefined when it is something else. */
  readonly textOf: (name: Expression) => string | undefined;
}

/** The same predicate with terms as `* has "term"`, `column:"term"` as `column has "term"`. */
export function expandTerms(predicate: Expression, options: TermOptions): Expression {
  switch (predicate.kind) {
    case "star":
      return literal("bool", true, predicate.span);
    case "literal":
      return predicate.type === "bool" ? predicate : anyColumn(termText(predicate), predicate.span, options);
    case "logical":
      return { ...predicate, operands: predicate.operands.map((operand) => expandTerms(operand, options)) };
    case "call":
      return predicate.callee.text === "not"
        ? { ...predicate, args: expandArguments(predicate, options) }
        : predicate;
    case "binary":
      return expandBinary(predicate, options);
    case "name": {
      const text = options.textOf(predicate);
      return text === undefined ? predicate : anyColumn(text, predicate.span, options);
    }
    default:
      return predicate;
  }
}

function termText({ value, raw }: LiteralExpression): string {
  return typeof value === "string" ? value : raw;
}

/** A column is searched for a text alone. */
const textLiteral = ({ value, type }: LiteralExpression): string | undefined =>
  type === "string" && typeof value === "string" ? value : undefined;

function expandArguments(
  { args }: Extract<Expression, { kind: "call" }>,
  options: TermOptions,
): Extract<Expression, { kind: "call" }>["args"] {
  return args.map((arg) =>
    arg.value.kind === "pipeline" ? arg : { ...arg, value: expandTerms(arg.value, options) },
  );
}

function expandBinary(test: BinaryExpression, options: TermOptions): Expression {
  const { operator, left, right } = test;
  if (operator === ":") {
    const text = right.kind === "literal" ? textLiteral(right) : options.textOf(right);
    return text === undefined ? { ...test, operator: "has" } : termTest(left, text, test, options);
  }
  const sensitive = options.isCaseSensitive ? caseSensitive[operator] : undefined;
  return sensitive === undefined ? test : { ...test, operator: sensitive };
}

const caseSensitive: Readonly<Record<string, string>> = {
  has: "has_cs",
  "!has": "!has_cs",
  hasprefix: "hasprefix_cs",
  "!hasprefix": "!hasprefix_cs",
  hassuffix: "hassuffix_cs",
  "!hassuffix": "!hassuffix_cs",
  contains: "contains_cs",
  "!contains": "!contains_cs",
  startswith: "startswith_cs",
  "!startswith": "!startswith_cs",
  endswith: "endswith_cs",
  "!endswith": "!endswith_cs",
  "=~": "==",
  "!~": "!=",
};

function anyColumn(text: string, span: Span, options: TermOptions): Expression {
  return termTest({ kind: "star", span }, text, { span, operatorSpan: span }, options);
}

/** Stars in a term say where it may go on. */
function termTest(
  left: Expression,
  text: string,
  { span, operatorSpan }: { readonly span: Span; readonly operatorSpan: Span },
  { isCaseSensitive }: TermOptions,
): Expression {
  const opens = text.startsWith("*");
  const closes = text.endsWith("*") && text.length > 1;
  const term = text.slice(opens ? 1 : 0, closes ? -1 : undefined);
  if (term === "") return literal("bool", true, span);
  const test = (operator: string, value: string): Expression => {
    const own = isCaseSensitive ? (caseSensitive[operator] ?? operator) : operator;
    return { kind: "binary", operator: own, operatorSpan, left, right: literal("string", value, span), span };
  };
  if (term.includes("*")) return test("matches regex", pattern(term, { opens, closes, isCaseSensitive }));
  if (opens) return test(closes ? "contains" : "hassuffix", term);
  return test(closes ? "hasprefix" : "has", term);
}

interface PatternEnds {
  readonly opens: boolean;
  readonly closes: boolean;
  readonly isCaseSensitive: boolean;
}

function pattern(term: string, { opens, closes, isCaseSensitive }: PatternEnds): string {
  const parts = term.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  const core = `${opens ? "" : "\\b"}${parts.join(".*")}${closes ? "" : "\\b"}`;
  return isCaseSensitive ? core : `(?i)${core}`;
}

function literal(type: "bool" | "string", value: boolean | string, span: Span): LiteralExpression {
  return { kind: "literal", type, value, raw: String(value), span };
}
