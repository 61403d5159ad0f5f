/**
 * Where a query runs: cluster, database, principal, data shard. There is none of these here, so they answer as the
 * engine does on a machine of one's own, with nobody signed in and rows that were never stored.
 */
import { absoluteTicks } from "../../types/calendar.js";
import { type RunEnvironment, type ScalarEntry, scalarFamily, signature } from "../entry.js";
import { guidFromBytes } from "../guid-bytes.js";

export const environmentFunctions = scalarFamily({
  new_guid: {
    summary: "A random guid, another one for each row; runs of one seed repeat.",
    page: "new-guid-function",
    signatures: [signature({}, "guid")],
    nulls: "propagate",
    examples: { "isnull(new_guid())": "false", "new_guid() == new_guid()": "false" },
    isVolatile: true,
    kernel: ({ random }: RunEnvironment) => randomGuid(random),
  },
  current_cluster_endpoint: text(
    "The name of the cluster that runs the query: `localhost`.",
    "current-cluster-endpoint-function",
    "localhost",
    { "current_cluster_endpoint()": '"localhost"' },
  ),
  current_database: text(
    "The name of the database that the query runs in: `NetDefaultDB`.",
    "current-database-function",
    "NetDefaultDB",
    { "current_database()": '"NetDefaultDB"' },
  ),
  current_principal: text(
    "Who runs the query: nobody, written `<null identity>`.",
    "current-principal-function",
    "<null identity>",
    { "current_principal()": '"<null identity>"' },
  ),
  cursor_current: {
    summary: "The database cursor: the time at which the run takes place, in ticks.",
    page: "cursor-current",
    signatures: [signature({}, "string")],
    nulls: "propagate",
    examples: { "tolong(cursor_current()) == tolong(now())": "true" },
    aliases: ["current_cursor"],
    readsEnvironment: true,
    kernel: ({ now }: RunEnvironment) => String(absoluteTicks(now)),
  },
  extent_id: {
    summary: "The data shard of a row: the guid of zeros, as rows are in none.",
    page: "extent-id-function",
    signatures: [signature({}, "guid")],
    nulls: "propagate",
    examples: { "extent_id()": "guid(00000000-0000-0000-0000-000000000000)" },
    aliases: ["extentid"],
    kernel: () => "00000000-0000-0000-0000-000000000000",
  },
  extent_tags: {
    summary: "The tags of a row's data shard: null, as rows are in none.",
    page: "extent-tags-function",
    signatures: [signature({}, "dynamic")],
    nulls: "propagate",
    examples: { "isnull(extent_tags())": "true" },
    kernel: () => null,
  },
});

function text(
  summary: string,
  page: string,
  value: string,
  examples: Readonly<Record<string, string>>,
): ScalarEntry {
  return {
    summary,
    page,
    signatures: [signature({}, "string")],
    nulls: "propagate",
    examples,
    kernel: () => value,
  };
}

/** Of version 4: all bits but six are random. */
function randomGuid(random: () => number): string | null {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256));
  bytes[7] = (bytes[7] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return guidFromBytes(bytes) ?? null;
}
