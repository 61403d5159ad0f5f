/** Literals, names, types and schemas. */

import { quotedWords } from "../../grammar/keywords.js";
import { joinSpans, type Span } from "../text/span.js";
import { packCell } from "../types/convert.js";
import { negateInt64 } from "../types/int64.js";
import { setSlot } from "../types/json.js";
import { type KqlType, typeNamed } from "../types/kql-type.js";
import type { Cell, DynamicValue } from "../types/value.js";
import type { Expression, LiteralExpression, Name, NameExpression, StarExpression } from "./ast.js";
import {
  type CstNode,
  has,
  type IToken,
  nodeOf,
  nodesOf,
  spanOf,
  tokenOf,
  tokenSpan,
  tokensOf,
} from "./cst.js";
import {
  badEscape,
  keywordAsName,
  schemaWithStar,
  unknownType,
  unreadableLiteral,
  unterminatedString,
} from "./diagnostics.js";
import {
  type ReadLiteral,
  readBoolean,
  readLong,
  readReal,
  readString,
  readTimespan,
  readTypedLiteral,
} from "./literals.js";
import type { RowSchema } from "./lower-context.js";
import { errorExpression, type Lowering } from "./lowering.js";

const readers: ReadonlyMap<string, (text: string) => ReadLiteral> = new Map([
  ["LongLiteral", readLong],
  ["RealLiteral", readReal],
  ["TimespanLiteral", readTimespan],
  ["BooleanLiteral", readBoolean],
  ["TypedLiteral", readTypedLiteral],
]);

const emptyDatetime = /^(?:datetime|date)\(\s*\)$/;

export function lowerLiteral(token: IToken, lowering: Lowering): Expression {
  const span = tokenSpan(token);
  const raw = token.image;
  const read = (readers.get(token.tokenType.name) ?? readTypedLiteral)(raw);
  if (read.value !== undefined) return { kind: "literal", type: read.type, value: read.value, raw, span };
  if (emptyDatetime.test(raw)) {
    return { kind: "call", callee: { text: "now", span }, args: [], span };
  }
  lowering.report(unreadableLiteral(read.type, raw, span));
  return { kind: "literal", type: read.type, value: null, raw, span };
}

/** Adjacent string literals are one. */
export function lowerString(tokens: readonly IToken[], lowering: Lowering): LiteralExpression {
  const span = joinSpans(tokenSpan(tokens[0]), tokenSpan(tokens[tokens.length - 1]));
  const value = withOwnMemory(tokens.map((token) => textOfString(token, lowering)).join(""));
  return { kind: "literal", type: "string", value, raw: lowering.text.slice(span.start, span.end), span };
}

/**
 * The same text, not as a part of the query's: V8 leaves its compiled code to compare such parts, which a predicate
 * does row by row.
 */
function withOwnMemory(text: string): string {
  const copy: string = JSON.parse(JSON.stringify(text));
  return copy;
}

