/** The engine runs in a browser: its entry points bundle without one module of Node, and the bundle answers. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "kqlunit-browser-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundle(entry: string): Promise<string> {
  const outfile = join(folder, `${entry.replaceAll("/", "-")}.mjs`);
  await build({
    entryPoints: [join(root, "src", `${entry}.ts`)],
    outfile,
    bundle: true,
    platform: "browser",
    format: "esm",
    external: ["fast-check"],
    logLevel: "silent",
  });
  return outfile;
}

/** Runs a script where nothing is named as it is in Node alone. */
function run(script: string): string {
  const hidden = "delete globalThis.process; delete globalThis.Buffer;";
  const { stdout, stderr, status } = spawnSync("node", ["--input-type=module"], {
    input: `const print = console.log.bind(console);\n${hidden}\n${script}`,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout.trim();
}

describe("a bundle for browsers", () => {
  it.each(["index", "fixtures", "fast-check"])("of `%s` has no module of Node", async (entry) => {
    const text = readFileSync(await bundle(entry), "utf8");
    expect(text).not.toMatch(/(?:from|import\(|require\()\s*["'](?:node:|fs|path|os|worker_threads)["']?/);
  });

  it("answers queries without the globals of Node", async () => {
    const file = await bundle("index");
    const answer = run(`
      const { Workspace } = await import(${JSON.stringify(file)});
      const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
      workspace.addTable("AuditLogs", [{ TimeGenerated: "2026-04-06T11:00:00Z", Result: "success" }]);
      print(JSON.stringify(workspace.query("AuditLogs | where TimeGenerated > ago(2h) | summarize count() by Result").toObjects()));`);
    expect(answer).toBe('[{"Result":"success","count_":1}]');
  });

  it("runs a rule", async () => {
    const file = await bundle("index");
    const rule = readFileSync(join(root, "rules/account-mfa-modifications.yaml"), "utf8");
    const answer = run(`
      const { parseRule } = await import(${JSON.stringify(file)});
      const rows = [{ TimeGenerated: "2026-04-06T11:00:00Z", Category: "UserManagement", OperationName: "User registered security info" }];
      const run = parseRule(${JSON.stringify(rule)}).run({ AuditLogs: rows }, { at: "2026-04-06T12:00:00Z" });
      print(run.fired, run.alerts.length);`);
    expect(answer).toBe("true 1");
  });
});
