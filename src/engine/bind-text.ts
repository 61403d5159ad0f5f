import { bindQuery } from "../bind/bind-query.js";
import type { BoundQuery } from "../bind/bound.js";
import type { Catalog } from "../bind/catalog.js";
import { operators } from "../operators/index.js";
import { operatorSyntax } from "../operators/syntax-table.js";
import type { Query } from "../syntax/ast.js";
import { parseQuery } from "../syntax/parse.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { SourceText } from "../text/source.js";

/** A query text, parsed and bound as far as its mistakes allow. */
export interface BoundText {
  readonly source: SourceText;
  readonly query: BoundQuery;
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses and binds. Never throws for a mistake in the text. */
export function bindText(source: SourceText, catalog: Catalog): BoundText {
  const parsed = parseQuery(source.text, operatorSyntax);
  const bound = bindQuery(parsed.query, { operators, catalog, source });
  const sound = withoutNoise(bound.diagnostics, parsed.diagnostics.filter(isError), parsed.query);
  const diagnostics = [...parsed.diagnostics, ...sound].sort((a, b) => a.span.start - b.span.start);
  return { source, query: bound.query, diagnostics };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isError);
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** Mistakes of names that hold good whatever the rest of the statement says. */
const nameCodes = new Set(["KQL101", "KQL102", "KQL103", "KQL130"]);

/**
 * Of a statement that did not parse only the names before the first mistake count: what stands in the tree behind it,
 * and what is missing from it, is guesswork.
 */
function withoutNoise(
  found: readonly Diagnostic[],
  syntaxErrors: readonly Diagnostic[],
  { statements }: Query,
): readonly Diagnostic[] {
  if (syntaxErrors.length === 0) return found;
  const statementAt = (offset: number): number =>
    Math.max(
      0,
      statements.findLastIndex(({ span }) => span.start <= offset),
    );
  const firstErrors = new Map<number, number>();
  for (const { span } of syntaxErrors) {
    const at = statementAt(span.start);
    firstErrors.set(at, Math.min(span.start, firstErrors.get(at) ?? span.start));
  }
  return found.filter(({ code, span }) => {
    // What recovery made up has no place in the text.
    if (code === "KQL127" || span.end <= span.start) return false;
    if (syntaxErrors.some((error) => span.start <= error.span.start && error.span.start < span.end))
      return false;
    const firstError = firstErrors.get(statementAt(span.start));
    if (firstError === undefined) return true;
    return nameCodes.has(code) && span.end <= firstError;
  });
}
