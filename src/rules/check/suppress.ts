/**
 * Comments that silence a finding, always with a reason:
 *
 * ```
 * queryPeriod: 1d   # kqlunit-ignore RULE206: duplicates are merged by the SOAR
 * // kqlunit-ignore RULE214: the connector writes numbers      (above the line, or behind it; also in the query)
 * # kqlunit-ignore-file RULE221: time filters come from the period
 * ```
 */
import type { Diagnostic } from "../../text/diagnostic.js";
import type { Span } from "../../text/span.js";
import type { CheckDiagnostic } from "./lint.js";
import { suppressionWithoutReason, unusedSuppression } from "./suppress-wording.js";

interface Suppression {
  readonly span: Span;
  readonly codes: readonly string[];
  readonly reason: string;
  /** Lines that it speaks for, counted from 0; undefined: the whole file. */
  readonly line: number | undefined;
}

/** Leaves out what comments silence; adds findings about comments without a reason, or with nothing to silence. */
export function applySuppressions(
  text: string,
  found: readonly CheckDiagnostic[],
): readonly CheckDiagnostic[] {
  const suppressions = findSuppressions(text);
  if (suppressions.length === 0) return found;
  const lineOf = lineFinder(text);
  const used = new Set<string>();
  const kept = found.filter((diagnostic) => {
    const silencing = suppressions.filter((suppression) => silences(suppression, diagnostic, lineOf));
    for (const suppression of silencing) used.add(keyOf(suppression, diagnostic.code));
    return silencing.length === 0;
  });
  const remarks = suppressions.flatMap((suppression) => remarksOn(suppression, used));
  return [...kept, ...remarks].sort((a, b) => a.span.start - b.span.start);
}

const keyOf = ({ span }: Suppression, code: string) => `${span.start} ${code}`;

function remarksOn(suppression: Suppression, used: ReadonlySet<string>): readonly Diagnostic[] {
  if (suppression.reason === "") return [suppressionWithoutReason(suppression.span)];
  return suppression.codes
    .filter((code) => !used.has(keyOf(suppression, code)))
    .map((code) => unusedSuppression(suppression.span, code));
}

/** A query that doesn't bind or run can't be talked out of it. */
function silences(
  suppression: Suppression,
  { code, severity, span }: Diagnostic,
  lineOf: (offset: number) => number,
): boolean {
  if (suppression.reason === "" || !suppression.codes.includes(code)) return false;
  if (severity === "error" && !/^RULE[12]/.test(code)) return false;
  return suppression.line === undefined || suppression.line === lineOf(span.start);
}

const comment =
  /(?:#|\/\/)[ \t]*kqlunit-ignore(-file)?[ \t]+([A-Z]+\d+(?:[ \t]*,[ \t]*[A-Z]+\d+)*)[ \t]*(?::[ \t]*([^\r\n]*))?/;

function findSuppressions(text: string): readonly Suppression[] {
  if (!text.includes("kqlunit-ignore")) return [];
  const lines = text.split("\n");
  let start = 0;
  return lines.flatMap((line, number) => {
    const at = start;
    start += line.length + 1;
    const match = line.length > maxLineLength ? null : comment.exec(line);
    if (match === null) return [];
    const span = { start: at + match.index, end: at + match.index + match[0].trimEnd().length };
    const isAlone = line.slice(0, match.index).trim() === "";
    const target = match[1] !== undefined ? undefined : isAlone ? nextLine(lines, number) : number;
    return [
      {
        span,
        codes: match[2].split(",").map((code) => code.trim()),
        reason: (match[3] ?? "").trim(),
        line: target,
      },
    ];
  });
}

/** Lines made by machines aren't searched for comments. */
const maxLineLength = 10_000;

/** The first line below that isn't blank and isn't such a comment itself. */
function nextLine(lines: readonly string[], number: number): number {
  let next = number + 1;
  while (
    next < lines.length &&
    (lines[next].trim() === "" || comment.test(lines[next].slice(0, maxLineLength)))
  )
    next++;
  return next;
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
