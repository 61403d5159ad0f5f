import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { loadTable } from "../../src/node/index.js";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-parquet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const select = `SELECT
  TIMESTAMPTZ '2026-04-06 11:00:00.123456Z' + to_seconds(i) AS TimeGenerated,
  CASE WHEN i % 3 = 0 THEN 'failure' ELSE 'success' END AS Result,
  CASE WHEN i % 5 = 0 THEN NULL ELSE 'user' || (i % 7) END AS Identity,
  '{"user":{"id":"u' || i || '"}}' AS InitiatedBy,
  [{id: 't' || i, n: i, "at": TIMESTAMP '2026-04-06 11:00:00'}] AS TargetResources,
  i::BIGINT * 1000000000000 AS DurationMs,
  i::INTEGER AS small, i / 4 AS ratio, i % 2 = 0 AS even,
  (i / 10)::DECIMAL(9, 2) AS money, DATE '2026-04-06' AS day, TIME '01:02:03.5' AS clock,
  '74be27de-1e4e-49d9-b579-fe0b331d3642'::UUID AS id, '{"a":[1,2]}'::JSON AS json, '{"a":[1,2]}' AS text
FROM range(0, 3000) t(i)`;

beforeAll(async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const codec of ["snappy", "zstd", "gzip", "uncompressed"]) {
    const file = join(folder, `${codec}.parquet`);
    await connection.run(
      `COPY (${select}) TO '${file}' (FORMAT parquet, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048)`,
    );
  }
  await connection.run(
    `COPY (SELECT 'x' AS DurationMs) TO '${join(folder, "AuditLogs.parquet")}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
});

async function query(name: string, text: string): Promise<readonly unknown[]> {
  const workspace = new Workspace();
  const audit = new Workspace().columnsOf("AuditLogs") ?? [];
  const schema = Object.fromEntries(audit.map((column) => [column.name, column.type]));
  workspace.addTable("T", await loadTable(join(folder, name), { schema }));
  return workspace.query(text).toArrays();
}

describe("loadTable of Parquet", () => {
  it.each(["snappy", "zstd", "gzip", "uncompressed"])(
    "reads columns packed with %s by the schema",
    async (codec) => {
      const text =
        "T | where DurationMs in (0, 2049000000000000) | project TimeGenerated, Result, Identity, tostring(InitiatedBy.user.id), TargetResources, DurationMs";
      expect(await query(`${codec}.parquet`, text)).toEqual([
        [
          "2026-04-06T11:00:00.123456Z",
          "failure",
          "",
          "u0",
          [{ id: "t0", n: 0, at: "2026-04-06T11:00:00.0000000Z" }],
          0,
        ],
        [
          "2026-04-06T11:34:09.123456Z",
          "failure",
          "user5",
          "u2049",
          [{ id: "t2049", n: 2049, at: "2026-04-06T11:00:00.0000000Z" }],
          2049000000000000,
        ],
      ]);
    },
  );

  it("types columns that no schema knows as the file does", async () => {
    const text = "T | where small == 7 | project small, ratio, even, money, day, clock, id, json, text";
    expect(await query("snappy.parquet", text)).toEqual([
      [
        7,
        1.75,
        false,
        "0.7",
        "2026-04-06T00:00:00Z",
        "01:02:03.5000000",
        "74be27de-1e4e-49d9-b579-fe0b331d3642",
        { a: [1, 2] },
        '{"a":[1,2]}',
      ],
    ]);
    const types =
      "T | getschema | where ColumnName in ('small', 'ratio', 'even', 'money', 'day', 'clock', 'id', 'json', 'text') | project ColumnName, ColumnType";
    expect(await query("snappy.parquet", types)).toEqual([
      ["small", "int"],
      ["ratio", "real"],
      ["even", "bool"],
      ["money", "decimal"],
      ["day", "datetime"],
      ["clock", "timespan"],
      ["id", "guid"],
      ["json", "dynamic"],
      ["text", "string"],
    ]);
  });

  it("tells which cell does not fit", async () => {
    await expect(loadTable(join(folder, "AuditLogs.parquet"))).rejects.toThrow(
      'AuditLogs.parquet:1:1: row 1: column `DurationMs` is long, and "x" cannot be read as that; expected a whole number',
    );
    const warnings: string[] = [];
    const onWarning = ({ kind }: { kind: string }) => warnings.push(kind);
    const table = await loadTable(join(folder, "AuditLogs.parquet"), { lenient: true, onWarning });
    expect(table.rowCount).toBe(1);
    expect(warnings).toEqual(["cell of `DurationMs`"]);
  });

  it("refuses what is no Parquet", async () => {
    const path = join(folder, "Broken.parquet");
    writeFileSync(path, "hello hello hello");
    await expect(loadTable(path)).rejects.toThrow("Broken.parquet: not a Parquet file");
  });
});
