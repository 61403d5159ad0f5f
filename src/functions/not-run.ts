/** Functions of the reference that do not run, and why. Each is refused by name where a query calls it. */

export interface NotRun {
  readonly page: string;
  readonly reason: string;
}

const mixing = "how the engine mixes hashes is not documented";
const scores = "how the engine scores periods is not documented";
const cursors = "database cursors need a database that rows are ingested into";
const nobody = "nobody is signed in, and whose details or groups are meant only a test can say";
const elsewhere = "what it names lies outside the workspace";

export const functionsNotRun: Readonly<Record<string, NotRun>> = {
  hash_combine: { page: "hash-combine-function", reason: mixing },
  hash_many: { page: "hash-many-function", reason: mixing },
  series_periods_detect: { page: "series-periods-detect-function", reason: scores },
  series_periods_validate: { page: "series-periods-validate-function", reason: scores },
  cursor_after: { page: "cursor-after-function", reason: cursors },
  cursor_before_or_at: { page: "cursor-before-or-at-function", reason: cursors },
  current_principal_details: { page: "current-principal-details-function", reason: nobody },
  current_principal_is_member_of: { page: "current-principal-is-member-of-function", reason: nobody },
  graph: { page: "graph-function", reason: elsewhere },
  external_table: { page: "external-table-function", reason: elsewhere },
  materialized_view: { page: "materialized-view-function", reason: elsewhere },
  stored_query_result: { page: "stored-query-result-function", reason: elsewhere },
};

/** Functions that the language has and its reference leaves out. */
const undocumentedFunctions: ReadonlySet<string> = new Set([
  "current_node_id",
  "entity_group",
  "hll_isvalid",
  "passthrough",
  "row_id",
  "rowstore_ordinal_range",
  "tdigest_isvalid",
]);

export const geoReason = "functions of places on the earth do not run yet";

export function isUndocumented(name: string): boolean {
  return name.startsWith("__") || undocumentedFunctions.has(name);
}
