import type { Diagnostic } from "./diagnostic.js";
import { lineAt, positionAt, type SourceText } from "./source.js";

/**
 * One diagnostic as text, without colour: place, severity, code and message, then the source line with a caret
 * line below it that carries the first hint; further hints follow on lines of their own.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source: SourceText): string {
  const { line, column } = positionAt(source.text, diagnostic.span.start);
  const head = `${source.name}:${line}:${column}: ${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`;
  const { text, at } = shownLine(
    lineAt(source.text, diagnostic.span.start).replaceAll("\t", " "),
    column - 1,
  );
  const gutter = `  ${line} | `;
  const width = Math.max(1, Math.min(diagnostic.span.end - diagnostic.span.start, text.length - at));
  const caret = `${" ".repeat(gutter.length - 2)}| ${" ".repeat(at)}${"^".repeat(width)}`;
  const [firstHint, ...otherHints] = diagnostic.hints;
  return [
    head,
    `${gutter}${text}`,
    firstHint === undefined ? caret : `${caret} ${firstHint}`,
    ...otherHints.map((hint) => `  hint: ${hint}`),
    ...(diagnostic.related ?? []).map(({ span, label }) => {
      const at = positionAt(source.text, span.start);
      return `  ${source.name}:${at.line}:${at.column}: ${label}`;
    }),
  ].join("\n");
}

/** Lines that are longer, such as JSON without line breaks, are shown in part. */
const longestLine = 240;
const shownBefore = 60;
const shownLength = 160;

/** A line, or the part of it around a place, and the place in that. */
function shownLine(line: string, at: number): { readonly text: string; readonly at: number } {
  if (line.length <= longestLine) return { text: line, at };
  const start = Math.max(0, Math.min(at - shownBefore, line.length - shownLength));
  const end = start + shownLength;
  const before = start > 0 ? "... " : "";
  const after = end < line.length ? " ..." : "";
  return { text: `${before}${line.slice(start, end)}${after}`, at: before.length + at - start };
}
