import type { BoundShape } from "../bind/bind-context.js";
import { columnIndex, derivedColumn } from "../bind/columns.js";
import { repeatedColumn } from "../bind/diagnostics.js";
import { type Layout, layoutSink } from "../exec/outputs.js";
import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { badRename } from "./diagnostics.js";
import { defineOperator } from "./operator.js";

/** `T | project-rename new = old`: other names for columns, where they stand. */
export interface ProjectRenameOperator extends OperatorNode {
  readonly kind: "project-rename";
  readonly columns: readonly NamedExpression[];
}

export const projectRenameSyntax = defineSyntax<ProjectRenameOperator>({
  kind: "project-rename",
  rule: "projectRenameOperator",
  lower: (cst, context) => ({
    kind: "project-rename",
    ...context.head(cst),
    columns: context.namedList(nodesOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `project-rename ${printer.namedList(node.columns)}`.trimEnd(),
});

interface ProjectRenameShape extends BoundShape {
  readonly layout: Layout;
}

/** Columns under other names, which none may have yet, each where it was. A column renamed twice keeps the first name. */
export const projectRename = defineOperator<ProjectRenameOperator, ProjectRenameShape>("project-rename", {
  bind(node, context) {
    const input = context.input.columns;
    const columns = [...input];
    const renamed = new Set<number>();
    const given = new Set<string>();
    for (const { names, value, span } of node.columns) {
      const [name] = names;
      if (names.length !== 1 || name === undefined || value.kind !== "name") {
        context.report(badRename(span));
        continue;
      }
      const index = context.column({ text: value.name, span: value.span });
      if (index === undefined || renamed.has(index)) continue;
      if (columnIndex(input, name.text) >= 0 || given.has(name.text))
        context.report(repeatedColumn(name.text, name.span));
      given.add(name.text);
      renamed.add(index);
      columns[index] = derivedColumn({ ...input[index], name: name.text }, [input[index]]);
    }
    const layout = { inputColumns: input, computed: [], indexes: [...input.keys()] };
    return { output: { ...context.input, columns }, layout };
  },
  start: ({ layout }, run, out) => layoutSink(layout, run, out),
});
