/**
 * Tokens of KQL. A word is lexed once, by one pattern, and then looked up: that is several times faster than trying a
 * hundred keyword patterns, and gives keywords exact, case-sensitive spellings. Words that may serve as names carry
 * the categories `NameToken` (any name) or `DeclaredName` (a name that the query introduces).
 */
import { createToken, type ILexingResult, type IToken, Lexer, type TokenType } from "chevrotain";
import {
  bracketWords,
  dashedWords,
  declarableValueWords,
  declarableWords,
  nameWords,
  negatedWords,
  operatorWords,
  quotedWords,
  reservedValueWords,
  reservedWords,
  typeWords,
} from "./keywords.js";

/** Labels are what messages call a token. */
const category = (name: string, label: string, ...categories: TokenType[]): TokenType =>
  createToken({ name, label, pattern: Lexer.NA, categories });

/** Every word. */
export const AnyWord = category("AnyWord", "a word");
/** A word that may name a column or parameter where it is introduced. */
export const DeclaredName = category("DeclaredName", "a name", AnyWord);
/** A word that may be used as a name. */
export const NameToken = category("NameToken", "a name", DeclaredName);
export const Literal = category("Literal", "a literal");
export const StringToken = category("StringToken", "a string");
/** Operators with one operand on each side, `and` and `or` included. */
export const BinaryOperator = category("BinaryOperator", "an operator");
/** `in`, `!in`, `in~`, `!in~`, `has_any`, `has_all`: a list in parentheses follows. */
export const InOperator = category("InOperator", "`in`");
/** `between`, `!between`: a range in parentheses follows. */
export const BetweenOperator = category("BetweenOperator", "`between`");

export const WhiteSpace = createToken({
  name: "WhiteSpace",
  pattern: /[\s\uFEFF\u200B]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});
export const Comment = createToken({ name: "Comment", pattern: /\/\/[^\r\n]*/, group: "comments" });
export const Directive = createToken({ name: "Directive", pattern: /#[^\r\n]*/ });

export const Identifier = createToken({
  name: "Identifier",
  pattern: /\$?[A-Za-z_]\w*/,
  categories: [NameToken],
});
/** A name that begins with a digit: `5h_avg`. */
const DigitIdentifier = createToken({
  name: "DigitIdentifier",
  pattern: /\d+[A-Za-z_]\w*/,
  categories: [NameToken],
  start_chars_hint: [..."0123456789"],
});
/** Hints are one token, so that `hint.x = y` is told from a path. */
export const HintName = createToken({
  name: "HintName",
  label: "a hint",
  pattern: /hint\.[A-Za-z_]\w*(?=\s*=(?![=~]))/,
  start_chars_hint: ["h"],
});
const DashedWord = createToken({
  name: "DashedWord",
  pattern: new RegExp(`(?:${[...dashedWords].sort((a, b) => b.length - a.length).join("|")})(?!\\w)`),
  start_chars_hint: [...new Set(dashedWords.map((word) => word[0]))],
});

const digits = [..."0123456789"];
export const TimespanLiteral = createToken({
  name: "TimespanLiteral",
  pattern:
    /\d+(?:\.\d+)?(?:d(?:ays?)?|h(?:rs?|ours?)?|m(?:in(?:utes?)?)?|s(?:ec(?:onds?)?)?|ms|millis?|millisec(?:onds?)?|micros?|microsec(?:onds?)?|nanos?|nanosec(?:onds?)?|ticks?)(?!\w)/,
  categories: [Literal],
  start_chars_hint: digits,
});
export const RealLiteral = createToken({
  name: "RealLiteral",
  pattern: /\d+(?:\.(?:\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+|(?![.\w]))|[eE][+-]?\d+)(?!\w)/,
  categories: [Literal],
  start_chars_hint: digits,
});
export const LongLiteral = createToken({
  name: "LongLiteral",
  label: "a whole number",
  pattern: /(?:0[xX][0-9a-fA-F]+|\d+)(?!\w)/,
  categories: [Literal],
  start_chars_hint: digits,
});
/** No literal without `guid(...)`, and no subtraction either. */
const RawGuid = createToken({
  name: "RawGuid",
  pattern: /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])/,
  start_chars_hint: [..."0123456789abcdefABCDEF"],
});
/** `datetime(...)`, `int(...)` and the like: whatever stands in the parentheses belongs to the literal. */
export const TypedLiteral = createToken({
  name: "TypedLiteral",
  pattern: /(?:bool|date|datetime|decimal|double|guid|int|int32|int64|long|real|time|timespan)\([^()\r\n]*\)/,
  categories: [Literal],
  start_chars_hint: [..."bdgilrt"],
});
export const BooleanLiteral = createToken({
  name: "BooleanLiteral",
  pattern: Lexer.NA,
  categories: [Literal, AnyWord],
});
export const StringLiteral = createToken({
  name: "StringLiteral",
  pattern:
    /[hH]?(?:"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"|'[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'|@"[^"\r\n]*(?:""[^"\r\n]*)*"|@'[^'\r\n]*(?:''[^'\r\n]*)*'|```[^`]*(?:`{1,2}[^`]+)*```|~~~[^~]*(?:~{1,2}[^~]+)*~~~)/,
  categories: [StringToken],
  line_breaks: true,
  start_chars_hint: [..."hH\"'@`~"],
});
/** A string whose quote is never closed; lexed, to the end of its line, so that what follows still parses. */
export const UnterminatedString = createToken({
  name: "UnterminatedString",
  pattern: /[hH]?(?:@?(?:"[^"\r\n]*|'[^'\r\n]*)|```[\s\S]*|~~~[\s\S]*)/,
  categories: [StringToken],
  line_breaks: true,
  start_chars_hint: [..."hH\"'@`~"],
});

