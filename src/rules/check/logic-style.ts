/** Remarks on how a query is written: old names, needless parts, letter case, speed. */
import { placeholdersOf } from "../alert-text.js";
import type { ColumnOrigin } from "../plan/column-origin.js";
import { activityQuery as activity, keptColumns as kept, queryKey as query } from "./example-rule.js";
import type { AggregationFact, ComparisonFact, QueryFacts, ScanFact } from "./facts.js";
import type { CheckSubject, Finding, LintTable } from "./lint.js";
import { namedColumns } from "./named-columns.js";
import { isRawUserName } from "./user-names.js";
import { quoted } from "./wording.js";

/** The first scan of each table. */
export function firstOfTables(query: QueryFacts | undefined): readonly ScanFact[] {
  const scans = query?.scans ?? [];
  return scans.filter(({ table }, at) => scans.findIndex((scan) => scan.table === table) === at);
}

/** More keys than this describe events rather than group them. */
const manyKeys = 6;

/** Counts that are to get large, by keys that keep them small. */
export function splitsAttacks({ keys, counts, threshold = 0, isRanked }: AggregationFact): boolean {
  return counts && (threshold > 1 || isRanked) && keys.length > manyKeys;
}

/** A text of the logs as it is written there, not one that the query makes of it. */
function isAsLogged(origin: ColumnOrigin | undefined): boolean {
  return origin?.through.every((name) => name === "tostring" || name === "trim") ?? false;
}

function caseOfLiterals({ query }: CheckSubject): readonly Finding[] {
  return (query?.comparisons ?? []).flatMap(({ span, operator, origin, literals }) => {
    const folded = operator === "==" ? "=~" : operator === "in" ? "in~" : undefined;
    if (folded === undefined || !literals.some(isWord) || !isAsLogged(origin) || isRawUserName(origin))
      return [];
    return [
      {
        span,
        message: `\`${operator}\` minds the letter case, and logs don't always keep to one`,
        hints: [`use \`${folded}\` unless the case is meant`],
      },
    ];
  });
}

/** A word that somebody may write otherwise: no constant such as `TRAFFIC`, no GUID, no hash. */
function isWord({ value }: ComparisonFact["literals"][number]): boolean {
  if (typeof value !== "string" || !/[A-Za-z]{2}/.test(value)) return false;
  return !/^[A-Z\d_]+$|^[\da-fA-F{}x.:-]*$|^S-1-/.test(value);
}

function unusedNames({ rule, query }: CheckSubject): readonly Finding[] {
  const unused = (query?.unused ?? []).map(({ span, kind, name }) => ({
    span,
    message: kind === "let" ? `\`${name}\` is never used` : `the column \`${name}\` is made and never used`,
    hints: ["remove it"],
  }));
  const wanted = new Set(namedColumns(rule).map(({ column }) => column));
  const onlyGrouped = (query?.aggregations ?? []).filter(splitsAttacks).flatMap((aggregation) => {
    const columns = aggregation.onlyGrouped.filter(({ name }) => !wanted.has(name));
    const [first] = columns;
    if (first === undefined) return [];
    const names = quoted(columns.map(({ name }) => name));
    return [
      {
        span: first.span,
        message: `made only to group by: ${names}`,
        hints: ["collect them with `make_set`"],
      },
    ];
  });
  return [...unused, ...onlyGrouped];
}

function deprecatedNames({ query }: CheckSubject): readonly Finding[] {
  return (query?.deprecated ?? []).map(({ span, name, replacement }) => ({
    span,
    message: `\`${name}\` is an old name`,
    hints: [`use \`${replacement}\``],
    fix: { span, text: replacement },
  }));
}

function slowContains({ query }: CheckSubject): readonly Finding[] {
  return (query?.contains ?? []).map(({ span, operator, replacement, text }) => ({
    span,
    message: `\`${operator}\` looks for \`${text}\` anywhere inside words, which is slow`,
    hints: [`use \`${replacement}\`, which finds whole words by the index, unless parts of words are meant`],
  }));
}

/** Tables that a finding names; the rest is counted. */
const fewTables = 5;

