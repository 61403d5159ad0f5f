/** Diagnostics of workspaces and their data. */
import type { Diagnostic } from "../text/diagnostic.js";
import type { SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";

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

/** Nothing is fetched: rows of an address come from whoever runs the query. */
export function missingExternalData(address: string, span: Span): Diagnostic {
  return {
    code: "KQL322",
    severity: "error",
    span,
    message: `the rows of \`externaldata\` "${address}" are not given, and nothing is fetched`,
    hints: [
      "give them: `$externaldata` in a test, `externaldata` in kqlunit.config.yaml, `addExternalData` in the library",
    ],
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