const punctuation = (name: string, text: string, ...categories: TokenType[]): TokenType =>
  createToken({ name, label: `\`${text}\``, pattern: text, categories });

export const Pipe = punctuation("Pipe", "|");
export const Semicolon = punctuation("Semicolon", ";");
export const Comma = punctuation("Comma", ",");
export const Colon = punctuation("Colon", ":", BinaryOperator);
export const OpenParen = punctuation("OpenParen", "(");
export const CloseParen = punctuation("CloseParen", ")");
export const OpenBracket = punctuation("OpenBracket", "[");
export const CloseBracket = punctuation("CloseBracket", "]");
export const OpenBrace = punctuation("OpenBrace", "{");
export const CloseBrace = punctuation("CloseBrace", "}");
export const DotDot = punctuation("DotDot", "..");
export const Dot = punctuation("Dot", ".");
export const FatArrow = punctuation("FatArrow", "=>");
export const Assign = punctuation("Assign", "=");
export const Plus = punctuation("Plus", "+", BinaryOperator);
export const Minus = punctuation("Minus", "-", BinaryOperator);
export const Star = punctuation("Star", "*", BinaryOperator);
export const Less = punctuation("Less", "<", BinaryOperator);
export const Greater = punctuation("Greater", ">", BinaryOperator);
/** Two-sided operators that play no other part. */
export const SymbolOperator = createToken({
  name: "SymbolOperator",
  pattern: /==|!=|<>|=~|!~|<=|>=|[/%]/,
  categories: [BinaryOperator],
  start_chars_hint: [..."=!<>/%"],
});
export const WordOperator = createToken({
  name: "WordOperator",
  pattern: new RegExp(
    `!(?:${[...negatedWords].sort((a, b) => b.length - a.length).join("|")})(?!\\w)|matches regex(?!\\w)`,
  ),
  categories: [BinaryOperator],
  start_chars_hint: ["!", "m"],
});
/** `has`, `contains`: operators that may still name a declared column. */
const NameableOperator = createToken({
  name: "NameableOperator",
  pattern: Lexer.NA,
  categories: [BinaryOperator, DeclaredName],
});
const ReservedOperator = createToken({
  name: "ReservedOperator",
  pattern: Lexer.NA,
  categories: [BinaryOperator, AnyWord],
});
const InSymbol = createToken({
  name: "InSymbol",
  pattern: /in~|!in~|!in(?!\w)/,
  categories: [InOperator],
  start_chars_hint: ["i", "!"],
});
const HasAnyOrAll = createToken({
  name: "HasAnyOrAll",
  pattern: Lexer.NA,
  categories: [InOperator, AnyWord],
});
const NotBetween = createToken({
  name: "NotBetween",
  pattern: /!between(?!\w)/,
  categories: [BetweenOperator],
  start_chars_hint: ["!"],
});
/** The names of types. */
export const TypeWord = category("TypeWord", "a type", AnyWord);
/** Words without a part in the grammar that are names only where they are declared. */
const DeclarableWord = createToken({
  name: "DeclarableWord",
  pattern: Lexer.NA,
  categories: [DeclaredName],
});
const ReservedWord = createToken({ name: "ReservedWord", pattern: Lexer.NA, categories: [AnyWord] });

/** Token types of words, by spelling. */
const wordTypes = new Map<string, TokenType>();

