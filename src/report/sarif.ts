/** Findings as a SARIF 2.1.0 log, with what is known of each code. */
import type { Severity } from "../text/diagnostic.js";
import type { Finding } from "./format-findings.js";
import { lintPages, printLintPage } from "./lint-page.js";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

export function sarifLog(findings: readonly Finding[], version: string): object {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "kqlunit", semanticVersion: version, rules: codes.map(ruleDescription) },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding, codes)),
      },
    ],
  };
}

function ruleDescription(code: string): object {
  const page = lintPages.find((candidate) => candidate.code === code);
  if (page === undefined) return { id: code };
  return {
    id: code,
    shortDescription: { text: page.summary },
    fullDescription: { text: page.why },
    help: { text: page.why, markdown: printLintPage(page) },
    defaultConfiguration: { level: levels[page.level] },
    properties: { tags: [page.part] },
  };
}

function resultOf(finding: Finding, codes: readonly string[]): object {
  const { file, line, column, endLine, endColumn, severity, code, message, hints, fingerprint } = finding;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: [message, ...hints].join("; ") },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    partialFingerprints: { "kqlunit/v1": fingerprint },
  };
}

/** Paths keep to where `check` was called; absolute ones are addresses of files. */
function uriOf(file: string): string {
  const path = file.replaceAll("\\", "/");
  const uri = path.split("/").map(encodeURIComponent).join("/");
  if (/^[A-Za-z]:\//.test(path)) return `file:///${path[0]}:${uri.slice(uri.indexOf("/"))}`;
  return path.startsWith("/") ? `file://${uri}` : uri;
}
