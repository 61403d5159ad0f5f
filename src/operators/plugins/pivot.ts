import type { BindContext, BoundShape } from "../../bind/bind-context.js";
import type { BoundAggregateList, BoundExpression, Column } from "../../bind/bound.js";
import { startAggregation } from "../../exec/aggregation.js";
import { GroupLineage } from "../../exec/group-lineage.js";
import { Grouping } from "../../exec/grouping.js";
import type { OperatorRun } from "../../exec/run.js";
import type { CallExpression, Expression, Pipeline } from "../../syntax/ast.js";
import { compareText } from "../../types/compare.js";
import { convertCell } from "../../types/convert.js";
import type { KqlType } from "../../types/kql-type.js";
import { cellToText } from "../../types/text.js";
import type { Cell } from "../../types/value.js";
import { Batch } from "../../vector/batch.js";
import { cellReader, type Vector, vectorOf } from "../../vector/vector.js";
import { columnArgument, pluginArguments, visibleColumns } from "./arguments.js";
import { admitColumns } from "./made-columns.js";
import { definePlugin } from "./plugin.js";

interface PivotShape extends BoundShape {
  readonly pivot: BoundExpression;
  /** Columns of the input that are kept, a row for each combination of their values. */
  readonly keys: readonly number[];
  readonly keyColumns: readonly Column[];
  readonly aggregates: BoundAggregateList;
}

/**
 * The values of a column as columns, in order of their names, each with an aggregate of the rows that have the value;
 * a row for each combination of the other columns. Counts and sums of no row are 0, other aggregates null.
 */
export const pivot = definePlugin<PivotShape>("pivot", {
  bind(call, context) {
    const args = pluginArguments(
      call,
      { required: ["pivotColumn"], optional: ["aggregationFunction"], isOpen: true },
      context,
    );
    const index = columnArgument(args.get("pivotColumn"), context);
    const aggregate = args.get("aggregationFunction");
    const used = new Set(namesIn(aggregate));
    const listed = args.rest.flatMap((value) => columnArgument(value, context) ?? []);
    const others = visibleColumns(context).flatMap((candidate) =>
      candidate.index === index || used.has(candidate.column.name) ? [] : [candidate.index],
    );
    const keys = args.rest.length > 0 ? listed : others;
    const keyColumns = keys.map((key) => context.input.columns[key]);
    for (const { name } of keyColumns) context.column({ text: name, span: call.span });
    const pivoted = args.get("pivotColumn");
    return {
      output: { columns: keyColumns, isSerialized: false, isOpen: true },
      pivot: context.expression(
        pivoted === undefined || pivoted.kind === "pipeline" ? { kind: "error", span: call.span } : pivoted,
      ),
      keys,
      keyColumns,
      aggregates: bindAggregate(aggregate, call, context),
    };
  },
  start({ pivot: pivoted, keys, keyColumns, aggregates }, run, out) {
    const aggregation = startAggregation(aggregates, run);
    const keyTypes: readonly KqlType[] =
      keyColumns.length === 0 ? ["bool"] : keyColumns.map(({ type }) => type);
    const rowsOf = new Grouping(keyTypes, run);
    const cellsOf = new Grouping(["long", "string"], run);
    const lineage = run.isRecording ? new GroupLineage() : undefined;
    return {
      push(batch) {
        const rows = rowsOf.add(
          keys.length === 0 ? [sameForAll(batch.length)] : keys.map((key) => batch.column(key)),
          batch.length,
        );
        lineage?.add(rows);
        const cells = cellsOf.add(
          [vectorOf("long", Array.from(rows)), namesOf(pivoted, batch, run)],
          batch.length,
        );
        aggregation.add(batch, cells, cellsOf.groupCount);
      },
      finish() {
        const { groupCount } = rowsOf;
        const made =
          cellsOf.groupCount > 0
            ? pivotedColumns(cellsOf, aggregation.finish(cellsOf.groupCount).column(0), {
                rowCount: groupCount,
                missing: missingCell(aggregates),
                run,
              })
            : [];
        out.declare([...keyColumns, ...made.map(({ column }) => column)]);
        const vectors = [...(keys.length === 0 ? [] : rowsOf.keys()), ...made.map(({ vector }) => vector)];
        if (groupCount > 0) out.push(Batch.of(groupCount, vectors), lineage?.finish(groupCount));
        out.finish();
      },
    };
  },
});

function bindAggregate(
  aggregate: Expression | Pipeline | undefined,
  call: CallExpression,
  context: BindContext,
): BoundAggregateList {
  const { span } = call;
  const count: Expression = { kind: "call", callee: { text: "count", span }, args: [], span };
  const value = aggregate === undefined || aggregate.kind === "pipeline" ? count : aggregate;
  return context.aggregates([{ names: [], value, span }], []);
}

/** Names of columns in the arguments of an aggregate. */
function namesIn(value: Expression | Pipeline | undefined): readonly string[] {
  if (value?.kind !== "call") return [];
  return value.args.flatMap((arg) => (arg.value.kind === "name" ? [arg.value.name] : []));
}

function sameForAll(length: number): Vector {
  return { encoding: "const", type: "bool", length, value: true };
}

function namesOf(pivoted: BoundExpression, batch: Batch, run: OperatorRun): Vector {
  const vector = run.evaluate(pivoted, batch);
  if (vector.type === "string") return vector;
  const read = cellReader(vector);
  return vectorOf(
    "string",
    Array.from({ length: batch.length }, (_, row) => cellToText(read(row), vector.type)),
  );
}

/** What stands where no row has the value. */
function missingCell({ aggregates, outputs }: BoundAggregateList): Cell {
  const [{ column, expression }] = outputs;
  const isPlain = aggregates.length === 1 && expression.kind === "column";
  if (isPlain && zeroOfNothing.has(aggregates[0].name)) return convertCell(0, "long", column.type);
  return column.type === "string" ? "" : null;
}

const zeroOfNothing: ReadonlySet<string> = new Set([
  "count",
  "sum",
  "dcount",
  "countif",
  "sumif",
  "dcountif",
]);

interface PivotTarget {
  readonly rowCount: number;
  readonly missing: Cell;
  readonly run: OperatorRun;
}

function pivotedColumns(
  cells: Grouping,
  values: Vector,
  { rowCount, missing, run }: PivotTarget,
): { readonly column: Column; readonly vector: Vector }[] {
  const [rows, names] = cells.keys().map((vector) => cellReader(vector));
  const read = cellReader(values);
  const { type } = values;
  const columns = new Map<string, Cell[]>();
  for (let cell = 0; cell < cells.groupCount; cell++) {
    const name = String(names(cell));
    let column = columns.get(name);
    if (column === undefined) {
      admitColumns(columns.size + 1, rowCount, run);
      column = new Array<Cell>(rowCount).fill(missing);
      columns.set(name, column);
    }
    column[Number(rows(cell))] = read(cell);
  }
  return [...columns]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, column]) => ({ column: { name, type }, vector: vectorOf(type, column) }));
}
