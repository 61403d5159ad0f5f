/** What the command line says of input that it cannot use: one line with file, place and what to do; the exit code. */
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kqlunit, root } from "./cli.js";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-bad-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
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
const binary = Uint8Array.from({ length: 3000 }, (_, at) => (at * 197 + 131) % 256);
const at = ["--at", "2026-04-06T12:00:00Z"];
const run = (file: string, data = "good") => ["run", file, "--data", data, ...at];

beforeAll(() => {
  write("rule.yaml", rule);
  write("broken.yaml", "name: A\nquery: [x\n");
  write("noquery.yaml", "name: A\nseverity: Low\n");
  write("column.yaml", rule.replace("ResultType", "ResultTyp"));
  write("crlf.yaml", `\ufeff${rule.replace("ResultType", "ResultTyp").replaceAll("\n", "\r\n")}`);
  write("span.yaml", rule.replace("queryPeriod: 1h", "queryPeriod: 1 hour"));
  write(
    "span.test.yaml",
    "rule: span.yaml\nat: 2026-04-06T12:00:00Z\ncases: [{ name: a, expect: { alerts: 0 } }]\n",
  );
  write("binary.yaml", binary);
  write("cyclic.yaml", "a: &a [*a]\nquery: T\n");
  write("cyclic.test.yaml", "a: &a [*a]\ncases: []\n");
  write("deep.yaml", `query: ${"[".repeat(5000)}`);
  write("norule.test.yaml", "cases: [{ name: a, expect: { alerts: 0 } }]\n");
  write("binary.test.yaml", binary);
  write(
    "norows.test.yaml",
    "rule: rule.yaml\nat: 2026-04-06T12:00:00Z\ncases: [{ name: a, given: { SigninLogs: [{ $file: gone.csv }] }, expect: { alerts: 0 } }]\n",
  );
  write("misnamed/query_data.ndjson", '{"TimeGenerated":"2026-04-06T11:30:00Z","ResultType":"1"}\n');
  write("empty.kql", "// nothing\n");
  write("good/SigninLogs.ndjson", '{"TimeGenerated":"2026-04-06T11:30:00Z","ResultType":"1"}\n');
  write("cell/SigninLogs.ndjson", '{"TimeGenerated":"2026-04-06T11:30:00Z"}\n{"TimeGenerated":"soon"}\n');
  write("cut/SigninLogs.ndjson", '{"ResultType":"1"}\n{"ResultType":\n');
  write("binary/SigninLogs.ndjson", binary);
  write("schema.yaml", "Mine: { a: strng }\n");
  write("schema-broken.yaml", "Mine: { a: [\n");
  write("functions/Bad.kql", "(x:long) { x + ");
  write("config.yaml", "dta: logs\n");
  write("q.kql", "SigninLogs | count\n");
  write("bad.kql", "SigninLogs | where\n");
  mkdirSync(join(folder, "empty"));
  mkdirSync(join(folder, "folder.yaml"));
});

