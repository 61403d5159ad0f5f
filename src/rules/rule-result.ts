import type { ExportedCell } from "../types/export.js";
import { jsonText } from "../types/json-text.js";
import type { KqlType } from "../types/kql-type.js";

/** What a rule's query gave: cells in their public form, rows in result order. */
export interface RuleResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly ExportedCell[])[];
}

export interface ResultColumn {
  readonly name: string;
  readonly type: KqlType;
}

/** Index of a column, by its exact name. */
export function columnIndex(result: RuleResult, name: string): number | undefined {
  const index = result.columns.findIndex((column) => column.name === name);
  return index === -1 ? undefined : index;
}

/** A cell as alerts print it: dynamic values as JSON, everything else as cells are printed; null is empty. */
export function cellText(cell: ExportedCell | undefined): string {
  if (cell === null || cell === undefined) return "";
  return typeof cell === "object" ? jsonText(cell) : String(cell);
}
