import type { Workspace } from "../../engine/workspace.js";
import type { Diagnostic } from "../../text/diagnostic.js";
import { positionAt, type SourceText } from "../../text/source.js";
import { sameIdentifier } from "../diagnostics.js";
import { parseRule } from "../parse-rule.js";
import { placeOf, type Rule } from "../rule.js";
import { diagnosticInRuleFile } from "../run-rule.js";
import { collectFacts, wildcardsOf } from "./collect-facts.js";
import { type CheckDiagnostic, runLints } from "./lint.js";
import { lints } from "./lints.js";
import { logicQueryLints } from "./logic-query.js";
import { logicStyleLints } from "./logic-style.js";
import { applySuppressions } from "./suppress.js";

/**
 * All that the checks find in a rule: would the service take it (`RULE1xx`), and does it do what it seems to
 * (`RULE2xx`). The workspace gives schemas, functions and watchlists. Places are those of the rule's file. Mistakes of
 * the query itself are the binder's to report; checks that need the query then say nothing.
 */
export function checkRule(rule: Rule, workspace: Workspace): readonly CheckDiagnostic[] {
  const applicable = isPlainQuery(rule) ? queryLints : lints;
  return runLints(applicable, { rule, query: collectFacts(rule, workspace), wildcards: wildcardsOf(rule) });
}

const queryLints = { ...logicQueryLints, ...logicStyleLints };

/** A `.kql` file without settings is nobody's rule: what alerts and schedules want says nothing about it. */
const isPlainQuery = ({ format, places }: Rule) => format === "kql" && places.size === 1;

/** Where each identifier stands, in lower case, over the files that are checked together. */
export type KnownIdentifiers = Map<string, string>;

/**
 * Everything that is wrong with a rule file, in file order: how it is written, its queries, and the checks of each
 * rule; without what its comments silence. The identifiers of its rules are added to those known.
 */
export function checkRuleFile(
  source: SourceText,
  workspace: Workspace,
  known: KnownIdentifiers = new Map(),
): readonly CheckDiagnostic[] {
  const { rules, diagnostics } = parseRule(source.text, { fileName: source.name });
  const found = [
    ...diagnostics,
    ...rules.flatMap((rule) => [
      ...repeatedIdentifier(rule, known),
      ...queryMistakes(rule, workspace),
      ...checkRule(rule, workspace),
    ]),
  ];
  return applySuppressions(
    source.text,
    found.sort((a, b) => a.span.start - b.span.start),
  );
}

function repeatedIdentifier(rule: Rule, known: KnownIdentifiers): readonly Diagnostic[] {
  if (rule.id === undefined) return [];
  const key = rule.id.toLowerCase();
  const other = known.get(key);
  const span = placeOf(rule, "id");
  if (other !== undefined) return [sameIdentifier(span, rule.id, other)];
  known.set(key, `${rule.source.name}:${positionAt(rule.source.text, span.start).line}`);
  return [];
}

/** What the binder says; of `union *` the checks say that the service refuses it, which is enough. */
function queryMistakes(rule: Rule, workspace: Workspace): readonly Diagnostic[] {
  const wildcards = wildcardsOf(rule);
  return workspace
    .bind(rule.query.text, rule.source.name)
    .diagnostics.map((diagnostic) => diagnosticInRuleFile(rule, diagnostic))
    .filter(
      ({ code, span }) =>
        !wildcardCodes.has(code) ||
        wildcards.every((wildcard) => span.start < wildcard.span.start || span.end > wildcard.span.end),
    );
}

/** A star where a table stands; what yields no table. */
const wildcardCodes: ReadonlySet<string> = new Set(["KQL120", "KQL116"]);
