/** What a case gives (rows, functions, watchlists, external data), in a workspace of its own. */
import type { InputRow } from "../../engine/inferred-schema.js";
import { Workspace } from "../../engine/workspace.js";
import { KqlError, reasonOf } from "../../text/errors.js";
import { printDatetime } from "../../types/datetime.js";
import { importCell } from "../../types/import.js";
import { addInt64, type Ticks } from "../../types/int64.js";
import { unknownColumn } from "./diagnostics.js";
import { type ExpandedRow, expandRows, isDirective } from "./expand-rows.js";
import type { Report } from "./map-reader.js";
import type { GivenTable, TestCase, TestFile } from "./test-file.js";
import type { TestHost } from "./test-host.js";

export interface GivenData {
  readonly workspace: Workspace;
  /** Rows of the tables that the case gives, by table. */
  readonly rowsByTable: ReadonlyMap<string, readonly InputRow[]>;
}

/** A case with what its rows are made with; what is wrong with them is reported. */
export interface GivenContext {
  readonly file: TestFile;
  readonly item: TestCase;
  readonly host: TestHost;
  readonly report: Report;
}

/** The time that a case's relative times count from. */
export function originOf({ schedule, at }: TestCase): Ticks | undefined {
  return schedule?.from ?? at;
}

/** Makes the workspace of a case. What is wrong with what the case gives is reported. */
export function prepareGiven(context: GivenContext): GivenData {
  const { item, host } = context;
  const origin = originOf(item);
  const workspace = new Workspace(origin === undefined ? {} : { now: printDatetime(origin) });
  host.prepare(workspace);
  for (const given of item.functions) addFunction(workspace, given, context);
  const rowsByTable = new Map<string, readonly InputRow[]>();
  for (const given of item.given) rowsByTable.set(given.table, addTable(workspace, given, context));
  const plainRows = (given: GivenTable) => expand(given, undefined, context).map(({ row }) => row);
  for (const given of item.watchlists) workspace.addWatchlist(given.table, plainRows(given));
  for (const given of item.externalData) workspace.addExternalData(given.table, plainRows(given));
  return { workspace, rowsByTable };
}

function addFunction(
  workspace: Workspace,
  { name, text, span }: TestCase["functions"][number],
  { report }: GivenContext,
): void {
  try {
    workspace.addFunction(name, text);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const [first] = error.diagnostics;
    if (first !== undefined) report({ ...first, span });
  }
}

type Columns = ReturnType<Workspace["columnsOf"]>;

function addTable(workspace: Workspace, given: GivenTable, context: GivenContext): InputRow[] {
  const columns = workspace.columnsOf(given.table);
  const expanded = expand(given, columns, context);
  if (columns !== undefined) warnOfUnknownColumns(given, columns, context);
  const rows = expanded.map(({ row }) => row);
  const hasDelay = expanded.some(({ delay }) => delay !== 0);
  workspace.addTable(given.table, rows, hasDelay ? { ingestionTimes: expanded.map(ingestionTime) } : {});
  return rows;
}

function expand(given: GivenTable, columns: Columns, context: GivenContext): ExpandedRow[] {
  const { file, item, host, report } = context;
  return expandRows(given.rows, {
    columns,
    defaults: item.defaults.get(given.table),
    origin: originOf(item),
    loadFile: (path) => {
      try {
        return host.readRows(file.source.name, path, columns ?? []);
      } catch (error) {
        return reasonOf(error);
      }
    },
    report,
  });
}

function warnOfUnknownColumns(
  given: GivenTable,
  columns: NonNullable<Columns>,
  { item, report }: GivenContext,
): void {
  const known = columns.map(({ name }) => name);
  const seen = new Set(known);
  const defaults = item.defaults.get(given.table);
  for (const row of defaults === undefined ? given.rows : [defaults, ...given.rows]) {
    for (const { key, keySpan } of row.entries) {
      if (seen.has(key) || isDirective(key)) continue;
      seen.add(key);
      report(unknownColumn(keySpan, given.table, key, known));
    }
  }
}

function ingestionTime({ row, delay }: ExpandedRow): string | null {
  const generated = importCell(row.TimeGenerated, "datetime");
  return typeof generated === "number" || typeof generated === "bigint"
    ? printDatetime(addInt64(generated, delay))
    : null;
}
