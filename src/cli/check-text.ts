/** Everything that `check` finds in one file: a rule file, or a plain query. */
import type { Workspace } from "../engine/workspace.js";
import type { Finding } from "../report/format-findings.js";
import { parseRule } from "../rules/parse-rule.js";
import { diagnosticInRuleFile } from "../rules/run-rule.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { renderDiagnostic } from "../text/render-diagnostic.js";
import { positionAt, type SourceText } from "../text/source.js";

export function checkText(source: SourceText, workspace: Workspace): Finding[] {
  const { rules, diagnostics } = parseRule(source.text, { fileName: source.name });
  const found = [
    ...diagnostics,
    ...rules.flatMap((rule) =>
      workspace
        .bind(rule.query.text, source.name)
        .diagnostics.map((diagnostic) => diagnosticInRuleFile(rule, diagnostic)),
    ),
  ];
  return found.sort((a, b) => a.span.start - b.span.start).map((diagnostic) => findingOf(diagnostic, source));
}

function findingOf(diagnostic: Diagnostic, source: SourceText): Finding {
  const { severity, code, message, hints, span } = diagnostic;
  return {
    file: source.name,
    ...positionAt(source.text, span.start),
    length: span.end - span.start,
    severity,
    code,
    message,
    hints,
    rendered: renderDiagnostic(diagnostic, source),
  };
}
