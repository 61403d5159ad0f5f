import type { OperatorRun } from "../../exec/run.js";

/** More columns than this, made out of data, are a mistake. */
const maxColumns = 10_000;
/** Cells that such columns may have in all; a table of this size is near what one process can hold. */
const maxCells = 100_000_000;

/** Ends the run when data makes too many columns, before they are made. */
export function admitColumns(columns: number, rows: number, run: OperatorRun): void {
  const hint = "filter first, or list the columns wanted: `: (a:long, b:string)`";
  if (columns > maxColumns) run.failLimit(`it would make more than ${maxColumns} columns`, hint);
  if (columns * rows > maxCells) {
    run.failLimit(`${columns} columns of ${rows} rows would be more than ${maxCells} cells`, hint);
  }
}
