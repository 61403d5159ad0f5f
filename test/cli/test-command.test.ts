import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kqlunit, root, startKqlunit } from "./cli.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kqlunit-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

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
`;

const testFile = `rule: failures.yaml
at: 2026-04-06T12:00:00Z
cases:
  - name: a failure fires
    given: { SigninLogs: [{ TimeGenerated: -10m, ResultType: "50126" }] }
    expect: { alerts: 1 }
`;

describe("kqlunit test", () => {
  it("names every case of the sample rules and succeeds", () => {
    const { code, stdout } = kqlunit(["test", "rules"]);
    expect(stdout).toContain("five resets against five users inside one hour fire");
    expect(stdout).toMatch(/\n\d+ passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  it("fails when the threshold is raised, and names the group that reached the old one", () => {
    cpSync(join(root, "rules"), folder, { recursive: true });
    const path = join(folder, "bulk-password-profile-updates.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("UpdateThreshold = 5", "UpdateThreshold = 6"));
    const { code, stdout } = kqlunit(["test", "bulk-password-profile-updates.test.yaml"], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toContain("✗ five resets against five users inside one hour fire");
    expect(stdout).toContain("eve@contoso.com");
    expect(stdout).toMatch(/UpdateCount\D+5\D+6/);
  });

  it("runs the tests beside a rule", () => {
    write("failures.yaml", rule);
    write("failures.test.yaml", testFile);
    expect(kqlunit(["test", "failures.yaml"], { cwd: folder })).toMatchObject({ code: 0 });
  });

  it("reports JSON in the promised form", () => {
    write("failures.yaml", rule);
    write("failures.test.yaml", testFile);
    const { stdout } = kqlunit(["test", "--reporter", "json"], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      files: [
        {
          file: "failures.test.yaml",
          rule: "failures.yaml",
          cases: [{ name: "a failure fires", status: "passed", failures: [] }],
        },
      ],
      summary: { passed: 1, failed: 0, errors: 0, skipped: 0 },
    });
  });

  it("reports JUnit XML with the failure's text escaped", () => {
    write("failures.yaml", rule);
    write(
      "failures.test.yaml",
      testFile.replace("a failure fires", "a < b").replace("alerts: 1", "alerts: 2"),
    );
    const { stdout, code } = kqlunit(["test", "--reporter", "junit"], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toContain('<testcase name="a &lt; b"');
    expect(stdout).toContain("expected 2 alerts, got 1");
  });

  it("filters cases by name", () => {
    write("failures.yaml", rule);
    write("failures.test.yaml", `${testFile}  - { name: other, expect: { fires: false } }\n`);
    const { stdout } = kqlunit(["test", "--filter", "other"], { cwd: folder });
    expect(stdout).toContain("other");
    expect(stdout).not.toContain("a failure fires");
  });

  it("names the case of an expectation that does not hold, with its place", () => {
    write("failures.yaml", rule);
    write("failures.test.yaml", testFile.replace("alerts: 1", "rows: [{ ResultType: 50127 }]"));
    const { stdout, code } = kqlunit(["test"], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /failures\.test\.yaml:6:\d+: no row matches .* the nearest has ResultType "50126", not "50127"/,
    );
  });
});

describe("kqlunit test --explain", () => {
  it("explains failing cases at length", () => {
    write("failures.yaml", rule);
    write("failures.test.yaml", testFile.replace('ResultType: "50126"', 'ResultType: "0"'));
    const short = kqlunit(["test"], { cwd: folder }).stdout;
    const long = kqlunit(["test", "--explain"], { cwd: folder }).stdout;
    expect(long.length).toBeGreaterThan(short.length);
    expect(long).toContain("looking at 11:00 to 12:00");
  });
});

describe("kqlunit test --coverage", () => {
  it("names conditions that no case made false", () => {
    write("failures.yaml", rule);
    write("failures.test.yaml", testFile);
    const { stdout } = kqlunit(["test", "--coverage"], { cwd: folder });
    expect(stdout).toContain("failures.test.yaml: 0 of 1");
    expect(stdout).toContain('never false: ResultType != "0"');
  });

  it("counts a condition that cases made true and false", () => {
    write("failures.yaml", rule);
    const quiet =
      '  - { name: quiet, given: { SigninLogs: [{ TimeGenerated: -5m, ResultType: "0" }] }, expect: { alerts: 0 } }\n';
    write("failures.test.yaml", testFile + quiet);
    expect(kqlunit(["test", "--coverage"], { cwd: folder }).stdout).toContain("failures.test.yaml: 1 of 1");
  });
});

describe("kqlunit test --watch", () => {
  it("runs again when a rule changes, and ends when told to", async () => {
    write("failures.yaml", rule);
    write("failures.test.yaml", testFile);
    const child = startKqlunit(["test", "--watch", "."], folder);
    await child.printed("1 passed, 0 failed");
    write("failures.yaml", rule.replace('"0"', '"50126"'));
    await child.printed("0 passed, 1 failed");
    child.stop();
    expect(await child.code).toBe(0);
  }, 30_000);
});

describe("kqlunit test, on bad input", () => {
  const cases: readonly { title: string; text: string; expected: RegExp; code: number }[] = [
    {
      title: "an unknown key",
      text: testFile.replace("alerts: 1", "alert_count: 1"),
      expected: /failures\.test\.yaml:6:\d+: error TEST002: unknown key `alert_count`/,
      code: 1,
    },
    {
      title: "a cell of the wrong type",
      text: testFile.replace("-10m", "yesterday"),
      expected: /failures\.test\.yaml:5:\d+: error TEST010: column `TimeGenerated` is datetime/,
      code: 1,
    },
    {
      title: "a rule that is not there",
      text: testFile.replace("failures.yaml", "missing.yaml"),
      expected: /failures\.test\.yaml:1:7: error TEST013: cannot read `missing\.yaml`/,
      code: 2,
    },
    {
      title: "no rule at all",
      text: testFile.replace("rule: failures.yaml", ""),
      expected: /error TEST006: the file names no rule/,
      code: 1,
    },
    {
      title: "a case that expects nothing",
      text: testFile.replace("{ alerts: 1 }", "{}"),
      expected: /error TEST019: the case expects nothing/,
      code: 1,
    },
    {
      title: "YAML that does not parse",
      text: "rule: [unclosed\ncases:\n",
      expected: /failures\.test\.yaml:\d+:\d+: error/,
      code: 2,
    },
  ];
  for (const { title, text, expected, code } of cases) {
    it(`tells the place of ${title}`, () => {
      write("failures.yaml", rule);
      write("failures.test.yaml", text);
      const result = kqlunit(["test"], { cwd: folder });
      expect(result.stdout + result.stderr).toMatch(expected);
      expect(result.code).toBe(code);
    });
  }

  it("warns of a column that the schema does not have, and suggests one", () => {
    write("failures.yaml", rule);
    write("failures.test.yaml", testFile.replace("ResultType:", "ResultTyp: x, ResultType:"));
    expect(kqlunit(["test"], { cwd: folder }).stdout).toMatch(
      /no column `ResultTyp`[\s\S]*did you mean `ResultType`/,
    );
  });

  it("is a usage error when there are no test files", () => {
    expect(kqlunit(["test"], { cwd: folder })).toMatchObject({ code: 2 });
  });

  it("is a usage error when the path does not exist", () => {
    const { code, stderr } = kqlunit(["test", "nowhere"], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toBe("kqlunit: nowhere: no such file or folder\n");
  });
});
