import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const query =
  "SigninLogs|where ResultType!='0' // failures\n|summarize N=count() by UserPrincipalName|where N>5\n";

function put(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("kqlunit fmt", () => {
  it("prints one operator a line, and keeps comments", () => {
    const { stdout, code } = kqlunit(["fmt", put("q.kql", query)]);
    expect(code).toBe(0);
    expect(stdout.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
    expect(stdout).toContain("// failures");
  });

  it("leaves a query that is no literal block as it is, and says so", () => {
    const path = put("rule.yaml", "name: A\nquery: SigninLogs|count\n");
    const { code, stdout, stderr } = kqlunit(["fmt", path]);
    expect(stderr + stdout).toContain(
      "rule.yaml:2:8: warning RULE030: the query is no literal block, and is left as it is",
    );
    expect(code).toBe(0);
  });

  it("leaves a rule in JSON as it is, and says so", () => {
    const path = put("rule.json", '{"displayName":"A","query":"SigninLogs|count"}\n');
    const { code, stdout, stderr } = kqlunit(["fmt", "--write", path]);
    expect(stdout + stderr).toMatch(/rule\.json:1:28: warning RULE030/);
    expect(readFileSync(path, "utf8")).toContain('"query":"SigninLogs|count"');
    expect(code).toBe(0);
  });

  it("tells with --check which files would change, and touches none", () => {
    const path = put("q.kql", query);
    expect(kqlunit(["fmt", "--check", path])).toMatchObject({ code: 1, stdout: `${path}\n` });
    expect(readFileSync(path, "utf8")).toBe(query);
  });

  it("writes with --write, and then has nothing more to do", () => {
    const path = put("q.kql", query);
    expect(kqlunit(["fmt", "--write", path]).code).toBe(0);
    expect(kqlunit(["fmt", "--check", path])).toMatchObject({ code: 0, stdout: "" });
  });

  it("changes nothing of a rule file but its query, line ends included", () => {
    const head = "# a comment\r\nname:   'odd  spacing'\r\nquery: |\r\n";
    const tail = "severity:  High # kept\r\n";
    const body = query.replaceAll("\n", "\r\n").replace(/^(?=.)/gm, "    ");
    const path = put("rule.yaml", head + body + tail);
    kqlunit(["fmt", "--write", path]);
    const written = readFileSync(path, "utf8");
    expect(written.startsWith(head)).toBe(true);
    expect(written.endsWith(tail)).toBe(true);
    expect(written).toContain("\r\n    | where ResultType != '0'");
    expect(written.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("leaves a query with a mistake as it is, and says where the mistake is", () => {
    const path = put("q.kql", "SigninLogs | where (");
    const { code, stderr } = kqlunit(["fmt", "--write", path]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/q\.kql:1:\d+: error KQL0/);
    expect(readFileSync(path, "utf8")).toBe("SigninLogs | where (");
  });
});
