import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readmeBlock, readmeCommands } from "./readme-blocks.js";

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
  for (const samples of ["rules", "fixtures"])
    cpSync(join(root, samples), join(folder, samples), { recursive: true });
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

describe("what README.md shows", () => {
  it.each(readmeCommands())("%s", (command) => {
    const { stdout, stderr, status } = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8" });
    // The first sample rule has an error on purpose, which README.md tells of.
    const isCheck = command.includes("kqlunit check");
    expect(status, stderr).toBe(isCheck ? 1 : 0);
    expect(stdout).not.toBe("");
  });

  it("the test file passes", () => {
    writeFileSync(join(folder, "rules/readme.test.yaml"), readmeBlock("yaml", "rule:"));
    const { stdout, status } = spawnSync("npx", ["kqlunit", "test", "rules/readme.test.yaml"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toContain("1 passed, 0 failed");
    expect(status).toBe(0);
  });

  it("the Vitest test passes", () => {
    writeFileSync(join(folder, "readme.test.ts"), readmeBlock("ts", "kqlunit/vitest"));
    // Without a file here, Vitest takes one from a folder above.
    writeFileSync(join(folder, "vitest.config.js"), "export default {};");
    linkPackages("vitest");
    const vitest = join(folder, "node_modules/vitest/vitest.mjs");
    const { stdout, stderr, status } = spawnSync("node", [vitest, "run", "--root", ".", "readme.test.ts"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    expect(stdout + stderr).toContain("Tests  1 passed");
    expect(status).toBe(0);
  });

  it("the threshold is found", () => {
    linkPackages("fast-check");
    node(readmeBlock("ts", "kqlunit/fast-check"));
  });

  it("the library answers as its comment says", () => {
    const block = readmeBlock("ts", "new Workspace");
    const [, call, expected] = /^(ws\.query.*); \/\/ (.*)$/m.exec(block) ?? [];
    const script = block.replace(/^ws\.query.*$/m, `console.log(JSON.stringify(${call}))`);
    expect(JSON.parse(node(script))).toEqual([{ Result: "success", count_: 1 }]);
    expect(expected).toBe('[{ Result: "success", count_: 1 }]');
  });
});

/** Packages that a user has beside kqlunit, taken from this repository. */
function linkPackages(...names: string[]): void {
  for (const name of names) symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
}
