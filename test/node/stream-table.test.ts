import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import type { DataWarning } from "../../src/node/load-faults.js";
import { type OpenTableOptions, openTable } from "../../src/node/load-table.js";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-stream-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rowCount = 20_000;
const rows = Array.from({ length: rowCount }, (_, at) => ({
  TimeGenerated: new Date(Date.UTC(2026, 3, 6) + at * 1000).toISOString(),
  Result: at % 7 === 0 ? "failure" : "success",
  CorrelationId: `id-${at}-${(at * 7919) % rowCount}`,
  Identity: `user${at % 500}`,
  DurationMs: at % 1000,
  InitiatedBy: {
    user: {
      userPrincipalName: `u${at % 300}@contoso.com`,
      ipAddress: at % 5 === 0 ? null : `10.0.0.${at % 250}`,
    },
  },
  TargetResources: [{ id: at, modifiedProperties: [{ name: `p${at % 9}` }] }],
  Extra: at % 2 === 0 ? at / 4 : null,
}));
const ndjson = join(folder, "AuditLogs.ndjson");
writeFileSync(ndjson, rows.map((row) => JSON.stringify(row)).join("\n"));
const packed = join(folder, "AuditLogs.json.gz");
writeFileSync(packed, gzipSync(JSON.stringify(rows)));

function workspaceOf(path: string, options: OpenTableOptions): Workspace {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
  workspace.addTable("AuditLogs", openTable(path, options));
  return workspace;
}

const queries = [
  "AuditLogs | count",
  "AuditLogs | summarize count(), dcount(CorrelationId), sum(DurationMs), avg(Extra) by Result | order by Result asc",
  "AuditLogs | where Identity == 'user7' | project TimeGenerated, CorrelationId, u = InitiatedBy.user.userPrincipalName | order by TimeGenerated asc",
  "AuditLogs | summarize n = count(), ips = dcount(tostring(InitiatedBy.user.ipAddress)) by u = tostring(InitiatedBy.user.userPrincipalName) | order by n desc, u asc | take 5",
  "AuditLogs | where DurationMs > 995 | mv-expand t = TargetResources | extend p = tostring(t.modifiedProperties[0].name) | summarize count() by p | order by p asc",
  "AuditLogs | where DurationMs == 999 | extend t = TargetResources[0] | where t.id > 10000 | project t, t.id, Extra | take 3",
  "AuditLogs | take 2",
  "let a = AuditLogs | where Result == 'failure' | summarize by Identity; AuditLogs | where Identity in (a) | summarize count()",
  "AuditLogs | summarize arg_max(TimeGenerated, *) by Result | order by Result asc",
  "AuditLogs | where CorrelationId has '19999' | join kind=inner (AuditLogs | where DurationMs == 999) on Identity | summarize count() by Identity",
];

describe("a table that is too large for memory", () => {
  const loaded = workspaceOf(ndjson, {});

  it.each(queries)("answers as one in memory does: %s", (query) => {
    const expected = loaded.query(query).toArrays();
    expect(expected.length).toBeGreaterThan(0);
    for (const path of [ndjson, packed]) {
      const streamed = workspaceOf(path, { memorySize: 0 });
      expect(streamed.query(query).toArrays()).toEqual(expected);
      expect(streamed.query(query).toArrays()).toEqual(expected);
    }
  });

  it("does not say how many rows it has before they are counted", () => {
    expect(openTable(ndjson, { memorySize: 0 }).rowCount).toBeUndefined();
  });

  it("leaves out and tells of columns that turn up late", () => {
    const path = join(folder, "Late_CL.ndjson");
    const lines = Array.from({ length: 20_000 }, (_, at) => `{"n":${at}}`);
    writeFileSync(path, `${lines.join("\n")}\n{"n":1,"late":2}\n`);
    const warnings: DataWarning[] = [];
    const table = openTable(path, {
      memorySize: 0,
      sampleSize: 1000,
      onWarning: (warning) => warnings.push(warning),
    });
    const workspace = new Workspace();
    workspace.addTable("Late_CL", table);
    expect(workspace.query("Late_CL | summarize count()").toArrays()).toEqual([[20_001]]);
    expect(workspace.query("Late_CL | summarize count()").toArrays()).toEqual([[20_001]]);
    expect(warnings.map(({ message, place }) => [place?.line, message])).toEqual([
      [20_001, "column `late` is not in the schema, and was not met before; its cells are left out"],
    ]);
    rmSync(path);
  });
});
