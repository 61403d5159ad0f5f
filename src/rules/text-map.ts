import type { Span } from "../text/span.js";

/**
 * Where the characters of a text taken out of a file (a query in a YAML block, a JSON string) stand in that file.
 * The segments are sorted by `at` and cover the text from offset 0; inside one, both sides advance together.
 */
export interface TextMap {
  readonly segments: readonly TextSegment[];
  /** File offset just after the last character. */
  readonly end: number;
  /** Length of the mapped text. */
  readonly length: number;
}

export interface TextSegment {
  /** Offset in the mapped text. */
  readonly at: number;
  /** Offset in the file. */
  readonly from: number;
}

/** How the mapped text is written in the file. */
export type ScalarStyle = "plain" | "single-quoted" | "double-quoted" | "literal" | "folded";

/** A text that stands in the file character by character. */
export function straightMap(from: number, length: number): TextMap {
  return { segments: [{ at: 0, from }], end: from + length, length };
}

/** The file offset of an offset in the mapped text; past the end gives the end. */
export function fileOffset(map: TextMap, offset: number): number {
  if (offset >= map.length) return map.end;
  const { segments } = map;
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segments[middle].at <= offset) low = middle;
    else high = middle - 1;
  }
  const segment = segments[low];
  const limit = low + 1 < segments.length ? segments[low + 1].from : map.end;
  return Math.min(segment.from + (offset - segment.at), Math.max(segment.from, limit));
}

/** A span of the mapped text as a span of the file. */
export function fileSpan(map: TextMap, span: Span): Span {
  const start = fileOffset(map, span.start);
  if (span.end <= span.start) return { start, end: start };
  // The end is taken from the last character, so that a span never reaches over the indentation of the next line.
  return { start, end: Math.max(start, fileOffset(map, span.end - 1) + 1) };
}

/** Collects the place of one character after the other into segments. */
class SegmentList {
  readonly segments: TextSegment[] = [];
  private nextFrom = -1;

  add(at: number, from: number): void {
    if (from !== this.nextFrom) this.segments.push({ at, from });
    this.nextFrom = from + 1;
  }
}

/** Maps joined lines to the file lines they came from, each without its indentation. */
function mapLiteralBlock(value: string, file: string, header: Span): TextMap {
  const segments: TextSegment[] = [];
  let lineStart = lineAfter(file, header.start);
  let end = lineStart;
  let at = 0;
  for (const line of value.split("\n")) {
    const lineEnd = endOfLine(file, lineStart);
    const from = Math.max(lineStart, lineEnd - line.length);
    segments.push({ at, from });
    end = Math.min(lineEnd, header.end);
    at += line.length + 1;
    lineStart = lineAfter(file, lineStart);
  }
  return { segments, end: Math.max(end, segments[segments.length - 1]?.from ?? 0), length: value.length };
}

/** Offset of the last character of a line that isn't part of its line break. */
function endOfLine(file: string, lineStart: number): number {
  const newline = file.indexOf("\n", lineStart);
  const end = newline === -1 ? file.length : newline;
  return file[end - 1] === "\r" ? end - 1 : end;
}

function lineAfter(file: string, offset: number): number {
  const newline = file.indexOf("\n", offset);
  return newline === -1 ? file.length : newline + 1;
}

/**
 * Maps a scalar by walking text and file side by side: characters that are not white space land exactly, also
 * behind escapes; white space that folding has changed lands somewhere in the white space it came from.
 */
export function mapScalar(value: string, file: string, place: Span, style: ScalarStyle): TextMap {
  if (style === "literal") return mapLiteralBlock(value, file, place);
  const list = new SegmentList();
  let from = contentStart(file, place, style);
  for (let at = 0; at < value.length; at++) {
    from = skipToCharacter(value[at], file, from, place.end, style);
    list.add(at, Math.min(from, place.end));
    from = Math.min(place.end, from + lengthInFile(value[at], file, from, style));
  }
  return { segments: list.segments, end: from, length: value.length };
}

function contentStart(file: string, place: Span, style: ScalarStyle): number {
  if (style === "folded") return lineAfter(file, place.start);
  return style === "plain" ? place.start : place.start + 1;
}

const isSpace = (character: string | undefined) =>
  character === " " || character === "\n" || character === "\r" || character === "\t";

function skipToCharacter(
  wanted: string,
  file: string,
  from: number,
  end: number,
  style: ScalarStyle,
): number {
  let at = from;
  while (at < end) {
    const continued = style === "double-quoted" && file[at] === "\\" && isLineBreak(file, at + 1);
    if (continued) at++;
    else if (!isSpace(file[at]) || isSpace(wanted)) return at;
    at++;
  }
  return at;
}

const isLineBreak = (file: string, at: number) =>
  file[at] === "\n" || (file[at] === "\r" && file[at + 1] === "\n");

/** How many file characters stand for one character of the text. */
function lengthInFile(character: string, file: string, from: number, style: ScalarStyle): number {
  const found = file[from];
  if (style === "single-quoted" && character === "'") return 2;
  if (style === "double-quoted" && found === "\\") return escapeLength(character, file[from + 1]);
  if (isSpace(character)) return isSpace(found) ? spaceRun(character, file, from) : 0;
  return 1;
}

function escapeLength(character: string, letter: string): number {
  if (letter === "x") return 4;
  if (letter === "u") return 6;
  // Both halves of a surrogate pair come from one `\U`; the second half takes it.
  if (letter === "U") return isHighSurrogate(character) ? 0 : 10;
  return 2;
}

const isHighSurrogate = (character: string) => character >= "\uD800" && character <= "\uDBFF";

/** A kept blank takes one character; a folded line break takes the whole run of white space. */
function spaceRun(character: string, file: string, from: number): number {
  if (file[from] === character && character !== "\n") return 1;
  let at = from;
  while (isSpace(file[at])) at++;
  return at - from;
}
