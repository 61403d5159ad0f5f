/** Which rows of a table can matter to a query at all, whatever the time of the run. */
import type { BoundExpression, BoundOperator, BoundPipeline, BoundSource } from "../../bind/bound.js";
import type { BoundText } from "../../engine/bind-text.js";
import type { Workspace } from "../../engine/workspace.js";
import type { PipelineTrace } from "../../exec/trace.js";
import { anyPart } from "./column-origin.js";
import { hasLayout, isWhere } from "./operator-shapes.js";
import { visitPlan } from "./visit-plan.js";

type Scan = Extract<BoundSource, { kind: "scan" }>;

/**
 * Rows that pass the filters standing right behind the scans of a table, as far as these don't depend on the clock or
 * on other rows. Undefined: all rows. Rows left out can't change any result, so a run may leave them out, too.
 */
export function relevantRows(workspace: Workspace, bound: BoundText, table: string): Int32Array | undefined {
  const filters = filtersOf(bound, table);
  if (filters.length === 0 || filters.some(({ operators }) => operators.length === 0)) return undefined;
  const kept = new Set<number>();
  for (const { source, operators } of filters) {
    const last = operators[operators.length - 1];
    const pipeline: BoundPipeline = {
      kind: "bound-pipeline",
      source,
      operators,
      output: last.output,
      span: source.span,
    };
    const { trace } = workspace.runPart(bound, pipeline, { record: true });
    if (trace === undefined) return undefined;
    for (const row of survivingRows(trace)) kept.add(row);
  }
  return Int32Array.from(kept).sort();
}

interface ScanFilter {
  readonly source: Scan;
  readonly operators: readonly BoundOperator[];
}

function filtersOf(bound: BoundText, table: string): readonly ScanFilter[] {
  const filters: ScanFilter[] = [];
  visitPlan(bound.query.results, {
    source: (source, pipeline) => {
      if (source.kind === "scan" && source.table === table) {
        filters.push({ source, operators: clockFreePrefix(pipeline.operators) });
      }
    },
  });
  return filters;
}

/** Leading filters and the columns they are made of; what follows a filter with the clock in it may still filter. */
function clockFreePrefix(operators: readonly BoundOperator[]): readonly BoundOperator[] {
  const prefix: BoundOperator[] = [];
  for (const operator of operators) {
    if (isWhere(operator)) {
      const conjuncts = operator.conjuncts.filter(isSteady);
      const filter: BoundOperator & { readonly conjuncts: readonly BoundExpression[] } = {
        ...operator,
        conjuncts,
        inputs: [],
      };
      if (conjuncts.length > 0) prefix.push(filter);
    } else if (operator.kind === "extend" && hasLayout(operator)) {
      if (!operator.layout.computed.every(({ expression }) => isSteady(expression))) break;
      prefix.push(operator);
    } else break;
  }
  return prefix.some(isWhere) ? prefix : [];
}

/** The same for a row at every run: no clock, no chance, no other rows. */
function isSteady(expression: BoundExpression): boolean {
  return !anyPart(expression, (part) => {
    if (part.kind === "call") return part.entry.readsEnvironment === true || part.entry.isVolatile === true;
    return part.kind === "window" || part.kind === "scalar-input" || part.kind === "list-input";
  });
}

/** Table rows behind the rows that a chain of filters lets through. */
function survivingRows(trace: PipelineTrace): Iterable<number> {
  if (trace.source.kind !== "scan") return [];
  let rows: ArrayLike<number> = trace.source.rows;
  for (const operator of trace.operators) {
    const before = rows;
    rows = operator.emitted.flatMap(({ lineage }) =>
      lineage.kind === "rows" ? Array.from(lineage.rows, (row) => before[row]) : [],
    );
  }
  return Array.from(rows);
}
