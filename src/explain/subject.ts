/** What is explained: a recorded run, with all that is needed to run it again with one thing changed. */
import type { BoundOperator, BoundPipeline } from "../bind/bound.js";
import type { BoundText } from "../engine/bind-text.js";
import { boundTextOf, type QueryOptions, type RecordedResult, type Workspace } from "../engine/workspace.js";
import type { Table } from "../exec/table.js";
import type { PipelineTrace } from "../exec/trace.js";
import { type OperatorVisit, visitPlan } from "../rules/plan/visit-plan.js";
import type { QueryPlace, RuleRun } from "../rules/run-rule.js";
import type { RunWindow } from "../rules/schedule.js";
import { fires } from "../rules/trigger.js";
import { KqlError } from "../text/errors.js";
import type { SourceText } from "../text/source.js";
import { printDatetime } from "../types/datetime.js";
import { type MovedRows, withMoved, withoutRows } from "./edited-table.js";
import { type Flow, flowOf } from "./flow.js";
import { type Replacements, replaceOperators } from "./rewrite-plan.js";
import type { SuppressedBy } from "./suppression.js";

export interface Subject {
  /** The query; spans of the trace point into it. */
  readonly source: SourceText;
  readonly flow: Flow;
  readonly bound: BoundText;
  readonly workspace: Workspace;
  readonly run: RuleRun | undefined;
  /** Where the query stands; absent where it is a text of its own. */
  readonly place: QueryPlace | undefined;
  /** Set when the schedule leaves the run out. */
  readonly suppressedBy: SuppressedBy | undefined;
  /** What ran: the query's own plan, or one with changes. */
  readonly plan: BoundPipeline | undefined;
  /** What is known of the columns around each operator. */
  readonly visits: ReadonlyMap<BoundOperator, OperatorVisit>;
}

export interface SubjectParts {
  readonly source: SourceText;
  readonly trace: PipelineTrace;
  readonly workspace: Workspace;
  readonly run?: RuleRun | undefined;
  /** Where a query that is no rule's stands. */
  readonly place?: QueryPlace | undefined;
  readonly suppressedBy?: SuppressedBy | undefined;
}

export function subjectOf(parts: SubjectParts): Subject {
  const { source, trace, workspace, run, suppressedBy, place = run?.rule } = parts;
  const bound = boundTextOf(trace) ?? workspace.bind(source.text, source.name);
  const [plan] = bound.query.results;
  const facts = { source, bound, workspace, run, place, suppressedBy };
  return { ...facts, flow: flowOf(trace), plan, visits: visitsOf(plan) };
}

/** The run with the plan changed, as another thing to explain. Undefined where it fails. */
export function changedSubject(subject: Subject, replacements: Replacements): Subject | undefined {
  if (subject.plan === undefined) return undefined;
  const plan = replaceOperators(subject.plan, replacements);
  const trace = rerun({ ...subject, plan }, {}, { record: true })?.trace;
  return trace === undefined ? undefined : { ...subject, flow: flowOf(trace), plan, visits: visitsOf(plan) };
}

function visitsOf(plan: BoundPipeline | undefined): Subject["visits"] {
  const visits = new Map<BoundOperator, OperatorVisit>();
  if (plan !== undefined) visitPlan([plan], { operator: (visit) => visits.set(visit.operator, visit) });
  return visits;
}

/** One thing that is other than it was. */
export interface Change {
  readonly plan?: Replacements;
  /** Rows that tables are without. */
  readonly dropped?: ReadonlyMap<string, ReadonlySet<number>>;
  /** Rows of tables that are of another time. */
  readonly moved?: ReadonlyMap<string, MovedRows>;
  /** Another window, and with it another `now()`. */
  readonly window?: RunWindow;
}

/** Runs the query again with a change. Undefined when the changed run fails. */
export function rerun(
  subject: Subject,
  change: Change,
  { record }: { readonly record: boolean },
): RecordedResult | undefined {
  const { bound, workspace, run, plan: pipeline } = subject;
  if (pipeline === undefined) return undefined;
  const window = change.window ?? run?.window;
  const options: QueryOptions = {
    record,
    ...(window === undefined ? {} : { window, now: printDatetime(window.at) }),
    tables: editedTables(workspace, change),
  };
  const plan = change.plan === undefined ? pipeline : replaceOperators(pipeline, change.plan);
  try {
    return workspace.runPart(bound, plan, options);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    // A change may lead to what the query cannot do, such as more rows than a limit allows: it is no explanation then.
    return undefined;
  }
}

function editedTables(workspace: Workspace, { dropped, moved }: Change): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  const edit = <Edit>(
    edits: ReadonlyMap<string, Edit> = new Map(),
    made: (table: Table, by: Edit) => Table,
  ) => {
    for (const [name, by] of edits) {
      const table = workspace.table(name);
      if (table !== undefined) tables.set(name, made(table, by));
    }
  };
  edit(dropped, withoutRows);
  edit(moved, withMoved);
  return tables;
}

/** Whether a result is what the run was expected to give: that the rule fires; for a query, that there are rows. */
export function isFiring({ run }: Subject, rowCount: number): boolean {
  return run === undefined ? rowCount > 0 : fires(run.rule.trigger, rowCount);
}
