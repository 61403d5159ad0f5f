import { describe, expect, it } from "vitest";
import type { InputRow } from "../../src/engine/inferred-schema.js";
import { runTestFile } from "../../src/testing/yaml/run-test-file.js";
import type { TestHost } from "../../src/testing/yaml/test-host.js";

const rule = `name: Failures
kind: Scheduled
severity: Low
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [InitialAccess]
query: |
  SigninLogs
  | where ResultType != "0"
  | summarize N = count(), First = min(TimeGenerated), IPs = make_set(IPAddress) by UserPrincipalName
  | extend Share = N / 3.0, Age = now() - First
entityMappings:
  - entityType: Account
    fieldMappings: [{ identifier: FullName, columnName: UserPrincipalName }]
customDetails: { N: N }
alertDetailsOverride: { alertDisplayNameFormat: "{{N}} failures of {{UserPrincipalName}}" }
`;

function host(files: Readonly<Record<string, readonly InputRow[]>> = {}): TestHost {
  return {
    readText: (_file, path) => {
      if (path === "failures.yaml") return { name: path, text: rule };
      throw new Error("no such file");
    },
    readRows: (_file, path) => {
      const rows = files[path];
      if (rows === undefined) throw new Error("no such file");
      return rows;
    },
    prepare: () => {},
    clockMs: () => 0,
    explain: () => "",
  };
}

/** Runs one case: its `given` and `expect` in YAML flow style. */
function run(
  given: string,
  expected: string,
  more = "",
  files: Readonly<Record<string, readonly InputRow[]>> = {},
) {
  const text = `rule: failures.yaml
at: 2026-04-06T12:00:00Z
defaults: { SigninLogs: { UserPrincipalName: eve@contoso.com, ResultType: "50126", DeviceDetail: { browser: Edge, isManaged: true } } }
cases:
  - name: case
${more}    given: ${given}
    expect: ${expected}
`;
  const result = runTestFile({ name: "f.test.yaml", text }, host(files));
  expect(result.errors).toEqual([]);
  const [first] = result.cases;
  return first;
}

const one = "{ SigninLogs: [{ TimeGenerated: -10m, IPAddress: 203.0.113.7 }] }";

describe("rows of a test file", () => {
  it("are repeated, numbered and shifted", () => {
    const given = `{ SigninLogs: [{ $repeat: 3, $every: 5m, TimeGenerated: -30m, IPAddress: "10.0.0.\${i}" }] }`;
    const expected = `{ rows: [{ N: 3, First: -30m, IPs: ["10.0.0.0", "10.0.0.1", "10.0.0.2"] }] }`;
    expect(run(given, expected)).toMatchObject({ status: "passed", failures: [] });
  });

  it("come from a file, under the defaults and over by the row's own cells", () => {
    const files = { "noise.ndjson": [{ TimeGenerated: "2026-04-06T11:30:00Z", IPAddress: "1.2.3.4" }] };
    const given = "{ SigninLogs: [{ $file: noise.ndjson, UserPrincipalName: bob@contoso.com }] }";
    const expected = "{ rows: [{ UserPrincipalName: bob@contoso.com, N: 1, IPs: [1.2.3.4] }] }";
    expect(run(given, expected, "", files)).toMatchObject({ status: "passed" });
  });

  it("keep all digits of whole numbers inside dynamic cells, as expectations do", () => {
    const given = (id: string) => `{ SigninLogs: [{ TimeGenerated: -10m, DeviceDetail: { id: ${id} } }] }`;
    const expected = (id: string) => `{ rows: [{ D: { id: ${id} } }] }`;
    const query = "query: SigninLogs | project D = DeviceDetail\n";
    const [odd, even] = ["9007199254740993", "9007199254740992"];
    const runQuery = (wanted: string) =>
      runTestFile(
        {
          name: "f.test.yaml",
          text: `${query}at: 2026-04-06T12:00:00Z\ncases:\n  - name: case\n    given: ${given(odd)}\n    expect: ${expected(wanted)}\n`,
        },
        host(),
      ).cases[0];
    expect(runQuery(odd)).toMatchObject({ status: "passed" });
    expect(runQuery(even)).toMatchObject({
      status: "failed",
      failures: [{ message: expect.stringContaining('D {"id":9007199254740993}') }],
    });
  });

  it("arrive late with $delay, and are then not seen", () => {
    expect(
      run("{ SigninLogs: [{ TimeGenerated: -10m, $delay: '00:14:59' }] }", "{ alerts: 1 }"),
    ).toMatchObject({
      status: "passed",
    });
    expect(run("{ SigninLogs: [{ TimeGenerated: -10m, $delay: 15m }] }", "{ alerts: 0 }")).toMatchObject({
      status: "passed",
    });
  });

  it("name a file that is not there", () => {
    expect(run("{ SigninLogs: [{ $file: gone.ndjson }] }", "{ alerts: 0 }")).toMatchObject({
      status: "error",
      failures: [{ message: expect.stringContaining("TEST013: cannot read `gone.ndjson`: no such file") }],
    });
  });

  it("see only the look-back: from its start on, and before the run", () => {
    const rows = (times: string[]) =>
      `{ SigninLogs: [${times.map((time) => `{ TimeGenerated: ${time} }`).join(", ")}] }`;
    expect(
      run(rows(["-1h", "-61m", "0s", "5m"]), "{ rows: [{ N: 1, First: -1h }], exact: true }"),
    ).toMatchObject({
      status: "passed",
    });
  });
});

