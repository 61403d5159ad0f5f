import type { BoundShape } from "../bind/bind-context.js";
import type { BoundPipeline, Column, RelationType } from "../bind/bound.js";
import { shifted } from "../exec/lineage.js";
import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { has, nodeOf, nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { lowerExpanded, lowerLimit, printExpanded } from "./expanded-columns.js";
import { type BoundExpansion, bindExpansion, startExpansion } from "./expanded-rows.js";
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
  /** Columns of the input that the output repeats, and those that it takes from the sub-query. */
  readonly repeated: readonly number[];
  readonly made: readonly number[];
}

/**
 * Runs a sub-query over the elements of each row. The output has the columns of the input (but for those expanded under
 * their own name), then what the sub-query makes.
 */
export const mvApply = defineOperator<MvApplyOperator, MvApplyShape>("mv-apply", {
  bind(node, context) {
    const expansion = bindExpansion("mv-apply", node, context);
    const input = context.input.columns;
    const replaced = new Set(expansion.columns.map(({ name }) => name));
    const repeated = [...input.keys()].filter((index) => !replaced.has(input[index].name));
    const kept = repeated.map((index) => input[index]);
    const given: RelationType = {
      columns: [...kept, ...expansion.columns],
      isSerialized: true,
      isOpen: context.input.isOpen,
    };
    const nested = context.nested(nestedPipeline(node.operators, node.span), given);
    const { columns } = nested.output;
    const made = [...columns.keys()].filter((index) => !kept.includes(columns[index]));
    return {
      output: {
        columns: outputColumns(
          kept,
          made.map((index) => columns[index]),
          context.uniqueName,
        ),
        isSerialized: false,
        isOpen: context.input.isOpen || nested.output.isOpen,
      },
      expansion,
      nested,
      given: [...repeated, ...expansion.columns.keys()].map((index, at) =>
        at < repeated.length ? index : input.length + index,
      ),
      repeated,
      made,
    };
  },
  start({ expansion, nested, given, repeated, made }, run, out) {
    const expandRows = startExpansion(expansion, run);
    return {
      push(batch) {
        const { rows, items } = expandRows(batch);
        const all = batch.select(rows).beside(items).project(given);
        for (let from = 0; from < rows.length; ) {
          const row = rows[from];
          let to = from + 1;
          while (to < rows.length && rows[to] === row) to++;
          const result = run.runNested(nested, all.slice(from, to)).batch;
          from = to;
          if (result.length === 0) continue;
          const source = new Int32Array(result.length).fill(row);
          out.push(
            batch.select(source).project(repeated).beside(result.project(made)),
            run.isRecording ? { kind: "rows", rows: shifted(source, run.inputOffset) } : undefined,
          );
        }
      },
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});

function outputColumns(
  kept: readonly Column[],
  made: readonly Column[],
  uniqueName: (name: string, taken: ReadonlySet<string>) => string,
): Column[] {
  const taken = new Set(kept.map(({ name }) => name));
  return [
    ...kept,
    ...made.map((column) => {
      const name = uniqueName(column.name, taken);
      taken.add(name);
      return name === column.name ? column : { ...column, name };
    }),
  ];
}
