/** Diagnostics of running: `KQL2xx` not supported, `KQL3xx` limits and data. */
import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";

function error(code: string, span: Span, message: string, ...hints: string[]): Diagnostic {
  return { code, severity: "error", span, message, hints };
}

export const unsupportedOperator = (name: string, span: Span): Diagnostic =>
  error("KQL201", span, `operator \`${name}\` is parsed and bound but cannot be run`);

export const outOfTime = (timeoutMs: number, span: Span): Diagnostic =>
  error(
    "KQL301",
    span,
    `the query ran longer than ${timeoutMs} ms`,
    "raise the limit `timeoutMs`, or make the query cheaper",
  );

export const cancelled = (span: Span): Diagnostic => error("KQL302", span, "the query was cancelled");

export const tooManyRows = (operator: string, maxRows: number, span: Span): Diagnostic =>
  error(
    "KQL303",
    span,
    `\`${operator}\` made more than ${maxRows} rows`,
    "raise the limit `maxRows`, or filter earlier",
  );

export const tooManyResultRows = (maxRows: number, span: Span): Diagnostic =>
  error(
    "KQL304",
    span,
    `the result has more than ${maxRows} rows`,
    "raise the limit `maxResultRows`, or end the query with `take` or `summarize`",
  );

export const tooMuchMemory = (operator: string, maxBytes: number, span: Span): Diagnostic =>
  error(
    "KQL305",
    span,
    `\`${operator}\` would hold more than ${Math.round(maxBytes / 1_048_576)} MB`,
    "raise the limit `maxMemoryBytes`, or filter earlier",
  );

export const limitExceeded = (operator: string, message: string, hint: string, span: Span): Diagnostic =>
  error("KQL306", span, `\`${operator}\`: ${message}`, hint);

export const tooManyOperators = (
  { kind, keyword }: { readonly kind: string; readonly keyword: Span },
  most: number,
): Diagnostic =>
  limitExceeded(
    kind,
    `more than ${most} operators stand in one pipeline`,
    "do more in each: one `extend` can make many columns",
    keyword,
  );

export const beyondPlatform = (problem: string, span: Span): Diagnostic =>
  error(
    "KQL306",
    span,
    `the run needs more than the platform has: ${problem}`,
    "filter earlier, or split the query",
  );

export const streamedTable = (table: string, span: Span): Diagnostic =>
  error(
    "KQL310",
    span,
    `table \`${table}\` is streamed and cannot be read by a synchronous run`,
    "use `queryAsync` or `runAsync`",
  );

export const kernelFailure = (code: string, message: string, span: Span): Diagnostic =>
  error(code, span, message);
