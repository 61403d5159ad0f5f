/**
 * A watchlist whose rows nobody gave has columns that nobody knows, and a query that reads it can be bound only in
 * part. For the checks its columns are guessed: those that every watchlist has, and the names that the query uses and
 * that are nothing else.
 */
import { watchlistColumns } from "../../bind/source.js";
import { type BoundText, hasErrors } from "../../engine/bind-text.js";
import type { Workspace } from "../../engine/workspace.js";
import type { Rule } from "../rule.js";

/** Each round finds the names that the round before hid. */
const maxRounds = 8;

const unknownColumn = "KQL101";

/** The rule's query bound to its end; undefined where guessing doesn't help. */
export function bindAssumingWatchlists(rule: Rule, workspace: Workspace): BoundText | undefined {
  const { text } = rule.query;
  const names = new Set<string>();
  for (let round = 0; round < maxRounds; round++) {
    const guessed = [...names].map((name) => ({ name, type: "string" as const }));
    const bound = workspace.bindAssuming(text, rule.source.name, [...watchlistColumns, ...guessed]);
    if (!hasErrors(bound.diagnostics)) return bound;
    const missing = bound.diagnostics.filter(({ code }) => code === unknownColumn);
    const before = names.size;
    for (const { span } of missing) names.add(text.slice(span.start, span.end));
    if (names.size === before) return undefined;
  }
  return undefined;
}