describe("input that cannot be used", () => {
  const unusable: readonly [string, readonly string[], RegExp][] = [
    [
      "a query in place of its file",
      ["query", "SigninLogs | count", "--data", "good"],
      /^kqlunit: this is a query, not a file: write it to a file, or to standard input and name -$/,
    ],
    [
      "a query without a pipe in place of its file",
      ["query", "print x = 1"],
      /^kqlunit: this is a query, not a file: write it to a file, or to standard input and name -$/,
    ],
    ["a missing rule", run("gone.yaml"), /^kqlunit: gone\.yaml: no such file or folder$/],
    [
      "a folder in place of a rule",
      run("folder.yaml"),
      /^kqlunit: folder\.yaml: this is a folder, not a file$/,
    ],
    ["a binary rule", run("binary.yaml"), /^kqlunit: binary\.yaml: not UTF-8 text; save the file as UTF-8$/],
    [
      "YAML that does not parse",
      run("broken.yaml"),
      /^kqlunit: broken\.yaml:3:1: error RULE001: the file isn't YAML/,
    ],
    ["cyclic anchors", run("cyclic.yaml"), /^kqlunit: cyclic\.yaml:1:7: error RULE017/],
    [
      "deep nesting",
      run("deep.yaml"),
      /^kqlunit: deep\.yaml:1:\d+: error RULE017: the YAML is nested too deeply/,
    ],
    [
      "a page in a missing folder",
      ["explain", "rule.yaml", "--data", "good", ...at, "--html", "gone/page.html"],
      /^kqlunit: gone\/page\.html: no such file or folder$/,
    ],
    [
      "a missing baseline",
      ["check", "rule.yaml", "--baseline", "gone.json"],
      /^kqlunit: gone\.json: no such file or folder$/,
    ],
    [
      "a baseline that is not JSON",
      ["check", "rule.yaml", "--baseline", "rule.yaml"],
      /^kqlunit: rule\.yaml: .*JSON/,
    ],
    ["missing data", run("rule.yaml", "gone"), /^kqlunit: gone: no such file or folder$/],
    ["an empty data folder", run("rule.yaml", "empty"), /^kqlunit: empty: the folder holds no data files/],
    [
      "a cell of the wrong type",
      run("rule.yaml", "cell"),
      /^kqlunit: cell\/SigninLogs\.ndjson:2:19: column `TimeGenerated` is datetime, and "soon"/,
    ],
    [
      "data that is cut off",
      run("rule.yaml", "cut"),
      /^kqlunit: cut\/SigninLogs\.ndjson:\d+:\d+: the last row is cut off/,
    ],
    ["binary data", run("rule.yaml", "binary"), /^kqlunit: binary\/SigninLogs\.ndjson:1:1: not UTF-8 text/],
    [
      "no time",
      ["run", "rule.yaml", "--data", "good", "--at", "noon"],
      /^kqlunit: --at noon: not a time such as/,
    ],
    [
      "times in the wrong order",
      ["simulate", "rule.yaml", "--data", "good", "--from", "2026-04-06", "--to", "2026-04-05"],
      /^kqlunit: --from must be before --to$/,
    ],
    ["a missing batch", ["query", "--jsonl", "gone.jsonl"], /^kqlunit: gone\.jsonl: no such file or folder$/],
    [
      "two batches",
      ["check", "--jsonl", "a.jsonl", "b.jsonl"],
      /^kqlunit: --jsonl reads one file, or standard input$/,
    ],
    ["a missing sample", ["schema", "infer", "gone.csv"], /^kqlunit: gone\.csv: no such file or folder$/],
    [
      "a test that names missing rows",
      ["test", "norows.test.yaml"],
      /^kqlunit: norows\.test\.yaml:3:51: error TEST013: cannot read `gone\.csv`: gone\.csv: no such file or folder$/,
    ],
    ["no rule at all", ["run"], /^kqlunit: missing required argument 'rule'; run with --help for usage$/],
    [
      "an unknown command",
      ["tset"],
      /^kqlunit: unknown command 'tset' \(Did you mean test\?\); run with --help/,
    ],
    [
      "a page that cannot be written",
      [
        "simulate",
        "rule.yaml",
        "--data",
        "good",
        "--from",
        "2026-04-06T12:00:00Z",
        "--to",
        "2026-04-06T13:00:00Z",
        "--html",
        "empty",
      ],
      /^kqlunit: empty: this is a folder, not a file$/,
    ],
    ["a broken rule to format", ["fmt", "broken.yaml"], /^kqlunit: broken\.yaml:3:1: error RULE001/],
    ["a missing rule to check", ["check", "gone.yaml"], /^kqlunit: gone\.yaml: no such file or folder$/],
    ["a broken rule to check", ["check", "broken.yaml"], /^kqlunit: broken\.yaml:3:1: error RULE001/],
    ["a binary test file", ["test", "binary.test.yaml"], /^kqlunit: binary\.test\.yaml: not UTF-8 text/],
    ["a cyclic test file", ["test", "cyclic.test.yaml"], /^kqlunit: cyclic\.test\.yaml:1:7: error RULE017/],
    [
      "a schema with an unknown type",
      ["query", "q.kql", "--schema", "schema.yaml"],
      /^kqlunit: schema\.yaml: `strng` of column `a` is not a type/,
    ],
    [
      "a schema that is no YAML",
      ["query", "q.kql", "--schema", "schema-broken.yaml"],
      /^kqlunit: schema-broken\.yaml:2:1: the file isn't YAML/,
    ],
    [
      "a missing folder of functions",
      ["query", "q.kql", "--functions", "gone"],
      /^kqlunit: gone: no such file or folder$/,
    ],
    [
      "a missing project file",
      ["query", "q.kql", "--config", "gone.yaml"],
      /^kqlunit: gone\.yaml: no such file or folder$/,
    ],
    [
      "an unknown key of the project file",
      ["query", "q.kql", "--config", "config.yaml"],
      /^kqlunit: config\.yaml:1:1: unknown key `dta`; did you mean `data`\?$/,
    ],
    [
      "a folder in place of a query",
      ["query", "folder.yaml"],
      /^kqlunit: folder\.yaml: this is a folder, not a file$/,
    ],
    [
      "an unknown format",
      ["query", "q.kql", "--format", "xml"],
      /^kqlunit: --format must be one of table, json, csv, ndjson; got xml$/,
    ],
  ];
  it.each(unusable)("ends with one line and exit code 2: %s", (_title, args, line) => {
    const { code, stderr } = kqlunit(args, { cwd: folder });
    expect(stderr.trimEnd()).toMatch(line);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
  });

  it("says where a file lost its indentation, and what to do", () => {
    const file = join(root, "fixtures/broken/failed-azure-portal-access.unindented.yaml");
    const { code, stderr } = kqlunit(run(file), { cwd: folder });
    expect(stderr).toMatch(
      /unindented\.yaml:4:1: error RULE002: this line belongs under `description:`.*; indent it\n$/,
    );
    expect(code).toBe(2);
  });

  it("refuses a line of 200 MB by file and line, in little time", () => {
    mkdirSync(join(folder, "long"));
    const file = openSync(join(folder, "long/SigninLogs.ndjson"), "w");
    writeSync(file, '{"ResultType":"');
    const piece = "x".repeat(1 << 20);
    for (let megabyte = 0; megabyte < 200; megabyte++) writeSync(file, piece);
    writeSync(file, '"}\n');
    closeSync(file);
    const { code, stderr } = kqlunit(["query", "q.kql", "--data", "long"], { cwd: folder });
    expect(stderr).toMatch(
      /^kqlunit: long\/SigninLogs\.ndjson:1:1: a row is longer than 64 MB; write one row a line\n$/,
    );
    expect(code).toBe(2);
    rmSync(join(folder, "long"), { recursive: true });
  });
});

