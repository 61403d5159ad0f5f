/** One cause that shows at several places: both sides of a self-join ask for the same, and rows lack it on both. */
import type { BoundOperator } from "../bind/bound.js";
import type { Finding } from "./findings.js";
import type { Search, Suspect } from "./suspects.js";

/** For each cause of several places a suspect that changes all of them. */
export function mergedSuspects(search: Search, suspects: readonly Suspect[]): Suspect[] {
  const alike = new Map<string, Suspect[]>();
  for (const suspect of suspects) {
    const key = suspect.change?.plan === undefined ? undefined : causeKey(search, suspect.finding);
    if (key !== undefined) alike.set(key, [...(alike.get(key) ?? []), suspect]);
  }
  return [...alike.values()].flatMap(merged);
}

function merged(alike: readonly Suspect[]): Suspect[] {
  const [first] = alike;
  const plan = new Map<BoundOperator, BoundOperator>();
  for (const { change } of alike) {
    // Of two changes to one operator the first is made.
    for (const [from, to] of change?.plan ?? []) if (!plan.has(from)) plan.set(from, to);
  }
  return plan.size < 2 ? [] : [{ ...first, change: { plan } }];
}

/** What findings of one cause have in common; undefined for those that are of one place. */
function causeKey({ subject: { source } }: Search, finding: Finding): string | undefined {
  const text = ({ start, end }: { readonly start: number; readonly end: number }) =>
    source.text.slice(start, end);
  switch (finding.kind) {
    case "column-empty": {
      const { column, name } = finding;
      return JSON.stringify([finding.kind, column ?? name]);
    }
    case "text-differs":
      return JSON.stringify([finding.kind, text(finding.subjectSpan), finding.literal, finding.value]);
    case "value-not-made":
    case "not-parsed":
      return JSON.stringify([finding.kind, text(finding.subjectSpan)]);
    default:
      return undefined;
  }
}
