import { describe, expect, it } from "vitest";
import { compile, parseRule, Workspace } from "../../src/index.js";
import "../../src/vitest.js";

const at = "2026-04-06T12:00:00Z";
const rule = parseRule(`name: Failures
severity: Low
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [InitialAccess]
query: |
  SigninLogs
  | where ResultType != "0"
  | summarize N = count(), First = min(TimeGenerated) by UserPrincipalName
entityMappings:
  - entityType: Account
    fieldMappings: [{ identifier: FullName, columnName: UserPrincipalName }]
customDetails: { N: N }
`);
const row = { TimeGenerated: "2026-04-06T11:50:00Z", ResultType: "1", UserPrincipalName: "eve@contoso.com" };
const fired = rule.run({ SigninLogs: [row] }, { at });
const quiet = rule.run({ SigninLogs: [{ ...row, ResultType: "0" }] }, { at });

describe("matchers on a rule run", () => {
  it("hold, and their opposites too", () => {
    expect(fired).toFire();
    expect(fired).not.toStayQuiet();
    expect(fired).toRaiseAlerts(1);
    expect(fired).not.toRaiseAlerts(2);
    expect(fired).toRaiseAlert({ title: "Failures", tactics: ["InitialAccess"], entityCount: 1 });
    expect(fired).toRaiseAlert({
      customDetails: { N: 1 },
      entities: [{ type: "Account", FullName: "eve@contoso.com" }],
    });
    expect(fired).not.toRaiseAlert({ severity: "High" });
    expect(fired).toReturnRows([{ N: 1 }], { exact: true });
    expect(fired).not.toReturnRows([{ N: 2 }]);
    expect(fired).toHaveColumns(["UserPrincipalName", "N", "First"]);
    expect(quiet).toStayQuiet();
    expect(quiet).not.toFire();
    expect(quiet).toRaiseAlerts(0);
    expect(quiet).toReturnRows([]);
    expect(quiet).not.toRaiseAlert({});
  });

  const failing: readonly [string, () => void, RegExp][] = [
    [
      "toFire",
      () => expect(quiet).toFire(),
      /expected rule "Failures" to fire at 2026-04-06T12:00:00Z, and it stayed quiet[\s\S]*ResultType/,
    ],
    [
      "not.toFire",
      () => expect(fired).not.toFire(),
      /expected rule "Failures" to stay quiet[\s\S]*summarize/,
    ],
    ["toStayQuiet", () => expect(fired).toStayQuiet(), /raised 1 alert\n[\s\S]*summarize/],
    ["toRaiseAlerts", () => expect(quiet).toRaiseAlerts(1), /expected 1 alert, got none[\s\S]*where/],
    [
      "toRaiseAlert",
      () => expect(fired).toRaiseAlert({ severity: "High" }),
      /severity is "Low", not "High"[\s\S]*summarize/,
    ],
    [
      "toReturnRows",
      () => expect(fired).toReturnRows([{ N: 2 }]),
      /the nearest has N 1, not 2[\s\S]*summarize/,
    ],
    [
      "toReturnRows of a column that is not there",
      () => expect(fired).toReturnRows([{ M: 1 }]),
      /the result has no column `M`; it has UserPrincipalName, N, First/,
    ],
    ["toReturnRows of none", () => expect(fired).toReturnRows([]), /expected exactly 0 rows, got 1/],
    [
      "toHaveColumns",
      () => expect(fired).toHaveColumns(["N"]),
      /expected the columns N; got UserPrincipalName, N, First/,
    ],
  ];
  it.each(failing)("print why: %s", (_name, assertion, message) => {
    expect(assertion).toThrow(message);
  });

  it("say what they take", () => {
    expect(() => expect(5).toFire()).toThrow("toFire takes a rule run");
    expect(() => expect(Promise.resolve(fired)).toFire()).toThrow("`await`");
    expect(() => expect("x").toReturnRows([])).toThrow("toReturnRows takes a rule run or a query result");
  });

  it("name a misspelt part of an alert", () => {
    // A test in JavaScript has no types that would say so.
    const misspelt: object = { titel: "Failures" };
    expect(() => expect(fired).toRaiseAlert(misspelt)).toThrow(
      "an alert has no `titel`; did you mean `title`?",
    );
  });
});