function textOfString(token: IToken, lowering: Lowering): string {
  const { text, badEscape: bad } = readString(token.image);
  const { startOffset } = token;
  if (token.tokenType.name === "UnterminatedString") {
    const quote = /["'`~]/.exec(token.image)?.[0] ?? '"';
    const close = quote === "`" || quote === "~" ? quote.repeat(3) : quote;
    lowering.report(unterminatedString(close, firstLine(token)));
  } else if (bad !== undefined) {
    const span = { start: startOffset + bad.start, end: startOffset + bad.end };
    lowering.report(badEscape(token.image.slice(bad.start, bad.end), span));
  }
  return text;
}

function firstLine(token: IToken): Span {
  const length = token.image.search(/[\r\n]/);
  return { start: token.startOffset, end: token.startOffset + (length === -1 ? token.image.length : length) };
}

/** Rule `constant`; a sign belongs to the literal. */
export function lowerConstant(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const literal = tokenOf(cst, "Literal");
  const sign = tokenOf(cst, "Minus") ?? tokenOf(cst, "Plus");
  if (literal !== undefined) {
    return sign === undefined ? lowerLiteral(literal, lowering) : lowerSigned(sign, literal, lowering);
  }
  const strings = tokensOf(cst, "StringToken");
  if (strings.length > 0) return lowerString(strings, lowering);
  return lowerDynamic(nodeOf(cst, "dynamicExpression"), lowering);
}

function lowerSigned(sign: IToken, token: IToken, lowering: Lowering): Expression {
  const span = joinSpans(tokenSpan(sign), tokenSpan(token));
  const raw = lowering.text.slice(span.start, span.end);
  // The least long has no positive counterpart, so its digits are read together with the sign.
  if (token.tokenType.name === "LongLiteral" && !/x/i.test(token.image)) {
    const { type, value } = readLong(sign.image + token.image);
    if (value !== undefined) return { kind: "literal", type, value, raw, span };
  }
  const literal = lowerLiteral(token, lowering);
  if (literal.kind !== "literal") return literal;
  const { type, value } = literal;
  const signed = sign.image === "-" ? negated(type, value) : value;
  if (signed === undefined) lowering.report(unreadableLiteral(type, raw, span));
  return { kind: "literal", type, value: signed ?? null, raw, span };
}

function negated(type: KqlType, value: unknown): Cell | undefined {
  if (value === null) return null;
  if (type === "real") return typeof value === "number" ? -value : undefined;
  if (type !== "long" && type !== "int" && type !== "timespan") return undefined;
  return typeof value === "number" || typeof value === "bigint" ? negateInt64(value) : undefined;
}

export function lowerDynamic(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const span = spanOf(cst);
  const value = lowerJson(nodeOf(cst, "jsonValue"), lowering);
  return { kind: "dynamic-literal", value, raw: lowering.text.slice(span.start, span.end), span };
}

function lowerJson(cst: CstNode | undefined, lowering: Lowering): DynamicValue {
  if (cst === undefined) return null;
  const constant = nodeOf(cst, "constant");
  if (constant !== undefined) return lowerJsonConstant(constant, lowering);
  const array = nodeOf(cst, "jsonArray");
  if (array !== undefined) return nodesOf(array, "jsonValue").map((item) => lowerJson(item, lowering));
  const bag = nodeOf(cst, "jsonObject");
  return bag === undefined ? null : lowerJsonBag(bag, lowering);
}

function lowerJsonBag(cst: CstNode, lowering: Lowering): DynamicValue {
  const bag: Record<string, DynamicValue> = {};
  const values = nodesOf(cst, "jsonValue");
  tokensOf(cst, "StringToken").forEach((key, at) => {
    setSlot(bag, textOfString(key, lowering), lowerJson(values[at], lowering));
  });
  return bag;
}

function lowerJsonConstant(cst: CstNode, lowering: Lowering): DynamicValue {
  const constant = lowerConstant(cst, lowering);
  // A literal's value is a cell of its type, a nested `dynamic(...)` holds a dynamic value.
  if (constant.kind === "literal") return packCell(constant.value as Cell, constant.type);
  return constant.kind === "dynamic-literal" ? (constant.value as DynamicValue) : null;
}

const noName: Name = { text: "", span: { start: 0, end: 0 } };

export function lowerNameToken(token: IToken | undefined): Name {
  return token === undefined ? noName : { text: token.image, span: tokenSpan(token) };
}

/** A name where it is declared or looked for among columns: some words have to stand in brackets there. */
export function lowerDeclaredToken(token: IToken, lowering: Lowering): Name {
  if (quotedWords.has(token.image)) lowering.report(keywordAsName(token.image, tokenSpan(token)));
  return lowerNameToken(token);
}

export function lowerName(cst: CstNode | undefined, lowering: Lowering): Name {
  if (cst === undefined) return noName;
  const token = tokenOf(cst, "NameToken") ?? tokenOf(cst, "DeclaredName");
  if (token !== undefined) return lowerDeclaredToken(token, lowering);
  const bracketed = cst.name === "bracketedName" ? cst : nodeOf(cst, "bracketedName");
  const string = bracketed === undefined ? undefined : tokenOf(bracketed, "StringToken");
  if (bracketed === undefined || string === undefined) return noName;
  return { text: textOfString(string, lowering), span: spanOf(bracketed) };
}

export function lowerWildcard(cst: CstNode | undefined, lowering: Lowering): NameExpression | StarExpression {
  const wild = cst === undefined ? undefined : nodeOf(cst, "wildcardName");
  if (wild === undefined) {
    const name = lowerName(cst, lowering);
    const hasWildcard = name.text.includes("*");
    return { kind: "name", name: name.text, isBracketed: true, hasWildcard, span: name.span };
  }
  const span = spanOf(wild);
  const name = lowering.text.slice(span.start, span.end);
  if (name === "*") return { kind: "star", span };
  if (cst?.name === "wildcardColumn" && quotedWords.has(name)) lowering.report(keywordAsName(name, span));
  return { kind: "name", name, isBracketed: false, hasWildcard: has(wild, "Star"), span };
}

const typeList: readonly KqlType[] = [
  "bool",
  "int",
  "long",
  "real",
  "decimal",
  "string",
  "datetime",
  "timespan",
  "guid",
  "dynamic",
];

export function lowerType(token: IToken | undefined, lowering: Lowering): KqlType {
  if (token === undefined || token.isInsertedInRecovery) return "string";
  const type = typeNamed(token.image);
  if (type === undefined) lowering.report(unknownType(token.image, typeList, tokenSpan(token)));
  return type ?? "string";
}

export function lowerSchema(cst: CstNode | undefined, lowering: Lowering): RowSchema {
  if (cst === undefined) return { columns: [], isOpen: false, isOpenFirst: false };
  const declarations = nodesOf(cst, "columnDeclaration");
  const star = tokenOf(cst, "Star");
  const columns = declarations.map((item) => lowering.context.column(item));
  const isOpenFirst =
    star !== undefined && (columns[0]?.span.start ?? Number.POSITIVE_INFINITY) > star.startOffset;
  return { columns, isOpen: star !== undefined, isOpenFirst };
}

/** As `lowerSchema`, where `*` has no place. */
export function lowerColumns(cst: CstNode | undefined, lowering: Lowering): RowSchema["columns"] {
  const star = cst === undefined ? undefined : tokenOf(cst, "Star");
  if (star !== undefined) lowering.report(schemaWithStar(tokenSpan(star)));
  return lowerSchema(cst, lowering).columns;
}

export function lowerTypeof(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const items = nodesOf(cst, "typeofItem");
  const span = spanOf(cst);
  const single = items.length === 1 ? tokenOf(items[0], "AnyWord") : undefined;
  const columns = items.flatMap((item) => nodesOf(item, "columnDeclaration"));
  const typeof_ = {
    kind: "typeof" as const,
    columns: columns.map((item) => lowering.context.column(item)),
    isOpen: items.some((item) => has(item, "Star")),
    span,
  };
  if (single !== undefined) return { ...typeof_, type: lowerType(single, lowering) };
  for (const item of items) lowerStrayType(tokenOf(item, "AnyWord"), lowering);
  return typeof_;
}

/** A bare word among columns has no type. */
function lowerStrayType(word: IToken | undefined, lowering: Lowering): void {
  if (word !== undefined) lowering.report(unknownType(word.image, [], tokenSpan(word)));
}
