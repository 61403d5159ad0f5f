import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import type { Table } from "../../src/exec/table.js";
import type { DataWarning } from "../../src/node/load-faults.js";
import { type OpenTableOptions, openTable } from "../../src/node/load-table.js";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-load-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(name: string, content: string | Uint8Array, options: OpenTableOptions = {}): Table {
  const path = join(folder, name);
  writeFileSync(path, content);
  return openTable(path, options);
}

function query(table: Table, text: string): readonly unknown[] {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
  workspace.addTable(table.name, table);
  return workspace.query(text).toArrays();
}

/** Time, result and actor of the two rows that every shape below holds. */
const shown = "AuditLogs | project TimeGenerated, Result, tostring(InitiatedBy.user.id), DurationMs";
const expected = [
  ["2026-04-06T11:00:00Z", "success", "u1", 5],
  ["2026-04-06T11:30:00.1234567Z", "failure", "", null],
];

const objects = [
  {
    TimeGenerated: "2026-04-06T11:00:00Z",
    Result: "success",
    InitiatedBy: { user: { id: "u1" } },
    DurationMs: 5,
  },
  { TimeGenerated: "2026-04-06T11:30:00.1234567Z", Result: "failure", InitiatedBy: {}, DurationMs: null },
];
const lines = objects.map((row) => JSON.stringify(row));
const answer = {
  tables: [
    {
      name: "PrimaryResult",
      columns: [
        { name: "TimeGenerated", type: "datetime" },
        { name: "Result", type: "string" },
        { name: "InitiatedBy", type: "dynamic" },
        { name: "DurationMs", type: "long" },
        { name: "Extra", type: "real" },
      ],
      rows: [
        ["2026-04-06T11:00:00Z", "success", '{"user":{"id":"u1"}}', 5, 1.5],
        ["2026-04-06T11:30:00.1234567Z", "failure", "{}", null, null],
      ],
    },
  ],
  statistics: { query: { executionTime: 0.1 } },
};
const azRows = [
  {
    DurationMs: "5",
    InitiatedBy: '{"user":{"id":"u1"}}',
    Result: "success",
    TableName: "PrimaryResult",
    TimeGenerated: "2026-04-06T11:00:00Z",
  },
  {
    DurationMs: null,
    InitiatedBy: "{}",
    Result: "failure",
    TableName: "PrimaryResult",
    TimeGenerated: "2026-04-06T11:30:00.1234567Z",
  },
];
const csv = [
  "TimeGenerated [UTC],Result,InitiatedBy,DurationMs",
  '"4/6/2026, 11:00:00.000 AM",success,"{""user"":{""id"":""u1""}}",5',
  '"4/6/2026, 11:30:00.1234567 AM",failure,{},',
];

function utf16(text: string, isBigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(text, "utf16le");
  return isBigEndian ? bytes.swap16() : bytes;
}

