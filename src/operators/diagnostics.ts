/** What operators report while binding: `KQL14x` to `KQL17x` mistakes, `KQL23x` what cannot run. One function a code. */

import { columnHints } from "../bind/diagnostics.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import { didYouMean } from "../text/suggest.js";
import type { KqlType } from "../types/kql-type.js";

function error(code: string, span: Span, message: string, ...hints: readonly string[]): Diagnostic {
  return { code, severity: "error", span, message, hints };
}

export const unknownKind = (
  operator: string,
  parameter: string,
  word: string,
  known: readonly string[],
  span: Span,
): Diagnostic =>
  error("KQL140", span, `\`${operator}\` has no ${parameter} \`${word}\``, ...didYouMean(word, known));

export const expandedNotDynamic = (operator: string, type: KqlType, span: Span): Diagnostic =>
  error(
    "KQL141",
    span,
    `\`${operator}\` takes dynamic values, but this is ${type}`,
    "convert it first: `parse_json(...)`, `split(...)`",
  );

export const dynamicKey = (operator: string, span: Span): Diagnostic =>
  error("KQL142", span, `\`${operator}\` cannot use a dynamic value as a key`, "convert it: `tostring(...)`");

export const badJoinCondition = (operator: string, span: Span): Diagnostic =>
  error(
    "KQL143",
    span,
    `\`${operator}\` compares columns of the two sides for equality`,
    "write `on Name`, or `on $left.a == $right.b`",
  );

export const missingJoinKeys = (operator: string, span: Span): Diagnostic =>
  error(
    "KQL144",
    span,
    `\`${operator}\` needs keys`,
    "add `on` and the name of a column that both sides have",
  );

export const keyTypesDiffer = (left: KqlType, right: KqlType, span: Span): Diagnostic =>
  error("KQL145", span, `the keys have different types: ${left} and ${right}`, "convert one side first");

export const notInSide = (
  side: "left" | "right",
  name: string,
  span: Span,
  known: readonly string[],
): Diagnostic =>
  error("KQL146", span, `there is no column \`${name}\` on the ${side} side`, ...columnHints(name, known));

export const incompleteRow = (cells: number, columns: number, span: Span): Diagnostic =>
  error("KQL147", span, `${cells} cells do not fill rows of ${columns} columns`);

export const badRename = (span: Span): Diagnostic =>
  error("KQL148", span, "expected a new name and the name of a column", "write `new = old`");

export const badRange = (type: KqlType, span: Span): Diagnostic =>
  error("KQL149", span, `a range runs over numbers, datetimes or timespans, but this is ${type}`);

export const schemaDiffers = (actual: readonly { name: string; type: KqlType }[], span: Span): Diagnostic => {
  const columns = actual.map(({ name, type }) => `${name}: ${type}`).join(", ");
  return error("KQL150", span, "the rows have other columns than asserted", `they have (${columns})`);
};

export const noTableFound = (span: Span): Diagnostic =>
  error("KQL251", span, "none of the tables exists", "add one to the workspace, or give its schema");

export const badPatternOrder = (span: Span): Diagnostic =>
  error("KQL152", span, "nothing marks where the part before this one ends", "put a string between them");

export const partsDoNotJoin = (span: Span): Diagnostic =>
  error(
    "KQL153",
    span,
    "the strings of the pattern and the columns between them make no regular expression",
    "open and close each group within one string, and keep the pattern short",
  );

export const invalidPattern = (problem: string, span: Span): Diagnostic => error("KQL153", span, problem);

export const unknownProperty = (
  operator: string,
  name: string,
  known: readonly string[],
  span: Span,
): Diagnostic =>
  error("KQL154", span, `\`${operator}\` has no property \`${name}\``, ...didYouMean(name, known));

export const notTwoGroups = (span: Span): Diagnostic =>
  error("KQL155", span, "the regular expression needs two groups: one for the key, one for the value");

export const badSeriesRange = (span: Span): Diagnostic =>
  error("KQL156", span, "`in range(...)` takes a start, a stop and a step");

export const notAFunctionCall = (operator: string, span: Span): Diagnostic =>
  error("KQL157", span, `\`${operator}\` takes the call of a function`);

export const unsupportedPart = (what: string, span: Span, ...hints: readonly string[]): Diagnostic =>
  error("KQL230", span, `${what} is not supported`, ...hints);

export const columnExpected = (span: Span): Diagnostic =>
  error("KQL158", span, "expected the name of a column");

export const nothingLike = (pattern: string, span: Span): Diagnostic =>
  error("KQL160", span, `no column is like \`${pattern}\``);

export const graphExpected = (operator: string, span: Span): Diagnostic =>
  error("KQL161", span, `\`${operator}\` takes a graph, but this is a table`, "make one of it: `make-graph`");

export const badGraphPattern = (problem: string, span: Span, ...hints: readonly string[]): Diagnostic =>
  error("KQL162", span, problem, ...hints);

export const unknownPlugin = (name: string, span: Span, known: Iterable<string>): Diagnostic =>
  error("KQL159", span, `unknown plugin \`${name}\``, ...didYouMean(name, known));

export const unsupportedPlugin = (name: string, span: Span): Diagnostic => {
  const reason = pluginReasons.find(({ names }) => names.includes(name))?.reason;
  return error(
    "KQL231",
    span,
    `plugin \`${name}\` is not supported`,
    ...(reason === undefined ? [] : [reason]),
  );
};

/** Why some plugins cannot run here, and what to do instead. */
const pluginReasons: readonly { readonly names: readonly string[]; readonly reason: string }[] = [
  {
    names: ["autocluster", "basket", "diffpatterns", "diffpatterns_text"],
    reason: "its patterns depend on the samples that Kusto draws; test the rows that go into it",
  },
  {
    names: [
      "http_request",
      "http_request_post",
      "sql_request",
      "mysql_request",
      "postgresql_request",
      "cosmosdb_sql_request",
      "azure_digital_twins_query_request",
      "infer_storage_schema",
      "infer_storage_schema_with_suggestions",
      "ai_chat_completion",
      "ai_chat_completion_prompt",
      "ai_embed_text",
      "ai_embeddings",
    ],
    reason: "nothing is fetched; put a table with the rows that it would give in its place",
  },
  {
    names: ["funnel_sequence"],
    reason:
      "which states it takes for those before and after is not documented; match the steps with `scan`, or count them with `funnel_sequence_completion`",
  },
  {
    names: ["python", "r", "csharp"],
    reason: "code of other languages is not run; put a table with the rows that it would give in its place",
  },
];
