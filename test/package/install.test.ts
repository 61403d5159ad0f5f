import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
let folder: string;

/** What a stranger does: pack, then install the tarball into an empty folder, without the repository around it. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kqlunit-install-"));
  execFileSync("npm", ["pack", "--pack-destination", folder, "--silent"], { cwd: root, stdio: "pipe" });
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent", `./${tarball}`], {
    cwd: folder,
    stdio: "pipe",
  });
  cpSync(join(root, "rules"), join(folder, "rules"), { recursive: true });
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function node(script: string): string {
  const { stdout, stderr, status } = spawnSync("node", ["--input-type=module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout.trim();
}

describe("the package, installed in an empty folder", () => {
  it("has the command", () => {
    const { stdout, status } = spawnSync("npx", ["kqlunit", "test", "rules"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toMatch(/\d+ passed, 0 failed/);
    expect(status).toBe(0);
  });

  it("answers queries", () => {
    const script = `
      import { Workspace } from "kqlunit";
      const ws = new Workspace({ now: "2026-04-06T12:00:00Z" });
      ws.addTable("AuditLogs", [{ TimeGenerated: "2026-04-06T11:00:00Z", Result: "success" }]);
      console.log(JSON.stringify(ws.query("AuditLogs | summarize count() by Result").toObjects()));`;
    expect(node(script)).toBe('[{"Result":"success","count_":1}]');
  });

  it("runs a rule on rows made by the builders", () => {
    const script = `
      import { loadRule } from "kqlunit/node";
      import { scenarios } from "kqlunit/fixtures";
      const at = "2026-04-06T12:00:00Z";
      const rule = await loadRule("rules/bulk-password-profile-updates.yaml");
      console.log(rule.run(scenarios.bulkPasswordReset({ at }), { at }).fired);`;
    expect(node(script)).toBe("true");
  });

  it("gives Jest its matchers, in CommonJS tests", () => {
    mkdirSync(join(folder, "jest"), { recursive: true });
    writeFileSync(join(folder, "jest/package.json"), '{ "type": "commonjs" }');
    writeFileSync(
      join(folder, "jest/rule.test.js"),
      `const { fixtures, loadRule } = require("kqlunit/jest");
const at = "2026-04-06T12:00:00Z";
test("fires", async () => {
  const rule = await loadRule("../rules/bulk-password-profile-updates.yaml");
  expect(rule.run(fixtures.scenarios.bulkPasswordReset({ at }), { at })).toFire();
  const quiet = rule.run({ AuditLogs: [] }, { at });
  expect(quiet).not.toFire();
  expect(() => expect(quiet).toFire()).toThrow(/stayed quiet/);
});
`,
    );
    const jest = join(root, "node_modules/jest/bin/jest.js");
    const { stderr, status } = spawnSync("node", [jest, "--rootDir", "."], {
      cwd: join(folder, "jest"),
      encoding: "utf8",
    });
    expect(stderr).toContain("1 passed");
    expect(status).toBe(0);
  });

  it("has types for every entry point", () => {
    mkdirSync(join(folder, "types"), { recursive: true });
    writeFileSync(
      join(folder, "types/use.ts"),
      `import { Workspace, compile, parseRule, type RuleRun } from "kqlunit";
import { loadRule, loadTable } from "kqlunit/node";
import { auditLogs } from "kqlunit/fixtures";
const rows = [auditLogs.passwordReset({ actor: "a@b.c", target: "d@e.f", at: "2026-04-06T11:00:00Z" })];
export const ws: Workspace = new Workspace();
export const names: string[] = compile("AuditLogs").diagnostics.map((d) => d.code);
export const run: RuleRun = parseRule("query: AuditLogs").run({ AuditLogs: rows }, { at: new Date() });
export { loadRule, loadTable };
`,
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = [
      tsc,
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "types/use.ts",
    ];
    const { stdout, status } = spawnSync("node", args, { cwd: folder, encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});
