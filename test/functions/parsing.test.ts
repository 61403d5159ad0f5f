import { Decimal } from "decimal.js";
import { describe, expect, test } from "vitest";
import { KernelError } from "../../src/functions/kernel-error.js";
import type { Cell } from "../../src/types/value.js";
import { type Argument, call, dynamic, nullOf } from "./call-scalar.js";

type Case = [name: string, args: readonly Argument[], expected: Cell];

const noUrl = {
  Scheme: "",
  Host: "",
  Port: "",
  Path: "",
  Username: "",
  Password: "",
  "Query Parameters": {},
  Fragment: "",
};
const noPath = {
  Scheme: "",
  RootPath: "",
  DirectoryPath: "",
  DirectoryName: "",
  Filename: "",
  Extension: "",
  AlternateDataStreamName: "",
};

describe("URLs", () => {
  test.each<Case>([
    [
      "parse_url",
      ["scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment"],
      {
        Scheme: "scheme",
        Host: "host",
        Port: "1234",
        Path: "/this/is/a/path",
        Username: "username",
        Password: "password",
        "Query Parameters": { k1: "v1", k2: "v2" },
        Fragment: "fragment",
      },
    ],
    ["parse_url", [""], noUrl],
    ["parse_url", ["https://www.bing.com"], { ...noUrl, Scheme: "https", Host: "www.bing.com" }],
    [
      "parse_url",
      ["https://a/?x"],
      { ...noUrl, Scheme: "https", Host: "a", Path: "/", "Query Parameters": { x: "" } },
    ],
    [
      "parse_url",
      ["https://a?x=1=2&x=3#y?z"],
      { ...noUrl, Scheme: "https", Host: "a", "Query Parameters": { x: "3" }, Fragment: "y?z" },
    ],
    ["parse_url", ["http://[::1]:80/p"], { ...noUrl, Scheme: "http", Host: "[::1]", Port: "80", Path: "/p" }],
    ["parse_url", ["http://u@h/é"], { ...noUrl, Scheme: "http", Host: "h", Path: "/é", Username: "u" }],
    ["parse_url", ["bing.com/a"], { ...noUrl, Path: "bing.com/a" }],
    ["parse_urlquery", ["k1=v1&k2=v2&k3=v3"], { "Query Parameters": { k1: "v1", k2: "v2", k3: "v3" } }],
    ["parse_urlquery", [""], { "Query Parameters": {} }],
    ["parseurlquery", ["view=vs-2019"], { "Query Parameters": { view: "vs-2019" } }],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });
});

describe("paths", () => {
  const file = { ...noPath, DirectoryName: "temp", Filename: "file.txt", Extension: "txt" };
  test.each<Case>([
    ["parse_path", ["C:\\temp\\file.txt"], { ...file, RootPath: "C:\\", DirectoryPath: "C:\\temp" }],
    ["parse_path", ["temp\\file.txt"], { ...file, DirectoryPath: "temp" }],
    [
      "parse_path",
      ["file://C:/temp/file.txt:some.exe"],
      {
        ...file,
        Scheme: "file",
        RootPath: "C:/",
        DirectoryPath: "C:/temp",
        AlternateDataStreamName: "some.exe",
      },
    ],
    [
      "parse_path",
      ["\\\\shared\\users\\temp\\file.txt.gz"],
      { ...file, DirectoryPath: "\\\\shared\\users\\temp", Filename: "file.txt.gz", Extension: "gz" },
    ],
    ["parse_path", ["/usr/lib/temp/file.txt"], { ...file, DirectoryPath: "/usr/lib/temp" }],
    ["parse_path", ["file"], { ...noPath, Filename: "file" }],
    ["parse_path", [""], noPath],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });
});

