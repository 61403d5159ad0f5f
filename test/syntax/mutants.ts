/** Queries with one token deleted, doubled, replaced or swapped with the next: near misses of real ones. */
import { createLexer, tokenize } from "../../grammar/tokens.js";

export interface Mutant {
  readonly change: "delete" | "double" | "replace" | "swap";
  readonly text: string;
  /** Where the change begins. */
  readonly at: number;
}

/** Numbers in [0, 1) that a seed determines. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const lexer = createLexer();

export function mutantOf(text: string, random: () => number): Mutant {
  const pick = (count: number): number => Math.floor(random() * count);
  const { tokens } = tokenize(lexer, text);
  if (tokens.length === 0) return { change: "delete", at: 0, text };
  const at = pick(Math.max(1, tokens.length - 1));
  const token = tokens[at];
  const start = token.startOffset;
  const end = start + token.image.length;
  const before = text.slice(0, start);
  const change = (["delete", "double", "replace", "swap"] as const)[pick(4)];
  const next = tokens[at + 1];
  switch (change) {
    case "delete":
      return { change, at: start, text: before + text.slice(end) };
    case "double":
      return { change, at: start, text: `${text.slice(0, end)} ${token.image}${text.slice(end)}` };
    case "replace":
      return { change, at: start, text: before + tokens[pick(tokens.length)].image + text.slice(end) };
    case "swap": {
      if (next === undefined) return { change: "delete", at: start, text: before + text.slice(end) };
      const nextEnd = next.startOffset + next.image.length;
      const between = text.slice(end, next.startOffset);
      return { change, at: start, text: before + next.image + between + token.image + text.slice(nextEnd) };
    }
  }
}
