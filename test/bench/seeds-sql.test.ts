import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareAnswers } from "../../bench/answers.js";
import { benchTables, generateRows } from "../../bench/data/generate.js";
import { writeRows } from "../../bench/data/ndjson.js";
import { smallTables } from "../../bench/data/small.js";
import { type Duckdb, openDuckdb } from "../../bench/duckdb.js";
import { seedRules, seedSql } from "../../bench/seeds-sql.js";

const folder = mkdtempSync(path.join(tmpdir(), "kqlunit-bench-"));
let struct: Duckdb;
let json: Duckdb;

async function load(name: string, tables: Readonly<Record<string, readonly object[]>>): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    const file = await writeRows(path.join(folder, name, `${table}.ndjson`), () =>
      rows.map((row) => ({ ...row })),
    );
    await struct.load(table, file);
    await json.load(table, file);
  }
}

beforeAll(async () => {
  struct = await openDuckdb({ mode: "struct", storage: "memory" });
  json = await openDuckdb({ mode: "json", storage: "memory" });
});

afterAll(() => {
  struct.close();
  json.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the SQL of the sample rules", () => {
  it("answers alike from typed and from text columns", async () => {
    await load(
      "generated",
      Object.fromEntries(
        benchTables.map((table) => [table, generateRows(table, 3000, { users: 40, hours: 3 })]),
      ),
    );
    for (const [seed, { rule, shape }] of seedRules.entries()) {
      const fromStructs = await struct.answer(seedSql(seed, "struct"));
      const fromTexts = await json.answer(seedSql(seed, "json"));
      expect(compareAnswers(fromStructs, fromTexts, shape), rule).toEqual({ same: true, why: "" });
      expect(fromStructs.rows.length, rule).toBeGreaterThan(0);
    }
  }, 60_000);

  it.each(seedRules.map((seed, index) => [seed.rule, index] as const))(
    "finds the attack of %s among 20 rows",
    async (rule, seed) => {
      await load(rule, smallTables(seed, seedRules[seed].tables));
      const { columns, rows } = await struct.answer(seedSql(seed, "struct"));
      const found = rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
      expect(found).toContainEqual(expect.objectContaining(attackRows[seed]));
    },
  );
});

/** Of each rule, what its scenario must lead to. */
const attackRows = [
  {
    Actor: "eve@contoso.com",
    UpdateCount: 5,
    DistinctTargets: 5,
    TimeGenerated: "2026-04-06T11:00:00Z",
    FirstEvent: "2026-04-06T11:10:00Z",
    LastEvent: "2026-04-06T11:14:00Z",
    DurationMinutes: 4,
  },
  {
    UserPrincipalName: "adele@contoso.com",
    ChangeTime: "2026-04-06T06:00:00Z",
    TokensAfterChange: 3,
    FirstTokenAfter: "2026-04-06T07:00:00Z",
  },
  {
    InitiatorUPN: "adele@contoso.com",
    InitiatorName: "adele",
    InitiatorSuffix: "contoso.com",
    FromIP: "203.0.113.66",
    Start: "2026-04-06T09:00:00Z",
    End: "2026-04-06T09:04:00Z",
  },
  {
    UserPrincipalName: "adele@contoso.com",
    OperationName: "Add member to role",
    AuditTime: "2026-04-06T11:40:00Z",
    TimeSinceNISignIn: "00:10:00",
  },
  {
    UserPrincipalName: "user0@contoso.com",
    ResultType: "50126",
    StatusCode: "50126",
    AttemptCount: 1,
    DistinctIPCount: 1,
    State: "Sao Paulo",
  },
];
