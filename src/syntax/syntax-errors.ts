/** Turns the parser's exceptions into diagnostics. */
import {
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type TokenType,
} from "chevrotain";
import type { Diagnostic } from "../text/diagnostic.js";
import { type IToken, tokenSpan } from "./cst.js";
import {
  keywordAsName,
  managementCommand,
  missingAfter,
  rawGuid,
  unexpectedEnd,
  unexpectedToken,
  unknownOperator,
} from "./diagnostics.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";

/** Thrown out of the parser, whose recovery would otherwise go on through a megabyte of nonsense. */
export class TooManyErrors extends Error {
  override readonly name = "TooManyErrors";
}

/** Calls `count` for each exception that is made; it may throw. */
export function countingMessages(count: () => void): IParserErrorMessageProvider {
  const counted =
    <Options>(message: (options: Options) => string) =>
    (options: Options): string => {
      count();
      return message(options);
    };
  return {
    buildMismatchTokenMessage: counted(expectedTokens.buildMismatchTokenMessage),
    buildNotAllInputParsedMessage: counted(expectedTokens.buildNotAllInputParsedMessage),
    buildNoViableAltMessage: counted(expectedTokens.buildNoViableAltMessage),
    buildEarlyExitMessage: counted(expectedTokens.buildEarlyExitMessage),
  };
}

/** Messages of the exceptions are not prose but what was expected, one label a line. */
const expectedTokens: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => labelLines([expected]),
  buildNotAllInputParsedMessage: () => "an operator\n`|`\n`;`",
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => labelLines(firstTokens(expectedPathsPerAlt.flat())),
  buildEarlyExitMessage: ({ expectedIterationPaths }) => labelLines(firstTokens(expectedIterationPaths)),
};

function firstTokens(paths: readonly TokenType[][]): readonly TokenType[] {
  return paths.flatMap((path) => path.slice(0, 1));
}

function labelLines(types: readonly TokenType[]): string {
  return [...new Set(types.map((type) => (type === EOF ? "the end" : (type.LABEL ?? type.name))))].join("\n");
}

/** What a rule reads, where naming its first tokens would say less. */
const constructs: ReadonlyMap<string, string> = new Map([
  ["statement", "a statement"],
  ["letStatement", "a value or a function"],
  ["tabularOperator", "a tabular operator"],
  ["tableReference", "a table"],
  ["tablePart", "a table"],
  ["constant", "a literal"],
  ["jsonValue", "a JSON value"],
  ["parsePart", "a string, `*` or a column"],
]);

/** Rules of lists: where their closing bracket is missing, a comma may be what was meant. */
const listRules: ReadonlySet<string> = new Set([
  "callArguments",
  "parenthesized",
  "rowSchema",
  "parameterList",
  "tableList",
  "withProperties",
  "datatableExpression",
  "externaldataExpression",
  "jsonArray",
  "jsonObject",
]);

/** A text under parsing. */
export interface ParsedSource {
  readonly text: string;
  readonly tokens: IToken[];
  readonly operators: OperatorSyntaxTable;
}

export function syntaxDiagnostic(error: IRecognitionException, source: ParsedSource): Diagnostic {
  const { token, context } = error;
  const rule = context.ruleStack.at(-1) ?? "";
  const previous = tokenBefore(token, source.tokens);
  const expected = expectedBy(error, rule, previous);
  if (token.tokenType.name === "EOF") {
    const end = previous === undefined ? 0 : tokenSpan(previous).end;
    return unexpectedEnd(expected, { start: end, end });
  }
  const span = tokenSpan(token);
  if (token.tokenType.name === "RawGuid") return rawGuid(token.image, span);
  if (token.image === "." && previous === undefined) return managementCommand(span);
  const found = `\`${shorten(token.image)}\``;
  if (rule === "tabularOperator" && /^[a-z]/i.test(token.image)) {
    return unknownOperator(token.image, source.operators.byKind.keys(), span);
  }
  if (isMissingBefore(error, previous, source.text)) {
    const end = previous === undefined ? 0 : tokenSpan(previous).end;
    return missingAfter(`\`${shorten(previous?.image ?? "")}\``, expected, { start: end, end });
  }
  if (expected.includes("an expression") && isKeyword(token)) return keywordAsName(token.image, span);
  return unexpectedToken(found, expected, span);
}

function tokenBefore(token: IToken, tokens: readonly IToken[]): IToken | undefined {
  if (token.tokenType.name === "EOF") return tokens.at(-1);
  const at = tokens.findIndex(({ startOffset }) => startOffset >= token.startOffset);
  return at > 0 ? tokens[at - 1] : undefined;
}

/** What is missing at the end of a line is better looked for there than before the first token of the next one. */
function isMissingBefore(error: IRecognitionException, previous: IToken | undefined, text: string): boolean {
  if (previous === undefined) return false;
  const between = text.slice(tokenSpan(previous).end, error.token.startOffset);
  const isStray = error.name === "NotAllInputParsedException" && !/^[\w$(["'@]/.test(error.token.image);
  return between.includes("\n") && !isStray;
}

function expectedBy(
  error: IRecognitionException,
  rule: string,
  previous: IToken | undefined,
): readonly string[] {
  const isAtStart = previous === undefined || previous.image === ";";
  const isAtEnd = error.name === "NotAllInputParsedException" || error.message === "the end";
  if (isAtStart && isAtEnd) return ["a statement"];
  const labels = error.message === "" ? [] : error.message.split("\n");
  // Nothing but an expression can begin so.
  if (labels.includes("`entity_group`"))
    return [rule === "pipeline" ? "a table or an expression" : "an expression"];
  // Nor anything but an operator so.
  if (labels.includes("`assert-schema`")) return ["a tabular operator"];
  const construct = constructs.get(rule);
  const isAboutFirstToken = error.name !== "MismatchedTokenException";
  if (isAboutFirstToken && construct !== undefined) return [construct];
  return listRules.has(rule) && labels.length === 1 && /[)\]}]/.test(labels[0]) ? ["`,`", ...labels] : labels;
}

function isKeyword(token: IToken): boolean {
  return /^[A-Za-z]/.test(token.image) && token.tokenType.name !== "Identifier";
}

function shorten(image: string): string {
  const line = image.split("\n", 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 40)}...` : line;
}
