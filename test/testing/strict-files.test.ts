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
query: |
  SigninLogs
  | where ResultType != "0"
  | project TimeGenerated, UserPrincipalName, ResultType, DeviceDetail, IPAddress
`;

function host(files: Readonly<Record<string, readonly InputRow[]>> = {}): TestHost {
  return {
    readText: (_file, path) => ({ name: path, text: rule }),
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

const run = (text: string, files?: Readonly<Record<string, readonly InputRow[]>>) =>
  runTestFile({ name: "f.test.yaml", text }, host(files));

const head = "rule: failures.yaml\nat: 2026-04-06T12:00:00Z\n";
const oneRow = "given: { SigninLogs: [{ TimeGenerated: -10m, ResultType: 1 }] }";

describe("mistakes in a test file", () => {
  const mistakes: readonly [string, string, RegExp][] = [
    [
      "a misspelt directive of a row",
      `${head}cases: [{ name: a, given: { SigninLogs: [{ $repaet: 2 }] }, expect: { alerts: 0 } }]`,
      /TEST002: unknown key `\$repaet`[\s\S]*did you mean `\$repeat`/,
    ],
    [
      "a misspelt key of `given`",
      `${head}cases: [{ name: a, given: { $function: {} }, expect: { alerts: 0 } }]`,
      /TEST002: unknown key `\$function`[\s\S]*`\$functions`/,
    ],
    [
      "a directive among the defaults",
      `${head}defaults: { SigninLogs: { $repeat: 2 } }\ncases: [{ name: a, expect: { alerts: 0 } }]`,
      /TEST002: unknown key `\$repeat`/,
    ],
    [
      "a column that stands twice in a row",
      `${head}cases: [{ name: a, given: { SigninLogs: [{ ResultType: 1, ResultType: 2 }] }, expect: { alerts: 0 } }]`,
      /TEST005: `ResultType` stands twice/,
    ],
    [
      "a misspelt part of an alert",
      `${head}cases: [{ name: a, ${oneRow}, expect: { alert: { titel: x } } }]`,
      /TEST002: unknown key `titel`[\s\S]*did you mean `title`/,
    ],
    [
      "a misspelt part of an incident",
      `${head}cases: [{ name: a, ${oneRow}, expect: { incident: { state: New } } }]`,
      /TEST002: unknown key `state`/,
    ],
    [
      "`expect` with nothing behind it",
      `${head}cases: [{ name: a, expect: }]`,
      /TEST003: a case needs `expect:`/,
    ],
    [
      "an expectation without a value",
      `${head}cases: [{ name: a, expect: { alerts: } }]`,
      /TEST004: `alerts` has no value/,
    ],
    [
      "`exact` without rows",
      `${head}cases: [{ name: a, expect: { alerts: 0, exact: true } }]`,
      /TEST003: `exact` needs `rows:`/,
    ],
    ["no cases", `${head}cases: []`, /TEST001: the file holds no test cases/],
    ["cases with nothing behind them", `${head}cases:`, /TEST001: the file holds no test cases/],
    [
      "a second document",
      `${head}cases: [{ name: a, expect: { alerts: 0 } }]\n---\ncases: []\n`,
      /:4:\d+: error TEST021|:5:\d+: error TEST021/,
    ],
    [
      "two clocks",
      `${head}cases: [{ name: a, at: 2026-04-06T12:00:00Z, schedule: { from: 2026-04-06T12:00:00Z, to: 2026-04-06T14:00:00Z }, expect: { alerts: 0 } }]`,
      /TEST022: a case has `at` or `schedule`/,
    ],
    [
      "a schedule within a run",
      `${head}cases: [{ name: a, schedule: { from: 2026-04-06T12:00:00Z, to: 2026-04-06T14:00:00Z }, expect: { runs: [{ at: 2026-04-06T12:00:00Z, firedAt: [] }] } }]`,
      /TEST002: unknown key `firedAt`/,
    ],
    [
      "a rule beside a query",
      `query: print 1\n${head}cases: [{ name: a, expect: { rowCount: 1 } }]`,
      /^f\.test\.yaml:1:1: error TEST007: a test file has `rule:` or `query:`, not both/,
    ],
    [
      "a time that is none",
      "rule: failures.yaml\nat: yesterday\ncases: [{ name: a, expect: { alerts: 0 } }]",
      /^f\.test\.yaml:2:5: error TEST008: `yesterday` is not a time[\s\S]*-50m$/,
    ],
    [
      "a timespan that is none, once",
      `${head}period: 1 week\ncases: [{ name: a, expect: { alerts: 0 } }, { name: b, expect: { alerts: 0 } }]`,
      /^f\.test\.yaml:3:9: error TEST009: `1 week` is not a timespan\n.*\n[^\n]*00:02:00$/,
    ],
    [
      "what belongs to a schedule",
      `${head}cases: [{ name: a, expect: { firedAt: [2026-04-06T12:00:00Z] } }]`,
      /TEST017: `firedAt` is for cases with a `schedule`/,
    ],
    [
      "a name that is taken",
      `${head}cases: [{ name: a, expect: { alerts: 0 } }, { name: a, expect: { alerts: 1 } }]`,
      /:3:47: error TEST020: two cases are named `a`/,
    ],
    [
      "a schedule that holds no run",
      `rule: failures.yaml\ncases: [{ name: a, schedule: { from: 2026-04-06T12:00:00Z, to: 2026-04-06T12:00:00Z }, expect: { alerts: 0 } }]`,
      /:2:30: error TEST025: the schedule holds no run/,
    ],
    [
      "a time that fired which is a list",
      `${head}cases: [{ name: a, schedule: { from: 2026-04-06T12:00:00Z, to: 2026-04-06T14:00:00Z }, expect: { firedAt: [[1]] } }]`,
      /TEST004: `firedAt` must be a list of times/,
    ],
  ];
  it.each(mistakes)("are named: %s", (_title, text, message) => {
    expect(run(text).errors.join("\n")).toMatch(message);
  });

  it("of a relative time without `at` say what it would count from", () => {
    const { cases } = run(
      "query: T\ncases: [{ name: a, given: { T: [{ TimeGenerated: -5m }] }, expect: { rowCount: 1 } }]",
    );
    expect(cases[0].failures[0].message).toMatch(/TEST014: `-5m` counts from `at`/);
  });
});

describe("a query in a test file", () => {
  it.each([
    ["in a block", "query: |\n  SigninLogs\n  | where Resultt == 1\n", "f.test.yaml:3:11: error KQL101"],
    ["on the line of its key", "query: SigninLogs | where Resultt == 1\n", "f.test.yaml:1:27: error KQL101"],
    ["in quotes", 'query: "SigninLogs\\n| where Resultt == 1"\n', "f.test.yaml:1:29: error KQL101"],
  ])("has its mistakes placed in the file: %s", (_title, query, place) => {
    const { cases } = run(`${query}cases: [{ name: a, expect: { rowCount: 0 } }]`);
    expect(cases[0].failures[0].message).toContain(place);
  });
});

describe("rows", () => {
  const sees = (
    given: string,
    rows: string,
    files?: Readonly<Record<string, readonly InputRow[]>>,
    more = "",
  ) => {
    const { cases, errors } = run(
      `${head}${more}cases: [{ name: a, given: { SigninLogs: ${given} }, expect: { rows: ${rows}, exact: true } }]`,
      files,
    );
    expect(errors).toEqual([]);
    return cases[0];
  };
  const passed = { status: "passed", failures: [] };

  it("are numbered and shifted in the cells that the defaults give", () => {
    const more = `defaults: { SigninLogs: { TimeGenerated: -30m, ResultType: 1, UserPrincipalName: "u\${i}" } }\n`;
    const rows =
      "[{ UserPrincipalName: u0, TimeGenerated: -30m }, { UserPrincipalName: u1, TimeGenerated: -25m }]";
    expect(sees("[{ $repeat: 2, $every: 5m }]", rows, {}, more)).toMatchObject(passed);
  });

  it("are numbered when they are repeated once", () => {
    expect(
      sees(
        `[{ $repeat: 1, TimeGenerated: -1m, ResultType: 1, UserPrincipalName: "u\${i}" }]`,
        "[{ UserPrincipalName: u0 }]",
      ),
    ).toMatchObject(passed);
  });

  it("of a file are repeated, too", () => {
    const files = { "a.ndjson": [{ TimeGenerated: "2026-04-06T11:30:00Z", ResultType: 1 }] };
    expect(
      sees(
        "[{ $file: a.ndjson, $repeat: 2, $every: 10m }]",
        "[{ TimeGenerated: -30m }, { TimeGenerated: -20m }]",
        files,
      ),
    ).toMatchObject(passed);
  });

  it("of a file join bags with the defaults also where they hold them as JSON text", () => {
    const files = {
      "a.ndjson": [
        { TimeGenerated: "2026-04-06T11:30:00Z", ResultType: 1, DeviceDetail: '{"browser":"Edge"}' },
      ],
    };
    const more = "defaults: { SigninLogs: { DeviceDetail: { isManaged: true, browser: Chrome } } }\n";
    expect(
      sees("[{ $file: a.ndjson }]", "[{ DeviceDetail: { browser: Edge, isManaged: true } }]", files, more),
    ).toMatchObject(passed);
  });

  it("replace arrays and take an explicit null for a null", () => {
    const more =
      "defaults: { SigninLogs: { ResultType: 1, TimeGenerated: -1m, DeviceDetail: { a: [1, 2], b: 1 } } }\n";
    expect(
      sees(
        "[{ DeviceDetail: { a: [3] } }, { DeviceDetail: null }]",
        "[{ DeviceDetail: { a: [3], b: 1 } }, { DeviceDetail: null }]",
        {},
        more,
      ),
    ).toMatchObject(passed);
  });

  it("join the defaults of a case with those of the file", () => {
    const text = `${head}defaults: { SigninLogs: { ResultType: 1, TimeGenerated: -1m, DeviceDetail: { a: 1, b: 1 } } }