describe("records", () => {
  test.each<Case>([
    [
      "parse_csv",
      ['aa,"b,b,b",cc,"Escaping quotes: ""Title""","line1\nline2"'],
      ["aa", "b,b,b", "cc", 'Escaping quotes: "Title"', "line1\nline2"],
    ],
    ["parse_csv", ["record1,a,b,c\nrecord2,x,y,z"], ["record1", "a", "b", "c"]],
    ["parse_csv", ["a,,"], ["a", "", ""]],
    ["parse_csv", ["é, b"], ["é", " b"]],
    ["parse_csv", [""], [""]],
    ["parse_csv", ['"open'], ["open"]],
    ["parse_csv", ['"a"b,c'], ["ab", "c"]],
    ["parse_command_line", ['echo "hello world!"', "windows"], ["echo", "hello world!"]],
    ["parse_command_line", ['a "b c" d\\e', "Windows"], ["a", "b c", "d\\e"]],
    ["parse_command_line", ['"a\\\\" b', "windows"], ["a\\", "b"]],
    ["parse_command_line", ['a\\"b  c', "windows"], ['a"b', "c"]],
    ["parse_command_line", ['""  x', "windows"], ["", "x"]],
    ["parse_command_line", ["", "windows"], []],
    ["format_bytes", [564], "564 Bytes"],
    ["format_bytes", [1023], "1023 Bytes"],
    ["format_bytes", [1048576], "1 MB"],
    ["format_bytes", [10332, 1], "10.1 KB"],
    ["format_bytes", [20010332], "19 MB"],
    ["format_bytes", [20010332, 2], "19.08 MB"],
    ["format_bytes", [20010332, 0, "KB"], "19541 KB"],
    ["format_bytes", [0], "0 Bytes"],
    ["format_bytes", [1024, 2], "1 KB"],
    ["format_bytes", [-2048], "-2 KB"],
    ["format_bytes", [1.5, 1], "1.5 Bytes"],
    ["format_bytes", [1, 0, "XB"], ""],
    ["format_bytes", [nullOf("long")], ""],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });

  test.each([
    ["0.0.0.5", "5"],
    ["0.0.7.0", "700000000"],
    ["0.0.3", "300000000"],
    ["0.2", "20000000000000000"],
    ["0.1.2.0", "10000000200000000"],
    ["1.2.3.4", "1000000020000000300000004"],
    ["1", "1000000000000000000000000"],
    ["99999999.0.0.0", "99999999000000000000000000000000"],
  ])("parse_version(%s) is %s", (version, expected) => {
    const parsed = call("parse_version", version);
    expect(Decimal.isDecimal(parsed) && parsed.toFixed()).toBe(expected);
  });

  test.each(["", "1.2.3.4.5", "123456789", "a", "1.", "1.-2", " 1"])(
    "parse_version(%j) is null",
    (version) => {
      expect(call("parse_version", version)).toBeNull();
    },
  );

  test("other parsers of command lines are refused", () => {
    expect(() => call("parse_command_line", "a", "bash")).toThrow(KernelError);
  });
});

describe("XML", () => {
  test.each<[xml: string, expected: Cell]>([
    ["<e/>", { e: null }],
    ["<e></e>", { e: null }],
    ["<e>text</e>", { e: "text" }],
    ['<e name="value" />', { e: { "@name": "value" } }],
    ["<e name='value'>text</e>", { e: { "@name": "value", "#text": "text" } }],
    ["<e> <a>text</a> <b>text</b> </e>", { e: { a: "text", b: "text" } }],
    ["<e> <a>text</a> <a>text</a> </e>", { e: { a: ["text", "text"] } }],
    ["<e> text <a>text</a> </e>", { e: { "#text": "text", a: "text" } }],
    ["<e><a/><a>1</a><a b='2'/></e>", { e: { a: [null, "1", { "@b": "2" }] } }],
    ['<?xml version="1.0"?>\n<!-- note --><d><v>118.0</v></d>\n', { d: { v: "118.0" } }],
    ["<!DOCTYPE d [<!ELEMENT d ANY>]><d/>", { d: null }],
    ["<e a='&lt;&#65;&#x42;&amp;'>&quot;é&apos;</e>", { e: { "@a": "<AB&", "#text": "\"é'" } }],
    ["<ns:e xmlns:ns='u'><ns:a>1</ns:a></ns:e>", { "ns:e": { "@xmlns:ns": "u", "ns:a": "1" } }],
    ["<e><![CDATA[x]]></e>", { e: null }],
    ["", null],
    ["text", null],
    ["<e>", null],
    ["<e></f>", null],
    ["<a/><b/>", null],
    ["<a/><a/>", null],
    ["<e>&nope;</e>", null],
    ["<e a='1' a='2'/>", null],
    ["<e a=1/>", null],
    ["<e/>x", null],
    [`<e>${"x".repeat(1_048_577)}</e>`, null],
    [`${"<e>".repeat(600)}${"</e>".repeat(600)}`, null],
  ])("parse_xml(%s) is %j", (xml, expected) => {
    expect(call("parse_xml", xml)).toEqual(expected);
  });

  test("a key of any name is kept", () => {
    const parsed = call("parse_xml", "<e><__proto__>1</__proto__></e>");
    expect(JSON.stringify(parsed)).toBe('{"e":{"__proto__":"1"}}');
  });
});

describe("JSON paths", () => {
  const json = '{"name": "John", "age": 30, "tags": ["a", {"b": 1.5}], "at": "2020-01-01"}';
  test.each<Case>([
    ["extract_json", ["$.name", json], "John"],
    ["extract_json", ["$.name", json, "string"], "John"],
    ["extract_json", ["$.age", json, "long"], 30],
    ["extract_json", ["$.age", json], "30"],
    ["extract_json", ["$.tags[0]", json], "a"],
    ["extract_json", ["$['tags'][1].b", json, "real"], 1.5],
    ["extract_json", ["$.tags", json], '["a",{"b":1.5}]'],
    ["extract_json", ["$.nope", json], ""],
    ["extract_json", ["$.nope", json, "long"], null],
    ["extract_json", ["$.name", json, "long"], null],
    ["extract_json", ["$.tags", json, "dynamic"], ["a", { b: 1.5 }]],
    ["extract_json", ["$.x", "not json"], ""],
    ["extract_json", ["$.x", ""], ""],
    ["extractjson", ["$.[1]", "[1, 2]", "long"], 2],
    ["extract_json", ["$.name", dynamic({ name: "é" })], "é"],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });

  test("what is no path is an error", () => {
    expect(() => call("extract_json", "name", "{}")).toThrow(KernelError);
  });
});
