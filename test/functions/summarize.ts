/** Runs aggregates through the library, over the rows of a datatable. */
import { Workspace } from "../../src/engine/workspace.js";

const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });

export interface Summary {
  /** `name:type` of each column. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** @throws KqlError for mistakes in the query */
export function run(query: string): Summary {
  const result = workspace.query(query);
  return { columns: result.columns.map(({ name, type }) => `${name}:${type}`), rows: result.toArrays() };
}

/** A value of each type, a null of each, and the value again. */
const allTypes = `datatable(g:string, i:int, l:long, r:real, m:decimal, b:bool, s:string, t:datetime, p:timespan, u:guid, d:dynamic)[
  "a", 1, 10, 1.5, decimal(1.5), true, "x", datetime(2020-01-01), 1h, guid(00000000-0000-0000-0000-000000000001), dynamic({"k":1}),
  "a", int(null), long(null), real(null), decimal(null), bool(null), "", datetime(null), timespan(null), guid(null), dynamic(null),
  "a", 3, 30, 2.5, decimal(3.5), false, "é", datetime(2020-01-03), 3h, guid(00000000-0000-0000-0000-000000000002), dynamic({"l":2}),
  "n", int(null), long(null), real(null), decimal(null), bool(null), "", datetime(null), timespan(null), guid(null), dynamic(null)
]`;

/** The one cell of an aggregate over the rows of group `a`, over those of `n` (nulls), and over no rows. */
export function summarize(call: string): {
  readonly type: string;
  readonly values: unknown;
  readonly nulls: unknown;
  readonly empty: unknown;
} {
  const query = (group: string) => run(`${allTypes} | where g == "${group}" | summarize it = ${call}`);
  const values = query("a");
  return {
    type: values.columns[0].slice("it:".length),
    values: values.rows[0][0],
    nulls: query("n").rows[0][0],
    empty: query("none").rows[0][0],
  };
}
