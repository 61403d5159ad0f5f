import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { builtinTable, builtinTableNames, publishedTable } from "../../src/schemas/schemas.js";

const shared = process.env.KQLUNIT_SHARED ?? path.join(import.meta.dirname, "..", "..", "..", "shared");
const hasShared = existsSync(path.join(shared, "schemas"));
if (!hasShared) console.log(`SKIPPED: comparison with the source of the schemas (no folder ${shared})`);

function columnNames(table: string): readonly string[] {
  return builtinTable(table)?.columns.map((column) => column.name) ?? [];
}

describe("built-in tables", () => {
  it("gives a table its own columns in order, with types", () => {
    const columns = builtinTable("AuditLogs")?.columns ?? [];
    expect(columns.slice(0, 5)).toEqual([
      { name: "AADOperationType", type: "string" },
      { name: "AADTenantId", type: "string" },
      { name: "ActivityDateTime", type: "datetime" },
      { name: "ActivityDisplayName", type: "string" },
      { name: "AdditionalDetails", type: "dynamic" },
    ]);
    expect(columns.find((column) => column.name === "DurationMs")?.type).toBe("long");
    expect(columns.find((column) => column.name === "_BilledSize")?.type).toBe("real");
  });

  it("gives every table a TimeGenerated, but as published", () => {
    const names = (table: typeof builtinTable) => table("AzureDiagnostics")?.columns.map(({ name }) => name);
    expect(names(builtinTable)).toContain("TimeGenerated");
    expect(names(publishedTable)).toEqual(names(builtinTable)?.filter((name) => name !== "TimeGenerated"));
    const without = builtinTableNames().filter(
      (table) => !publishedTable(table)?.columns.some(({ name }) => name === "TimeGenerated"),
    );
    expect(without).toEqual(["AzureDiagnostics"]);
  });

  it("appends the standard columns that a table lacks, in overlay order", () => {
    expect(columnNames("AuditLogs").slice(-5)).toEqual([
      "Type",
      "TenantId",
      "_ResourceId",
      "_SubscriptionId",
      "_ItemId",
    ]);
  });

  it("appends the Defender columns after the standard ones", () => {
    const names = columnNames("DeviceProcessEvents");
    expect(names.at(-1)).toBe("Timestamp");
    expect(names.indexOf("_ItemId")).toBe(names.length - 2);
    expect(names.filter((name) => name === "ReportId")).toHaveLength(1);
    expect(columnNames("SecurityEvent")).not.toContain("Timestamp");
  });

  it("keeps columns apart that differ in case only", () => {
    const names = columnNames("DeviceEtw");
    expect(names).toContain("type");
    expect(names).toContain("Type");
  });

  it.each(["auditlogs", "NoSuchTable", "", "AuditLogs AADOperationType", "AuditLogs\n", "Audit"])(
    "knows no table %j",
    (name) => {
      expect(builtinTable(name)).toBeUndefined();
    },
  );

  it("names every table once, and has each", () => {
    const names = builtinTableNames();
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(898);
    for (const name of names) expect(builtinTable(name)?.columns.length).toBeGreaterThan(7);
  });

  it("gives each table distinct column names", () => {
    for (const name of builtinTableNames()) {
      const columns = columnNames(name);
      expect(new Set(columns).size, name).toBe(columns.length);
    }
  });
});

describe.skipIf(!hasShared)("the generated module", () => {
  it("is what the generator makes of the schema files", () => {
    const script = path.join(import.meta.dirname, "../../scripts/generate-schemas.mjs");
    const generated = execFileSync(process.execPath, [script, "--stdout"], { encoding: "utf8" });
    const file = path.join(import.meta.dirname, "../../src/schemas/generated/log-analytics.ts");
    expect(readFileSync(file, "utf8")).toBe(generated);
  });

  it("gives each table the columns of the schema file, in its order", () => {
    const source: Record<string, Record<string, string>> = JSON.parse(
      readFileSync(path.join(shared, "schemas", "log-analytics.json"), "utf8"),
    );
    for (const [name, columns] of Object.entries(source)) {
      const own = builtinTable(name)?.columns.slice(0, Object.keys(columns).length);
      expect(own?.map((column) => [column.name, column.type])).toEqual(Object.entries(columns));
    }
  });
});
