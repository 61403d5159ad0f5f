/** Diagnostics of workspaces and their data. */
import type { Diagnostic } from "../text/diagnostic.js";
import type { SourceText } from "../text/source.js";

export interface CellFact {
  readonly table: string;
  /** Counted from 0. */
  readonly row: number;
  readonly column: string;
  readonly type: string;
  /** As shown to the user. */
  readonly value: string;
}

export function cellDoesNotFit(fact: CellFact, source: SourceText): Diagnostic {
  const { table, row, column, type, value } = fact;
  return {
    code: "KQL320",
    severity: "error",
    span: { start: 0, end: source.text.length },
    message: `row ${row + 1} of \`${table}\`: column \`${column}\` is ${type}, and ${value} cannot be read as that`,
    hints: ["change the value, or give the table a schema of its own"],
  };
}

/** More text in one column than a loaded table can hold. */
export function columnTooLarge(): Diagnostic {
  return {
    code: "KQL321",
    severity: "error",
    span: { start: 0, end: 0 },
    message: "a column of a loaded table holds more than 4 GB of text",
    hints: ["split the data"],
  };
}
