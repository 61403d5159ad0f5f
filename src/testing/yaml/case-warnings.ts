/** Names what makes cases quiet for the wrong reason: tables and columns that no row reaches, rows without a time. */
import type { BoundQuery } from "../../bind/bound.js";
import { hasErrors } from "../../engine/bind-text.js";
import { isPeriodOpen } from "../../rules/rule.js";
import { usesOfQuery } from "../fuzz/column-uses.js";
import { periodNotUsed, rowsWithoutTime, unknownTable, unsetColumns } from "./diagnostics.js";
import type { GivenData } from "./given-data.js";
import type { Subject } from "./load-subject.js";
import type { Report } from "./map-reader.js";
import type { TestCase } from "./test-file.js";

/** What binding the query tells is left to the run. */
export function warnOfCase({ rule, query }: Subject, item: TestCase, given: GivenData, report: Report): void {
  const { period } = item;
  if (period !== undefined && rule !== undefined && !isPeriodOpen(rule)) report(periodNotUsed(period.span));
  if (rule !== undefined && rule.kind !== "NRT") warnOfRowsWithoutTime(item, given, report);
  const bound = given.workspace.bind(query.text, query.name);
  if (hasErrors(bound.diagnostics)) return;
  warnOfUnsetColumns(bound.query, item, given, report);
  const { tables } = bound.query;
  for (const { table, span } of item.given) {
    if (!tables.includes(table)) report(unknownTable(span, table, tables));
  }
  for (const [table, { span }] of item.defaults) {
    const isGiven = item.given.some((given) => given.table === table);
    if (!isGiven && !tables.includes(table)) report(unknownTable(span, table, tables));
  }
}

function warnOfRowsWithoutTime(item: TestCase, { workspace, rowsByTable }: GivenData, report: Report): void {
  for (const { table, span } of item.given) {
    const hasTime = workspace.columnsOf(table)?.some(({ name }) => name === "TimeGenerated") === true;
    const rows = rowsByTable.get(table) ?? [];
    const count = rows.filter(
      ({ TimeGenerated }) => TimeGenerated === undefined || TimeGenerated === null,
    ).length;
    if (hasTime && count > 0) report(rowsWithoutTime(span, table, count));
  }
}

/** Columns that the rule filters on and that no row sets. */
function warnOfUnsetColumns(
  query: BoundQuery,
  item: TestCase,
  { rowsByTable }: GivenData,
  report: Report,
): void {
  for (const { table, uses } of usesOfQuery(query).tables) {
    const rows = rowsByTable.get(table);
    if (rows === undefined || rows.length === 0) continue;
    const filtered = new Set(uses.filter(({ isFiltered }) => isFiltered).map(({ column }) => column));
    const unset = [...filtered].filter((column) => rows.every((row) => row[column] === undefined));
    const place = item.given.find((given) => given.table === table);
    if (unset.length > 0 && place !== undefined) report(unsetColumns(place.span, table, unset));
  }
}
