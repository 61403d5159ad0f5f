/** When the rows of a table are from, whether a run saw them or not. */
import type { SourceTrace } from "../exec/trace.js";
import type { Int64 } from "../types/int64.js";
import { asInt64, cellReader } from "../vector/vector.js";
import type { Subject } from "./subject.js";

export type Scan = Extract<SourceTrace, { readonly kind: "scan" }>;

/** When a row was generated and when it was ingested. */
export interface RowTimes {
  readonly row: number;
  readonly generated: Int64 | null;
  readonly ingested: Int64 | null;
}

/** Times of all rows of a table; undefined for a table that is not in memory. */
export function timesOf({ workspace }: Subject, { table: name, columns }: Scan): RowTimes[] | undefined {
  const table = workspace.table(name);
  const timeAt = columns.findIndex((column) => column.name === "TimeGenerated");
  if (table === undefined || timeAt === -1) return undefined;
  const reader = table.read({ used: new Set([timeAt]) });
  const times: RowTimes[] = [];
  for (;;) {
    const next = reader.next();
    if (next === undefined) return times;
    if (next instanceof Promise) return undefined;
    const generated = cellReader(next.batch.column(timeAt));
    const ingested = next.ingestionTime === undefined ? generated : cellReader(next.ingestionTime);
    for (let row = 0; row < next.batch.length; row++) {
      times.push({ row: times.length, generated: asInt64(generated(row)), ingested: asInt64(ingested(row)) });
    }
  }
}
