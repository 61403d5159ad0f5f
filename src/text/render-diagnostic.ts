import type { Diagnostic } from "./diagnostic.js";
import { lineAt, positionAt, type SourceText } from "./source.js";

/**
 * One diagnostic as text, without colour: place, severity, code and message, then the source line with a caret
 * line below it that carries the first hint; further hints follow on lines of their own.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source: SourceText): string {
  const { line, column } = positionAt(source.text, diagnostic.span.start);
  const head = `${source.name}:${line}:${column}: ${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`;
  const text = lineAt(source.text, diagnostic.span.start).replaceAll("\t", " ");
  const gutter = `  ${line} | `;
  const width = Math.max(1, Math.min(diagnostic.span.end - diagnostic.span.start, text.length - column + 1));
  const caret = `${" ".repeat(gutter.length - 2)}| ${" ".repeat(column - 1)}${"^".repeat(width)}`;
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