describe("openTable", () => {
  it.each<[string, string, string | Uint8Array]>([
    ["one object a line", "AuditLogs.ndjson", `${lines.join("\n")}\n`],
    ["lines that end with CRLF", "AuditLogs.jsonl", `${lines.join("\r\n")}\r\n\r\n`],
    ["a byte order mark", "AuditLogs.ndjson", `\uFEFF${lines.join("\n")}`],
    ["objects one after another", "AuditLogs.json", JSON.stringify(objects[0], null, 2) + lines[1]],
    ["an array", "AuditLogs.json", JSON.stringify(objects)],
    ["an array, laid out", "AuditLogs.json", JSON.stringify(objects, null, 2)],
    ["records", "AuditLogs.json", JSON.stringify({ records: objects })],
    ["records behind other keys", "AuditLogs.json", JSON.stringify({ from: 1, records: objects, to: [2] })],
    [
      "records, one object a line",
      "AuditLogs.json",
      lines.map((line) => `{ "records" : [${line}] }`).join("\n"),
    ],
    ["an answer of the query API", "AuditLogs.json", JSON.stringify(answer)],
    [
      "an answer of several tables",
      "AuditLogs.json",
      JSON.stringify({
        tables: [
          { ...answer.tables[0], rows: answer.tables[0].rows.slice(0, 1) },
          { name: "QueryStatus", columns: [{ name: "Severity", type: "long" }], rows: [[1]] },
          { ...answer.tables[0], rows: answer.tables[0].rows.slice(1) },
        ],
      }),
    ],
    [
      "an answer of a Kusto cluster",
      "AuditLogs.json",
      JSON.stringify({
        Tables: answer.tables.map(({ columns, rows }) => ({
          TableName: "Table_0",
          Columns: columns.map(({ name, type }) => ({ ColumnName: name, ColumnType: type })),
          Rows: rows,
        })),
      }),
    ],
    ["a page of an API", "AuditLogs.json", JSON.stringify({ "@odata.context": "x", value: objects })],
    [
      "results with their schema",
      "AuditLogs.json",
      JSON.stringify({ schema: [{ name: "Result" }], results: objects }, null, 1),
    ],
    ["an answer, laid out", "AuditLogs.json", JSON.stringify(answer, null, 2)],
    ["what the Azure CLI prints", "AuditLogs.json", JSON.stringify(azRows, null, 2)],
    ["CSV of the portal", "AuditLogs.csv", csv.join("\r\n")],
    ["CSV with a byte order mark", "AuditLogs.csv", `\uFEFF${csv.join("\n")}\n`],
    [
      "CSV with semicolons",
      "AuditLogs.csv",
      "TimeGenerated;Result;InitiatedBy;DurationMs\n".concat(
        '2026-04-06T11:00:00Z;success;"{""user"":{""id"":""u1""}}";5\n2026-04-06T11:30:00.1234567Z;failure;{};\n',
      ),
    ],
    ["CSV of PowerShell", "AuditLogs.csv", `#TYPE Some.Type\r\n${csv.join("\r\n")}`],
    ["CSV for Excel", "AuditLogs.csv", `sep=,\r\n${csv.join("\r\n")}`],
    ["gzip", "AuditLogs.ndjson.gz", gzipSync(lines.join("\n"))],
    [
      "gzip of several members",
      "AuditLogs.ndjson.gz",
      Buffer.concat(lines.map((line) => gzipSync(`${line}\n`))),
    ],
    ["gzip of CSV", "AuditLogs.csv.gz", gzipSync(csv.join("\n"))],
    ["UTF-16 with a mark", "AuditLogs.ndjson", utf16(`\uFEFF${lines.join("\n")}`, false)],
    ["UTF-16, big end first", "AuditLogs.csv", utf16(`\uFEFF${csv.join("\n")}`, true)],
    ["UTF-16 without a mark", "AuditLogs.json", utf16(JSON.stringify(objects), false)],
  ])("reads %s", (_, name, content) => {
    expect(query(open(name, content), shown)).toEqual(expected);
  });

  it("names the table and fills `Type` by the name of the file", () => {
    const table = open("SigninLogs.ndjson", '{"ResultType":"0"}\n');
    expect(table.name).toBe("SigninLogs");
    expect(query(table, "SigninLogs | project Type")).toEqual([["SigninLogs"]]);
  });

  it("types cells by the schema, whatever the first rows look like", () => {
    const table = open("SigninLogs.ndjson", '{"ResultType":0}\n{"ResultType":"50126"}\n');
    expect(query(table, "SigninLogs | project ResultType")).toEqual([["0"], ["50126"]]);
  });

  it("types columns that no schema knows by all their values", () => {
    const table = open(
      "My_CL.ndjson",
      '{"n":1,"t":"2026-04-06T12:00:00Z","s":"2026-04-06T12:00:00Z","m":1,"b":true}\n{"n":2.5,"s":"x","m":"x","d":{}}\n',
    );
    expect(table.columns.map(({ name, type }) => `${name}:${type}`).join(" ")).toBe(
      "n:real t:datetime s:string m:dynamic b:bool d:dynamic",
    );
  });

  it("types CSV columns that no schema knows by their texts", () => {
    const text =
      "n,r,b,t,d,s,z,e\n1,1,true,2026-04-06T12:00:00Z,[1],x,007,\n-2,1.5,False,2026-04-06T13:00:00Z,{},1,1,\n";
    const table = open("My_CL.csv", text);
    expect(table.columns.map(({ name, type }) => `${name}:${type}`).join(" ")).toBe(
      "n:long r:real b:bool t:datetime d:dynamic s:string z:string e:string",
    );
    expect(query(table, "My_CL | project n, r, b, z")).toEqual([
      [1, 1, true, "007"],
      [-2, 1.5, false, "1"],
    ]);
  });

  it.each([
    ["4/13/2026, 1:02:03.004 PM", "4/6/2026, 1:02:03 AM", "2026-04-06T01:02:03Z"],
    ["13/04/2026, 13:02:03.004", "06/04/2026, 01:02:03", "2026-04-06T01:02:03Z"],
    ["13.4.2026, 13:02:03", "6.4.2026, 01:02:03", "2026-04-06T01:02:03Z"],
    ["4/13/2026, 1:02:03.004\u202fPM", "4/6/2026, 12:02:03\u202fAM", "2026-04-06T00:02:03Z"],
  ])("sees from %s how to read %s", (clear, ambiguous, time) => {
    const warnings: DataWarning[] = [];
    const text = `TimeGenerated [UTC]\n"${ambiguous}"\n"${clear}"\n`;
    const table = open("AuditLogs.csv", text, { onWarning: (warning) => warnings.push(warning) });
    expect(query(table, "AuditLogs | project TimeGenerated | take 1")).toEqual([[time]]);
    expect(warnings).toEqual([]);
  });

  it("tells when the order of day and month was guessed", () => {
    const warnings: string[] = [];
    const options = { onWarning: ({ message }: DataWarning) => warnings.push(message) };
    const table = open("AuditLogs.csv", 'TimeGenerated [UTC]\n"4/6/2026, 1:02:03 PM"\n', options);
    expect(query(table, "AuditLogs | project TimeGenerated")).toEqual([["2026-04-06T13:02:03Z"]]);
    expect(warnings).toEqual([
      "dates such as 4/6/2026 were read with the month first; no date in the file tells",
    ]);
  });

  it.each<[string, string, string | Uint8Array, string]>([
    [
      "a cell that does not fit",
      "AuditLogs.ndjson",
      '{"Result":1}\n{"DurationMs":"x"}',
      ':2:16: column `DurationMs` is long, and "x" cannot be read as that; expected a whole number of 64 bits',
    ],
    [
      "a cell of CSV that does not fit",
      "AuditLogs.csv",
      "Result,DurationMs\na,1\nb,x\n",
      ':3:3: column `DurationMs` is long, and "x" cannot be read as that',
    ],
    [
      "a row that is cut off",
      "AuditLogs.ndjson",
      '{"Result":"a"}\n{"Result":"b',
      ":2:13: the last row is cut off",
    ],
    [
      "a line that is no JSON",
      "AuditLogs.ndjson",
      '{"Result":"a"}\n{"Result":oops}\n',
      ":2:11: not JSON: unexpected `oops}`",
    ],
    [
      "a line break inside a string",
      "AuditLogs.ndjson",
      '{"Result":"a\nb"}\n',
      ":1:13: not JSON: the line ends too soon",
    ],
    ["text that is no JSON", "AuditLogs.json", "hello\n", ":1:1: expected a JSON object"],
    [
      "an array that is cut off",
      "AuditLogs.json",
      '[{"Result":"a"},\n',
      ":2:1: the file ends inside an array or object",
    ],
    ["an array of numbers", "AuditLogs.json", "[1]", ":1:2: an item of the array is not an object"],
    [
      "a row with too many fields",
      "AuditLogs.csv",
      "Result\na\nb,c\n",
      ":3:1: the row has 2 fields, the header 1",
    ],
    [
      "lines that end as on old Macs",
      "AuditLogs.csv",
      "Result,Id\ra,b\r",
      ":1:8: lines end with a carriage return alone; save the file with LF or CRLF",
    ],
    [
      "a quote that is never closed",
      "AuditLogs.csv",
      'Result,Id\na,b\n"c,d\n',
      ":3:1: the last row is cut off: the quote that opens here is never closed",
    ],
    [
      "two columns of one name",
      "AuditLogs.csv",
      "Result,Result\na,b\n",
      ":1:8: two columns are called `Result`",
    ],
    [
      "times of another zone",
      "AuditLogs.csv",
      "TimeGenerated [Local Time]\n\n",
      ":1:1: the times of `TimeGenerated` are not in UTC",
    ],
    [
      "text in a Windows code page",
      "AuditLogs.ndjson",
      Buffer.from('{"Result":"a"}\n{"Result":"caf\u00e9"}\n', "latin1"),
      ":2:1: not UTF-8 text",
    ],
    [
      "a gzip file that is cut off",
      "AuditLogs.ndjson.gz",
      gzipSync(lines.join("\n").repeat(50)).subarray(0, 90),
      ": not a whole gzip file",
    ],
    ["a file that is no gzip", "AuditLogs.ndjson.gz", lines.join("\n"), ": not a whole gzip file"],
    [
      "nesting without end",
      "AuditLogs.ndjson",
      `{"InitiatedBy":${"[".repeat(600)}${"]".repeat(600)}}`,
      "nested deeper than 512",
    ],
    [
      "an object that the next line begins in",
      "AuditLogs.ndjson",
      `{"InitiatedBy":{"user":null}\n${lines[0]}`,
      ":2:1: not JSON: unexpected `{",
    ],
  ])("tells the place of %s", (_, name, content, message) => {
    expect(() => open(name, content)).toThrow(message);
    expect(() => open(name, content)).toThrow(name);
  });

  it("tells of tables of an answer that it leaves out", () => {
    const warnings: (readonly [number | undefined, string])[] = [];
    const onWarning = ({ place, message }: DataWarning) => warnings.push([place?.line, message]);
    const tables = [
      { columns: [{ name: "a", type: "long" }], rows: [[1]] },
      { columns: [{ name: "b", type: "long" }], rows: [[1]] },
    ];
    const table = open("T.json", JSON.stringify({ tables }, null, 1), { onWarning });
    expect(query(table, "T")).toEqual([[1]]);
    expect(warnings).toEqual([
      [17, "a table with other columns than the first one of the answer is left out"],
    ]);
  });

  it("keeps a row that has a list under `value` or `results` beside other keys", () => {
    const rows = '{"a":1,"value":[{"b":2}]}\n{"a":3,"results":[{"b":4}]}\n{"value":[5]}\n';
    expect(query(open("T.ndjson", rows), "T | project a, value, results")).toEqual([
      [1, [{ b: 2 }], null],
      [3, null, [{ b: 4 }]],
      [null, [5], null],
    ]);
  });

  it("reads a whole number that no long holds as real", () => {
    const rows = '{"a":18446744073709551615,"b":-9223372036854775808}\n{"a":1,"b":9007199254740993}\n';
    expect(query(open("T.ndjson", rows), "T | extend gettype(a), gettype(b)")).toEqual([
      [18446744073709552000, -9223372036854775808n, "real", "long"],
      [1, 9007199254740993n, "real", "long"],
    ]);
  });

  it("counts what it leaves out when it is lenient", () => {
    const warnings: DataWarning[] = [];
    const content = '{"DurationMs":"x"}\n{"DurationMs":1}\noops\n{"DurationMs":"y"}\n{"DurationMs":2,';
    const options = { lenient: true, onWarning: (warning: DataWarning) => warnings.push(warning) };
    const table = open("AuditLogs.ndjson", content, options);
    expect(query(table, "AuditLogs | project DurationMs")).toEqual([[null], [1], [null]]);
    expect(warnings.map(({ kind, count, place }) => [kind, count, place?.line])).toEqual([
      ["cell of `DurationMs`", 2, 1],
      ["row that cannot be read", 2, 3],
    ]);
  });

  it("tells of repeated keys, of which the last counts", () => {
    const warnings: string[] = [];
    const options = { onWarning: ({ message }: DataWarning) => warnings.push(message) };
    const table = open("AuditLogs.ndjson", '{"Result":"a","Result":"b"}', options);
    expect(query(table, "AuditLogs | project Result")).toEqual([["b"]]);
    expect(warnings).toEqual(["the row has `Result` twice; the last value counts"]);
  });

  it("refuses a row of 200 MB without holding it", () => {
    const path = join(folder, "Huge.ndjson");
    writeFileSync(path, `{"a":"${"x".repeat(200_000_000)}"}`);
    const before = process.memoryUsage().rss;
    expect(() => openTable(path)).toThrow("Huge.ndjson:1:1: a row is longer than 64 MB");
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
    rmSync(path);
  });

  it("reads an empty file as an empty table", () => {
    expect(open("AuditLogs.ndjson", "").rowCount).toBe(0);
    expect(open("AuditLogs.csv", "").rowCount).toBe(0);
    expect(open("AuditLogs.json", "[]").rowCount).toBe(0);
  });
});
