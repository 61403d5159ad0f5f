/** Exports of services other than the portal's query page. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { findDataFiles } from "../../src/node/data-files.js";
import { openTable } from "../../src/node/load-table.js";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function query(path: string, text: string, memorySize = 2e9): readonly unknown[] {
  const workspace = new Workspace();
  const table = openTable(path, { memorySize });
  workspace.addTable(table.name, table);
  return workspace.query(text).toArrays();
}

const audit = {
  time: "2026-04-06T11:00:00.1234567Z",
  resourceId: "/tenants/t/providers/Microsoft.aadiam",
  operationName: "Reset user password",
  operationVersion: "1.0",
  category: "AuditLogs",
  tenantId: "t",
  resultSignature: "None",
  durationMs: 0,
  correlationId: "c1",
  level: "Informational",
  properties: {
    id: "Directory_1",
    correlationId: "c2",
    result: "success",
    activityDisplayName: "Reset user password",
    activityDateTime: "2026-04-06T11:00:00Z",
    operationType: "Update",
    initiatedBy: { user: { userPrincipalName: "eve@contoso.com" } },
    targetResources: [{ userPrincipalName: "bob@contoso.com" }],
  },
};
const signIn = {
  time: "2026-04-06T11:30:00Z",
  operationName: "Sign-in activity",
  category: "SignInLogs",
  resultType: "50126",
  location: "DE",
  properties: { userPrincipalName: "eve@contoso.com", ipAddress: "10.0.0.1", location: { city: "Berlin" } },
};

describe("files of diagnostic settings", () => {
  const auditQuery =
    "AuditLogs | project TimeGenerated, OperationName, AADTenantId, CorrelationId, Id, Result, AADOperationType, tostring(InitiatedBy.user.userPrincipalName), tostring(TargetResources[0].userPrincipalName)";
  const auditRow = [
    "2026-04-06T11:00:00.1234567Z",
    "Reset user password",
    "t",
    "c1",
    "Directory_1",
    "success",
    "Update",
    "eve@contoso.com",
    "bob@contoso.com",
  ];

  it.each([2e9, 0])("have the columns of their table (held in memory up to %d bytes)", (memorySize) => {
    const lines = write(
      "insights-logs-auditlogs/y=2026/PT1H.json",
      `${JSON.stringify(audit)}\n${JSON.stringify(audit)}\n`,
    );
    expect(query(lines, auditQuery, memorySize)).toEqual([auditRow, auditRow]);
    const records = write("AuditLogs.json", JSON.stringify({ records: [audit] }));
    expect(query(records, auditQuery, memorySize)).toEqual([auditRow]);
  });

  it("keep apart what both levels call by one name", () => {
    const path = write("x/PT1H.json", JSON.stringify(signIn));
    const text =
      "SigninLogs | project TimeGenerated, ResultType, Location, tostring(LocationDetails.city), IPAddress, UserPrincipalName";
    expect(query(path, text)).toEqual([
      ["2026-04-06T11:30:00Z", "50126", "DE", "Berlin", "10.0.0.1", "eve@contoso.com"],
    ]);
  });

  it("are found below a folder, and named by their category", () => {
    write(
      "blobs/insights-logs-noninteractiveusersigninlogs/tenantId=t/y=2026/m=04/d=06/h=11/m=00/PT1H.json",
      "{}",
    );
    write("blobs/insights-logs-signinlogs/tenantId=t/y=2026/m=04/d=06/h=12/m=00/PT1H.json", "{}");
    write("blobs/other/PT1H.json", JSON.stringify({ time: "2026-04-06T11:30:00Z", category: "AuditLogs" }));
    expect(findDataFiles(join(folder, "blobs")).map(({ table }) => table)).toEqual([
      "AADNonInteractiveUserSignInLogs",
      "SigninLogs",
      "AuditLogs",
    ]);
  });

  it("must be of one table where only their records tell", () => {
    const categories = ["AuditLogs", "UserManagement", "SignInLogs"];
    const path = write("y/PT1H.json", categories.map((category) => JSON.stringify({ category })).join("\n"));
    expect(() => findDataFiles(path)).toThrow(
      /PT1H.json: it holds records of AuditLogs and SigninLogs; split/,
    );
  });

  it("leave rows of other tables as they are", () => {
    const path = write("Mine_CL.json", '{"time":"2026-04-06T11:30:00Z","category":"x","properties":{"a":1}}');
    expect(query(path, "Mine_CL | project ['time'], category, tostring(properties.a)")).toEqual([
      ["2026-04-06T11:30:00Z", "x", "1"],
    ]);
  });
});

describe("CSV of advanced hunting", () => {
  it.each([2e9, 0])("has its time under both names (held in memory up to %d bytes)", (memorySize) => {
    const text =
      'Timestamp,DeviceName,ActionType,ProcessId,AdditionalFields\n"Apr 6, 2026 11:00:00 AM",pc1,ProcessCreated,42,"{""a"":1}"\n2026-04-06T11:30:00.1234567Z,pc2,ProcessCreated,43,\n';
    const path = write("DeviceProcessEvents.csv", text);
    const rows = query(
      path,
      "DeviceProcessEvents | project TimeGenerated, Timestamp, DeviceName, ProcessId, tostring(AdditionalFields.a)",
      memorySize,
    );
    expect(rows).toEqual([
      ["2026-04-06T11:00:00Z", "2026-04-06T11:00:00Z", "pc1", 42, "1"],
      ["2026-04-06T11:30:00.1234567Z", "2026-04-06T11:30:00.1234567Z", "pc2", 43, ""],
    ]);
  });
});
