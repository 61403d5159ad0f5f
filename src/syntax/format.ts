/**
 * The formatter: sets a query's tokens and comments anew, one operator a line, and changes nothing but the white space
 * between them. The layout depends on tokens, comments and empty lines alone, so formatting twice changes nothing.
 *
 * Tokens are first put in a tree by brackets; each level then splits at `;`, `|`, `,` and `or`, `and`, in this order.
 */
import type { Diagnostic } from "../text/diagnostic.js";
import { collectMarks, type FormatMarks } from "./format-marks.js";
import {
  attachComments,
  type Bracket,
  type Comment,
  firstPiece,
  type Item,
  isBracket,
  isWord,
  lastPiece,
  type Piece,
  splitAt,
  treeOf,
} from "./format-tree.js";
import {
  blankLine,
  fill,
  group,
  hardLine,
  indent,
  type Layout,
  line,
  list,
  printLayout,
  softLine,
} from "./layout.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";
import { parseConcrete } from "./parse.js";

const width = 100;

export interface FormattedQuery {
  /** Without a line break at its end. The text as it was given when that has errors. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

export function formatQuery(text: string, operators: OperatorSyntaxTable): FormattedQuery {
  const { cst, tokens, comments, diagnostics } = parseConcrete(text, operators);
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  if (cst === undefined || hasErrors) return { text, diagnostics };
  const { pieces, rest } = attachComments(text, tokens, comments);
  const statements = layoutStatements(treeOf(pieces), collectMarks(cst));
  const layout = list([statements, ...layoutComments(rest)]);
  return { text: printLayout(layout, width), diagnostics };
}

/** Comments on lines of their own. */
function layoutComments(comments: readonly Comment[]): readonly Layout[] {
  return comments.flatMap(({ text, hasBlank }) => [hasBlank ? blankLine : hardLine, text, hardLine]);
}

function layoutPiece(piece: Piece): Layout {
  const { token, before, after, hasBlank } = piece;
  const isDirective = token.image.startsWith("#");
  if (before.length === 0 && after === undefined && !isDirective) return token.image;
  return list([
    ...layoutComments(before),
    ...(before.length > 0 && hasBlank ? [blankLine] : []),
    token.image,
    ...(after === undefined ? [] : [` ${after}`]),
    ...(after === undefined && !isDirective ? [] : [hardLine]),
  ]);
}

const noBlankBefore: ReadonlySet<string> = new Set([",", ";", ")", "]", ".", ":"]);
const noBlankAfter: ReadonlySet<string> = new Set(["(", "[", "."]);
/** Functions whose names begin a literal when a parenthesis follows at once. */
const literalWords: ReadonlySet<string> = new Set(["bool", "guid"]);

function blankBetween(before: Piece, after: Piece, marks: FormatMarks): string {
  const left = before.token;
  const right = after.token;
  const isApart = right.startOffset > left.startOffset + left.image.length;
  // `bool (x)` is a call and `bool(x)` a literal; `1 .x` is a path and `1.x` may be a number.
  if (isApart && right.image === "(" && literalWords.has(left.image)) return " ";
  if (isApart && right.image === "." && /^\d/.test(left.image)) return " ";
  if (noBlankBefore.has(right.image) || noBlankAfter.has(left.image)) return "";
  const isClose = marks.closeBefore.has(right.startOffset) || marks.closeAfter.has(left.startOffset);
  return isClose ? "" : " ";
}

/** Items on one line, as far as brackets and comments allow. */
function sequence(items: readonly Item[], marks: FormatMarks): Layout {
  const parts: Layout[] = [];
  items.forEach((item, at) => {
    if (at > 0) parts.push(blankBetween(lastPiece(items[at - 1]), firstPiece(item), marks));
    parts.push(isBracket(item) ? layoutBracket(item, marks) : layoutPiece(item));
  });
  return list(parts);
}

function layoutStatements(items: readonly Item[], marks: FormatMarks): Layout {
  const { parts, separators } = splitAt(items, ";");
  const layouts: Layout[] = [];
  parts.forEach((statement, at) => {
    if (statement.length > 0) {
      const first = firstPiece(statement[0]);
      const isApart = at > 0 && first.hasBlank && first.before.length === 0;
      layouts.push(isApart ? blankLine : hardLine, layoutStatement(statement, marks));
    }
    if (at < separators.length) layouts.push(layoutPiece(separators[at]));
  });
  return list(layouts.slice(1));
}

function layoutStatement(items: readonly Item[], marks: FormatMarks): Layout {
  const value = items.findIndex((item) => isWord(item, "="));
  const isLet = isWord(items[0], "let") && value > 0;
  if (!isLet || splitAt(items, "|").separators.length === 0) return layoutPipeline(items, marks);
  const head = sequence(items.slice(0, value + 1), marks);
  return list([head, indent([hardLine, layoutPipeline(items.slice(value + 1), marks)])]);
}

function layoutPipeline(items: readonly Item[], marks: FormatMarks): Layout {
  const { parts, separators } = splitAt(items, "|");
  const operators = separators.map((pipe, at) =>
    list([hardLine, layoutPiece(pipe), " ", layoutOperator(parts[at + 1], marks)]),
  );
  return list([layoutOperator(parts[0], marks), ...operators]);
}

/** A source or an operator: with its list on lines of its own, if it has one that does not fit. */
function layoutOperator(items: readonly Item[], marks: FormatMarks): Layout {
  if (items.length === 0) return "";
  const headEnd = marks.heads.get(firstPiece(items[0]).token.startOffset);
  if (headEnd === undefined) return layoutLogical(items, marks);
  const bodyStart = items.findIndex((item) => firstPiece(item).token.startOffset > headEnd);
  if (bodyStart === -1) return sequence(items, marks);
  const head = sequence(items.slice(0, bodyStart), marks);
  const body = items.slice(bodyStart);
  const isSingle = splitAt(body, ",").separators.length === 0 && splitAt(body, "by").separators.length === 0;
  if (isSingle) return list([head, " ", layoutLogical(body, marks)]);
  return group([head, indent([line, layoutClauses(body, marks)])]);
}

/** A list, and the list of its `by`. */
function layoutClauses(body: readonly Item[], marks: FormatMarks): Layout {
  const by = body.findIndex((item, at) => at > 0 && isWord(item, "by"));
  if (by === -1) return layoutList(body, marks);
  const keys = [sequence(body.slice(by, by + 1), marks), " ", layoutList(body.slice(by + 1), marks)];
  return list([layoutList(body.slice(0, by), marks), line, group([indent(keys)])]);
}

/** Items between commas, each on its line where the group breaks. */
function layoutList(items: readonly Item[], marks: FormatMarks): Layout {
  const { parts, separators } = splitAt(items, ",");
  const layouts: Layout[] = [];
  parts.forEach((part, at) => {
    if (at > 0) layouts.push(layoutPiece(separators[at - 1]));
    if (part.length === 0) return;
    layouts.push(...(at > 0 ? [line] : []), layoutLogical(part, marks));
  });
  return list(layouts);
}

/** An expression, broken before its loosest logical operators. */
function layoutLogical(items: readonly Item[], marks: FormatMarks): Layout {
  const [first, ...rest] = logicalLines(items, marks);
  return rest.length === 0 ? first : group([first, indent(rest)]);
}

/** The first operand, and each further one behind its operator; one layout for what has none. */
function logicalLines(items: readonly Item[], marks: FormatMarks): readonly Layout[] {
  const word = ["or", "and"].find((operator) => items.some((item) => isWord(item, operator)));
  if (word === undefined) return [sequence(items, marks)];
  const { parts, separators } = splitAt(items, word);
  const rest = separators.map((operator, at) =>
    list([line, layoutPiece(operator), " ", layoutLogical(parts[at + 1], marks)]),
  );
  return [layoutLogical(parts[0], marks), ...rest];
}

function layoutBracket(bracket: Bracket, marks: FormatMarks): Layout {
  const { open, inside, close } = bracket;
  const start = layoutPiece(open);
  // Comments before the closing bracket stand with what is inside.
  const tail = layoutComments(close.before);
  const end = layoutPiece({ ...close, before: [] });
  if (isEmpty(bracket)) return list([start, end]);
  if (inside.some((item) => isWord(item, ";") || isWord(item, "|"))) {
    return list([start, indent([hardLine, layoutStatements(inside, marks), ...tail]), hardLine, end]);
  }
  const rowLength = marks.rowLengths.get(open.token.startOffset);
  if (rowLength !== undefined && inside.length > 0)
    return list([start, indent([...layoutRows(inside, rowLength, marks), ...tail]), hardLine, end]);
  if (isWrapper(inside) && tail.length === 0) return list([start, sequence(inside, marks), end]);
  const edge = isFunctionBody(bracket) ? line : softLine;
  return group([start, indent([edge, layoutInside(inside, marks), ...tail]), edge, end]);
}

/** The brackets indent already, so the operands of one expression stand below one another. */
function layoutInside(inside: readonly Item[], marks: FormatMarks): Layout {
  if (isPlainList(inside)) return fill(rowItems(inside, 1, marks));
  const isList = inside.some((item) => isWord(item, ","));
  return isList ? layoutList(inside, marks) : list(logicalLines(inside, marks));
}

function isFunctionBody({ open, inside }: Bracket): boolean {
  return (
    inside.length > 0 && open.token.image === "{" && !/^h?@?["']/i.test(firstPiece(inside[0]).token.image)
  );
}

/** Around one bracket, as in `dynamic([...])`, a bracket needs no lines of its own. */
function isWrapper(inside: readonly Item[]): boolean {
  if (inside.length === 0) return false;
  const last = inside[inside.length - 1];
  const isAlone = inside.every((item, at) => at === inside.length - 1 || (!isBracket(item) && isName(item)));
  return isBracket(last) && isAlone && !isEmpty(last) && firstPiece(inside[0]).before.length === 0;
}

function isEmpty({ inside, close }: Bracket): boolean {
  return inside.length === 0 && close.before.length === 0;
}

function isName({ token }: Piece): boolean {
  return /^[A-Za-z_.]/.test(token.image) && token.image !== "and" && token.image !== "or";
}

/** Single tokens, several to the line. */
function isPlainList(inside: readonly Item[]): boolean {
  const { parts } = splitAt(inside, ",");
  return parts.length > 4 && parts.every((part) => part.length <= 1 && !part.some(isBracket));
}

function layoutRows(inside: readonly Item[], rowLength: number, marks: FormatMarks): readonly Layout[] {
  return rowItems(inside, rowLength, marks).flatMap((row) => [hardLine, row]);
}

/** So many items between commas to a row, each with the comma behind it. */
function rowItems(inside: readonly Item[], rowLength: number, marks: FormatMarks): readonly Layout[] {
  const { parts, separators } = splitAt(inside, ",");
  const rows: Layout[][] = [];
  parts.forEach((part, at) => {
    if (part.length === 0) return;
    if (at % rowLength === 0) rows.push([]);
    const row = rows[rows.length - 1];
    if (at % rowLength > 0) row.push(" ");
    row.push(sequence(part, marks));
    if (at < separators.length) row.push(layoutPiece(separators[at]));
  });
  return rows.map(list);
}