function pascalCase(word: string): string {
  return word
    .split(/[-_]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

function defineWords(words: readonly string[], type: (word: string) => TokenType): void {
  for (const word of words) wordTypes.set(word, type(word));
}

/** Lexer and parser link tokens to their categories, all at once; `createToken` would do so once more for each. */
const wordType =
  (...categories: TokenType[]) =>
  (word: string): TokenType => ({
    name: pascalCase(word),
    PATTERN: Lexer.NA,
    CATEGORIES: categories,
    LABEL: `\`${word}\``,
  });

defineWords(nameWords, wordType(NameToken));
defineWords(declarableWords, wordType(DeclaredName));
defineWords(reservedWords, wordType(AnyWord));
defineWords(dashedWords, wordType(AnyWord));
defineWords([...bracketWords.keys()], wordType(AnyWord));
defineWords(declarableValueWords, () => DeclarableWord);
defineWords(reservedValueWords, () => ReservedWord);
defineWords(typeWords, () => TypeWord);
defineWords(operatorWords, () => ReservedOperator);
defineWords(["has", "contains"], () => NameableOperator);
defineWords(["has_any", "has_all"], () => HasAnyOrAll);
defineWords(["true", "false", "True", "False", "TRUE", "FALSE"], () => BooleanLiteral);
wordTypes.set(
  "between",
  createToken({ name: "Between", pattern: Lexer.NA, categories: [BetweenOperator, AnyWord] }),
);
const inWord = createToken({ name: "In", pattern: Lexer.NA, categories: [InOperator, DeclaredName] });
wordTypes.set("in", inWord);

/** `in` before `range`, in `make-series`: it has no list after it. */
export const SeriesIn = createToken({ name: "SeriesIn", label: "`in`", pattern: Lexer.NA });

/** The token type of a keyword. */
export function keyword(word: string): TokenType {
  const type = wordTypes.get(word);
  if (type === undefined) throw new Error(`no keyword ${word}`);
  return type;
}

/** Patterns in the order in which they are tried. */
const lexed: TokenType[] = [
  WhiteSpace,
  Comment,
  StringLiteral,
  UnterminatedString,
  TypedLiteral,
  RawGuid,
  HintName,
  DashedWord,
  InSymbol,
  NotBetween,
  WordOperator,
  Identifier,
  TimespanLiteral,
  RealLiteral,
  LongLiteral,
  DigitIdentifier,
  Pipe,
  Semicolon,
  Comma,
  OpenParen,
  CloseParen,
  OpenBracket,
  CloseBracket,
  OpenBrace,
  CloseBrace,
  DotDot,
  Dot,
  Colon,
  SymbolOperator,
  FatArrow,
  Assign,
  Plus,
  Minus,
  Star,
  Less,
  Greater,
  Directive,
];

/** Everything that the parser may meet. */
export const allTokens: TokenType[] = [
  ...new Set([
    AnyWord,
    DeclaredName,
    NameToken,
    Literal,
    StringToken,
    BinaryOperator,
    InOperator,
    BetweenOperator,
    SeriesIn,
    ...lexed,
    ...wordTypes.values(),
  ]),
];

/** Makes the lexer; costs some milliseconds, so once. What is no pattern is passed over. */
export function createLexer(): Lexer {
  return new Lexer(allTokens, {
    positionTracking: "onlyOffset",
    ensureOptimizations: true,
    skipValidations: true,
  });
}

/** Lexes a text, gives each word its own type and each token its end, which nodes take their own from. */
export function tokenize(lexer: Lexer, text: string): ILexingResult {
  const result = lexer.tokenize(text);
  const { tokens } = result;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    token.endOffset = token.startOffset + token.image.length - 1;
    const { tokenType } = token;
    if (tokenType === Identifier || tokenType === DashedWord || tokenType === DigitIdentifier) {
      classifyWord(token, tokens[at + 1]);
    }
  }
  return result;
}

function classifyWord(token: IToken, next: IToken | undefined): void {
  const type = wordTypes.get(token.image);
  if (type === undefined) return;
  if (type === inWord && next?.image === "range") setType(token, SeriesIn);
  else if (isKeywordBefore(type, token.image, next)) setType(token, type);
}

function isKeywordBefore(type: TokenType, word: string, next: IToken | undefined): boolean {
  const bracket = bracketWords.get(word);
  if (bracket !== undefined) return next?.image === bracket;
  return !isDeclaredHere(type, next);
}

/** `title = x`: a word that may only name what is declared, where it does so. */
function isDeclaredHere(type: TokenType, next: IToken | undefined): boolean {
  return next?.tokenType === Assign && (type.CATEGORIES?.includes(DeclaredName) ?? false);
}

function setType(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? token.tokenTypeIdx;
}

/** Whether a text lexes as one name that needs no brackets. */
export function isNameWord(text: string): boolean {
  if (!/^\$?[A-Za-z_]\w*$/.test(text) || quotedWords.has(text)) return false;
  const type = wordTypes.get(text);
  return type === undefined || bracketWords.has(text) || (type.CATEGORIES?.includes(NameToken) ?? false);
}
