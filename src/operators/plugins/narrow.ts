import type { BoundShape } from "../../bind/bind-context.js";
import type { Column } from "../../bind/bound.js";
import { derivedColumn } from "../../bind/columns.js";
import { shifted } from "../../exec/lineage.js";
import { cellToText } from "../../types/text.js";
import { Batch } from "../../vector/batch.js";
import { cellReader, vectorOf } from "../../vector/vector.js";
import { pluginArguments, visibleColumns } from "./arguments.js";
import { definePlugin } from "./plugin.js";

interface NarrowShape extends BoundShape {
  readonly cells: readonly { readonly column: Column; readonly index: number }[];
}

/** A row for each cell: the number of its row, the name of its column, its text. */
export const narrow = definePlugin<NarrowShape>("narrow", {
  bind(call, context) {
    pluginArguments(call, { required: [] }, context);
    const columns: Column[] = [
      { name: "Row", type: "long" },
      { name: "Column", type: "string" },
      derivedColumn({ name: "Value", type: "string" }, context.input.columns),
    ];
    return { output: { columns, isSerialized: false, isOpen: false }, cells: visibleColumns(context) };
  },
  start({ cells }, run, out) {
    let first = 0;
    return {
      push(batch) {
        const width = cells.length;
        const length = batch.length * width;
        const readers = cells.map(({ index }) => cellReader(batch.column(index)));
        const at = Array.from({ length }, (_, cell) => Math.floor(cell / width));
        const rows = Batch.of(length, [
          vectorOf(
            "long",
            at.map((row) => first + row),
          ),
          vectorOf(
            "string",
            at.map((_, cell) => cells[cell % width].column.name),
          ),
          vectorOf(
            "string",
            at.map((row, cell) => cellToText(readers[cell % width](row), cells[cell % width].column.type)),
          ),
        ]);
        first += batch.length;
        const lineage = run.isRecording
          ? ({ kind: "rows", rows: shifted(Int32Array.from(at), run.inputOffset) } as const)
          : undefined;
        out.push(rows, lineage);
      },
      finish: () => out.finish(),
    };
  },
});
