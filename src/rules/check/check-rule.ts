import type { Workspace } from "../../engine/workspace.js";
import type { Rule } from "../rule.js";
import { collectFacts } from "./collect-facts.js";
import { type CheckDiagnostic, runLints } from "./lint.js";
import { lints } from "./lints.js";

/**
 * All that the checks find in a rule: would the service take it (`RULE1xx`), and does it do what it seems to
 * (`RULE2xx`). The workspace gives schemas, functions and watchlists. Places are those of the rule's file. Mistakes of
 * the query itself are the binder's to report; checks that need the query then say nothing.
 */
export function checkRule(rule: Rule, workspace: Workspace): readonly CheckDiagnostic[] {
  return runLints(lints, { rule, query: collectFacts(rule, workspace) });
}