cases: [{ name: a, defaults: { SigninLogs: { DeviceDetail: { b: 2 } } }, given: { SigninLogs: [{}] }, expect: { rows: [{ ResultType: 1, DeviceDetail: { a: 1, b: 2 } }] } }]`;
    expect(run(text).cases[0]).toMatchObject(passed);
  });

  it("keep the spelling of numbers in string columns", () => {
    expect(sees("[{ TimeGenerated: -1m, ResultType: 0050 }]", '[{ ResultType: "0050" }]')).toMatchObject(
      passed,
    );
    expect(sees("[{ TimeGenerated: -1m, ResultType: 0050 }]", "[{ ResultType: 50 }]")).toMatchObject({
      status: "failed",
    });
  });

  it("keep all digits of long integers and decimals", () => {
    const text = `query: print a = 9223372036854775807, d = decimal(1.10000000000000000001)
cases: [{ name: a, expect: { rows: [{ a: 9223372036854775807, d: 1.10000000000000000001 }] } }, { name: b, expect: { rows: [{ a: 9223372036854775806 }] } }]`;
    expect(run(text).cases.map(({ status }) => status)).toEqual(["passed", "failed"]);
  });
});

describe("expectations", () => {
  it("of infinity are not met by a number", () => {
    const text = "query: print x = 5.0\ncases: [{ name: a, expect: { rows: [{ x: .inf }] } }]";
    expect(run(text).cases[0].status).toBe("failed");
  });

  it("compare times in dynamic values as times, and JSON text as what it says", () => {
    const text = `query: 'print x = dynamic({"at":"2026-04-06T12:00:00.0000000Z"})'