describe("matchers on a query result", () => {
  const workspace = new Workspace({ now: at });
  workspace.addTable("SigninLogs", [row]);
  const result = workspace.query("SigninLogs | where ResultType == '2' | project UserPrincipalName");

  it("hold for rows and columns", () => {
    expect(workspace.query("SigninLogs | count")).toReturnRows([{ Count: 1 }]);
    expect(result).toHaveColumns({ UserPrincipalName: "string" });
    expect(result).not.toHaveColumns({ UserPrincipalName: "long" });
  });

  it("print the way of the rows", () => {
    expect(() => expect(result).toReturnRows([{ UserPrincipalName: "eve@contoso.com" }])).toThrow(
      /the result is empty[\s\S]*where/,
    );
  });

  it("match times by their value and ordered rows by their place", () => {
    const rows = workspace.query(
      "print t = datetime(2026-04-06 12:00) | union (print t = datetime(2026-04-07)) | order by t asc",
    );
    expect(rows).toReturnRows([{ t: "2026-04-06T12:00:00.000Z" }, { t: new Date("2026-04-07") }], {
      ordered: true,
    });
    expect(rows).not.toReturnRows([{ t: "2026-04-07" }, { t: "2026-04-06 12:00" }], { ordered: true });
  });
});

describe("compile", () => {
  it("tells columns and diagnostics, and runs on any workspace", () => {
    const schemas = { Mine: { a: "long", b: "string" } } as const;
    const query = compile("Mine | where a > 1 | project b", { schemas });
    expect(query.diagnostics).toEqual([]);
    expect(query.columns).toEqual([{ name: "b", type: "string" }]);
    const workspace = new Workspace({ schemas });
    workspace.addTable("Mine", [
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ]);
    expect(query.run(workspace).toArrays()).toEqual([["y"]]);
    expect(compile("Mine | where c > 1", { schemas })).toMatchObject({
      columns: undefined,
      diagnostics: [{ code: "KQL101" }],
    });
  });
});

describe("cells of each type", () => {
  const cells: readonly [string, unknown][] = [
    ["true", true],
    ["int(5)", 5],
    ["9007199254740991", 9007199254740991],
    ["9223372036854775807", 9223372036854775807n],
    ["1.5", 1.5],
    ["decimal(1.5)", "1.5"],
    ["'text'", "text"],
    ["guid(74BE27DE-1E4E-49D9-B579-FE0B331D3642)", "74be27de-1e4e-49d9-b579-fe0b331d3642"],
    ["datetime(2026-04-06T12:00:00.1200000Z)", "2026-04-06T12:00:00.12Z"],
    ["datetime(2026-04-06)", "2026-04-06T00:00:00Z"],
    ["1d", "1.00:00:00"],
    ["-90s", "-00:01:30"],
    ["1tick", "00:00:00.0000001"],
    ['dynamic({"a":[1,null,"x"]})', { a: [1, null, "x"] }],
    ['dynamic({"a":[9223372036854775807]})', { a: [9223372036854775807n] }],
    ["long(null)", null],
    ["datetime(null)", null],
    ["dynamic(null)", null],
    ["''", ""],
  ];
  it.each(cells)("%s", (literal, expected) => {
    expect(new Workspace().query(`print x = ${literal}`).toObjects()).toEqual([{ x: expected }]);
  });
});

describe("a workspace", () => {
  it("has stored functions and watchlists", () => {
    const workspace = new Workspace({ now: at });
    workspace.addTable("AuditLogs", [{ TimeGenerated: at, Result: "success" }]);
    workspace.addFunction("ByResult", "(wanted:string) { AuditLogs | where Result == wanted }");
    workspace.addWatchlist("VIPs", [{ UPN: "eve@contoso.com", Level: "1" }], { searchKey: "UPN" });
    expect(workspace.query("ByResult('success') | count").toArrays()).toEqual([[1]]);
    expect(workspace.query("_GetWatchlist('VIPs') | project SearchKey, Level").toArrays()).toEqual([
      ["eve@contoso.com", "1"],
    ]);
    expect(workspace.query("print now(), ago(1h)").toArrays()).toEqual([[at, "2026-04-06T11:00:00Z"]]);
  });

  it("fills `Type` with the table's name, unless a row sets it", () => {
    const workspace = new Workspace();
    workspace.addTable("AuditLogs", [{ Result: "x" }]);
    expect(workspace.query("AuditLogs | project Type").toArrays()).toEqual([["AuditLogs"]]);
  });

  it("names table, row, column and value of a cell that does not fit", () => {
    const workspace = new Workspace();
    workspace.addTable("AuditLogs", [{ TimeGenerated: "yesterday" }]);
    expect(() => workspace.query("AuditLogs | project TimeGenerated").toArrays()).toThrow(
      /KQL320[\s\S]*TimeGenerated[\s\S]*yesterday/,
    );
  });
});
