/** One cell of the result and the source cells that it comes from. */
import type { CellOrigins } from "../explain/cells.js";
import type { Explanation } from "../explain/explain.js";
import { lastPlace } from "../explain/flow.js";
import { rowsOutOf } from "../explain/rows.js";
import { exportJsonCell, type PlainJson } from "../types/export.js";
import { cellAt } from "../vector/vector.js";
import { count, sourcesOf, Words, wrap } from "./explain-words.js";

/** Row and column by their ordinals. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** Source cells that are listed. */
const fewCells = 40;

export function formatCell(
  { subject, flow }: Explanation,
  place: CellPlace,
  { cells, counted }: CellOrigins,
): string {
  const words = new Words(subject);
  const { name, value } = cellOf(flow, place);
  const total = counted.length === 0 ? [] : [`${count(counted.length, "row")} counted`];
  const made = cells.length === 0 ? [] : [count(cells.length, "source cell")];
  const from = [...made, ...total].join(" and ") || "no source cell";
  const lines = [
    ...wrap(`${name} of result row ${place.row + 1} is ${words.cell(value)}; it comes from ${from}`),
    ...cells
      .slice(0, fewCells)
      .flatMap((cell) =>
        wrap(`${cell.table} row ${cell.row + 1}, ${cell.column}: ${words.cell(cell.value)}`, 78).map(
          (line) => `  ${line}`,
        ),
      ),
    ...(cells.length > fewCells ? [`  ... and ${count(cells.length - fewCells, "more cell")}`] : []),
    ...(counted.length === 0 ? [] : wrap(`counted: ${sourcesOf(counted)}`)),
  ];
  return `${lines.join("\n")}\n`;
}

export function cellJson(
  { flow }: Explanation,
  place: CellPlace,
  { cells, counted }: CellOrigins,
): { readonly [key: string]: PlainJson } {
  const { name, value } = cellOf(flow, place);
  return {
    row: place.row + 1,
    column: name,
    value: exportJsonCell(value.cell, value.type),
    cells: cells.map((cell) => ({
      table: cell.table,
      row: cell.row + 1,
      column: cell.column,
      value: exportJsonCell(cell.value.cell, cell.value.type),
    })),
    counted: counted.map(({ table, row }) => ({ table, row: row + 1 })),
  };
}

function cellOf({ result }: Explanation["flow"], { row, column }: CellPlace) {
  const { columns, batch } = rowsOutOf(lastPlace(result));
  const { name, type } = columns[column];
  return { name, value: { cell: cellAt(batch.column(column), row), type } };
}
