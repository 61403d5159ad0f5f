import { Workspace } from "../../engine/workspace.js";
import { cellOrigins } from "../../explain/cells.js";
import { type Explanation, explain, explainRows } from "../../explain/explain.js";
import { failureOf } from "../../explain/failure.js";
import { lastPlace } from "../../explain/flow.js";
import type { SourceRow } from "../../explain/lineage.js";
import { matchingRows } from "../../explain/matching-rows.js";
import { rowsOutOf } from "../../explain/rows.js";
import { storiesOf } from "../../explain/stories.js";
import { suppressionOf } from "../../explain/suppression.js";
import { cellJson, formatCell } from "../../report/explain-cell.js";
import { failureJson, formatFailure } from "../../report/explain-failure.js";
import { explanationPage } from "../../report/explain-html.js";
import { explanationJson, originsJson, storiesJson } from "../../report/explain-json.js";
import { formatExplanation, formatOrigins, formatStories } from "../../report/explain-text.js";
import { type Rule, withPeriod } from "../../rules/rule.js";
import { type RuleRun, runRule } from "../../rules/run-rule.js";
import { windowAt } from "../../rules/schedule.js";
import { InternalError, KqlError } from "../../text/errors.js";
import type { Ticks } from "../../types/int64.js";
import { jsonText } from "../../types/json-text.js";
import { CommandFailure, exitOk } from "../failure.js";
import { periodOption, readRule, scheduledTime } from "../load-rule.js";
import { flagOption, type Options, ordinalOption, textOption } from "../options.js";
import { prepareProject } from "../prepare-project.js";
import { tellUnread } from "../tell-unread.js";
import { writeTextFile } from "../write-text.js";

/** `kqlunit explain`: why a rule fired, or stayed quiet. */
export async function explainCommand(path: string, options: Options): Promise<number> {
  const rule = readRule(path);
  const workspace = new Workspace();
  (await prepareProject(options))(workspace);
  tellUnread(workspace, rule.query.text);
  const at = scheduledTime(options, workspace);
  const run = runOrTell(withPeriod(rule, periodOption(options, rule)), workspace, at, options);
  const { trace } = run;
  if (trace === undefined) throw new InternalError("a recorded run has no trace");
  const source = { name: rule.source.name, text: rule.query.text };
  const suppressedBy = run.fired ? suppressionOf(run.rule, workspace, run.window.at) : undefined;
  const explanation = explain({ source, trace, workspace, run, suppressedBy });
  const page = textOption(options, "html");
  if (page !== undefined) writePage(page, explanation);
  else process.stdout.write(answer(explanation, run, options));
  return exitOk;
}

/** A run that ends with an error is explained, too, before the error is reported. */
function runOrTell(rule: Rule, workspace: Workspace, at: Ticks, options: Options): RuleRun {
  try {
    return runRule(rule, workspace, { at, record: true });
  } catch (error) {
    const window = windowAt(rule, at);
    const failure = error instanceof KqlError ? failureOf({ rule, workspace, window }) : undefined;
    if (failure !== undefined) {
      const failed = { rule, window, failure };
      process.stdout.write(flagOption(options, "json") ? json(failureJson(failed)) : formatFailure(failed));
    }
    throw error;
  }
}

function writePage(path: string, explanation: Explanation): void {
  writeTextFile(path, explanationPage(explanation));
  process.stderr.write(`kqlunit: wrote ${path}\n`);
}

/** What was asked: about the run, about result rows, or about source rows. */
function answer(explanation: Explanation, run: RuleRun, options: Options): string {
  const rows = askedRows(explanation, run, options);
  const sources = askedSources(explanation, options);
  const isJson = flagOption(options, "json");
  const column = textOption(options, "column");
  if (column !== undefined) return cellAnswer(explanation, rows?.rows ?? [], column, { isJson });
  if (rows !== undefined) {
    return isJson
      ? json(originsJson(explanation, rows.rows))
      : formatOrigins(explanation, rows.rows, rows.title);
  }
  if (sources !== undefined) {
    const stories = storiesOf(explanation.subject, sources);
    const lost = stories.filter(({ fate }) => fate.kind !== "result").map(({ source }) => source);
    const findings = lost.length === 0 ? [] : explainRows(explanation.subject, lost);
    return isJson
      ? json(storiesJson(explanation, stories, findings))
      : formatStories(explanation, stories, findings);
  }
  return isJson ? json(explanationJson(explanation)) : formatExplanation(explanation);
}

