/** Reads concrete trees. After recovery any part of one may be missing, so each reader says what it gives then. */
import type { CstNode, IToken } from "chevrotain";

export type { CstNode, IToken } from "chevrotain";

import type { Span } from "../text/span.js";

const noTokens: readonly IToken[] = [];
const noNodes: readonly CstNode[] = [];

/** Tokens under a name, in source order. */
export function tokensOf(cst: CstNode, name: string): readonly IToken[] {
  // A name stands for either tokens or nodes in one rule of the grammar, never both.
  return (cst.children[name] as IToken[] | undefined) ?? noTokens;
}

/** Nodes under a name, in source order. */
export function nodesOf(cst: CstNode, name: string): readonly CstNode[] {
  // As in `tokensOf`.
  return (cst.children[name] as CstNode[] | undefined) ?? noNodes;
}

/** The first token under a name. */
export function tokenOf(cst: CstNode, name: string): IToken | undefined {
  return tokensOf(cst, name)[0];
}

/** The first node under a name. */
export function nodeOf(cst: CstNode, name: string): CstNode | undefined {
  return nodesOf(cst, name)[0];
}

/** Whether a rule met a token or a node of the name. */
export function has(cst: CstNode, name: string): boolean {
  return cst.children[name] !== undefined;
}

/** The span of a node; empty at the start of the text for what recovery left without a token. */
export function spanOf(cst: CstNode): Span {
  const start = cst.location?.startOffset ?? Number.NaN;
  const end = cst.location?.endOffset ?? Number.NaN;
  return Number.isNaN(start) || Number.isNaN(end) ? { start: 0, end: 0 } : { start, end: end + 1 };
}

/** False for what recovery made up without reading a token; a diagnostic has been made for that. */
export function hasPlace(cst: CstNode): boolean {
  return !Number.isNaN(cst.location?.startOffset ?? Number.NaN);
}

export function tokenSpan(token: IToken): Span {
  const end = token.endOffset;
  return end === undefined || Number.isNaN(end)
    ? { start: 0, end: 0 }
    : { start: token.startOffset, end: end + 1 };
}

/** The span of the first token of a rule: the word of a tabular operator. */
export function firstTokenSpan(cst: CstNode): Span {
  for (const name in cst.children) {
    const first = cst.children[name][0];
    return "image" in first ? tokenSpan(first) : firstTokenSpan(first);
  }
  return spanOf(cst);
}
