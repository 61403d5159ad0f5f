/** Reports for programs: JSON, JUnit XML, GitHub workflow commands. */
import type { CaseResult, FileResult } from "../yaml/test-result.js";
import { summarize } from "./summary.js";

export function reportJson(files: readonly FileResult[]): string {
  const report = {
    files: files.map(({ file, rule, cases, errors, coverage }) => ({
      file,
      rule: rule ?? null,
      ...(errors.length === 0 ? {} : { errors }),
      ...(coverage === undefined ? {} : { coverage }),
      cases: cases.map(({ name, status, ms, failures, warnings, explanation }) => ({
        name,
        status,
        ms,
        failures,
        ...(warnings.length === 0 ? {} : { warnings }),
        ...(explanation === undefined ? {} : { explanation }),
      })),
    })),
    summary: summarize(files),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

export function reportJunit(files: readonly FileResult[]): string {
  const { passed, failed, errors, skipped } = summarize(files);
  const tests = passed + failed + errors + skipped;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kqlunit" tests="${tests}" failures="${failed}" errors="${errors}" skipped="${skipped}">`,
    ...files.map(junitSuite),
    "</testsuites>",
  ].join("\n")}\n`;
}

function junitSuite(file: FileResult): string {
  const { passed, failed, errors, skipped } = summarize([file]);
  const tests = passed + failed + errors + skipped;
  const ms = file.cases.reduce((sum, item) => sum + item.ms, 0);
  return [
    `  <testsuite name="${escapeXml(file.file)}" tests="${tests}" failures="${failed}" errors="${errors}" skipped="${skipped}" time="${seconds(ms)}">`,
    ...file.errors.map(
      (text) =>
        `    <testcase name="file" classname="${escapeXml(file.file)}"><error message="${escapeXml(firstLine(text))}">${escapeXml(text)}</error></testcase>`,
    ),
    ...file.cases.map((item) => junitCase(file, item)),
    "  </testsuite>",
  ].join("\n");
}

function junitCase(file: FileResult, item: CaseResult): string {
  const open = `    <testcase name="${escapeXml(item.name)}" classname="${escapeXml(file.file)}" time="${seconds(item.ms)}"`;
  if (item.status === "passed") return `${open}/>`;
  if (item.status === "skipped") return `${open}><skipped/></testcase>`;
  const messages = item.failures.map(({ message }) => message);
  const element = item.status === "failed" ? "failure" : "error";
  const text = [...messages, ...(item.explanation === undefined ? [] : [item.explanation])].join("\n");
  return `${open}><${element} message="${escapeXml(firstLine(messages[0] ?? ""))}">${escapeXml(text)}</${element}></testcase>`;
}

/** Annotations at the expectations that failed. */
export function reportGithub(files: readonly FileResult[]): string {
  const lines: string[] = [];
  for (const { file, cases, errors } of files) {
    for (const text of errors) lines.push(`::error file=${escapeProperty(file)}::${escapeCommand(text)}`);
    for (const { name, failures, explanation } of cases) {
      for (const { message, line, column } of failures) {
        const text = explanation === undefined ? message : `${message}\n${explanation}`;
        lines.push(
          `::error file=${escapeProperty(file)},line=${line},col=${column},title=${escapeProperty(name)}::${escapeCommand(text)}`,
        );
      }
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end === -1 ? text : text.slice(0, end);
}

const xmlEscapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Also drops what XML 1.0 cannot hold: control characters but tab, line feed and carriage return. */
function escapeXml(text: string): string {
  return text.replace(/[^\t\n\r\P{Cc}]|[\ufffe\uffff]/gu, "").replace(/[&<>"']/g, (c) => xmlEscapes[c]);
}

function escapeCommand(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeCommand(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
