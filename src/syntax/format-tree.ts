/** The formatter's view of a text: tokens with the comments around them, in a tree by brackets. */
import type { IToken } from "./cst.js";

/** A token and the comments that belong to it. */
export interface Piece {
  readonly token: IToken;
  /** Comments on lines of their own before the token. */
  readonly before: readonly Comment[];
  /** The comment that ends the token's line. */
  after: string | undefined;
  /** An empty line stands just before the token. */
  readonly hasBlank: boolean;
}

export interface Comment {
  readonly text: string;
  /** An empty line stands before the comment. */
  readonly hasBlank: boolean;
}

export interface Bracket {
  readonly open: Piece;
  readonly inside: readonly Item[];
  readonly close: Piece;
}

export type Item = Piece | Bracket;

export function isBracket(item: Item): item is Bracket {
  return "open" in item;
}

export interface CommentedText {
  readonly pieces: readonly Piece[];
  /** Comments behind the last token. */
  readonly rest: readonly Comment[];
}

/** Gives each comment to a token: to the one before it on its line, else to the one after it. */
export function attachComments(
  text: string,
  tokens: readonly IToken[],
  comments: readonly IToken[],
): CommentedText {
  const pieces: Piece[] = [];
  let waiting: Comment[] = [];
  let end = 0;
  let nextComment = 0;
  const takeComments = (limit: number): void => {
    for (; nextComment < comments.length && comments[nextComment].startOffset < limit; nextComment++) {
      const { startOffset, image } = comments[nextComment];
      const gap = text.slice(end, startOffset);
      const last = pieces.at(-1);
      if (last !== undefined && waiting.length === 0 && !gap.includes("\n")) last.after = image.trimEnd();
      else waiting.push({ text: image.trimEnd(), hasBlank: isBlank(gap) });
      end = startOffset + image.length;
    }
  };
  for (const token of tokens) {
    takeComments(token.startOffset);
    const hasBlank = isBlank(text.slice(end, token.startOffset));
    pieces.push({ token, before: waiting, after: undefined, hasBlank });
    waiting = [];
    end = token.startOffset + token.image.length;
  }
  takeComments(text.length);
  return { pieces, rest: waiting };
}

function isBlank(gap: string): boolean {
  return /\n[^\S\n]*\n/.test(gap);
}

/** Brackets with what is inside them; the text's brackets must match. */
export function treeOf(pieces: readonly Piece[]): readonly Item[] {
  const top: Item[] = [];
  const stack: { open: Piece; inside: Item[] }[] = [];
  for (const piece of pieces) {
    const { image } = piece.token;
    const around = stack.at(-1);
    if (image === "(" || image === "[" || image === "{") {
      stack.push({ open: piece, inside: [] });
    } else if (around !== undefined && (image === ")" || image === "]" || image === "}")) {
      stack.pop();
      (stack.at(-1)?.inside ?? top).push({ ...around, close: piece });
    } else {
      (around?.inside ?? top).push(piece);
    }
  }
  return top;
}

export function firstPiece(item: Item): Piece {
  return isBracket(item) ? item.open : item;
}

export function lastPiece(item: Item): Piece {
  return isBracket(item) ? item.close : item;
}

/** Whether an item is the token with this text. */
export function isWord(item: Item | undefined, text: string): boolean {
  return item !== undefined && !isBracket(item) && item.token.image === text;
}

/** Items between tokens with this text, and those tokens. */
export function splitAt(items: readonly Item[], text: string): { parts: Item[][]; separators: Piece[] } {
  const parts: Item[][] = [[]];
  const separators: Piece[] = [];
  for (const item of items) {
    if (!isBracket(item) && item.token.image === text) {
      separators.push(item);
      parts.push([]);
    } else {
      parts[parts.length - 1].push(item);
    }
  }
  return { parts, separators };
}
