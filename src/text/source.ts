import type { Span } from "./span.js";

/** A named text that spans point into. The name is a file, or `query` for text without one. */
export interface SourceText {
  readonly name: string;
  readonly text: string;
}

/** Line and column, both counted from 1; columns count UTF-16 code units, a byte order mark not. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const byteOrderMark = "\uFEFF";

/** Line and column of an offset. Offsets past the end give the end. */
export function positionAt(text: string, offset: number): Position {
  const end = Math.min(offset, text.length);
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) {
    line++;
    lineStart = at + 1;
  }
  const skipped = line === 1 && text.startsWith(byteOrderMark) ? 1 : 0;
  return { line, column: Math.max(1, end - lineStart + 1 - skipped) };
}

/** Text of the line (without its line break) that holds an offset. */
export function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, "");
  return start === 0 && line.startsWith(byteOrderMark) ? line.slice(1) : line;
}

/** The text under a span. */
export function textOf(source: SourceText, span: Span): string {
  return source.text.slice(span.start, span.end);
}
