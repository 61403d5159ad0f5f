import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkText } from "../../src/cli/check-text.js";
import { Workspace } from "../../src/engine/workspace.js";
import { exampleRule } from "../../src/rules/check/example-rule.js";
import { kqlunit } from "./cli.js";

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

const check = (...args: string[]) => kqlunit(["check", ...args], { cwd: folder });

interface JsonFinding {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly severity: string;
}

function jsonOf(...args: string[]): JsonFinding[] {
  return JSON.parse(check("--format", "json", ...args).stdout);
}

const codesOf = (...args: string[]) => jsonOf(...args).map(({ code }) => code);

const overlapping = `queryFrequency: 1h
queryPeriod: 1d
query: |
  AzureActivity
  | where TimeGenerated > ago(1d)
  | where ActivityStatusValue =~ "Success"
  | project TimeGenerated, Caller, CallerIpAddress, ResourceGroup`;
const longKey = "customDetails:\n  ResourceGroupsOfTheAccounts: ResourceGroup";
const oldNames = `query: |
  AzureActivity
  | where TimeGenerated > ago(1h)
  | where ActivityStatusValue =~ "Success"
  | where isnotempty(CallerIpAddress)
  | summarize TimeGenerated = max(TimeGenerated), Callers = makeset(Caller), Groups = makelist(ResourceGroup) by CallerIpAddress`;

it("is a finding in the file when the check itself breaks, so that other files are checked", () => {
  class BrokenWorkspace extends Workspace {
    override bind(): never {
      throw new TypeError("boom");
    }
  }
  const source = { name: "rule.yaml", text: "name: A\nquery: SigninLogs\n" };
  const options = { warnOn: new Set<string>(), known: new Map() };
  const [found] = checkText(source, new BrokenWorkspace(), options);
  expect(found).toMatchObject({ file: "rule.yaml", code: "KQL399", severity: "error" });
  expect(found?.message).toContain("internal error: TypeError: boom");
});

describe("the checks of a rule", () => {
  it("find nothing in a sound rule", () => {
    write("good.yaml", exampleRule(""));
    const { code, stdout } = check();
    expect([code, stdout]).toEqual([0, "1 file: 0 errors, 0 warnings, 0 remarks\n"]);
  });

  it("tell of two files whose rules have one identifier", () => {
    write("a.yaml", exampleRule(""));
    write("b.yaml", exampleRule("name: Another one"));
    const [finding, ...others] = jsonOf();
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ file: "b.yaml", code: "RULE023", severity: "error" });
    expect(check().stdout).toContain("is also the identifier of the rule in a.yaml:1");
  });

  it("tell what the service would refuse, and end with 1", () => {
    write("bad.yaml", exampleRule(longKey));
    const { code, stdout } = check();
    expect(code).toBe(1);
    expect(stdout).toContain("error RULE122: the key `ResourceGroupsOfTheAccounts` has 27 characters");
    expect(stdout).toContain("1 file: 1 error, 0 warnings, 0 remarks");
  });

  it("count warnings only when asked to", () => {
    write("overlap.yaml", exampleRule(overlapping));
    expect(codesOf()).toEqual(["RULE206"]);
    expect(check().code).toBe(0);
    expect(check("--fail-on", "warning").code).toBe(1);
    expect(check("--fail-on", "remark")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--fail-on must be one of error, warning"),
    });
  });

  it("make errors of some codes warnings", () => {
    write("bad.yaml", exampleRule(`${overlapping}\n${longKey}`));
    expect(check("--warn-on", "RULE122, RULE206").code).toBe(0);
    expect(jsonOf("--warn-on", "RULE122")).toMatchObject([
      { code: "RULE206", severity: "warning" },
      { code: "RULE122", severity: "warning" },
    ]);
    expect(check("--warn-on", "RULE122").stdout).toContain("warning RULE122");
    expect(check("--warn-on", "RULE1222")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("there is no code `RULE1222`"),
    });
  });

  it("leave plain queries to the checks of queries", () => {
    write("plain.kql", "SigninLogs\n| where ResultType == 0\n| summarize N = count() by UserPrincipalName");
    expect(codesOf()).toEqual(["RULE221", "RULE214"]);
  });

  it("read the rules of templates in a folder, and no other JSON", () => {
    write("data.json", '[{"TimeGenerated": "2026-04-06T12:00:00Z"}]');
    expect(check().code).toBe(2);
    const query = "AzureActivity | where Nothing == 1";
    const properties = { displayName: "x", severity: "Low", query };
    const resource = { type: "Microsoft.SecurityInsights/alertRules", kind: "Scheduled", properties };
    write("rule.json", JSON.stringify({ resources: [resource] }));
    expect(codesOf()).toContain("KQL101");
  });

  it("end with 2 for a file that isn't YAML, whatever is asked", () => {
    write("broken.yaml", "name: 'x\nquery: T\n");
    for (const args of [[], ["--warn-on", "RULE001"], ["--fix"], ["--write-baseline", "known.json"]]) {
      const { code, stderr } = check(...args);
      expect([args, code]).toEqual([args, 2]);
      expect(stderr).toMatch(/broken\.yaml:\d+:\d+: error RULE001|warning RULE001/);
    }
  });
});

