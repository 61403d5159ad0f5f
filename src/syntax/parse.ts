/** Text to syntax tree. One lexer and one parser serve all queries; both are made when they are first needed. */
import type { Lexer } from "chevrotain";
import { KqlParser } from "../../grammar/parser.js";
import { createLexer, tokenize } from "../../grammar/tokens.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { Query } from "./ast.js";
import type { CstNode, IToken } from "./cst.js";
import { nestedTooDeep, queryTooLong, tooManyProblems, unexpectedCharacter } from "./diagnostics.js";
import { maxBracketDepth, maxDiagnostics, maxQueryLength, maxRestarts } from "./limits.js";
import { lowerQuery } from "./lower.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";
import { countingMessages, type ParsedSource, syntaxDiagnostic, TooManyErrors } from "./syntax-errors.js";

export interface ParsedQuery {
  /** As much of the query as could be read; whole when there is no diagnostic of severity error. */
  readonly query: Query;
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Machinery {
  readonly lexer: Lexer;
  /** For texts without errors; stops at the first. */
  readonly strict: KqlParser;
  /** For texts with errors; made when the first is met. */
  recovering: KqlParser | undefined;
  /** Exceptions made for the current text. */
  errorCount: number;
}

let machinery: Machinery | undefined;

function createMachinery(): Machinery {
  return {
    lexer: createLexer(),
    strict: new KqlParser({ recoveryEnabled: false }),
    recovering: undefined,
    errorCount: 0,
  };
}

function createRecoveringParser(made: Machinery): KqlParser {
  const count = (): void => {
    made.errorCount++;
    if (made.errorCount > maxDiagnostics) throw new TooManyErrors();
  };
  return new KqlParser({ recoveryEnabled: true, errorMessageProvider: countingMessages(count) });
}

/** Parses a query text. Never throws for what the text holds, and takes time in proportion to its length. */
export function parseQuery(text: string, operators: OperatorSyntaxTable): ParsedQuery {
  const { query, diagnostics } = parseConcrete(text, operators);
  return { query, diagnostics };
}

export interface ConcreteQuery extends ParsedQuery {
  /** Undefined when the text was not parsed to its end. */
  readonly cst: CstNode | undefined;
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
}

/** As `parseQuery`, with what the tree was made from. */
export function parseConcrete(text: string, operators: OperatorSyntaxTable): ConcreteQuery {
  if (text.length > maxQueryLength) {
    return rejected(text, [queryTooLong({ start: maxQueryLength, end: maxQueryLength + 1 })]);
  }
  machinery ??= createMachinery();
  const { lexer } = machinery;
  const { tokens, errors, groups } = tokenize(lexer, text);
  const deep = tooDeepBracket(tokens);
  if (deep !== undefined) {
    return rejected(text, [nestedTooDeep({ start: deep.startOffset, end: deep.startOffset + 1 })]);
  }
  const diagnostics: Diagnostic[] = errors
    .slice(0, maxDiagnostics + 1)
    .map(({ offset, length }) =>
      unexpectedCharacter(text.slice(offset, offset + length), { start: offset, end: offset + length }),
    );
  try {
    const cst =
      parseStrictly(machinery.strict, tokens) ??
      parseRecovering(machinery, { text, tokens, operators }, diagnostics);
    if (cst === undefined) return rejected(text, diagnostics);
    const query = lowerQuery(cst, text, operators, diagnostics);
    return { query, diagnostics: inSourceOrder(diagnostics), cst, tokens, comments: groups.comments ?? [] };
  } catch (error) {
    // A caller that has used most of the stack leaves too little for the depth that is allowed.
    if (error instanceof RangeError) return rejected(text, [nestedTooDeep({ start: 0, end: 0 })]);
    throw error;
  }
}

/** The concrete tree of a text without errors. */
function parseStrictly(parser: KqlParser, tokens: IToken[]): CstNode | undefined {
  parser.input = tokens;
  const cst = parser.query();
  const isWhole = parser.errors.length === 0;
  parser.input = [];
  return isWhole ? cst : undefined;
}

/** The concrete tree as far as the text can be read, and its errors; undefined when the parser gave up altogether. */
function parseRecovering(
  made: Machinery,
  source: ParsedSource,
  diagnostics: Diagnostic[],
): CstNode | undefined {
  made.recovering ??= createRecoveringParser(made);
  const parser = made.recovering;
  made.errorCount = 0;
  let cst: CstNode | undefined;
  try {
    parser.input = source.tokens;
    cst = parser.query();
    reportErrors(parser, source, diagnostics);
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
    for (const found of parser.errors) diagnostics.push(syntaxDiagnostic(found, source));
  } finally {
    parser.input = [];
  }
  return cst;
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

function rejected(text: string, diagnostics: Diagnostic[]): ConcreteQuery {
  const query: Query = { kind: "query-text", statements: [], span: { start: 0, end: text.length } };
  return { query, diagnostics: inSourceOrder(diagnostics), cst: undefined, tokens: [], comments: [] };
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

/** One diagnostic for each place, as what follows the first there is its consequence; and no more than people read. */
function inSourceOrder(diagnostics: Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length < 2) return diagnostics;
  const sorted = diagnostics.sort((a, b) => a.span.start - b.span.start);
  const places = sorted.filter(({ span }, at) => at === 0 || span.start !== sorted[at - 1].span.start);
  if (places.length <= maxDiagnostics) return places;
  return [...places.slice(0, maxDiagnostics), tooManyProblems(places[maxDiagnostics].span)];
}
