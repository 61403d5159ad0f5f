/** The report for people: every case by name, and for a failing one what failed, where, and why. */
import type { CaseResult, FileResult } from "../yaml/test-result.js";
import { summarize } from "./summary.js";

/** Wraps a text in a colour, or not. */
export type Paint = (text: string, colour: "red" | "green" | "yellow" | "dim" | "bold") => string;

const marks: Readonly<Record<CaseResult["status"], { sign: string; colour: "red" | "green" | "yellow" }>> = {
  passed: { sign: "✓", colour: "green" },
  failed: { sign: "✗", colour: "red" },
  error: { sign: "!", colour: "red" },
  skipped: { sign: "-", colour: "yellow" },
};

export function reportFile(file: FileResult, paint: Paint): string {
  const head = paint(file.file, "bold") + (file.rule === undefined ? "" : paint(`  (${file.rule})`, "dim"));
  return `${[head, ...file.errors.map((text) => indent(paint(text, "red"), 2)), ...file.cases.map((item) => reportCase(file, item, paint))].join("\n")}\n`;
}

function reportCase(file: FileResult, item: CaseResult, paint: Paint): string {
  const { sign, colour } = marks[item.status];
  const lines = [`  ${paint(sign, colour)} ${item.name} ${paint(`${item.ms.toFixed(1)} ms`, "dim")}`];
  for (const { message, line, column } of item.failures) {
    // A message that is a rendered diagnostic names its own place.
    const place = message.includes(`${file.file}:`) ? "" : `${file.file}:${line}:${column}: `;
    lines.push(indent(`${place}${message}`, 6));
  }
  if (item.explanation !== undefined) lines.push(indent(item.explanation, 6));
  for (const warning of item.warnings) lines.push(indent(paint(warning, "yellow"), 6));
  return lines.join("\n");
}

export function reportSummary(files: readonly FileResult[], paint: Paint): string {
  const { passed, failed, errors, skipped } = summarize(files);
  const parts = [
    paint(`${passed} passed`, "green"),
    failed > 0 ? paint(`${failed} failed`, "red") : "0 failed",
    ...(errors > 0 ? [paint(errors === 1 ? "1 error" : `${errors} errors`, "red")] : []),
    ...(skipped > 0 ? [paint(`${skipped} skipped`, "yellow")] : []),
  ];
  return `\n${parts.join(", ")}\n`;
}

function indent(text: string, width: number): string {
  const blanks = " ".repeat(width);
  return text
    .split("\n")
    .map((line) => (line === "" ? line : `${blanks}${line}`))
    .join("\n");
}
