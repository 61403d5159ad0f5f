import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareAnswers } from "../../bench/answers.js";
import { furtherTables, streamFurtherRows } from "../../bench/data/further-tables.js";
import { writeRows } from "../../bench/data/ndjson.js";
import { type Duckdb, openDuckdb } from "../../bench/duckdb.js";
import { furtherQuery, furtherRows, furtherRules, furtherSql } from "../../bench/further-rules.js";
import { builtinTable } from "../../src/schemas/schemas.js";

const hasCorpus = furtherQuery(furtherRules[0].id) !== undefined;
if (!hasCorpus) console.log("SKIPPED: texts of the further rules (no corpus beside the project)");

const folder = mkdtempSync(path.join(tmpdir(), "kqlunit-further-"));
let struct: Duckdb;
let json: Duckdb;

beforeAll(async () => {
  struct = await openDuckdb({ mode: "struct", storage: "memory" });
  json = await openDuckdb({ mode: "json", storage: "memory" });
});

afterAll(() => {
  struct.close();
  json.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the SQL of the further rules", () => {
  it.each(furtherRules.map((rule) => [rule.id, rule.name, rule] as const))(
    "answers %s (%s) alike from typed and from text columns",
    async (id, _name, rule) => {
      for (const [table, rows] of Object.entries(furtherRows(rule, 2000))) {
        const file = await writeRows(path.join(folder, id, `${table}.ndjson`), rows);
        await struct.load(table, file);
        await json.load(table, file);
      }
      const fromStructs = await struct.answer(furtherSql(id, "struct"));
      const fromTexts = await json.answer(furtherSql(id, "json"));
      expect(compareAnswers(fromStructs, fromTexts, rule.shape)).toEqual({ same: true, why: "" });
    },
    30_000,
  );
});

describe.skipIf(!hasCorpus)("the texts of the further rules", () => {
  it.each(furtherRules.map((rule) => [rule.id, rule] as const))(
    "%s reads the tables that are made",
    (id, rule) => {
      for (const table of Object.keys(rule.hours)) expect(furtherQuery(id)).toContain(table);
    },
  );
});

describe.each(furtherTables)("generated %s", (table) => {
  const rows = [...streamFurtherRows(table, 500)];

  it("is the same every time", () => {
    expect([...streamFurtherRows(table, 500)]).toEqual(rows);
  });

  it("has columns of the schema only", () => {
    const known = new Set(builtinTable(table)?.columns.map((column) => column.name));
    const unknown = rows.flatMap((row) => Object.keys(row).filter((name) => !known.has(name)));
    expect(new Set(unknown)).toEqual(new Set());
  });
});
