/** Text to syntax tree. One lexer and one parser serve all queries; both are made when the first query is parsed. */
import type { Lexer } from "chevrotain";
import { KqlParser } from "../../grammar/parser.js";
import { createLexer, tokenize } from "../../grammar/tokens.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { Query } from "./ast.js";
import type { IToken } from "./cst.js";
import { nestedTooDeep, queryTooLong, unexpectedCharacter } from "./diagnostics.js";
import { maxBracketDepth, maxQueryLength, maxRestarts } from "./limits.js";
import { lowerQuery } from "./lower.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";
import { expectedTokens, type ParsedSource, syntaxDiagnostic } from "./syntax-errors.js";

export interface ParsedQuery {
  /** As much of the query as could be read; whole when there is no diagnostic of severity error. */
  readonly query: Query;
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[];
}

let machinery: { readonly lexer: Lexer; readonly parser: KqlParser } | undefined;

/** Parses a query text. Never throws for what the text holds, and takes time in proportion to its length. */
export function parseQuery(text: string, operators: OperatorSyntaxTable): ParsedQuery {
  if (text.length > maxQueryLength) {
    return rejected(text, queryTooLong({ start: maxQueryLength, end: maxQueryLength + 1 }));
  }
  machinery ??= { lexer: createLexer(), parser: createParser() };
  const { lexer, parser } = machinery;
  const { tokens, errors } = tokenize(lexer, text);
  const deep = tooDeepBracket(tokens);
  if (deep !== undefined) {
    return rejected(text, nestedTooDeep({ start: deep.startOffset, end: deep.startOffset + 1 }));
  }
  const diagnostics: Diagnostic[] = errors.map(({ offset, length }) =>
    unexpectedCharacter(text.slice(offset, offset + length), { start: offset, end: offset + length }),
  );
  parser.input = tokens;
  const cst = parser.query();
  if (parser.errors.length > 0) reportErrors(parser, { text, tokens, operators }, diagnostics);
  parser.input = [];
  const query = lowerQuery(cst, text, operators, diagnostics);
  return { query, diagnostics: inSourceOrder(diagnostics) };
}

/** Adds the parser's errors, and those of the text behind the place where it gave up. */
function reportErrors(parser: KqlParser, source: ParsedSource, diagnostics: Diagnostic[]): void {
  for (let restarts = 0; restarts <= maxRestarts; restarts++) {
    let last: IToken | undefined;
    for (const error of parser.errors) {
      diagnostics.push(syntaxDiagnostic(error, source));
      if (error.name === "NotAllInputParsedException") last = error.token;
    }
    const rest = last === undefined ? [] : tokensAfter(last, source.tokens);
    if (rest.length === 0) return;
    parser.input = rest;
    parser.continuation();
  }
}

/** The tokens from the next `|` or `;` on. */
function tokensAfter(last: IToken, tokens: readonly IToken[]): IToken[] {
  const next = tokens.findIndex(
    ({ image, startOffset }) => startOffset > last.startOffset && (image === "|" || image === ";"),
  );
  return next === -1 ? [] : tokens.slice(next);
}

function createParser(): KqlParser {
  return new KqlParser({ skipValidations: true, errorMessageProvider: expectedTokens });
}

function rejected(text: string, diagnostic: Diagnostic): ParsedQuery {
  const span = { start: 0, end: text.length };
  return { query: { kind: "query-text", statements: [], span }, diagnostics: [diagnostic] };
}

/** The first bracket beyond the depth that the parser's recursion can take. */
function tooDeepBracket(tokens: readonly IToken[]): IToken | undefined {
  let depth = 0;
  for (const token of tokens) {
    const { image } = token;
    if (image.length !== 1) continue;
    if (image === "(" || image === "[" || image === "{") {
      if (++depth > maxBracketDepth) return token;
    } else if (image === ")" || image === "]" || image === "}") {
      depth--;
    }
  }
  return undefined;
}

/** One diagnostic for each place: what follows the first there is its consequence. */
function inSourceOrder(diagnostics: Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length < 2) return diagnostics;
  const sorted = diagnostics.sort((a, b) => a.span.start - b.span.start);
  return sorted.filter((diagnostic, at) => at === 0 || diagnostic.span.start !== sorted[at - 1].span.start);
}
