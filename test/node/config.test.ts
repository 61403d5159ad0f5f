import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { findConfig, readConfig } from "../../src/node/config.js";
import { findGlobs } from "../../src/node/find-files.js";
import { matchesGlob } from "../../src/node/glob.js";
import { prepareWorkspace } from "../../src/node/project.js";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const config = `schemas: schemas/custom.yaml
functions: [functions]
watchlists:
  VIPs: { file: lists/vips.csv, searchKey: UPN }
  Hosts: lists/hosts.json
externaldata:
  https://example.com/ranges.csv: lists/ranges.csv
data: [data]
tests: [ "rules/**/*.test.yaml" ]
`;

beforeAll(() => {
  write("schemas/custom.yaml", "Custom_CL: { TimeGenerated: datetime, Count: long }\n");
  write("functions/Twice.kql", "(x:long) { x * 2 }");
  write("lists/vips.csv", "UPN,Level\neve@contoso.com,1\n");
  write("lists/ranges.csv", "range,note\n10.0.0.0/8,ours\n");
  write("lists/hosts.json", '[{"Host":"h1"}]');
  write("data/Custom_CL.ndjson", '{"Count":"21"}\n');
  write("rules/a.test.yaml", "");
  write("rules/deep/b.test.yaml", "");
  write("rules/deep/b.yaml", "");
  write("kqlunit.config.yaml", config);
});

describe("kqlunit.config.yaml", () => {
  it("is found upwards from a folder", () => {
    expect(findConfig(join(folder, "rules", "deep"))).toBe(join(folder, "kqlunit.config.yaml"));
  });

  it("brings schemas, functions, watchlists and data", async () => {
    const workspace = new Workspace();
    (await prepareWorkspace({ config: join(folder, "kqlunit.config.yaml"), data: [] }))(workspace);
    expect(workspace.query("Custom_CL | project n = Twice(Count)").toArrays()).toEqual([[42]]);
    expect(workspace.query("_GetWatchlist('VIPs') | project SearchKey, Level").toArrays()).toEqual([
      ["eve@contoso.com", "1"],
    ]);
    expect(workspace.query("_GetWatchlist('Hosts')").toArrays()).toEqual([["h1"]]);
    const ranges = `externaldata(range:string, note:string)["https://example.com/ranges.csv"]`;
    expect(workspace.query(ranges).toArrays()).toEqual([["10.0.0.0/8", "ours"]]);
  });

  it("brings no data to commands that take none", async () => {
    const workspace = new Workspace();
    (await prepareWorkspace({ config: join(folder, "kqlunit.config.yaml") }))(workspace);
    expect(workspace.query("Custom_CL | count").toArrays()).toEqual([[0]]);
  });

  it("names test files by globs", () => {
    const { tests } = readConfig(join(folder, "kqlunit.config.yaml"));
    const found = findGlobs(tests).map((file) => file.slice(file.indexOf("rules")));
    expect(found).toEqual(["rules/a.test.yaml", "rules/deep/b.test.yaml"]);
  });

  it.each([
    ["schema: [x]\n", ":1:1: unknown key `schema`; did you mean `schemas`?"],
    [
      "data: [data]\nnonsense: 1\n",
      ":2:1: unknown key `nonsense`; known are `schemas`, `functions`, `watchlists`, `externaldata`, `data`, `tests`",
    ],
    ["data: [nowhere]\n", ":1:8: no such file or folder"],
    ["data: {}\n", ":1:7: `data` is a path, or a list of them"],
    ["tests: [1]\n", ":1:9: `tests` is a path, or a list of them"],
    ["watchlists:\n  VIPs: { searchKey: UPN }\n", ":2:9: watchlist `VIPs` names no `file`"],
    ["watchlists:\n  VIPs: { file: lists/vips.csv, key: UPN }\n", ":2:33: unknown key `key`"],
    ["data: [data]\ndata: [data]\n", ":2:1: `data` stands here twice"],
    ["- data\n", ":1:1: expected a map"],
    ["data: [\n", "wrong.yaml:"],
  ])("says where %j is wrong", (text, message) => {
    const path = write("wrong.yaml", text);
    expect(() => readConfig(path)).toThrow(`wrong.yaml${message.startsWith(":") ? message : ""}`);
  });

  it("may be empty", () => {
    expect(readConfig(write("empty.yaml", "# nothing yet\n")).data).toEqual([]);
  });

  it("must have the column that it names as the key of a watchlist", async () => {
    const path = write("keyless.yaml", "watchlists: { VIPs: { file: lists/vips.csv, searchKey: Upn } }\n");
    await expect(prepareWorkspace({ config: path })).rejects.toThrow(
      "vips.csv: no column `Upn`; did you mean `UPN`?",
    );
  });
});

describe("matchesGlob", () => {
  it.each([
    ["rules/a.test.yaml", "rules/*.test.yaml", true],
    ["rules/deep/a.test.yaml", "rules/*.test.yaml", false],
    ["rules/deep/er/a.test.yaml", "rules/**/*.test.yaml", true],
    ["rules/a.test.yaml", "rules/**/*.test.yaml", true],
    ["a1.yaml", "a?.yaml", true],
    ["a12.yaml", "a?.yaml", false],
    ["x/y", "**", true],
    ["a+b.yaml", "a+b.yaml", true],
    ["aab.yaml", "a+b.yaml", false],
  ])("of %s and %s is %s", (path, glob, matches) => {
    expect(matchesGlob(path, glob)).toBe(matches);
  });

  it("takes time in proportion to the lengths", () => {
    expect(matchesGlob(`${"a/".repeat(500)}b`, `${"**/a/".repeat(200)}c`)).toBe(false);
    expect(matchesGlob("a".repeat(2000), `${"*a".repeat(500)}b`)).toBe(false);
  });
});
