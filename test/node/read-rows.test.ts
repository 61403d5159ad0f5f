/** Rows that test files take from data files are read as those of `--data` are. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { testHost } from "../../src/node/test-host.js";
import { runTestFile } from "../../src/testing/yaml/run-test-file.js";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-rows-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly query: string;
  readonly table?: string;
}

const warnings: string[] = [];

/** What the rows of a file give, as a failing case shows it. */
function shown({ file, content, query, table = "SigninLogs" }: Case): string {
  writeFileSync(join(folder, file), content);
  const host = testHost(() => {}, { onWarning: ({ message }) => warnings.push(message) });
  const text = `query: ${JSON.stringify(query)}
at: 2026-04-06T12:00:00Z
cases: [{ name: a, given: { ${table}: [{ $file: ${file} }] }, expect: { columns: [] } }]
`;
  const [result] = runTestFile({ name: join(folder, "f.test.yaml"), text }, host).cases;
  const explanation = result?.explanation?.replaceAll("\n  ", " ");
  return `${result?.failures[0]?.message ?? ""}\n${explanation ?? ""}`;
}

const record = {
  time: "2026-04-06T11:45:00.1234567Z",
  category: "SignInLogs",
  resultType: "50126",
  properties: { userPrincipalName: "bob@contoso.com" },
};

describe("rows of `$file`", () => {
  it.each<[string, Case, string]>([
    [
      "portal CSV, in the form of a language",
      {
        file: "a.csv",
        content: '"TimeGenerated [UTC]",Id\n"4/6/2026, 11:45:00.000",x\n"13/6/2026, 13:45:00.000",y\n',
        query: "SigninLogs | where Id == 'x' | project TimeGenerated",
      },
      "TimeGenerated 2026-06-04 11:45",
    ],
    [
      "UTF-16",
      {
        file: "b.csv",
        content: Buffer.from("\uFEFFId;UserPrincipalName\nx;bob\n", "utf16le"),
        query: "SigninLogs | project UserPrincipalName",
      },
      "UserPrincipalName bob",
    ],
    [
      "whole numbers beyond the safe ones",
      { file: "c.ndjson", content: '{"n":9007199254740993}\n', query: "T", table: "T" },
      "n 9007199254740993",
    ],
    [
      "records of diagnostic settings",
      {
        file: "PT1H.json",
        content: `${JSON.stringify(record)}\n`,
        query: "SigninLogs | project TimeGenerated, ResultType, UserPrincipalName",
      },
      "11:45:00.1234567, ResultType 50126, UserPrincipalName bob@contoso.com",
    ],
    [
      "Defender's one time as both",
      {
        file: "d.csv.gz",
        content: gzipSync("Timestamp,DeviceId\n2026-04-06T11:45:00Z,x\n"),
        query: "DeviceEvents | project TimeGenerated, Timestamp",
        table: "DeviceEvents",
      },
      "TimeGenerated 2026-04-06 11:45, Timestamp 2026-04-06 11:45",
    ],
    [
      "relative times",
      {
        file: "e.ndjson",
        content: '{"TimeGenerated":"-5m"}\n',
        query: "SigninLogs | project TimeGenerated",
      },
      "TimeGenerated 2026-04-06 11:55",
    ],
    ["an empty file", { file: "f.json", content: "", query: "SigninLogs" }, "rows after each step:"],
  ])("are those of %s", (_title, subject, text) => {
    expect(shown(subject)).toContain(text);
  });

  it.each<[string, Case, string]>([
    [
      "times of another zone",
      { file: "g.csv", content: "TimeGenerated [Local Time]\n", query: "SigninLogs" },
      "g.csv:1:1: the times of `TimeGenerated` are not in UTC",
    ],
    [
      "a short row",
      { file: "h.csv", content: "Id,Type\nx\n", query: "SigninLogs" },
      "h.csv:2:1: the row has 1 fields, the header 2",
    ],
    [
      "text in a code page",
      { file: "i.ndjson", content: Buffer.from('{"Id":"caf\u00e9"}', "latin1"), query: "SigninLogs" },
      "i.ndjson:1:1: not UTF-8 text",
    ],
    [
      "a missing file",
      {
        file: "j.ndjson",
        content: "",
        query: "SigninLogs | where 1 == 2",
        table: "x: [{ $file: gone.csv }], T",
      },
      "gone.csv: no such file or folder",
    ],
  ])("are refused with their place: %s", (_title, subject, text) => {
    expect(shown(subject)).toContain(text);
  });

  it("are told of with the lines of the test file, where the query stands in it", () => {
    const text = `query: |
  SigninLogs
  | where ResultType == "x"
at: 2026-04-06T12:00:00Z
cases: [{ name: a, given: { SigninLogs: [{ ResultType: X }] }, expect: { rowCount: 1 } }]
`;
    for (const explainsAtLength of [false, true]) {
      const host = testHost(() => {}, { explainsAtLength });
      const [result] = runTestFile({ name: join(folder, "f.test.yaml"), text }, host).cases;
      expect(result?.explanation).toContain("differs (line 3)");
      expect(result?.explanation).toContain("SigninLogs (line 2)");
    }
  });

  it("tell of repeated keys", () => {
    shown({ file: "k.ndjson", content: '{"Id":"a","Id":"b"}', query: "SigninLogs" });
    expect(warnings).toContain("the row has `Id` twice; the last value counts");
  });
});
