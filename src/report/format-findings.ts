/** Findings of `check`: text, JSON, SARIF 2.1.0, GitHub workflow commands. */
import type { Severity } from "../text/diagnostic.js";

/** A diagnostic with its place in a file. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hints: readonly string[];
  /** With source line and caret. */
  readonly rendered: string;
}

export const findingFormats = ["text", "json", "sarif", "github"] as const;
export type FindingFormat = (typeof findingFormats)[number];

export function formatFindings(
  findings: readonly Finding[],
  format: FindingFormat,
  fileCount: number,
): string {
  switch (format) {
    case "text":
      return formatText(findings, fileCount);
    case "json":
      return `${JSON.stringify(findings.map(publicFinding), undefined, 2)}\n`;
    case "sarif":
      return `${JSON.stringify(sarifLog(findings), undefined, 2)}\n`;
    case "github":
      return findings.map(githubCommand).join("");
  }
}

function formatText(findings: readonly Finding[], fileCount: number): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const files = fileCount === 1 ? "1 file" : `${fileCount} files`;
  const lines = findings.map(({ rendered }) => `${rendered}\n`);
  return `${lines.join("\n")}${lines.length > 0 ? "\n" : ""}${files}: ${count("error")} errors, ${count("warning")} warnings, ${count("info")} remarks\n`;
}

function publicFinding({ file, line, column, length, severity, code, message, hints }: Finding): object {
  return { file, line, column, length, severity, code, message, hints };
}

const sarifLevels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

function sarifLog(findings: readonly Finding[]): object {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "kqlunit", rules: codes.map((id) => ({ id })) } },
        results: findings.map(({ file, line, column, length, severity, code, message, hints }) => ({
          ruleId: code,
          level: sarifLevels[severity],
          message: { text: [message, ...hints].join("; ") },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: file.replaceAll("\\", "/") },
                region: { startLine: line, startColumn: column, charLength: length },
              },
            },
          ],
        })),
      },
    ],
  };
}

const githubLevels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

function githubCommand({ file, line, column, severity, code, message, hints }: Finding): string {
  const text = [message, ...hints].join("; ");
  return `::${githubLevels[severity]} file=${property(file)},line=${line},col=${column},title=${property(code)}::${escapeText(text)}\n`;
}

function escapeText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escapeText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
