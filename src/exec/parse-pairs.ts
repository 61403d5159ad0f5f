/** Values of keys out of text such as `a=1; b="x y"`: what `parse-kv` does. */

export interface PairSyntax {
  /** Stands between pairs; absent: every character that is no letter or digit separates. */
  readonly pairDelimiter?: string;
  readonly kvDelimiter?: string;
  /** Opening and closing quotes. */
  readonly quotes: readonly (readonly [open: string, close: string])[];
  readonly escapes: readonly string[];
  /** An unquoted value runs on to the next key. */
  readonly isGreedy: boolean;
}

/** Calls back with each key and value, from left to right. */
export type PairReader = (text: string, found: (key: string, value: string) => void) => void;

interface Token {
  readonly text: string;
  readonly end: number;
}

/** Reads keys and values of a text; without delimiters, words follow one another. */
export function pairReader(syntax: PairSyntax): PairReader {
  const { pairDelimiter, kvDelimiter } = syntax;
  if (pairDelimiter === undefined || kvDelimiter === undefined) {
    return (text, found) => readWords(text, syntax, found);
  }
  return (text, found) => readPairs(text, syntax, { pair: pairDelimiter, kv: kvDelimiter }, found);
}

interface Delimiters {
  readonly pair: string;
  readonly kv: string;
}

function readPairs(
  text: string,
  syntax: PairSyntax,
  delimiters: Delimiters,
  found: (key: string, value: string) => void,
): void {
  let at = 0;
  while (at < text.length) {
    const key = readKey(text, skipBlanks(text, at), syntax, delimiters);
    const afterKey = skipBlanks(text, key.end);
    if (!text.startsWith(delimiters.kv, afterKey)) {
      at = afterDelimiter(text, key.end, delimiters.pair);
      continue;
    }
    const value = readValue(text, skipBlanks(text, afterKey + delimiters.kv.length), syntax, delimiters);
    found(key.text, value.text);
    at = afterDelimiter(text, value.end, delimiters.pair);
  }
}

/** Where the next pair starts: behind the next delimiter. */
function afterDelimiter(text: string, from: number, delimiter: string): number {
  const at = text.indexOf(delimiter, from);
  return at < 0 ? text.length : at + delimiter.length;
}

function readKey(text: string, from: number, syntax: PairSyntax, { pair, kv }: Delimiters): Token {
  const quoted = readQuoted(text, from, syntax);
  if (quoted !== undefined) return quoted;
  const end = Math.min(indexOrEnd(text, kv, from), indexOrEnd(text, pair, from));
  return { text: text.slice(from, end).trim(), end };
}

function readValue(text: string, from: number, syntax: PairSyntax, delimiters: Delimiters): Token {
  const quoted = readQuoted(text, from, syntax);
  if (quoted !== undefined) return quoted;
  const { pair, kv } = delimiters;
  let end = indexOrEnd(text, pair, from);
  if (syntax.isGreedy) {
    const nextKv = text.indexOf(kv, from);
    const lastPair = nextKv < 0 ? -1 : text.lastIndexOf(pair, nextKv);
    end = nextKv < 0 ? text.length : lastPair >= from ? lastPair : end;
  }
  return { text: text.slice(from, end).trim(), end };
}

/** Letters and digits, or something quoted, twice: a key and its value; anything else separates. */
function readWords(text: string, syntax: PairSyntax, found: (key: string, value: string) => void): void {
  let key: Token | undefined;
  for (let at = 0; at < text.length; ) {
    const word = readQuoted(text, at, syntax) ?? readWord(text, at);
    if (word === undefined) at++;
    else {
      if (key !== undefined) found(key.text, word.text);
      key = word;
      at = word.end;
    }
  }
}

const wordPattern = /[\p{L}\p{N}]+/uy;

function readWord(text: string, from: number): Token | undefined {
  wordPattern.lastIndex = from;
  const match = wordPattern.exec(text);
  return match === null ? undefined : { text: match[0], end: from + match[0].length };
}

function readQuoted(text: string, from: number, { quotes, escapes }: PairSyntax): Token | undefined {
  const quote = quotes.find(([open]) => text.startsWith(open, from));
  if (quote === undefined) return undefined;
  const [open, close] = quote;
  let content = "";
  for (let at = from + open.length; at < text.length; at++) {
    if (escapes.includes(text[at]) && at + 1 < text.length) content += text[++at];
    else if (text.startsWith(close, at)) return { text: content, end: at + close.length };
    else content += text[at];
  }
  return undefined;
}

function indexOrEnd(text: string, part: string, from: number): number {
  const at = text.indexOf(part, from);
  return at < 0 ? text.length : at;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at])) at++;
  return at;
}
