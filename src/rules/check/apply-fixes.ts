/** Puts the fixes of findings into a file's text, but only those after which the rules still mean the same. */
import { hasErrors } from "../../engine/bind-text.js";
import type { Workspace } from "../../engine/workspace.js";
import type { SourceText } from "../../text/source.js";
import { parseRule } from "../parse-rule.js";
import { checkRuleFile } from "./check-rule.js";
import type { Fix } from "./lint.js";

export interface FixedText {
  readonly text: string;
  /** How many fixes went in. */
  readonly count: number;
  /** How many were left out because the result would have other columns. */
  readonly unsafe: number;
}

/**
 * The file's text with old names replaced. A new name can name its column in another way (`any(x)` gives `any_x`,
 * `take_any(x)` gives `x`): a fix that changes the columns of a result, or that no longer binds, is left out.
 */
export function applyFixes(source: SourceText, workspace: Workspace): FixedText {
  const fixes = checkRuleFile(source, workspace).flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
  if (fixes.length === 0) return { text: source.text, count: 0, unsafe: 0 };
  const wanted = resultColumns(source, workspace);
  const isSafe = (chosen: readonly Fix[]) =>
    resultColumns({ ...source, text: withFixes(source.text, chosen) }, workspace) === wanted;
  const safe = isSafe(fixes) ? fixes : safeOnes(fixes, isSafe);
  return { text: withFixes(source.text, safe), count: safe.length, unsafe: fixes.length - safe.length };
}

function safeOnes(fixes: readonly Fix[], isSafe: (chosen: readonly Fix[]) => boolean): readonly Fix[] {
  let chosen: readonly Fix[] = [];
  for (const fix of fixes) if (isSafe([...chosen, fix])) chosen = [...chosen, fix];
  return chosen;
}

function withFixes(text: string, fixes: readonly Fix[]): string {
  const backwards = [...fixes].sort((a, b) => b.span.start - a.span.start);
  return backwards.reduce(
    (fixed, { span, text: replacement }) => fixed.slice(0, span.start) + replacement + fixed.slice(span.end),
    text,
  );
}

/** Names and types of the result columns of every query of a file. */
function resultColumns(source: SourceText, workspace: Workspace): string {
  const { rules } = parseRule(source.text, { fileName: source.name });
  const results = rules.map(({ query }) => {
    const { query: bound, diagnostics } = workspace.bind(query.text);
    if (hasErrors(diagnostics)) return "does not bind";
    return bound.results.map(({ output }) => output.columns.map(({ name, type }) => [name, type]));
  });
  return JSON.stringify(results);
}
