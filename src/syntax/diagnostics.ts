/** Diagnostics of lexing and parsing, `KQL0xx`. All wording is here. */
import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import { didYouMean } from "../text/suggest.js";
import { maxBracketDepth, maxDiagnostics, maxExpressionDepth, maxQueryLength } from "./limits.js";

function error(code: string, span: Span, message: string, hints: readonly string[] = []): Diagnostic {
  return { code, severity: "error", span, message, hints };
}

export function unexpectedCharacter(text: string, span: Span): Diagnostic {
  const hints = /^[“”„‟]/.test(text)
    ? ['use straight quotes: "']
    : /^[‘’‚‛]/.test(text)
      ? ["use straight quotes: '"]
      : [];
  return error("KQL001", span, `unexpected character \`${text}\``, hints);
}

export function unterminatedString(quote: string, span: Span): Diagnostic {
  if (quote.length === 3) return error("KQL002", span, `string is not closed: no ${quote} before the end`);
  return error("KQL002", span, `string is not closed: no ${quote} before the end of the line`, [
    `add ${quote}; text over several lines stands between triple back-ticks`,
  ]);
}

export function badEscape(sequence: string, span: Span): Diagnostic {
  return error("KQL003", span, `\`${sequence}\` is no escape sequence`, [
    'write `\\\\` for a backslash, or a verbatim string: @"..."',
  ]);
}

export function unexpectedToken(found: string, expected: readonly string[], span: Span): Diagnostic {
  return error("KQL004", span, `unexpected ${found}${expectation(expected)}`);
}

/** Something is missing at the end of a line, behind `previous`. */
export function missingAfter(previous: string, expected: readonly string[], span: Span): Diagnostic {
  return error("KQL017", span, `expected ${oneOf(expected)} after ${previous}`);
}

export function unexpectedEnd(expected: readonly string[], span: Span): Diagnostic {
  return error("KQL005", span, `the query ends too early${expectation(expected)}`);
}

function expectation(expected: readonly string[]): string {
  return expected.length === 0 ? "" : `, expected ${oneOf(expected)}`;
}

function oneOf(choices: readonly string[]): string {
  const last = choices[choices.length - 1];
  return choices.length === 1 ? last : `${choices.slice(0, -1).join(", ")} or ${last}`;
}

export function unknownOperator(word: string, known: Iterable<string>, span: Span): Diagnostic {
  return error("KQL006", span, `\`${word}\` is no tabular operator`, didYouMean(word, known));
}

export function keywordAsName(word: string, span: Span): Diagnostic {
  return error("KQL007", span, `\`${word}\` is a keyword, expected a name or an expression`, [
    `if it is a name, write ['${word}']`,
  ]);
}

export function emptyStatement(span: Span): Diagnostic {
  return error("KQL008", span, "unexpected `;`, expected a statement");
}

export function notAName(span: Span): Diagnostic {
  return error("KQL009", span, "expected a name left of `=`", ["compare with `==`"]);
}

export function unexpectedList(span: Span): Diagnostic {
  return error("KQL010", span, "unexpected `,` in parentheses", [
    "a list stands after `in`, `has_any`, `has_all` and left of `=` only",
  ]);
}

export function unexpectedStar(span: Span): Diagnostic {
  return error("KQL011", span, "unexpected `*`, expected an expression");
}

export function unknownType(name: string, known: Iterable<string>, span: Span): Diagnostic {
  return error("KQL012", span, `\`${name}\` is no type`, didYouMean(name, known));
}

export function unreadableLiteral(type: string, text: string, span: Span): Diagnostic {
  return error("KQL013", span, `\`${text}\` is no ${type} value`);
}

export function chainedComparison(operator: string, span: Span): Diagnostic {
  return error("KQL014", span, `unexpected \`${operator}\`: comparisons do not chain`, [
    "join them with `and`, or put one in parentheses",
  ]);
}

export function schemaWithStar(span: Span): Diagnostic {
  return error("KQL015", span, "unexpected `*` in a list of columns");
}

export function unexpectedNamed(span: Span): Diagnostic {
  return error("KQL016", span, "unexpected `=`, expected an expression", ["compare with `==`"]);
}

export function unnamedProperty(span: Span): Diagnostic {
  return error("KQL018", span, "expected `name = value`");
}

export function expectedCall(span: Span): Diagnostic {
  return error("KQL019", span, "expected a call: a name and arguments in parentheses");
}

export function managementCommand(span: Span): Diagnostic {
  return error("KQL020", span, "management commands, which begin with `.`, are no queries");
}

export function rawGuid(text: string, span: Span): Diagnostic {
  return error("KQL021", span, `unexpected guid \`${text}\``, [`write guid(${text})`]);
}

export function unknownOperatorParameter(name: string, known: Iterable<string>, span: Span): Diagnostic {
  return error("KQL022", span, `no operator has a parameter \`${name}\``, didYouMean(name, known));
}

export function queryTooLong(span: Span): Diagnostic {
  return error("KQL090", span, `the query is longer than ${maxQueryLength} characters`);
}

export function nestedTooDeep(span: Span): Diagnostic {
  return error("KQL091", span, `brackets are nested more than ${maxBracketDepth} deep`, [
    "give inner parts names with `let`",
  ]);
}

export function expressionTooDeep(span: Span): Diagnostic {
  return error("KQL092", span, `the expression is nested more than ${maxExpressionDepth} levels deep`, [
    "give inner parts names with `let`",
  ]);
}

export function tooManyProblems(span: Span): Diagnostic {
  return error("KQL093", span, `more than ${maxDiagnostics} problems; the rest is not shown`);
}
