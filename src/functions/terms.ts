/**
 * Terms: maximal runs of letters and digits. `has` looks for a phrase whose ends are also ends of terms: where the
 * phrase begins or ends with a letter or digit, the text beside the match must not go on with one. So `1.2.3` has `2.3`,
 * `foo.dll` has `.dll` and `a/b` has `/`, but `helloworld` has no `hello`.
 * @see https://github.com/MicrosoftDocs/dataexplorer-docs/issues/1005 for phrases that begin or end with a separator
 */

const wideTermCharacter = /^[\p{L}\p{Nd}]/u;

/** Whether the character at an index belongs to a term; false outside the text. */
export function isTermAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 128) return isAsciiTermCode(code);
  if (Number.isNaN(code)) return false;
  const isTrail = code >= 0xdc00 && code < 0xe000;
  return wideTermCharacter.test(text.slice(isTrail ? index - 1 : index, index + 2));
}

function isAsciiTermCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

export type TermPart = "whole" | "prefix" | "suffix";

/** Looks for a phrase in texts. Letter case must have been folded before, in both, where it does not matter. */
export type PhraseMatcher = (text: string) => boolean;

/**
 * Prepares the search for one phrase at term ends: at both (`has`), only before it (`hasprefix`), only behind it
 * (`hassuffix`). The empty phrase is everywhere.
 */
export function phraseMatcher(phrase: string, part: TermPart): PhraseMatcher {
  if (phrase === "") return () => true;
  // Measured: blanks alone need a separator on either side, `"a b" has " "` is false.
  const isBlank = phrase.trim() === "";
  const checksBefore = part !== "suffix" && (isBlank || isTermAt(phrase, 0));
  const checksBehind = part !== "prefix" && (isBlank || isTermAt(phrase, phrase.length - 1));
  const length = phrase.length;
  return (text) => {
    let from = 0;
    for (;;) {
      const at = text.indexOf(phrase, from);
      if (at < 0) return false;
      if (checksBefore && isTermAt(text, at - 1)) from = Math.max(at + 1, endOfTerm(text, at));
      else if (!checksBehind || !isTermAt(text, at + length)) return true;
      else from = checksBefore ? at + 1 : Math.max(at + 1, endOfTerm(text, at + length) - length);
    }
  };
}

/** Where the term that covers an index ends. Matches inside one long term are passed over at once. */
function endOfTerm(text: string, index: number): number {
  let end = index;
  while (isTermAt(text, end)) end++;
  return end;
}

/** Beyond this many phrases one pass over the terms of a text beats a search for each, which takes 20 nanoseconds. */
const manyPhrases = 24;

/** Whether any of the phrases is in a text. */
export function anyPhraseMatcher(phrases: readonly string[]): PhraseMatcher {
  const distinct = [...new Set(phrases)];
  const indexed = distinct.length > manyPhrases ? distinct.filter(hasTerm) : [];
  const isIndexed = new Set(indexed);
  const matchers = distinct
    .filter((phrase) => !isIndexed.has(phrase))
    .map((phrase) => phraseMatcher(phrase, "whole"));
  if (indexed.length > 0) matchers.push(indexedMatcher(indexed));
  return (text) => matchers.some((matches) => matches(text));
}

interface IndexedPhrase {
  readonly phrase: string;
  /** Where the term begins that it is kept by. */
  readonly offset: number;
  readonly checksBefore: boolean;
  readonly checksBehind: boolean;
}

/**
 * Looks for many phrases in one pass, each kept by the term in it that the fewest others hold: of addresses all begin
 * with `https`. Wherever a phrase stands, its terms are whole terms of the text: beside them in the phrase are
 * separators, and at its ends a match must not go on with a letter or digit.
 */
function indexedMatcher(phrases: readonly string[]): PhraseMatcher {
  const uses = new Map<string, number>();
  for (const phrase of phrases) eachTerm(phrase, (term) => uses.set(term, (uses.get(term) ?? 0) + 1));
  const byTerm = new Map<string, IndexedPhrase[]>();
  for (const phrase of phrases) {
    const { term, offset } = rarestTerm(phrase, uses);
    const checksBefore = isTermAt(phrase, 0);
    const checksBehind = isTermAt(phrase, phrase.length - 1);
    const known = byTerm.get(term) ?? [];
    known.push({ phrase, offset, checksBefore, checksBehind });
    byTerm.set(term, known);
  }
  return (text) => {
    for (let start = nextTerm(text, 0); start < text.length; ) {
      const end = endOfTerm(text, start);
      const candidates = byTerm.get(text.slice(start, end));
      if (candidates?.some((candidate) => isPhraseAt(text, start, candidate))) return true;
      start = nextTerm(text, end);
    }
    return false;
  };
}

function rarestTerm(
  phrase: string,
  uses: ReadonlyMap<string, number>,
): { readonly term: string; readonly offset: number } {
  let rarest = { term: "", offset: 0 };
  let fewest = Number.POSITIVE_INFINITY;
  eachTerm(phrase, (term, offset) => {
    const count = uses.get(term) ?? 0;
    if (count >= fewest) return;
    rarest = { term, offset };
    fewest = count;
  });
  return rarest;
}

function eachTerm(text: string, visit: (term: string, offset: number) => void): void {
  for (let start = nextTerm(text, 0); start < text.length; ) {
    const end = endOfTerm(text, start);
    visit(text.slice(start, end), start);
    start = nextTerm(text, end);
  }
}

function isPhraseAt(text: string, termStart: number, candidate: IndexedPhrase): boolean {
  const { phrase, offset, checksBefore, checksBehind } = candidate;
  const at = termStart - offset;
  if (at < 0 || !text.startsWith(phrase, at)) return false;
  if (checksBefore && isTermAt(text, at - 1)) return false;
  return !checksBehind || !isTermAt(text, at + phrase.length);
}

function hasTerm(phrase: string): boolean {
  return nextTerm(phrase, 0) < phrase.length;
}

/** Where the next term begins; the length of the text where there is none. */
function nextTerm(text: string, from: number): number {
  let start = from;
  while (start < text.length && !isTermAt(text, start)) start++;
  return start;
}

/** Whether a text holds every one of some phrases as whole terms. */
export function allPhrasesMatcher(phrases: readonly string[]): PhraseMatcher {
  const matchers = [...new Set(phrases)].map((phrase) => phraseMatcher(phrase, "whole"));
  return (text) => matchers.every((matches) => matches(text));
}