describe("formats", () => {
  it("print SARIF with what each code means and how it is mended", () => {
    mkdirSync(join(folder, "my rules"));
    write("my rules/bad.yaml", exampleRule(`${overlapping}\n${longKey}`));
    const log = JSON.parse(check("--format", "sarif").stdout);
    const [{ tool, results }] = log.runs;
    expect(tool.driver.rules).toMatchObject([
      {
        id: "RULE122",
        shortDescription: { text: expect.stringMatching(/custom details/) },
        help: { markdown: expect.stringContaining("## Finds nothing") },
        defaultConfiguration: { level: "error" },
      },
      { id: "RULE206", defaultConfiguration: { level: "warning" } },
    ]);
    expect(results).toMatchObject([
      { ruleId: "RULE206", ruleIndex: 1, level: "warning" },
      {
        ruleId: "RULE122",
        ruleIndex: 0,
        level: "error",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "my%20rules/bad.yaml" },
              region: { startLine: 27, startColumn: 3, endLine: 27, endColumn: 30 },
            },
          },
        ],
        partialFingerprints: { "kqlunit/v1": expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
  });

  it("print GitHub annotations", () => {
    write("bad.yaml", exampleRule(longKey));
    expect(check("--format", "github").stdout).toBe(
      "::error file=bad.yaml,line=29,col=3,endLine=29,endColumn=30,title=RULE122::the key `ResourceGroupsOfTheAccounts` has 27 characters; the limit is 20\n",
    );
  });
});

describe("a baseline", () => {
  it("leaves out what it lists, also when the lines move, and nothing else", () => {
    write("bad.yaml", exampleRule(`${overlapping}\n${longKey}`));
    expect(check("--write-baseline", "known.json")).toMatchObject({
      code: 0,
      stdout: "known.json: 2 findings\n",
    });
    expect(check("--baseline", "known.json")).toMatchObject({
      code: 0,
      stdout: "1 file: 0 errors, 0 warnings, 0 remarks (2 more in the baseline)\n",
    });
    write(
      "bad.yaml",
      `# moved\n\n${exampleRule(`${longKey}\n  AnotherKeyThatIsFarTooLong: Caller\n${overlapping}`)}`,
    );
    expect(codesOf("--baseline", "known.json")).toEqual(["RULE122"]);
    expect(check("--baseline", "known.json").code).toBe(1);
  });

  it("holds from another folder", () => {
    write("bad.yaml", exampleRule(longKey));
    check("--write-baseline", "known.json");
    const args = ["check", join(folder, "bad.yaml"), "--baseline", join(folder, "known.json")];
    expect(kqlunit(args)).toMatchObject({ code: 0 });
  });

  it("tells of findings that are gone, in the files that were checked", () => {
    write("bad.yaml", exampleRule(longKey));
    write("other.yaml", exampleRule(`id: 7c1d9d64-5a0f-4a3c-8f1e-2b3c4d5e6f70\n${overlapping}`));
    check("--write-baseline", "known.json");
    write("bad.yaml", exampleRule(""));
    expect(check("bad.yaml", "--baseline", "known.json").stderr).toContain("1 of the baseline's findings");
    expect(check("other.yaml", "--baseline", "known.json").stderr).toBe("");
  });

  it("is refused when it is none", () => {
    write("bad.yaml", exampleRule(""));
    write("known.txt", "{}");
    expect(check("--baseline", "known.txt")).toMatchObject({ code: 2, stdout: "" });
    expect(check("--baseline", "nowhere.json")).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("--fix", () => {
  const fixed = exampleRule(oldNames.replace("makeset", "make_set").replace("makelist", "make_list"));

  it("prints the file with old names replaced, and leaves the file alone", () => {
    write("old.yaml", exampleRule(oldNames));
    const { code, stdout, stderr } = check("old.yaml", "--fix");
    expect([code, stdout]).toEqual([0, fixed]);
    expect(stderr).toContain("2 old names replaced in 1 of 1 files");
    expect(readFileSync(join(folder, "old.yaml"), "utf8")).toBe(exampleRule(oldNames));
  });

  it("prints a patch of several files, and leaves them alone", () => {
    const crlf = exampleRule(oldNames).replaceAll("\n", "\r\n").trimEnd();
    write("old.yaml", exampleRule(oldNames));
    write("crlf.yaml", crlf);
    write("good.yaml", exampleRule(""));
    const { code, stdout } = check("--fix");
    expect(code).toBe(0);
    expect(stdout.match(/^(?:---|[+]{3}|@@) .*$/gm)).toHaveLength(6);
    expect(readFileSync(join(folder, "old.yaml"), "utf8")).toBe(exampleRule(oldNames));
    spawnSync("git", ["init", "-q"], { cwd: folder });
    const applied = spawnSync("git", ["apply", "-"], { cwd: folder, input: stdout, encoding: "utf8" });
    expect([applied.status, applied.stderr]).toEqual([0, ""]);
    expect(readFileSync(join(folder, "old.yaml"), "utf8")).toBe(fixed);
    expect(readFileSync(join(folder, "crlf.yaml"), "utf8")).toBe(fixed.replaceAll("\n", "\r\n").trimEnd());
  });

  it("leaves a name whose replacement would name the column otherwise", () => {
    write("old.kql", "SigninLogs | summarize any(AppId), makeset(UserId) by IPAddress");
    const { stdout, stderr } = check("--fix");
    expect(stdout).toBe("SigninLogs | summarize any(AppId), make_set(UserId) by IPAddress");
    expect(stderr).toContain("1 left, for the result would have other columns");
  });

  it("leaves a finding that a comment silences", () => {
    const text =
      "SigninLogs\n| summarize makeset(UserId) by IPAddress // kqlunit-ignore RULE219: kept for old clusters";
    write("old.kql", text);
    expect(check("--fix").stdout).toBe(text);
  });
});
