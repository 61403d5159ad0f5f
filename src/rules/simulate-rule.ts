import { hasErrors } from "../engine/bind-text.js";
import type { QueryOptions, Workspace } from "../engine/workspace.js";
import { type SourceRow, sourceRowsOf } from "../exec/source-rows.js";
import type { Table } from "../exec/table.js";
import { KqlError } from "../text/errors.js";
import type { Ticks } from "../types/int64.js";
import { type PhaseOutcome, simulatePhases } from "./phases.js";
import { clockUse } from "./plan/clock-use.js";
import { relevantRows } from "./plan/relevant-rows.js";
import { type Rule, withPeriod } from "./rule.js";
import { inRuleFile, queryWindow, ruleResultOf } from "./run-rule.js";
import type { RunWindow } from "./schedule.js";
import { type SimulationInput, simulate, type Timeline, type TimelineEvent } from "./simulate.js";
import { WindowTable } from "./window-table.js";

export interface SimulateRuleOptions {
  /** The first run. */
  readonly from: Ticks;
  /** Runs are before it. */
  readonly to: Ticks;
  /** Look-back in place of the rule's own. */
  readonly periodTicks?: number;
  /** How long after it was created an analyst closes an incident. */
  readonly closeIncidentsAfterTicks?: number;
  /** Follow alerts back to the rows they come from, to tell repeats. On unless told otherwise; costs a second run of each query that fires. */
  readonly followRows?: boolean;
  readonly limits?: NonNullable<QueryOptions["limits"]>;
}

/**
 * Every scheduled run of a rule over a stretch of time on the tables of a workspace.
 * @throws KqlError when the query has mistakes, or the range holds no run or too many (`RULE320`, `RULE321`).
 */
export function simulateRule(rule: Rule, workspace: Workspace, options: SimulateRuleOptions): Timeline {
  return simulate(prepareSimulation(rule, workspace, options));
}

/**
 * Every distinct outcome over the starts of the schedule in `[from, from + frequency)`.
 * @throws KqlError as `simulateRule`, and `RULE322` when the query depends on the clock in a way that can't be followed.
 */
export function simulateRulePhases(
  rule: Rule,
  workspace: Workspace,
  options: SimulateRuleOptions,
): readonly PhaseOutcome[] {
  return simulatePhases(prepareSimulation(rule, workspace, options));
}

/** What a simulation needs, taken from a workspace and the rule's bound query. */
function prepareSimulation(rule: Rule, workspace: Workspace, options: SimulateRuleOptions): SimulationInput {
  const subject = withPeriod(rule, options.periodTicks);
  const bound = workspace.bind(rule.query.text, rule.source.name);
  const problems = [
    ...bound.diagnostics.filter(({ severity }) => severity === "error"),
    ...bound.query.unsupported,
  ];
  if (hasErrors(problems)) throw inRuleFile(rule, new KqlError(problems, bound.source));
  const tables = bound.query.tables.flatMap((name) => {
    const table = workspace.table(name);
    if (table === undefined || !hasTime(table)) return [];
    return [new WindowTable(table, relevantRows(workspace, bound, name))];
  });
  const log = new EventLog(tables);
  const { closeIncidentsAfterTicks } = options;
  return {
    rule: subject,
    from: options.from,
    to: options.to,
    events: log.events,
    dependence: clockUse(bound.query.results),
    runQuery: (window) => runOn(subject, workspace, { window, tables, log, options }),
    ...(closeIncidentsAfterTicks === undefined ? {} : { closeIncidentsAfterTicks }),
  };
}

const hasTime = ({ columns }: Table) =>
  columns.some(({ name, type }) => name === "TimeGenerated" && type === "datetime");

interface SimulatedRunInput {
  readonly window: RunWindow;
  readonly tables: readonly WindowTable[];
  readonly log: EventLog;
  readonly options: SimulateRuleOptions;
}

interface TableQuery {
  readonly window: RunWindow;
  readonly tables: readonly WindowTable[];
  readonly options: SimulateRuleOptions;
  readonly record: boolean;
}

function queryTables(rule: Rule, workspace: Workspace, { window, tables, options, record }: TableQuery) {
  for (const table of tables) table.moveTo(window);
  const { limits } = options;
  return queryWindow(rule, workspace, window, {
    tables: new Map<string, Table>(tables.map((table) => [table.name, table])),
    record,
    ...(limits === undefined ? {} : { limits }),
  });
}

function runOn(rule: Rule, workspace: Workspace, { window, tables, log, options }: SimulatedRunInput) {
  const { result } = queryTables(rule, workspace, { window, tables, options, record: false });
  const found = ruleResultOf(result);
  if (options.followRows === false) return found;
  let events: readonly (readonly number[])[] | undefined;
  const sources = (row: number): readonly number[] => {
    events ??= followRows(rule, workspace, { window, tables, log, options });
    return events[row];
  };
  return { ...found, sources };
}

/** The events behind each result row, from a second, recorded run; the trace itself is large and not kept. */
function followRows(
  rule: Rule,
  workspace: Workspace,
  { window, tables, log, options }: SimulatedRunInput,
): readonly (readonly number[])[] {
  const { result, trace } = queryTables(rule, workspace, { window, tables, options, record: true });
  return Array.from({ length: result.rowCount }, (_, row) =>
    trace === undefined ? [] : sourceRowsOf(trace, row).flatMap((source) => log.eventOf(source)),
  );
}

/** All rows of the tables as events of a timeline. */
class EventLog {
  readonly events: readonly TimelineEvent[];
  private readonly starts = new Map<string, { readonly table: WindowTable; readonly start: number }>();

  constructor(tables: readonly WindowTable[]) {
    const events: TimelineEvent[] = [];
    for (const table of tables) {
      this.starts.set(table.name, { table, start: events.length });
      const { generated, ingested } = table.times;
      for (let row = 0; row < generated.length; row++) {
        const time = Number.isNaN(generated[row]) ? null : generated[row];
        const isRelevant = table.isCandidate(row);
        events.push({ table: table.name, row, generated: time, ingested: ingested[row], isRelevant });
      }
    }
    this.events = events;
  }

  eventOf({ table, row }: SourceRow): readonly number[] {
    const known = this.starts.get(table);
    return known === undefined ? [] : [known.start + known.table.tableRow(row)];
  }
}
