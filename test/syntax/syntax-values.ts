/** Syntax trees without their places, for comparison. */
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import type { Query } from "../../src/syntax/ast.js";
import { type ParsedQuery, parseQuery } from "../../src/syntax/parse.js";

const places: ReadonlySet<string> = new Set(["span", "keyword", "operatorSpan"]);

/** A copy without the fields that say where things stand; also without `raw` texts if asked. */
export function withoutPlaces(value: unknown, options: { readonly raw: boolean } = { raw: true }): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPlaces(item, options));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const kept = Object.entries(value).filter(([key]) => !places.has(key) && (options.raw || key !== "raw"));
  return Object.fromEntries(kept.map(([key, inside]) => [key, withoutPlaces(inside, options)]));
}

export function parse(text: string): ParsedQuery {
  return parseQuery(text, operatorSyntax);
}

/** The tree of a query that has no errors. */
export function parsed(text: string): Query {
  const { query, diagnostics } = parse(text);
  if (diagnostics.length > 0) throw new Error(`${text}: ${diagnostics[0].message}`);
  return query;
}

/** `KQL004@12` for each diagnostic. */
export function codes(text: string): readonly string[] {
  return parse(text).diagnostics.map(({ code, span }) => `${code}@${span.start}`);
}