describe("mistakes in what cases share", () => {
  const file = (defaults: string) => `rule: failures.yaml
at: 2026-04-06T12:00:00Z
defaults: ${defaults}
cases:
  - { name: one, given: { SigninLogs: [{ $repeat: 3, TimeGenerated: -10m, ResultType: "50126" }] }, expect: { alerts: 1 } }
  - { name: two, given: { SigninLogs: [{ TimeGenerated: -10m, ResultType: "0" }] }, expect: { alerts: 0 } }
`;
  const told = (defaults: string) => {
    const { cases } = runTestFile({ name: "f.test.yaml", text: file(defaults) }, host());
    return cases.map(({ warnings, failures }) => [...warnings, ...failures.map(({ message }) => message)]);
  };

  it.each([
    [
      "a column that is misspelt",
      "{ SigninLogs: { UserPrincpalName: eve } }",
      "did you mean `UserPrincipalName`?",
    ],
    ["a table that is misspelt", "{ SigninLog: { UserPrincipalName: eve } }", "did you mean `SigninLogs`?"],
  ])("%s is warned of once", (_, defaults, text) => {
    expect(told(defaults)).toEqual([[expect.stringContaining(text)], []]);
  });

  it("a cell that does not fit is told once a case, however often it is repeated", () => {
    const message = expect.stringContaining("`CreatedDateTime` is datetime");
    expect(told("{ SigninLogs: { CreatedDateTime: soon } }")).toEqual([[message], [message]]);
  });
});

describe("columns that no row sets", () => {
  it("are named when the rule filters on them", () => {
    const text = `rule: failures.yaml
at: 2026-04-06T12:00:00Z
cases:
  - name: forgot the result
    given: { SigninLogs: [{ TimeGenerated: -10m }] }
    expect: { alerts: 0 }
`;
    const { cases } = runTestFile({ name: "f.test.yaml", text }, host());
    expect(cases[0].warnings.join()).toContain("TEST012: the rule filters on `ResultType` of `SigninLogs`");
  });
});

