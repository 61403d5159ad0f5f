import { bindQuery } from "../bind/bind-query.js";
import type { BoundQuery } from "../bind/bound.js";
import type { Catalog } from "../bind/catalog.js";
import { operators } from "../operators/index.js";
import { operatorSyntax } from "../operators/syntax-table.js";
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
  // Names inside a statement that did not parse are noise; what was parsed whole is bound and reported.
  const diagnostics = [...parsed.diagnostics, ...bound.diagnostics].sort(
    (a, b) => a.span.start - b.span.start,
  );
  return { source, query: bound.query, diagnostics };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
