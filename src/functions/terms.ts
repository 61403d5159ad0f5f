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

/** Beyond this many single terms one pass over the text's terms beats a search for each. */
const manyTerms = 8;

/** Whether any of the phrases is in a text. */
export function anyPhraseMatcher(phrases: readonly string[]): PhraseMatcher {
  const distinct = [...new Set(phrases)];
  const terms = new Set(distinct.filter(isSingleTerm));
  const searchesTerms = terms.size > manyTerms;
  const matchers = distinct
    .filter((phrase) => !searchesTerms || !terms.has(phrase))
    .map((phrase) => phraseMatcher(phrase, "whole"));
  return (text) =>
    matchers.some((matches) => matches(text)) || (searchesTerms && someTerm(text, (term) => terms.has(term)));
}

/** Whether a text holds every one of some phrases as whole terms. */
export function allPhrasesMatcher(phrases: readonly string[]): PhraseMatcher {
  const matchers = [...new Set(phrases)].map((phrase) => phraseMatcher(phrase, "whole"));
  return (text) => matchers.every((matches) => matches(text));
}

const singleTerm = /^[\p{L}\p{Nd}]+$/u;
const eachTerm = /[\p{L}\p{Nd}]+/gu;
const eachAsciiTerm = /[A-Za-z0-9]+/g;
const nonAscii = /[^\0-\x7f]/;

function isSingleTerm(phrase: string): boolean {
  return singleTerm.test(phrase);
}

function someTerm(text: string, test: (term: string) => boolean): boolean {
  for (const [term] of text.matchAll(nonAscii.test(text) ? eachTerm : eachAsciiTerm)) {
    if (test(term)) return true;
  }
  return false;
}