describe("expectations", () => {
  const held: readonly [string, string][] = [
    ["fires", "{ fires: true }"],
    ["a number of alerts and incidents", "{ alerts: 1, incidents: 1 }"],
    ["reals to nine digits", "{ rows: [{ Share: 0.3333333333 }] }"],
    ["timespans in any spelling", "{ rows: [{ Age: 10m }, ] }"],
    ["timespans as clocks", '{ rows: [{ Age: "00:10:00" }] }'],
    ["times in any spelling", "{ rows: [{ First: 2026-04-06 11:50 }] }"],
    ["columns in order", "{ columns: [UserPrincipalName, N, First, IPs, Share, Age] }"],
    ["a number of rows", "{ rowCount: 1 }"],
    [
      "an alert's parts",
      '{ alert: { title: 1 failures of eve@contoso.com, severity: Low, tactics: [InitialAccess], entities: [{ type: Account, FullName: eve@contoso.com }], entityCount: 1, customDetails: { N: "1" } } }',
    ],
    ["a list of alerts", "{ alertList: [{ severity: Low }] }"],
    ["an incident", "{ incident: { title: 1 failures of eve@contoso.com, status: New, alerts: 1 } }"],
  ];
  for (const [title, expected] of held) {
    it(`hold for ${title}`, () => {
      expect(run(one, expected)).toMatchObject({ status: "passed", failures: [] });
    });
  }

  const missed: readonly [string, string, RegExp][] = [
    ["fires", "{ fires: false }", /expected the rule to stay quiet, and it raised 1 alert/],
    ["alerts", "{ alerts: 2 }", /expected 2 alerts, got 1/],
    ["rows", "{ rows: [{ N: 2 }] }", /the nearest has N 1, not 2/],
    [
      "a column that is not there",
      "{ rows: [{ M: 2 }] }",
      /the result has no column `M`; it has UserPrincipalName, N/,
    ],
    ["two rows where one is", "{ rows: [{ N: 1 }, { N: 1 }] }", /no further row matches/],
    ["no rows", "{ rows: [] }", /expected no row, got 1/],
    ["columns", "{ columns: [N] }", /expected the columns N; got UserPrincipalName, N/],
    [
      "an alert's title",
      "{ alert: { title: other } }",
      /title is "1 failures of eve@contoso.com", not "other"/,
    ],
    [
      "an alert's entity",
      "{ alert: { entities: [{ type: IP, Address: 1.2.3.4 }] } }",
      /no entity .*1\.2\.3\.4/,
    ],
    ["an error", "{ error: KQL303 }", /expected error KQL303, and the run ended well/],
  ];
  for (const [title, expected, message] of missed) {
    it(`tell what is wrong with ${title}`, () => {
      const result = run(one, expected);
      expect(result.status).toBe("failed");
      expect(result.failures.map((failure) => failure.message).join("\n")).toMatch(message);
      expect(result.failures[0]?.line).toBe(7);
    });
  }

  it("match rows in order only when asked to", () => {
    const given =
      "{ SigninLogs: [{ TimeGenerated: -10m }, { TimeGenerated: -9m, UserPrincipalName: bob@contoso.com }] }";
    const rows = "rows: [{ UserPrincipalName: bob@contoso.com }, { UserPrincipalName: eve@contoso.com }]";
    expect(run(given, `{ ${rows} }`).status).toBe("passed");
    expect(run(given, `{ ${rows}, ordered: true }`).status).toBe("failed");
  });
});

describe("tests of plain queries", () => {
  it("see all rows, and may expect an error", () => {
    const text = `query: |
  T | summarize N = sum(x)
cases:
  - name: sums
    given: { T: [{ x: 1 }, { x: 2.5 }] }
    expect: { rows: [{ N: 3.5 }] }
  - name: without the table
    expect: { error: KQL102 }
`;
    const { cases } = runTestFile({ name: "q.test.yaml", text }, host());
    expect(cases.map(({ status }) => status)).toEqual(["passed", "passed"]);
  });

  it("refuse what only a rule can answer", () => {
    const text = "query: print 1\ncases: [{ name: a, expect: { alerts: 1 } }]\n";
    expect(runTestFile({ name: "q.test.yaml", text }, host()).errors.join()).toContain(
      "TEST018: `alerts` needs a rule",
    );
  });
});

describe("names from outside", () => {
  it("are given as functions, watchlists and external data", () => {
    const text = `query: |
  Parser("b")
  | join kind=inner (_GetWatchlist("VIPs")) on $left.x == $right.SearchKey
  | join kind=inner (externaldata(x:string, n:int)["https://example.com/list.csv"]) on x
  | project x, Rank, n
cases:
  - name: all three
    given:
      T: [{ x: a }, { x: b }]
      $functions: { Parser: "(wanted:string) { T | where x == wanted }" }
      $watchlists: { VIPs: [{ SearchKey: b, Rank: 1 }] }
      $externaldata: { "https://example.com/list.csv": [{ x: b, n: 7 }] }
    expect: { rows: [{ x: b, Rank: 1, n: 7 }], exact: true }
`;
    const { cases, errors } = runTestFile({ name: "q.test.yaml", text }, host());
    expect(errors).toEqual([]);
    expect(cases).toMatchObject([{ status: "passed", failures: [] }]);
  });
});
