import { noise, scenarios } from "../../src/fixtures.js";
import { type BenchRow, type BenchTable, benchNow } from "./generate.js";

const scenarioOfSeed = [
  scenarios.bulkPasswordReset,
  scenarios.adfsStaleToken,
  scenarios.mfaModification,
  scenarios.silentSignInThenRoleAssignment,
  scenarios.failedPortalAccess,
];

/**
 * A unit test's worth of rows for a sample rule: an attack that sets it off, among ordinary events of the last two
 * hours, `count` rows in each table. New objects at each call.
 */
export function smallTables(
  seed: number,
  tables: readonly BenchTable[],
  count = 20,
): Readonly<Record<string, readonly BenchRow[]>> {
  const attack: Readonly<Record<string, readonly BenchRow[]>> = scenarioOfSeed[seed]({ at: benchNow });
  return Object.fromEntries(
    tables.map((table) => {
      const rows = attack[table] ?? [];
      return [table, [...rows, ...ordinaryRows(table, count - rows.length)].sort(byTime)];
    }),
  );
}

function ordinaryRows(table: BenchTable, rows: number): readonly BenchRow[] {
  const from = new Date(Date.parse(benchNow) - 2 * 3_600_000);
  return noise(table, { seed: 1, rows: Math.max(0, rows), from, to: benchNow, users: 6 });
}

function byTime(a: BenchRow, b: BenchRow): number {
  return Date.parse(String(a.TimeGenerated)) - Date.parse(String(b.TimeGenerated));
}
