import type { Diagnostic } from "../text/diagnostic.js";
import { positionAt, type SourceText } from "../text/source.js";

/** A diagnostic on one line: the place, what is wrong, what to do. Of a hint with an example only its first line. */
export function diagnosticLine(
  { severity, code, message, hints, span }: Diagnostic,
  source: SourceText,
): string {
  const { line, column } = positionAt(source.text, span.start);
  const advice = hints.map((hint) => hint.split("\n", 1)[0].replace(/:$/, ""));
  return [`${source.name}:${line}:${column}: ${severity} ${code}: ${message}`, ...advice].join("; ");
}
