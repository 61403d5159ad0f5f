import type { Column } from "../../src/bind/bound.js";
import type { Table } from "../../src/exec/table.js";
import { ImportFailure, importCell } from "../../src/types/import.js";
import { Batch } from "../../src/vector/batch.js";
import { vectorOf } from "../../src/vector/vector.js";
import type { CaseTable } from "./case-file.js";

/** A table that hands out one row at a time, and fails when a column is read that the plan did not ask for. */
export function strictTable({ name, columns, rows }: CaseTable): Table {
  const schema = columns.map(([column, type]): Column => ({ name: column, type }));
  return {
    name,
    columns: schema,
    rowCount: rows.length,
    read({ used }) {
      let at = 0;
      return {
        next() {
          if (at >= rows.length) return undefined;
          const row = rows[at++];
          const vectors = schema.map(({ name: column, type }, col) => () => {
            if (!used.has(col)) throw new Error(`column ${column} is read, but the plan does not ask for it`);
            const cell = importCell(row[col], type);
            if (cell instanceof ImportFailure) throw new Error(`${column}: expected ${cell.expected}`);
            return vectorOf(type, [cell]);
          });
          return { batch: Batch.lazy(1, vectors) };
        },
      };
    },
  };
}
