/** `schema_merge`: one schema out of several, each in the form that `getschema` gives. */
import type { BoundShape } from "../../bind/bind-context.js";
import type { BoundExpression, Column } from "../../bind/bound.js";
import { collectInput } from "../../exec/collect.js";
import { noLineage } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import { Batch } from "../../vector/batch.js";
import { cellReader, vectorOf } from "../../vector/vector.js";
import { constantArgument, pluginArguments } from "./arguments.js";
import { definePlugin } from "./plugin.js";

interface SchemaMergeShape extends BoundShape {
  /** Where the four columns of a schema are in the input. */
  readonly places: readonly number[];
  readonly inputColumns: readonly Column[];
  readonly keepsOrder: BoundExpression | undefined;
}

interface MergedColumn {
  readonly name: string;
  readonly dataType: string;
  readonly type: string;
  /** The farthest place that it has in any schema. */
  ordinal: number;
  hasMoved: boolean;
}

const columns: readonly Column[] = [
  { name: "ColumnName", type: "string" },
  { name: "ColumnOrdinal", type: "int" },
  { name: "DataType", type: "string" },
  { name: "ColumnType", type: "string" },
];

/** The columns of all schemas, once each. A column that changes its place is marked, unless told not to. */
export const schemaMerge = definePlugin<SchemaMergeShape>("schema_merge", {
  bind(call, context) {
    const args = pluginArguments(call, { required: [], optional: ["PreserveOrder"] }, context);
    return {
      output: { columns, isSerialized: false, isOpen: false },
      places: columns.map(({ name }) => context.column({ text: name, span: call.span }) ?? 0),
      inputColumns: context.input.columns,
      keepsOrder: constantArgument(args.get("PreserveOrder"), context, "bool"),
    };
  },
  start({ places, inputColumns, keepsOrder }, run, out) {
    return collectInput(inputColumns, run, (all) => {
      const marksMoves = keepsOrder === undefined || run.constant(keepsOrder) === true;
      const merged = mergedColumns(all, places, run);
      if (merged.length > 0) out.push(schemaBatch(merged, marksMoves), noLineage(run));
      out.finish();
    });
  },
});

function mergedColumns(all: Batch, places: readonly number[], run: OperatorRun): MergedColumn[] {
  const [nameAt, ordinalAt, dataTypeAt, typeAt] = places.map((place) => cellReader(all.column(place)));
  const merged = new Map<string, MergedColumn>();
  for (let row = 0; row < all.length; row++) {
    const [name, type, ordinal] = [String(nameAt(row)), String(typeAt(row)), Number(ordinalAt(row))];
    const known = merged.get(name);
    if (known === undefined) {
      merged.set(name, { name, dataType: String(dataTypeAt(row)), type, ordinal, hasMoved: false });
    } else if (known.type !== type) {
      run.fail(
        "KQL231",
        `\`schema_merge\` of column \`${name}\` as ${known.type} and ${type} is not supported`,
      );
    } else {
      known.hasMoved ||= known.ordinal !== ordinal;
      known.ordinal = Math.max(known.ordinal, ordinal);
    }
  }
  return inOrder([...merged.values()], run);
}

/** Where columns that only some schemas have push others aside, the engine's numbering is not known. */
function inOrder(merged: readonly MergedColumn[], run: OperatorRun): MergedColumn[] {
  const ordered = [...merged].sort((a, b) => a.ordinal - b.ordinal);
  const clash = ordered.find(({ ordinal }, at) => at > 0 && ordered[at - 1].ordinal === ordinal);
  if (clash !== undefined) {
    run.fail("KQL231", `\`schema_merge\` of two columns at place ${clash.ordinal} is not supported`);
  }
  return ordered;
}

const outOfOrder = "ERROR(columns are out of order)";

function schemaBatch(merged: readonly MergedColumn[], marksMoves: boolean): Batch {
  const rows = merged.map(({ name, ordinal, dataType, type, hasMoved }) =>
    marksMoves && hasMoved
      ? [name, -1, `ERROR(unknown CSL type:${outOfOrder})`, outOfOrder]
      : [name, ordinal, dataType, type],
  );
  const vectors = columns.map(({ type }, col) =>
    vectorOf(
      type,
      rows.map((cells) => cells[col]),
    ),
  );
  return Batch.of(rows.length, vectors);
}