cases: [{ name: a, expect: { rows: [{ x: { at: 2026-04-06T12:00:00Z } }] } }, { name: b, expect: { rows: [{ x: '{"at":"2026-04-06T12:00:00Z"}' }] } }]`;
    expect(run(text).cases.map(({ status }) => status)).toEqual(["passed", "passed"]);
  });

  it("hold `alert` beside `alertList` apart", () => {
    const text = `${head}cases: [{ name: a, ${oneRow}, expect: { alert: { severity: Low }, alertList: [{ title: Failures }] } }]`;
    expect(run(text).cases[0]).toMatchObject({ status: "passed", failures: [] });
  });
});

describe("a schedule", () => {
  const schedule = "schedule: { from: 2026-04-06T12:00:00Z, to: +3h }";
  it("counts relative times from its start, also of runs", () => {
    const text = `rule: failures.yaml
cases: [{ name: a, ${schedule}, given: { SigninLogs: [{ TimeGenerated: -10m, ResultType: 1 }] }, expect: { firedAt: [0s], runs: [{ at: +1h, fires: false }, { at: 2026-04-06T12:00:00Z, alerts: 1, incidents: 1 }] } }]`;
    expect(run(text).cases[0]).toMatchObject({ status: "passed", failures: [] });
  });

  it("names a run that is not of it", () => {
    const text = `rule: failures.yaml\ncases: [{ name: a, ${schedule}, expect: { runs: [{ at: +90m, fires: false }] } }]`;
    expect(run(text).cases[0].failures[0].message).toBe("no run of the schedule is at 2026-04-06T13:30:00Z");
  });
});

describe("an empty watchlist", () => {
  it("has the columns of all watchlists, and no row", () => {
    const query = "print a = 'x' | where a !in ((_GetWatchlist('Quiet') | project SearchKey))";
    const { cases } = run(
      `query: "${query}"\ncases: [{ name: a, given: { $watchlists: { Quiet: [] } }, expect: { rowCount: 1 } }]`,
    );
    expect(cases[0]).toMatchObject({ status: "passed", failures: [] });
  });
});

describe("rows beyond the bound", () => {
  it("of a case are refused", () => {
    const { cases } = run(
      `${head}cases: [{ name: a, given: { SigninLogs: [{ $repeat: 1000001 }] }, expect: { alerts: 0 } }]`,
    );
    expect(cases[0].failures[0].message).toMatch(/:3:42: error TEST015: the case has more than 1000000 rows/);
  });
});

describe("warnings", () => {
  it("name a column that the table's schema lacks", () => {
    const { cases } = run(
      `${head}cases: [{ name: a, given: { SigninLogs: [{ TimeGenerated: -10m, ResultTyp: 1 }] }, expect: { alerts: 1 } }]`,
    );
    expect(cases[0].status).toBe("passed");
    expect(cases[0].warnings.join("\n")).toMatch(
      /:3:65: warning TEST011: table `SigninLogs` has no column `ResultTyp`[\s\S]*did you mean `ResultType`/,
    );
  });

  const warningsOf = (text: string) => run(text).cases[0].warnings.join("\n");

  it("name rows that no run sees", () => {
    expect(
      warningsOf(
        `${head}cases: [{ name: a, given: { SigninLogs: [{ ResultType: 1 }] }, expect: { alerts: 0 } }]`,
      ),
    ).toMatch(/TEST024: 1 row\(s\) of `SigninLogs` have no TimeGenerated/);
  });

  it("name a table that the query does not read", () => {
    expect(
      warningsOf(
        `${head}cases: [{ name: a, given: { SigninLog: [{ TimeGenerated: -1m }] }, expect: { alerts: 0 } }]`,
      ),
    ).toMatch(/TEST016: [\s\S]*did you mean `SigninLogs`/);
  });

  it("say that a rule's own look-back stands", () => {
    expect(warningsOf(`${head}period: 2d\ncases: [{ name: a, ${oneRow}, expect: { alerts: 1 } }]`)).toMatch(
      /TEST023/,
    );
  });
});
