import type { BoundShape } from "../bind/bind-context.js";
import type { BoundPipeline, Column, RelationType } from "../bind/bound.js";
import { isUnsettled } from "../bind/open.js";
import { chosenRows } from "../exec/lineage.js";
import type { OperatorRun, Relation, Sink } from "../exec/run.js";
import type { Lineage } from "../exec/trace.js";
import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { has, nodeOf, nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { lowerExpanded, lowerLimit, printExpanded } from "./expanded-columns.js";
import { type BoundExpansion, bindExpansion, type ExpandedRows, startExpansion } from "./expanded-rows.js";
import { countKept, uniteTables } from "./leg-rows.js";
import { nestedPipeline } from "./nested-pipeline.js";
import { defineOperator } from "./operator.js";

/** `T | mv-apply a on (where a > 1)`: operators over the items of each row. */
export interface MvApplyOperator extends OperatorNode {
  readonly kind: "mv-apply";
  readonly parameters: readonly Property[];
  /** A `to-type` value holds the type that `to typeof(...)` asks for. */
  readonly columns: readonly NamedExpression[];
  readonly limit?: Expression;
  readonly operators: readonly OperatorNode[];
}

export const mvApplySyntax = defineSyntax<MvApplyOperator>({
  kind: "mv-apply",
  rule: "mvApplyOperator",
  lower: (cst, context) => ({
    kind: "mv-apply",
    ...context.head(cst),
    parameters: context.parameters(cst),
    columns: nodesOf(cst, "expandedColumn").map((column) => lowerExpanded(column, context)),
    ...(has(cst, "rowLimit") ? { limit: lowerLimit(cst, context) } : {}),
    operators: context.operators(nodeOf(cst, "subPipeline")),
  }),
  print: (node, printer) =>
    `mv-apply ${printExpanded(node, printer)} on ${printer.operators(node.operators)}`,
});

interface MvApplyShape extends BoundShape {
  readonly expansion: BoundExpansion;
  readonly nested: BoundPipeline;
  /** Columns of the rows handed to the sub-query: among those of the input, then those of the expansion. */
  readonly given: readonly number[];
  /** Columns of the input that go on. */
  readonly kept: readonly number[];
  /** Columns of the output: among those of the input, then those of the sub-query. */
  readonly indexes: readonly number[];
  readonly inputColumns: readonly Column[];
}

/**
 * Runs a sub-query over the elements of each row. The output has the columns of the input, but for those expanded as
 * they are, then what the sub-query makes; a column of the sub-query takes the place of one of the input of its name.
 */
export const mvApply = defineOperator<MvApplyOperator, MvApplyShape>("mv-apply", {
  bind(node, context) {
    const expansion = bindExpansion(node, context);
    const input = context.input.columns;
    const names = new Set(expansion.columns.map(({ name }) => name));
    const handedOn = [...input.keys()].filter((index) => !names.has(input[index].name));
    const given: RelationType = {
      columns: [...handedOn.map((index) => input[index]), ...expansion.columns],
      isSerialized: true,
      isOpen: context.input.isOpen,
    };
    const nested = context.nested(nestedPipeline(node.operators, node.span), given);
    const replaced = new Set(node.columns.flatMap(expandedAsIs));
    const kept = [...input.keys()].filter((index) => !replaced.has(input[index].name));
    const { columns, indexes } = mergeColumns(kept, input, nested.output.columns);
    return {
      output: {
        columns,
        isSerialized: false,
        isOpen: context.input.isOpen || nested.output.isOpen,
      },
      expansion,
      nested,
      given: [...handedOn, ...[...expansion.columns.keys()].map((at) => input.length + at)],
      kept,
      indexes,
      inputColumns: input,
    };
  },
  start(bound, run, out) {
    const { expansion, nested, indexes } = bound;
    const expandRows = startExpansion(expansion, run);
    const isOpen = isUnsettled(nested.output);
    const parts: Part[] = [];
    const count = countKept(run);
    const keep = (part: Part): void => {
      count(part.result);
      parts.push(part);
    };
    const pass = ({ before, result, lineage }: Part): void => {
      if (result.rowCount > 0) out.push(before.beside(result.batch).project(indexes), lineage);
    };
    return {
      push: (batch) => eachPart(bound, batch, expandRows(batch), run, isOpen ? keep : pass),
      finish() {
        if (isOpen) pushUnited(bound, parts, run, out);
        out.finish();
      },
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});

/** What the sub-query made of a row, and the row, once for each row made. */
interface Part {
  readonly before: Batch;
  readonly result: Relation;
  readonly lineage: Lineage | undefined;
}

/** Runs the sub-query over the elements of each row. */
function eachPart(
  { nested, given }: MvApplyShape,
  batch: Batch,
  { rows, items }: ExpandedRows,
  run: OperatorRun,
  visit: (part: Part) => void,
): void {
  const all = batch.select(rows).beside(items).project(given);
  for (let from = 0; from < rows.length; ) {
    const row = rows[from];
    let to = from + 1;
    while (to < rows.length && rows[to] === row) to++;
    const origins = run.isRecording ? new Int32Array(to - from).fill(run.inputOffset + row) : undefined;
    const result = run.runNested(nested, all.slice(from, to), origins);
    from = to;
    const source = new Int32Array(result.rowCount).fill(row);
    visit({ before: batch.select(source), result, lineage: chosenRows(run, source, run.inputOffset) });
  }
}

function pushUnited(
  { nested, kept, inputColumns }: MvApplyShape,
  parts: readonly Part[],
  run: OperatorRun,
  out: Sink,
): void {
  // No rows have columns, too.
  const { source } = nested;
  const none = Batch.empty(source.kind === "given" ? source.columns : []);
  const results = parts.length > 0 ? parts.map(({ result }) => result) : [run.runNested(nested, none)];
  const { columns, batches } = uniteTables(results);
  const merged = mergeColumns(kept, inputColumns, columns);
  run.declareColumns(merged.columns);
  parts.forEach(({ before, lineage }, at) => {
    if (before.length > 0) out.push(before.beside(batches[at]).project(merged.indexes), lineage);
  });
}

/** The name of a column that is expanded without getting another. */
function expandedAsIs({ names, value }: NamedExpression): string[] {
  const source = value.kind === "to-type" ? value.value : value;
  return names.length === 0 && source.kind === "name" ? [source.name] : [];
}

function mergeColumns(
  kept: readonly number[],
  input: readonly Column[],
  made: readonly Column[],
): { readonly columns: readonly Column[]; readonly indexes: readonly number[] } {
  const columns = kept.map((index) => input[index]);
  const indexes = [...kept];
  made.forEach((column, at) => {
    if (columns.includes(column)) return; // handed through
    const existing = columns.findIndex(({ name }) => name === column.name);
    const place = existing < 0 ? columns.length : existing;
    columns[place] = column;
    indexes[place] = input.length + at;
  });
  return { columns, indexes };
}
