/** How a text that a condition refuses comes near to one that it would take. */

import { phraseMatcher } from "../functions/terms.js";
import { foldCase } from "../functions/text-case.js";
import { editDistance } from "../text/suggest.js";

/**
 * - `case`: only letter case differs; `space`: blanks around or within; `number`: the same number in other digits;
 * - `spelling`: a few edits; `term`: there, but inside a longer word; `order`: the same words, not in a row;
 * - `other`: nothing of the kind.
 */
export type Nearness = "case" | "space" | "number" | "spelling" | "term" | "order" | "other";

export interface NearText {
  readonly literal: string;
  readonly value: string;
  readonly nearness: Nearness;
  /** 0: the same, 1: nothing in common. */
  readonly distance: number;
}

/** Where the literal must stand in the value: all of it, at an end, anywhere, anywhere as whole words. */
export type TextPlace = "whole" | "start" | "end" | "part" | "words";

/** The nearest of some literals to a value that none of them matches. */
export function nearestText(
  value: string,
  literals: readonly string[],
  place: TextPlace,
): NearText | undefined {
  let best: NearText | undefined;
  for (const literal of literals) {
    const near = nearness(value, literal, place);
    if (best === undefined || near.distance < best.distance) best = near;
  }
  return best;
}

function nearness(value: string, literal: string, place: TextPlace): NearText {
  const found = (kind: Nearness, distance: number): NearText => ({
    literal,
    value,
    nearness: kind,
    distance,
  });
  const foldedValue = foldCase(value);
  const foldedLiteral = foldCase(literal);
  if (stands(foldedValue, foldedLiteral, place)) return found("case", 0.05);
  const [plainValue, plainLiteral] = [foldedValue, foldedLiteral].map(withoutSpace);
  if (plainLiteral !== "" && stands(plainValue, plainLiteral, place === "words" ? "part" : place)) {
    return place === "words" && foldedValue.includes(foldedLiteral)
      ? found("term", 0.2)
      : found("space", 0.08);
  }
  if (place === "whole" && isSameNumber(value, literal)) return found("number", 0.08);
  const edits = isNumbered(foldedValue, foldedLiteral)
    ? undefined
    : leastEdits(...withoutDomain(foldedValue, foldedLiteral), place);
  if (edits !== undefined) return found("spelling", 0.08 + 0.06 * edits);
  if (place !== "whole" && hasAllWords(foldedValue, foldedLiteral)) return found("order", 0.25);
  const isCode = /^\d+$/.test(value) && /^\d+$/.test(literal);
  return found("other", isCode ? 1 : 1 - 0.4 * similarity(foldedValue, foldedLiteral));
}

/** Whether a text is there, letter case aside. */
export function isThere(value: string, literal: string, place: TextPlace): boolean {
  return stands(foldCase(value), foldCase(literal), place);
}

function stands(value: string, literal: string, place: TextPlace): boolean {
  switch (place) {
    case "whole":
      return value === literal;
    case "start":
      return value.startsWith(literal);
    case "end":
      return value.endsWith(literal);
    case "part":
      return value.includes(literal);
    case "words":
      return phraseMatcher(literal, "whole")(value);
  }
}

function withoutSpace(text: string): string {
  return text.replace(/[\s_-]+/g, "");
}

function isSameNumber(value: string, literal: string): boolean {
  const isNumber = (text: string) => text.trim() !== "" && Number.isFinite(Number(text));
  return isNumber(value) && isNumber(literal) && Number(value) === Number(literal);
}

/** Texts as long as this that differ in one digit more or less: a digit is lost. Shorter ones are other numbers. */
const longNumber = 12;

/** `user1` and `user2`, `50126` and `50140`: different on purpose. */
function isNumbered(value: string, literal: string): boolean {
  const hasDigits = /\d/.test(value) && /\d/.test(literal);
  const isLost = value.length !== literal.length && literal.length >= longNumber;
  return hasDigits && !isLost && value.replace(/\d/g, "") === literal.replace(/\d/g, "");
}

/** Names of one domain are told apart by what stands before it. */
function withoutDomain(value: string, literal: string): [string, string] {
  const [name, domain] = value.split("@");
  const [other, otherDomain] = literal.split("@");
  return domain !== undefined && domain === otherDomain ? [name, other] : [value, literal];
}

/** Longer texts are compared by what they have in common only. */
const longestSpelt = 80;

/** Edits that make the literal stand in the value; undefined when they are many for its length. */
function leastEdits(value: string, literal: string, place: TextPlace): number | undefined {
  const limit = Math.min(2, Math.floor(literal.length / 3));
  if (limit === 0 || literal.length > longestSpelt || value.length > 10 * longestSpelt) return undefined;
  const least = Math.min(...parts(value, literal, place).map((part) => editDistance(part, literal, limit)));
  return least <= limit ? least : undefined;
}

/** Stretches of the value as long in words as the literal is. */
function parts(value: string, literal: string, place: TextPlace): string[] {
  if (place === "whole") return [value];
  if (place === "start") return [value.slice(0, literal.length)];
  if (place === "end") return [value.slice(-literal.length)];
  const words = value.split(/\s+/);
  const count = literal.split(/\s+/).length;
  const stretches = words.map((_, at) => words.slice(at, at + count).join(" "));
  return [value, ...stretches];
}

function hasAllWords(value: string, literal: string): boolean {
  const words = new Set(wordsOf(value));
  const wanted = wordsOf(literal);
  return wanted.length > 1 && wanted.every((word) => words.has(word));
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{Nd}]+/gu) ?? [];
}

/** Share of pairs of neighbouring characters that two texts have in common. */
function similarity(a: string, b: string): number {
  if (a.length < 2 || b.length < 2) return a === b && a !== "" ? 1 : 0;
  const counts = new Map<string, number>();
  for (const pair of pairsOf(a)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  let common = 0;
  let total = counts.size === 0 ? 0 : Math.min(a.length, 400) - 1;
  for (const pair of pairsOf(b)) {
    total++;
    const left = counts.get(pair) ?? 0;
    if (left === 0) continue;
    counts.set(pair, left - 1);
    common += 2;
  }
  return total === 0 ? 0 : common / total;
}

function* pairsOf(text: string): Generator<string, void, undefined> {
  const end = Math.min(text.length, 400) - 1;
  for (let at = 0; at < end; at++) yield text.slice(at, at + 2);
}
