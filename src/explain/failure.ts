/** A run that ended with an error: the operator that failed, the rows that it had, and the row and cells that it failed at. */
import type { BoundExpression, BoundOperator, BoundPipeline } from "../bind/bound.js";
import type { RecordedResult, Workspace } from "../engine/workspace.js";
import { partsOf } from "../exec/expression-traits.js";
import { isJoin, partsOfOperator } from "../rules/plan/operator-shapes.js";
import { visitPlan } from "../rules/plan/visit-plan.js";
import type { Rule } from "../rules/rule.js";
import type { RunWindow } from "../rules/schedule.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { KqlError } from "../text/errors.js";
import type { Span } from "../text/span.js";
import { printDatetime } from "../types/datetime.js";
import { cellAt, cellReader } from "../vector/vector.js";
import { textOfCell } from "./conditions.js";
import type { NamedCell } from "./findings.js";
import { flowOf, lastPlace, type OperatorPlace } from "./flow.js";
import { backward, type SourceRow, sourceRowsIn } from "./lineage.js";
import { lettingThrough } from "./lost-suspects.js";
import { evaluateAt, rowsInto, rowsOutOf } from "./rows.js";
import { leavesOf } from "./suspects.js";

export interface Failure {
  /** Places are those of the query. */
  readonly diagnostic: Diagnostic;
  readonly operator: Span | undefined;
  /** Rows that came in; undefined where that cannot be told, as inside a sub-query. */
  readonly rowsIn: number | undefined;
  readonly cause: FailureCause | undefined;
}

export type FailureCause =
  /** An expression over one row. */
  | {
      readonly kind: "row";
      readonly row: number;
      readonly sources: readonly SourceRow[];
      readonly expression: Span;
      readonly cells: readonly NamedCell[];
    }
  /** A join whose sides have too many rows of one key. */
  | { readonly kind: "join"; readonly rightRows: number; readonly key: JoinedKey | undefined };

/** The key that makes most of the rows. */
export interface JoinedKey {
  readonly cells: readonly NamedCell[];
  readonly left: number;
  readonly right: number;
}

export interface FailedRun {
  readonly rule: Rule;
  readonly workspace: Workspace;
  readonly window: RunWindow;
}

/** Undefined when the run does not fail, or fails before any operator does: it does not bind, a file cannot be read. */
export function failureOf(run: FailedRun): Failure | undefined {
  const { rule, workspace, window } = run;
  const diagnostic = errorOf(() => workspace.queryRecorded(rule.query.text, optionsOf(window)));
  if (diagnostic === undefined || !isOfRun(diagnostic)) return undefined;
  const [plan] = workspace.bind(rule.query.text, rule.source.name).query.results;
  const failing = plan === undefined ? undefined : failingOperator(plan, diagnostic.span);
  if (failing === undefined) return { diagnostic, operator: undefined, rowsIn: undefined, cause: undefined };
  const before = rowsBefore(run, failing);
  return {
    diagnostic,
    operator: failing.operator.span,
    rowsIn: before?.operator.rowsIn,
    cause: before === undefined ? undefined : causeOf(run, failing.operator, before, diagnostic.span),
  };
}

/** Refused values and limits; not time, which is no operator's own, and not tables whose cells cannot be read. */
function isOfRun({ code }: Diagnostic): boolean {
  return /^KQL(22\d|30[3-9]|33\d)$/.test(code);
}

function optionsOf(window: RunWindow) {
  return { window, now: printDatetime(window.at) };
}

function errorOf(run: () => unknown): Diagnostic | undefined {
  try {
    run();
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    return error.diagnostics[0];
  }
  return undefined;
}

interface FailingOperator {
  readonly operator: BoundOperator;
  readonly pipeline: BoundPipeline;
  readonly index: number;
}

/** The operator that an error points into: the one of the shortest text, for inputs stand inside their operator. */
function failingOperator(plan: BoundPipeline, { start, end }: Span): FailingOperator | undefined {
  let found: FailingOperator | undefined;
  visitPlan([plan], {
    operator: ({ operator, pipeline, index }) => {
      const { span } = operator;
      if (span.start > start || span.end < end) return;
      const known = found?.operator.span;
      if (known === undefined || span.end - span.start < known.end - known.start)
        found = { operator, pipeline, index };
    },
  });
  return found;
}

/** What stands before an operator, run alone: a place with the operator's rows. */
function rowsBefore(run: FailedRun, { pipeline, index }: FailingOperator): OperatorPlace | undefined {
  const { source } = pipeline;
  if (index < 0 || source.kind === "given") return undefined;
  const operators = pipeline.operators.slice(0, index);
  const [next] = pipeline.operators.slice(index);
  const output = operators.at(-1)?.output ?? sourceOutput(pipeline, next);
  if (output === undefined) return undefined;
  const { rest: _, restInput: __, ...parts } = pipeline;
  const all = lettingThrough({ ...next, output });
  const trace = runPart(run, { ...parts, operators: [...operators, all], output })?.trace;
  const place = trace === undefined ? undefined : lastPlace(flowOf(trace).result);
  return place?.operator === undefined ? undefined : place;
}