/** `--row N --column NAME`: where one cell comes from. */
function cellAnswer(
  explanation: Explanation,
  [row]: readonly number[],
  name: string,
  { isJson }: { readonly isJson: boolean },
): string {
  if (row === undefined) throw new CommandFailure("--column goes with --row or --alert");
  const { columns } = rowsOutOf(lastPlace(explanation.flow.result));
  const column = columns.findIndex((known) => known.name === name && known.isHidden !== true);
  if (column === -1) {
    const names = columns.filter(({ isHidden }) => isHidden !== true).map((known) => known.name);
    throw new CommandFailure(`--column ${name}: the result has ${names.join(", ")}`);
  }
  const origins = cellOrigins(explanation.flow, row, column);
  return isJson
    ? json(cellJson(explanation, { row, column }, origins))
    : formatCell(explanation, { row, column }, origins);
}

function json(value: unknown): string {
  return `${jsonText(value, 2)}\n`;
}

interface AskedRows {
  readonly rows: readonly number[];
  readonly title: string;
}

/** `--row N` or `--alert N`. */
function askedRows({ flow }: Explanation, run: RuleRun, options: Options): AskedRows | undefined {
  const row = ordinalOption(options, "row");
  const alert = ordinalOption(options, "alert");
  if (row !== undefined) {
    const { rowsOut } = lastPlace(flow.result);
    if (row > rowsOut) throw new CommandFailure(`--row ${row}: the result has ${rowsOut} row(s)`);
    return { rows: [row - 1], title: `result row ${row}` };
  }
  if (alert === undefined) return undefined;
  const found = run.alerts[alert - 1];
  if (found === undefined) {
    throw new CommandFailure(`--alert ${alert}: the run raised ${run.alerts.length} alert(s)`);
  }
  return { rows: found.rows, title: `alert ${alert}, "${found.title}",` };
}

/** `--source TABLE:N` or `--why-not PREDICATE`. */
function askedSources({ subject }: Explanation, options: Options): readonly SourceRow[] | undefined {
  const source = textOption(options, "source");
  const predicate = textOption(options, "whyNot");
  if (source !== undefined) return [sourceRow(source, subject.workspace)];
  if (predicate === undefined) return undefined;
  const rows = rowsMatching(subject, predicate);
  if (rows.length === 0) throw new CommandFailure(`--why-not: no source row matches ${predicate}`);
  return rows;
}

/** A predicate that does not fit is a mistake on the command line, not in the rule. */
function rowsMatching(subject: Explanation["subject"], predicate: string): readonly SourceRow[] {
  try {
    return matchingRows(subject, predicate);
  } catch (error) {
    throw error instanceof KqlError ? new CommandFailure(error.message) : error;
  }
}

function sourceRow(text: string, workspace: Workspace): SourceRow {
  const [, table, number] = /^(.+):([1-9]\d{0,8})$/.exec(text) ?? [];
  if (table === undefined)
    throw new CommandFailure(`--source must be a table and a row, such as AuditLogs:3; got ${text}`);
  const known = workspace.table(table);
  if (known === undefined) {
    throw new CommandFailure(
      `--source ${text}: no rows of a table ${table} were given; there is ${workspace.tableNames.join(", ")}`,
    );
  }
  const row = Number(number);
  if (known.rowCount !== undefined && row > known.rowCount) {
    throw new CommandFailure(`--source ${text}: ${table} has ${known.rowCount} row(s)`);
  }
  return { table, row: row - 1 };
}