function missingTimeFilter({ rule, query, wildcards }: CheckSubject): readonly Finding[] {
  const unfiltered = (query?.scans ?? []).filter(({ hasTimeFilter }) => !hasTimeFilter);
  const [first] = unfiltered;
  // An NRT rule sees what has just been ingested, whatever its time.
  if (first === undefined || wildcards.length > 0 || rule.kind === "NRT") return [];
  const names = [...new Set(unfiltered.map(({ table }) => table))];
  const more = names.length > fewTables ? ` and ${names.length - fewTables} more tables` : "";
  const tables = quoted(names.slice(0, fewTables)) + more;
  const bound =
    rule.kind === "Hunting"
      ? "it looks back as far as whoever runs it asks for"
      : "only the rule's period bounds it, and nothing when it is run elsewhere";
  return [
    {
      span: first.span,
      message: `the query doesn't filter ${tables} by time: ${bound}`,
      hints: ["add `| where TimeGenerated > ago(...)`"],
    },
  ];
}

function needlessOrder({ rule, query }: CheckSubject): readonly Finding[] {
  const order = query?.order;
  if (order?.isLast !== true) return [];
  const hasPlaceholders = [rule.alertDetails.titleFormat, rule.alertDetails.descriptionFormat].some(
    (format) => placeholdersOf(format ?? "").length > 0,
  );
  const { severityColumn, tacticsColumn } = rule.alertDetails;
  const firstRowCounts = hasPlaceholders || severityColumn !== undefined || tacticsColumn !== undefined;
  if (firstRowCounts && rule.eventGrouping === "SingleAlert") return [];
  return [
    {
      span: order.span,
      message: "the order of the rows makes no difference to the alerts",
      hints: ["remove it: sorting costs time"],
    },
  ];
}

export const logicStyleLints = {
  RULE217: {
    part: "logic",
    level: "info",
    summary: "A comparison minds the letter case.",
    why: "`==` and `in` take `Success` and `success` for two things. Sources change their spelling now and then.",
    bad: activity(`| where ActivityStatusValue == "Success"\n${kept}`),
    good: activity(`| where ActivityStatusValue =~ "Success"\n${kept}`),
    find: caseOfLiterals,
  },
  RULE218: {
    part: "logic",
    level: "info",
    summary: "A name is made and never used.",
    why: "Mostly a leftover, sometimes a sign that another column was meant.",
    bad: `${activity(`| extend Group = tolower(ResourceGroup)\n| summarize TimeGenerated = max(TimeGenerated) by CallerIpAddress`)}`,
    good: activity("| summarize TimeGenerated = max(TimeGenerated) by CallerIpAddress"),
    find: unusedNames,
  },
  RULE219: {
    part: "logic",
    level: "info",
    summary: "An old name of a function or operator.",
    why: "Old names still work, some with other limits (`mvexpand` keeps 128 values). The new ones mean what the documentation says.",
    bad: activity(
      "| summarize TimeGenerated = max(TimeGenerated), Callers = makeset(Caller) by CallerIpAddress",
    ),
    good: activity(
      "| summarize TimeGenerated = max(TimeGenerated), Callers = make_set(Caller) by CallerIpAddress",
    ),
    find: deprecatedNames,
  },
  RULE220: {
    part: "logic",
    level: "info",
    summary: "`contains` where `has` would do.",
    why: "`has` finds whole words by the index; `contains` reads every text, and matches inside words.",
    bad: activity(`| where OperationName contains "Delete Storage"\n${kept}`),
    good: activity(`| where OperationName has "Delete Storage"\n${kept}`),
    find: slowContains,
  },
  RULE221: {
    part: "logic",
    level: "info",
    summary: "A table is read without a time filter.",
    why: "In a rule the period filters every table, so this costs nothing there. Run elsewhere, in a notebook or another engine, the same query reads everything, and says something else.",
    bad: query(`AzureActivity\n| where ActivityStatusValue =~ "Success"\n${kept}`),
    good: activity(kept),
    find: missingTimeFilter,
  },
  RULE222: {
    part: "logic",
    level: "info",
    summary: "Rows are sorted for nothing.",
    why: "Alerts don't depend on the order of rows, unless the first row names the alert.",
    bad: activity(`${kept}\n| order by TimeGenerated desc`),
    good: activity(kept),
    find: needlessOrder,
  },
} satisfies LintTable;
