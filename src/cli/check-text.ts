/** Everything that `check` finds in one file: a rule file, or a plain query. */
import type { Workspace } from "../engine/workspace.js";
import type { Finding } from "../report/format-findings.js";
import { checkRuleFile, type KnownIdentifiers } from "../rules/check/check-rule.js";
import { stableGuid } from "../rules/stable-guid.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { internalMessage, KqlError } from "../text/errors.js";
import { renderDiagnostic } from "../text/render-diagnostic.js";
import { lineAt, positionAt, type SourceText } from "../text/source.js";

/** Findings in file order. Those with a code of `warnOn` are warnings at most; `known` are identifiers of other files. */
export function checkText(
  source: SourceText,
  workspace: Workspace,
  { warnOn, known }: { readonly warnOn: ReadonlySet<string>; readonly known: KnownIdentifiers },
): readonly Finding[] {
  const seen = new Map<string, number>();
  return foundIn(source, workspace, known).map((found) => {
    const isLowered = found.severity === "error" && warnOn.has(found.code);
    const diagnostic: Diagnostic = isLowered ? { ...found, severity: "warning" } : found;
    const key = fingerprintParts(diagnostic, source).join("\n");
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return findingOf(diagnostic, source, nth);
  });
}

/** A bug of ours with one file is a finding in it, and the other files are checked all the same. */
function foundIn(source: SourceText, workspace: Workspace, known: KnownIdentifiers): readonly Diagnostic[] {
  try {
    return checkRuleFile(source, workspace, known);
  } catch (error) {
    if (error instanceof KqlError) throw error;
    const message = internalMessage(error);
    return [{ code: "KQL399", severity: "error", span: { start: 0, end: 0 }, message, hints: [] }];
  }
}

function findingOf(diagnostic: Diagnostic, source: SourceText, nth: number): Finding {
  const { severity, code, message, hints, span } = diagnostic;
  const end = positionAt(source.text, span.end);
  return {
    file: source.name,
    ...positionAt(source.text, span.start),
    length: span.end - span.start,
    endLine: end.line,
    endColumn: end.column,
    severity,
    code,
    message,
    hints,
    rendered: renderDiagnostic(diagnostic, source),
    fingerprint: stableGuid(...fingerprintParts(diagnostic, source), String(nth)),
  };
}

/** What stays the same while lines above come and go: the finding, and the line it is about. */
function fingerprintParts({ code, message, span }: Diagnostic, { text }: SourceText): readonly string[] {
  return [code, message, lineAt(text, span.start).trim().replaceAll(/\s+/g, " ")];
}
