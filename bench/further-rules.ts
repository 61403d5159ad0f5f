/**
 * Ten further rules of other authors, to measure what the five sample rules do not have: union of functions, windows
 * over sorted rows, self-joins and anti-joins, regular expressions, `parse`, `mv-expand`, `arg_max(*)`, `make-series`.
 * Their texts are not part of this project: they are read, by id, from the corpus beside it.
 */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { AnswerShape } from "./answers.js";
import { type FurtherTable, furtherTables, streamFurtherRows } from "./data/further-tables.js";
import { type BenchRow, type BenchTable, benchNow, streamRows } from "./data/generate.js";
import type { DuckdbMode } from "./duckdb-types.js";
import { furtherQueries } from "./further-sql.js";

export interface FurtherRule {
  /** Id of the query in the corpus. */
  readonly id: string;
  readonly name: string;
  /** The tables it reads; the rows of each lie in this many hours before `benchNow`. */
  readonly hours: Readonly<Partial<Record<FurtherTable | BenchTable, number>>>;
  readonly shape: AnswerShape;
}

const day = 24;

export const furtherRules: readonly FurtherRule[] = [
  {
    id: "c0f976ef203f",
    name: "brute force against the Azure Portal: union of a function over two tables, eight sets, mv-expand",
    hours: { SigninLogs: day, AADNonInteractiveUserSignInLogs: day },
    shape: { sets: setsOf("set_OS set_Browser set_City set_State set_Region set_ResultType") },
  },
  {
    id: "7c99d904c71b",
    name: "network beaconing: sort, next(), regular expression, two summarize, arg_max",
    hours: { CommonSecurityLog: 2 * day },
    shape: {},
  },
  {
    id: "d70026e8ff57",
    name: "nested remote desktop sessions: self-join, distinct, anti-join on three keys",
    hours: { SecurityEvent: 8 * day },
    shape: {},
  },
  {
    id: "13894b67245c",
    name: "least common process by depth of its folder: split, dcount, sets",
    hours: { SecurityEvent: 7 * day },
    shape: { sets: setsOf("Hosts Users") },
  },
  {
    id: "866c1cf03d7e",
    name: "account added to a group and removed: two regular expressions, parse, join",
    hours: { SecurityEvent: day },
    shape: {},
  },
  {
    id: "820e0aa10d56",
    name: "accounts created on the command line: split, parse by regular expression",
    hours: { SecurityEvent: day },
    shape: {},
  },
  {
    id: "6ea472cbf017",
    name: "code files changed during a build: has_any, join on device and time bin",
    hours: { DeviceProcessEvents: day, DeviceFileEvents: day },
    shape: { sets: setsOf("set_FileEdited set_FileEditProcess set_FileEditAccount") },
  },
  {
    id: "3e8d9c9c9784",
    name: "files of threat intelligence in Office: join, arg_max of all columns",
    hours: { ThreatIntelligenceIndicator: 14 * day, OfficeActivity: day },
    // Of the file events that tie for an indicator any may be kept, so what comes from them is left out.
    shape: {
      columns:
        "LatestIndicatorTime Description ActivityGroupNames IndicatorId ThreatType Url ExpirationDateTime ConfidenceScore FileName URLCustomEntity".split(
          " ",
        ),
    },
  },
  {
    id: "60038136b10b",
    name: "mailboxes of others opened: right anti-join, mv-expand of JSON text, extract, five sets",
    hours: { OfficeActivity: 30 * day },
    shape: {
      sets: setsOf("set_MailboxOwnerUPN set_ClientIP set_ClientInfoString set_folders set_MailboxGuid"),
    },
  },
  {
    id: "65d20d9e8393",
    name: "more and more sign-in locations: make-series of dcount, line fit, top",
    hours: { SigninLogs: 14 * day },
    shape: { columns: ["UserPrincipalName", "AppDisplayName", "dLocationCount", "RSquare", "Slope"] },
  },
];

function setsOf(columns: string): Readonly<Record<string, number>> {
  return Object.fromEntries(columns.split(" ").map((column) => [column, Infinity]));
}

/** The text of a rule's query, or undefined where the corpus is not at hand. */
export function furtherQuery(id: string): string | undefined {
  const shared = process.env.KQLUNIT_SHARED ?? path.join(import.meta.dirname, "..", "..", "shared");
  const file = path.join(shared, "corpus", "queries.jsonl");
  if (!existsSync(file)) return undefined;
  const line = readFileSync(file, "utf8")
    .split("\n")
    .find((text) => text.startsWith(`{"id":"${id}"`));
  return line === undefined ? undefined : String(JSON.parse(line).query);
}

/** The query of a rule in DuckDB SQL, as of `now`. */
export function furtherSql(id: string, mode: DuckdbMode, now: string = benchNow): string {
  const query = furtherQueries.get(id);
  if (!query) throw new RangeError(`there is no further rule ${id}`);
  return query(mode, now);
}

/** The rows of each table that the rule reads, `count` in each but for indicators, of which there are a hundredth. */
export function furtherRows(
  rule: FurtherRule,
  count: number,
): Readonly<Record<string, () => Iterable<BenchRow>>> {
  return Object.fromEntries(
    Object.entries(rule.hours).map(([table, hours]) => [table, () => rowsOf(rule, { table, count, hours })]),
  );
}

interface TableOfRule {
  readonly table: string;
  readonly count: number;
  readonly hours: number;
}

function rowsOf(rule: FurtherRule, { table, count, hours }: TableOfRule): Iterable<BenchRow> {
  const further = furtherTables.find((known) => known === table);
  if (further === "ThreatIntelligenceIndicator")
    return streamFurtherRows(further, Math.ceil(count / 100), { hours });
  if (further) return streamFurtherRows(further, count, { hours });
  const rows = streamRows(table === "SigninLogs" ? table : "AADNonInteractiveUserSignInLogs", count, {
    hours,
  });
  return rule.id === "65d20d9e8393" ? withTravellers(rows) : rows;
}

/** Three busy users of one application sign in from more places every day, each at a pace of their own. */
function* withTravellers(rows: Iterable<BenchRow>): Generator<BenchRow> {
  const start = Date.parse(benchNow) - 14 * day * 3_600_000;
  const paces = [5, 3, 2];
  let index = 0;
  for (const row of rows) {
    const traveller = index++ % 50;
    const pace = paces[traveller];
    if (pace === undefined) {
      yield row;
      continue;
    }
    const days = Math.floor((Date.parse(String(row.TimeGenerated)) - start) / (day * 3_600_000));
    const city = `City ${Math.floor(index / 50) % (1 + days * pace)}`;
    const LocationDetails = {
      city,
      state: "",
      countryOrRegion: "XX",
      geoCoordinates: { latitude: 0, longitude: 0 },
    };
    const UserPrincipalName = `traveller${traveller}@contoso.com`;
    yield { ...row, UserPrincipalName, AppDisplayName: "Azure Portal", LocationDetails };
  }
}
