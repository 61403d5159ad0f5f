import type { Diagnostic } from "./diagnostic.js";
import { renderDiagnostic } from "./render-diagnostic.js";
import type { SourceText } from "./source.js";

/** A mistake in what the user gave: a query, a rule, data. `diagnostics` holds every one found, in source order. */
export class KqlError extends Error {
  override readonly name = "KqlError";

  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly source: SourceText,
  ) {
    super(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, source)).join("\n"));
  }

  /** Code of the first diagnostic. */
  get code(): string {
    return this.diagnostics[0]?.code ?? "KQL000";
  }
}

/** A mistake in kqlunit itself. */
export class InternalError extends Error {
  override readonly name = "InternalError";

  constructor(message: string) {
    super(`internal error: ${message}. This is a bug in kqlunit; please report it with the query.`);
  }
}

/** What to say of something thrown that no user's mistake explains. */
export function internalMessage(error: unknown): string {
  return error instanceof InternalError ? error.message : new InternalError(String(error)).message;
}

/** Marks a place that the types prove can't be reached. */
export function unreachable(value: never): never {
  throw new InternalError(`unexpected value ${JSON.stringify(value)}`);
}

/** What something thrown says, for a message that names where it came from. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