describe("findings in readable input", () => {
  const findings: readonly [string, readonly string[], RegExp][] = [
    [
      "a column that does not exist",
      run("column.yaml"),
      /column\.yaml:10:11: error KQL101: unknown column `ResultTyp`[\s\S]*did you mean `ResultType`/,
    ],
    [
      "... under CRLF and a byte order mark",
      run("crlf.yaml"),
      /crlf\.yaml:10:11: error KQL101: unknown column `ResultTyp`/,
    ],
    [
      "a rule without a query",
      run("noquery.yaml"),
      /noquery\.yaml:1:1: error RULE009: the rule has no query[\s\S]*add `query: \|`/,
    ],
    ["a file without a query", ["query", "empty.kql"], /empty\.kql:1:1: error KQL190/],
    [
      "a value that would be left out",
      run("span.yaml"),
      /^span\.yaml:5:14: error RULE012: `queryPeriod` can't be `1 hour`/,
    ],
    ["... in a tested rule", ["test", "span.test.yaml"], /span\.yaml:5:14: error RULE012/],
    ["a query that does not parse", ["query", "bad.kql"], /bad\.kql:\d+:\d+: error KQL0\d\d/],
    [
      "a test file that names no rule",
      ["test", "norule.test.yaml"],
      /norule\.test\.yaml:1:1: error TEST006[\s\S]*add `rule: FILE\.yaml`/,
    ],
    [
      "a function that does not parse",
      ["query", "q.kql", "--functions", "functions"],
      /Bad\.kql:1:\d+: error KQL005/,
    ],
  ];
  it.each(findings)("end with exit code 1: %s", (_title, args, message) => {
    const { code, stdout, stderr } = kqlunit(args, { cwd: folder });
    expect(stdout + stderr).toMatch(message);
    expect(code).toBe(1);
  });
});

describe("data that no query reads", () => {
  it.each([
    run("rule.yaml", "misnamed"),
    ["explain", "rule.yaml", "--data", "misnamed"],
    ["query", "q.kql", "--data", "misnamed"],
  ])("is told, where what it reads has none: %s", (...args) => {
    const { stderr, code } = kqlunit(args, { cwd: folder });
    expect(stderr).toContain(
      "kqlunit: warning: there is no data of `SigninLogs`; there is of `query_data`, which the query does not read",
    );
    expect(code).toBe(0);
  });

  it("is not told where the query has its rows", () => {
    const { stderr } = kqlunit(["query", "q.kql", "--data", "misnamed", "--data", "good"], { cwd: folder });
    expect(stderr).toBe("");
  });
});

describe("input files", () => {
  it("are as they were after all commands", () => {
    const names = ["rule.yaml", "broken.yaml", "crlf.yaml", "column.yaml"];
    const before = names.map((name) => readFileSync(join(folder, name), "utf8"));
    const listing = readdirSync(folder);
    for (const name of names) {
      kqlunit(run(name), { cwd: folder });
      kqlunit(["check", name], { cwd: folder });
      kqlunit(["fmt", name], { cwd: folder });
      kqlunit(["fmt", "--check", name], { cwd: folder });
    }
    expect(names.map((name) => readFileSync(join(folder, name), "utf8"))).toEqual(before);
    expect(readdirSync(folder)).toEqual(listing);
  });
});