function sourceOutput({ source }: BoundPipeline, next: BoundOperator): BoundPipeline["output"] | undefined {
  if (source.kind === "shared") return source.pipeline.output;
  if (source.kind === "generator") return source.operator.output;
  return source.kind === "scan" ? { ...next.output, columns: source.columns } : undefined;
}

function runPart(
  { rule, workspace, window }: FailedRun,
  pipeline: BoundPipeline,
): RecordedResult | undefined {
  const bound = workspace.bind(rule.query.text, rule.source.name);
  try {
    return workspace.runPart(bound, pipeline, { ...optionsOf(window), record: true });
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    return undefined;
  }
}

function causeOf(
  run: FailedRun,
  operator: BoundOperator,
  before: OperatorPlace,
  span: Span,
): FailureCause | undefined {
  if (isJoin(operator)) return joinCause(run, operator, before);
  for (const whole of partsOfOperator(operator).expressions) {
    const part = partAt(whole, span);
    const row = part === undefined ? undefined : firstRefused(before, whole);
    if (part === undefined || row === undefined) continue;
    const from = before.before;
    const sources = from === undefined ? [] : sourceRowsIn(backward(from, [row]));
    return { kind: "row", row, sources, expression: part.span, cells: leavesOf(before, part, row) };
  }
  return undefined;
}

/** The part of an expression that stands at a place. */
function partAt(whole: BoundExpression, { start, end }: Span): BoundExpression | undefined {
  if (whole.span.start === start && whole.span.end === end) return whole;
  for (const part of partsOf(whole)) {
    const found = partAt(part, { start, end });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first row over which an expression fails: the shortest stretch of rows that it fails over ends with it. */
function firstRefused(place: OperatorPlace, expression: BoundExpression): number | undefined {
  const { batch } = rowsInto(place);
  const fails = (length: number) =>
    errorOf(() => cellsRead(evaluateAt(place, expression, batch.slice(0, length)))) !== undefined;
  if (!fails(batch.length)) return undefined;
  let [passing, failing] = [0, batch.length];
  while (failing - passing > 1) {
    const middle = (passing + failing) >> 1;
    if (fails(middle)) failing = middle;
    else passing = middle;
  }
  return failing - 1;
}

/** Reads a vector, which may have been put off. */
function cellsRead(vector: ReturnType<typeof evaluateAt>): void {
  if (vector.length > 0) cellAt(vector, vector.length - 1);
}

type Join = Extract<BoundOperator, object> & {
  readonly right: number;
  readonly keys: { readonly left: readonly BoundExpression[]; readonly right: readonly BoundExpression[] };
};

function joinCause(run: FailedRun, operator: Join, before: OperatorPlace): FailureCause | undefined {
  const input = operator.inputs[operator.right];
  const trace = input === undefined ? undefined : runPart(run, input)?.trace;
  if (trace === undefined) return undefined;
  const right = rowsOutOf(lastPlace(flowOf(trace).result)).batch;
  const leftKeys = keyCounts(operator.keys.left, before, rowsInto(before).batch);
  const rightKeys = keyCounts(operator.keys.right, before, right);
  let key: JoinedKey | undefined;
  for (const [text, { cells, count }] of leftKeys) {
    const others = rightKeys.get(text)?.count ?? 0;
    if (count * others > (key === undefined ? 0 : key.left * key.right))
      key = { cells, left: count, right: others };
  }
  return { kind: "join", rightRows: right.length, key };
}

function keyCounts(
  expressions: readonly BoundExpression[],
  place: OperatorPlace,
  batch: ReturnType<typeof rowsInto>["batch"],
): ReadonlyMap<string, { readonly cells: readonly NamedCell[]; count: number }> {
  const readers = expressions.map((expression) => cellReader(evaluateAt(place, expression, batch)));
  const counts = new Map<string, { readonly cells: readonly NamedCell[]; count: number }>();
  for (let row = 0; row < batch.length; row++) {
    const cells = expressions.map((expression, at): NamedCell => {
      const name = expression.kind === "column" ? expression.name : "";
      return { name, type: expression.type, cell: readers[at](row) };
    });
    const text = JSON.stringify(cells.map(textOfCell));
    const known = counts.get(text);
    if (known === undefined) counts.set(text, { cells, count: 1 });
    else known.count++;
  }
  return counts;
}
