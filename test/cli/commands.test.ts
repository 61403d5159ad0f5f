import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kqlunit } from "./cli.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kqlunit-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const at = "2026-04-06T12:00:00Z";
const firing = "fixtures/scenarios/bulk-password-profile-updates/fires";
const nearMiss = "fixtures/scenarios/bulk-password-profile-updates/near-miss";
const rule = "rules/bulk-password-profile-updates.yaml";

describe("kqlunit", () => {
  it("prints its version and its help", () => {
    expect(kqlunit(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    const { stdout } = kqlunit(["--help"]);
    for (const command of ["test", "run", "explain", "query", "check", "schema"])
      expect(stdout).toContain(command);
  });

  it("refuses an unknown command and an unknown option", () => {
    expect(kqlunit(["tset"]).code).toBe(2);
    expect(kqlunit(["query", "--frmat", "json"]).code).toBe(2);
  });
});

describe("kqlunit run", () => {
  it("prints the alerts and the rows", () => {
    const { code, stdout } = kqlunit(["run", rule, "--data", firing, "--at", at]);
    expect(code).toBe(0);
    expect(stdout).toContain("fired: 1 alert");
    expect(stdout).toContain("[High] Bulk password/token update");
  });

  it("prints JSON for programs", () => {
    const { stdout } = kqlunit(["run", rule, "--data", nearMiss, "--at", at, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ fired: false, rows: [], alerts: [] });
  });

  it("says which rule of a template it is about", () => {
    const path = join(folder, "two.json");
    const resource = (name: string) =>
      `{"type":"x/alertRules","kind":"NRT","properties":{"displayName":"${name}","query":"AuditLogs"}}`;
    writeFileSync(path, `{"resources":[${resource("One")},${resource("Two")}]}`);
    const { stderr, stdout } = kqlunit(["run", path, "--data", firing, "--at", at]);
    expect(stderr).toContain(`kqlunit: ${path} holds 2 rules; this is about the first, \`One\``);
    expect(stdout).toMatch(/^One\n/);
  });

  it("tells the line of a rule file that broke, and what to do", () => {
    const broken = "fixtures/broken/failed-azure-portal-access.unindented.yaml";
    const { code, stderr } = kqlunit(["run", broken, "--data", firing, "--at", at]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/unindented\.yaml:\d+:\d+: error RULE\d+/);
  });

  it("refuses an empty data folder", () => {
    mkdirSync(join(folder, "logs"));
    const { code, stderr } = kqlunit(["run", rule, "--data", join(folder, "logs"), "--at", at]);
    expect(code).toBe(2);
    expect(stderr).toContain("the folder holds no data files");
  });
});

describe("kqlunit explain", () => {
  it("tells the step where the rows were lost, and the nearest miss", () => {
    const { code, stdout } = kqlunit(["explain", rule, "--data", nearMiss, "--at", at]);
    expect(code).toBe(0);
    expect(stdout).toContain("stayed quiet");
    expect(stdout).toContain("UpdateCount");
  });
});

describe("kqlunit schema", () => {
  it("knows the tables of the project file", () => {
    const project = join(folder, "project");
    mkdirSync(join(project, "sub"), { recursive: true });
    writeFileSync(join(project, "kqlunit.config.yaml"), "schemas: [own.yaml]\n");
    writeFileSync(join(project, "own.yaml"), "Own_CL: { TimeGenerated: datetime, a_s: string }\n");
    const { stdout } = kqlunit(["schema", "Own_CL"], { cwd: join(project, "sub") });
    expect(stdout).toBe("TimeGenerated  datetime\na_s            string\n");
    expect(kqlunit(["schema"], { cwd: project }).stdout).toContain("\nOwn_CL\n");
  });
});

describe("kqlunit query", () => {
  it("runs a query from standard input on data files", () => {
    const query = "AuditLogs | summarize N = count() by Result | order by N desc";
    const { stdout, code } = kqlunit(["query", "-", "--data", firing, "--format", "csv"], { input: query });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Result,N\nsuccess,\d+\n/);
  });

  it("prints a diagnostic with a caret for a column that does not exist", () => {
    const { stderr, code } = kqlunit(["query", "-"], { input: "SigninLogs | where ResultTyp == '0'" });
    expect(code).toBe(1);
    expect(stderr).toContain("query:1:20: error KQL101: unknown column `ResultTyp`");
    expect(stderr).toContain("did you mean `ResultType`?");
  });

  it("answers a batch line by line, and goes on after a bad line", () => {
    const lines = [
      JSON.stringify({ id: 1, query: "print a = 9223372036854775807, b = 1d, c = real(nan)" }),
      "not json",
      JSON.stringify({
        id: 2,
        query: "T | count",
        tables: { T: { columns: [["a", "long"]], rows: [[1], [2]] } },
      }),
      JSON.stringify({ id: 3, query: "print x = " }),
      JSON.stringify({ id: 4, query: "print n = now()", now: at }),
    ];
    const { stdout, code } = kqlunit(["query", "--jsonl"], { input: lines.join("\n") });
    expect(code).toBe(0);
    const answers = stdout
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(answers).toMatchObject([
      {
        id: 1,
        columns: [
          ["a", "long"],
          ["b", "timespan"],
          ["c", "real"],
        ],
        rows: [["9223372036854775807", "1.00:00:00", "NaN"]],
      },
      { id: null, error: { code: "KQL300" } },
      { id: 2, columns: [["Count", "long"]], rows: [[2]] },
      { id: 3, error: { code: expect.stringMatching(/^KQL0/), line: 1 } },
      { id: 4, rows: [["2026-04-06T12:00:00Z"]] },
    ]);
  });

  it("keeps all digits of whole numbers of a batch, inside dynamic values too", () => {
    const columns = '[["l","long"],["d","dynamic"],["s","string"],["r","real"]]';
    const row = '[9007199254740993,{"a":[9007199254740993,1.0]},5.0,2.0]';
    const input = `{"id":9007199254740993,"query":"T | extend t = tostring(d.a)","tables":{"T":{"columns":${columns},"rows":[${row}]}}}`;
    expect(kqlunit(["query", "--jsonl"], { input }).stdout).toContain(
      '"rows":[["9007199254740993",{"a":[9007199254740993,1]},"5",2,"[9007199254740993,1.0]"]]',
    );
    const json = kqlunit(["query", "-", "--format", "json"], {
      input: "print d = dynamic([9007199254740993])",
    });
    expect(json.stdout).toMatch(/\s9007199254740993\s/);
    const csv = kqlunit(["query", "-", "--format", "csv"], {
      input: "print d = dynamic([9007199254740993])",
    });
    expect(csv.stdout).toBe("d\n[9007199254740993]\n");
  });

  it("refuses a line of a batch that nests too deep", () => {
    const input = `{"id":1,"query":"print 1","tables":${"[".repeat(600)}${"]".repeat(600)}}`;
    expect(kqlunit(["query", "--jsonl"], { input }).stdout).toContain("it nests deeper than 512");
  });

  it("answers a batch of a file, with a byte order mark", () => {
    const path = join(folder, "batch.jsonl");
    writeFileSync(path, '\uFEFF{"id":1,"query":"print 1"}\r\n{"id":2,"query":"print"}\r\n');
    const { stdout } = kqlunit(["query", "--jsonl", path]);
    expect(stdout).toMatch(/^\{"id":1,"columns".*\n\{"id":2,"error".*\n$/);
    expect(kqlunit(["check", "--jsonl", path]).stdout).toMatch(/^\{"id":1,"diagnostics":\[\]/);
  });

  it.each([
    [
      "a cell too few",
      [
        ["a", "long"],
        ["b", "long"],
      ],
      [[1, 2], [1]],
      "row 2 of `T` has 1 cells for 2 columns",
    ],
    ["a cell too many", [["a", "long"]], [[1, 2]], "row 1 of `T` has 2 cells for 1 columns"],
    [
      "one name for two columns",
      [
        ["a", "long"],
        ["a", "long"],
      ],
      [],
      "`T` has two columns `a`",
    ],
  ])("refuses a table of a batch with %s", (_title, columns, rows, message) => {
    const input = JSON.stringify({ id: 1, query: "T", tables: { T: { columns, rows } } });
    expect(JSON.parse(kqlunit(["query", "--jsonl"], { input }).stdout)).toMatchObject({
      id: 1,
      error: { code: "KQL300", message },
    });
  });
});

describe("kqlunit check", () => {
  it("accepts the sample rules but for their known faults", () => {
    const { stdout } = kqlunit(["check", "rules", "--format", "json"]);
    const findings: { code: string }[] = JSON.parse(stdout);
    expect(findings.filter(({ code }) => code.startsWith("KQL"))).toEqual([]);
  });

  it("finds a column that does not exist, at its place in the rule file", () => {
    writeFileSync(
      join(folder, "bad.yaml"),
      "name: Bad\nkind: Scheduled\nquery: |\n  SigninLogs\n  | where ResultTyp == '0'\n",
    );
    const { stdout, code } = kqlunit(["check"], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toContain("bad.yaml:5:11: error KQL101: unknown column `ResultTyp`");
  });

  it("answers a batch with diagnostics and columns", () => {
    const lines = [
      JSON.stringify({ id: "a", query: "SigninLogs | project TimeGenerated, N = 1" }),
      JSON.stringify({ id: "b", query: "Nowhere | take 1" }),
    ];
    const { stdout } = kqlunit(["check", "--jsonl"], { input: lines.join("\n") });
    const [good, bad] = stdout
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(good).toMatchObject({
      id: "a",
      diagnostics: [],
      columns: [
        ["TimeGenerated", "datetime"],
        ["N", "long"],
      ],
    });
    expect(bad).toMatchObject({
      id: "b",
      diagnostics: [{ severity: "error", line: 1, column: 1, length: 7 }],
      columns: null,
    });
  });

  it("writes SARIF", () => {
    writeFileSync(join(folder, "bad.kql"), "Nowhere");
    const { stdout } = kqlunit(["check", "--format", "sarif"], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "kqlunit" } } }],
    });
  });
});

describe("kqlunit schema", () => {
  it("lists the tables and shows one", () => {
    expect(kqlunit(["schema"]).stdout.split("\n")).toContain("AuditLogs");
    expect(kqlunit(["schema", "AuditLogs"]).stdout).toMatch(/^InitiatedBy\s+dynamic$/m);
  });

  it("suggests a table for a misspelt one", () => {
    const { code, stderr } = kqlunit(["schema", "AuditLog"]);
    expect(code).toBe(2);
    expect(stderr).toContain("did you mean `AuditLogs`?");
  });

  it("infers a schema from sample logs", () => {
    const file = join(folder, "Mine_CL.ndjson");
    writeFileSync(file, '{"TimeGenerated":"2026-04-06T12:00:00Z","n":1}\n{"n":2.5,"bag":{"a":1}}\n');
    expect(JSON.parse(kqlunit(["schema", "infer", file]).stdout)).toEqual({
      Mine_CL: { TimeGenerated: "datetime", n: "real", bag: "dynamic" },
    });
  });
});
