import type { Span } from "./span.js";

export type Severity = "error" | "warning" | "info";

/**
 * Something to tell the user about a place in a text. Data only; `render-diagnostic.ts` makes it readable.
 * Codes are stable and never reused: `KQL0xx` lexing and parsing, `KQL1xx` binding, `KQL2xx` not supported,
 * `KQL3xx` running, `RULE0xx` rule files, `TEST0xx` test files.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  /** Things to do, such as "did you mean `Result`?". */
  readonly hints: readonly string[];
  readonly related?: readonly { readonly span: Span; readonly label: string }[];
}
