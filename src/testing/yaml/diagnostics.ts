/** Diagnostics of test files: `TEST0xx`. */

import type { Diagnostic } from "../../text/diagnostic.js";
import type { Span } from "../../text/span.js";
import { didYouMean } from "../../text/suggest.js";

function error(code: string, span: Span, message: string, hints: readonly string[] = []): Diagnostic {
  return { code, severity: "error", span, message, hints };
}

function warning(code: string, span: Span, message: string, hints: readonly string[] = []): Diagnostic {
  return { code, severity: "warning", span, message, hints };
}

export const notATestFile = (span: Span): Diagnostic =>
  error("TEST001", span, "the file holds no test cases", [
    "a test file is a map with `rule:` (or `query:`) and `cases:`",
  ]);

export const unknownKey = (span: Span, key: string, known: readonly string[]): Diagnostic =>
  error("TEST002", span, `unknown key \`${key}\``, [
    ...didYouMean(key, known),
    `known here: ${known.map((name) => `\`${name}\``).join(", ")}`,
  ]);

export const missingKey = (span: Span, key: string, where: string): Diagnostic =>
  error("TEST003", span, `${where} needs \`${key}:\``);

export const noValue = (span: Span, key: string): Diagnostic =>
  error("TEST004", span, `\`${key}\` has no value`, ["give it one, or leave the key out"]);

export const wrongShape = (span: Span, key: string, expected: string): Diagnostic =>
  error("TEST004", span, `\`${key}\` must be ${expected}`);

export const repeatedKey = (span: Span, key: string): Diagnostic =>
  error("TEST005", span, `\`${key}\` stands twice in one map`, ["keep one of them"]);

export const noSubject = (span: Span): Diagnostic =>
  error("TEST006", span, "the file names no rule", [
    "add `rule: FILE.yaml` (relative to this file), or `query: |` with plain KQL",
  ]);

export const twoSubjects = (span: Span): Diagnostic =>
  error("TEST007", span, "a test file has `rule:` or `query:`, not both");

export const badTime = (span: Span, text: string): Diagnostic =>
  error("TEST008", span, `\`${text}\` is not a time`, [
    "write 2026-04-06T12:00:00Z, or a signed timespan such as -50m",
  ]);

export const badTimespan = (span: Span, text: string): Diagnostic =>
  error("TEST009", span, `\`${text}\` is not a timespan`, ["write 2m, 1h, 1d or 00:02:00"]);

export const cellDoesNotFit = (
  span: Span,
  column: string,
  type: string,
  value: string,
  expected: string,
): Diagnostic =>
  error("TEST010", span, `column \`${column}\` is ${type}: ${value} cannot be read as that`, [
    `expected ${expected}`,
  ]);

export const unknownColumn = (
  span: Span,
  table: string,
  column: string,
  known: readonly string[],
): Diagnostic =>
  warning(
    "TEST011",
    span,
    `table \`${table}\` has no column \`${column}\` in its schema; it is added`,
    didYouMean(column, known),
  );

export const unsetColumns = (span: Span, table: string, columns: readonly string[]): Diagnostic =>
  warning(
    "TEST012",
    span,
    `the rule filters on ${columns.map((name) => `\`${name}\``).join(", ")} of \`${table}\`, which no row of this case sets`,
  );

export const unreadableFileCode = "TEST013";

export const unreadableFile = (span: Span, path: string, reason: string): Diagnostic =>
  error(unreadableFileCode, span, `cannot read \`${path}\`: ${reason}`);

export const noTime = (span: Span): Diagnostic =>
  error("TEST014", span, "the case has no `at`", [
    "say when the rule is run: `at: 2026-04-06T12:00:00Z`, here or for the whole file",
  ]);

export const relativeWithoutAt = (span: Span, text: string): Diagnostic =>
  error("TEST014", span, `\`${text}\` counts from \`at\`, and the case has none`, [
    "add `at: 2026-04-06T12:00:00Z`, here or for the whole file",
  ]);

export const tooManyRows = (span: Span, limit: number): Diagnostic =>
  error("TEST015", span, `the case has more than ${limit} rows`, [
    "put bulk data into a file and name it with `$file`",
  ]);

export const unknownTable = (span: Span, table: string, known: Iterable<string>): Diagnostic =>
  warning("TEST016", span, `no step of the query reads table \`${table}\``, didYouMean(table, known));

export const needsSchedule = (span: Span, key: string): Diagnostic =>
  error("TEST017", span, `\`${key}\` is for cases with a \`schedule\``);

export const needsRule = (span: Span, key: string): Diagnostic =>
  error("TEST018", span, `\`${key}\` needs a rule; this file tests a plain query`);

export const emptyExpectation = (span: Span): Diagnostic =>
  error("TEST019", span, "the case expects nothing, so it could not fail", [
    "say what must hold: `expect: { alerts: 1 }`",
  ]);

export const nameUsedTwice = (span: Span, name: string): Diagnostic =>
  error("TEST020", span, `two cases are named \`${name}\``, ["give each case its own name"]);

export const twoDocuments = (span: Span): Diagnostic =>
  error("TEST021", span, "a test file is one YAML document, and here a second one begins", [
    "put it into a file of its own",
  ]);

export const twoClocks = (span: Span): Diagnostic =>
  error("TEST022", span, "a case has `at` or `schedule`, not both");

export const periodNotUsed = (span: Span): Diagnostic =>
  warning("TEST023", span, "the rule has a `queryPeriod` of its own, so `period` is left out");

export const rowsWithoutTime = (span: Span, table: string, count: number): Diagnostic =>
  warning(
    "TEST024",
    span,
    `${count} row(s) of \`${table}\` have no TimeGenerated, so that no run sees them`,
    ["say when they were made: `TimeGenerated: -10m`"],
  );

export const emptySchedule = (span: Span): Diagnostic =>
  error("TEST025", span, "the schedule holds no run: `from` must be before `to`");
