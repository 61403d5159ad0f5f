import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import type { OperatorRun } from "../exec/run.js";
import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { allRows } from "../vector/selection.js";
import { constVector } from "../vector/vector.js";
import { noTableFound } from "./diagnostics.js";
import { legLineage, legsSink, unitedRows } from "./leg-rows.js";
import { defineOperator } from "./operator.js";
import { parameterChoice, parameterWord } from "./parameters.js";
import { inputLegs, type Leg, legsOf } from "./table-legs.js";
import { uniteColumns } from "./union-columns.js";

/** `union kind=outer T, (U | where a)`: the rows of several tables. */
export interface UnionOperator extends OperatorNode {
  readonly kind: "union";
  readonly parameters: readonly Property[];
  readonly tables: readonly Expression[];
}

export const unionSyntax = defineSyntax<UnionOperator>({
  kind: "union",
  rule: "unionOperator",
  lower: (cst, context) => ({
    kind: "union",
    ...context.head(cst),
    parameters: context.parameters(cst),
    tables: nodesOf(cst, "tableReference").map((table) => context.table(table)),
  }),
  print: (node, printer) =>
    `union ${printer.parameters(node.parameters)}${node.tables.map(printer.table).join(", ")}`,
});

interface UnionShape extends BoundShape {
  readonly legs: readonly BoundLeg[];
}

interface BoundLeg {
  readonly input: number | undefined;
  /** What the column of `withsource` holds; undefined without one. */
  readonly source: string | undefined;
  /** For each other column, where it stands in the leg; -1 where it is missing. */
  readonly indexes: readonly number[];
}

/** The rows of all tables, one table after another; missing cells are null. */
export const union = defineOperator<UnionOperator, UnionShape>("union", {
  bind(node, context) {
    const isFuzzy = parameterWord(node.parameters, "isfuzzy")?.toLowerCase() === "true";
    const presence = isFuzzy ? "optional" : "required";
    const legs = [...inputLegs(context), ...node.tables.flatMap((table) => legsOf(table, presence, context))];
    if (legs.length === 0) context.report(noTableFound(node.keyword));
    const { columns, sources } = uniteColumns(
      legs.map(({ output }) => output),
      parameterChoice(node, "kind", ["inner", "outer"], context) ?? "outer",
    );
    const source =
      parameterWord(node.parameters, "withsource") ?? parameterWord(node.parameters, "with_source");
    return {
      output: {
        columns: source === undefined ? columns : withSource(source, columns, context),
        isSerialized: false,
        isOpen: legs.some(({ output }) => output.isOpen),
      },
      legs: legs.map(
        (leg, at): BoundLeg => ({
          input: leg.input,
          source: source === undefined ? undefined : nameOf(leg, at),
          indexes: sources[at],
        }),
      ),
    };
  },
  start({ legs, output }, run, out) {
    const columns = legs[0]?.source === undefined ? output.columns : output.columns.slice(1);
    const emit = (leg: BoundLeg, batch: Batch, offset: number): void =>
      out.push(legRows(leg, columns, batch), legLineage(leg.input, allRowsIf(run, batch), offset, run));
    return legsSink(legs, run, out, emit);
  },
});

/** Legs that are no plain table are numbered by their place. */
function nameOf({ name }: Leg, at: number): string {
  return name ?? `union_arg${at}`;
}

function withSource(name: string, columns: readonly Column[], context: BindContext): Column[] {
  const taken = new Set(columns.map((column) => column.name));
  return [{ name: context.uniqueName(name, taken), type: "string" }, ...columns];
}

function allRowsIf(run: OperatorRun, batch: Batch): Int32Array {
  return run.isRecording ? allRows(batch.length) : new Int32Array(0);
}

function legRows({ source, indexes }: BoundLeg, columns: readonly Column[], batch: Batch): Batch {
  const united = unitedRows(indexes, columns, batch);
  if (source === undefined) return united;
  return Batch.of(batch.length, [constVector("string", source, batch.length)]).beside(united);
}
