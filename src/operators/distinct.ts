import type { BindContext, BoundShape } from "../bind/bind-context.js";
import { GroupLineage } from "../exec/group-lineage.js";
import { Grouping } from "../exec/grouping.js";
import { applyLayout, type Layout } from "../exec/outputs.js";
import type { NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { projectLayout } from "./extended-columns.js";
import { reportDynamicKeys } from "./group-keys.js";
import { defineOperator } from "./operator.js";
import { parameterChoice, strategies } from "./parameters.js";

/** `T | distinct a, b`, `T | distinct *`: each combination of values once. */
export interface DistinctOperator extends OperatorNode {
  readonly kind: "distinct";
  readonly parameters: readonly Property[];
  /** A star stands for all columns. */
  readonly columns: readonly NamedExpression[];
}

export const distinctSyntax = defineSyntax<DistinctOperator>({
  kind: "distinct",
  rule: "distinctOperator",
  lower: (cst, context) => ({
    kind: "distinct",
    ...context.head(cst),
    parameters: context.parameters(cst),
    columns: nodesOf(cst, "namedExpression").map((item) => context.namedOrStar(item)),
  }),
  print: (node, printer) =>
    `distinct ${printer.parameters(node.parameters)}${printer.namedList(node.columns)}`,
});

interface DistinctShape extends BoundShape {
  readonly layout: Layout;
}

/** Each combination of values once, in order of first appearance; only the columns listed. */
export const distinct = defineOperator<DistinctOperator, DistinctShape>("distinct", {
  bind(node, context) {
    parameterChoice(node, "hint.strategy", strategies, context);
    const outputs = context.outputs(
      node.columns.flatMap((item) => withoutStar(item, context)),
      "project",
    );
    reportDynamicKeys("distinct", outputs, context);
    const { columns, layout } = projectLayout(context.input.columns, outputs);
    const isOpen = context.input.isOpen && node.columns.some(({ value }) => value.kind === "star");
    return { output: { columns, isSerialized: false, isOpen }, layout };
  },
  start({ layout, output }, run, out) {
    const grouping = new Grouping(
      output.columns.map(({ type }) => type),
      run,
    );
    const lineage = run.isRecording ? new GroupLineage() : undefined;
    return {
      push(batch) {
        const projected = applyLayout(layout, batch, run);
        const before = grouping.groupCount;
        const groups = grouping.add(columnsOf(projected), batch.length);
        if (lineage !== undefined) lineage.add(groups);
        else if (grouping.groupCount > before) out.push(projected.select(newRows(groups, before)));
      },
      finish() {
        const { groupCount } = grouping;
        if (lineage !== undefined && groupCount > 0) {
          out.push(Batch.of(groupCount, grouping.keys()), lineage.finish(groupCount));
        }
        out.finish();
      },
      isSatisfied: () => lineage === undefined && (out.isSatisfied?.() ?? false),
    };
  },
});

function columnsOf(batch: Batch): ReturnType<Batch["column"]>[] {
  return Array.from({ length: batch.columnCount }, (_, col) => batch.column(col));
}

/** Rows where groups numbered from `next` on turn up first. */
function newRows(groups: Int32Array, next: number): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < groups.length; row++) {
    if (groups[row] === next) {
      rows.push(row);
      next++;
    }
  }
  return Int32Array.from(rows);
}

/** Names of all visible columns in place of `*`. */
function withoutStar(item: NamedExpression, context: BindContext): readonly NamedExpression[] {
  const { value, span } = item;
  if (value.kind !== "star") return [item];
  return context.input.columns.flatMap(({ name, isHidden }): NamedExpression[] =>
    isHidden === true
      ? []
      : [{ names: [], value: { kind: "name", name, isBracketed: true, hasWildcard: false, span }, span }],
  );
}
