/** Findings of `check`: text, JSON, SARIF 2.1.0, GitHub workflow commands. */
import type { Severity } from "../text/diagnostic.js";
import { sarifLog } from "./sarif.js";

/** A diagnostic with its place in a file. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hints: readonly string[];
  /** With source line and caret. */
  readonly rendered: string;
  /** Stays the same when the finding only moves within its file. */
  readonly fingerprint: string;
}

export const findingFormats = ["text", "json", "sarif", "github"] as const;
export type FindingFormat = (typeof findingFormats)[number];

export interface FindingReport {
  readonly findings: readonly Finding[];
  readonly fileCount: number;
  /** Left out by a baseline. */
  readonly knownCount: number;
  readonly version: string;
}

export function formatFindings(report: FindingReport, format: FindingFormat): string {
  const { findings } = report;
  switch (format) {
    case "text":
      return formatText(report);
    case "json":
      return `${JSON.stringify(findings.map(publicFinding), undefined, 2)}\n`;
    case "sarif":
      return `${JSON.stringify(sarifLog(findings, report.version), undefined, 2)}\n`;
    case "github":
      return findings.map(githubCommand).join("");
  }
}

function formatText({ findings, fileCount, knownCount }: FindingReport): string {
  const count = (severity: Severity, word: string) =>
    plural(findings.filter((finding) => finding.severity === severity).length, word);
  const counts = [count("error", "error"), count("warning", "warning"), count("info", "remark")];
  const known = knownCount > 0 ? ` (${knownCount} more in the baseline)` : "";
  const lines = findings.map(({ rendered }) => `${rendered}\n`);
  const summary = `${plural(fileCount, "file")}: ${counts.join(", ")}${known}\n`;
  return `${lines.join("\n")}${lines.length > 0 ? "\n" : ""}${summary}`;
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

function publicFinding({ file, line, column, length, severity, code, message, hints }: Finding): object {
  return { file, line, column, length, severity, code, message, hints };
}

const githubLevels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

function githubCommand(finding: Finding): string {
  const { file, line, column, endLine, endColumn, severity, code, message, hints } = finding;
  const place = [`file=${property(file)}`, `line=${line}`, `col=${column}`, `endLine=${endLine}`];
  // The service takes an end column only within one line.
  if (endLine === line && endColumn > column) place.push(`endColumn=${endColumn}`);
  const text = escapeText([message, ...hints].join("; "));
  return `::${githubLevels[severity]} ${place.join(",")},title=${property(code)}::${text}\n`;
}

function escapeText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escapeText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
