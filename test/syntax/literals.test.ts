import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import type { Expression } from "../../src/syntax/ast.js";
import { DynamicReal, DynamicScalar } from "../../src/types/value.js";
import { codes, parsed } from "./syntax-values.js";

/** The expression that `print` gets. */
function expressionOf(text: string): Expression {
  const [statement] = parsed(`print ${text}`).statements;
  if (statement.kind !== "query" || statement.value.kind !== "pipeline") throw new Error(text);
  const { source } = statement.value;
  if (!("columns" in source) || !Array.isArray(source.columns)) throw new Error(text);
  return source.columns[0].value;
}

const day = 864_000_000_000;

describe("literals", () => {
  it.each<[string, string, unknown]>([
    ["1", "long", 1],
    ["0xFF", "long", 255],
    ["9223372036854775807", "long", 9223372036854775807n],
    ["1.5", "real", 1.5],
    ["1e3", "real", 1000],
    ["1.", "real", 1],
    ["true", "bool", true],
    ["FALSE", "bool", false],
    ["1.5h", "timespan", 54_000_000_000],
    ["2d", "timespan", 2 * day],
    ["1tick", "timespan", 1],
    ["int(-7)", "int", -7],
    ["int(null)", "int", null],
    ["long(0x1F)", "long", 31],
    ["long(-9223372036854775808)", "long", -9223372036854775808n],
    ["real(+inf)", "real", Number.POSITIVE_INFINITY],
    ["real(-inf)", "real", Number.NEGATIVE_INFINITY],
    ["real(nan)", "real", Number.NaN],
    ["double(1)", "real", 1],
    ["bool(1)", "bool", true],
    ["bool(False)", "bool", false],
    ["guid(74BE27DE-1e4e-49d9-b579-fe0b331d3642)", "guid", "74be27de-1e4e-49d9-b579-fe0b331d3642"],
    ["datetime(2020-01-01)", "datetime", 0],
    ['datetime("2020-01-02")', "datetime", day],
    ["date(2020-01-01 00:00:00.0000001)", "datetime", 1],
    ["datetime(2020 - 01 - 01)", "datetime", 0],
    ["datetime(2020, 1, 2)", "datetime", day],
    ["datetime(01-02-2020)", "datetime", day],
    ["datetime(null)", "datetime", null],
    ["time(1.02:03:04)", "timespan", day + 73_840_000_000 + 0],
    ["timespan(2)", "timespan", 2 * day],
    ["time(1d)", "timespan", day],
  ])("reads %s as %s", (text, type, value) => {
    expect(expressionOf(text)).toMatchObject({ kind: "literal", type, value });
  });

  it("reads decimals exactly", () => {
    const literal = expressionOf("decimal(0.1)");
    expect(literal).toMatchObject({ kind: "literal", type: "decimal" });
    expect(literal.kind === "literal" && new Decimal("0.1").equals(literal.value as Decimal)).toBe(true);
  });

  it("reads datetime() as a call of now()", () => {
    expect(expressionOf("datetime()")).toMatchObject({ kind: "call", callee: { text: "now" }, args: [] });
  });

  it.each([
    ['"a\\tb\\\\c\\"d"', 'a\tb\\c"d'],
    ["'it\\'s'", "it's"],
    ['"\\u00e9\\x41\\101\\U0001F600\\0"', "éAA😀\0"],
    ['@"c:\\x ""y"""', 'c:\\x "y"'],
    ["@'a''b\\'", "a'b\\"],
    ["```a\\n\n`b```", "a\\n\n`b"],
    ["~~~x~~~", "x"],
    ['h"secret"', "secret"],
    ["H@'s\\'", "s\\"],
    ['"a" \'b\' @"c"', "abc"],
    ['"a" // comment\n "b"', "ab"],
    ['""', ""],
  ])("reads the string %j", (text, value) => {
    expect(expressionOf(text)).toMatchObject({ kind: "literal", type: "string", value });
  });

  it.each([
    ['print "a\\qb"', "KQL003@8"],
    ['print "\\xZ1"', "KQL003@7"],
    ['print "abc', "KQL002@6"],
    ["print ```abc\ndef", "KQL002@6"],
    ["print 9223372036854775808", "KQL013@6"],
    ["print int(x)", "KQL013@6"],
    ["print datetime(2020-13-01)", "KQL013@6"],
    ["print 74be27de-1e4e-49d9-b579-fe0b331d3642", "KQL021@6"],
    ["datatable(a:strng)[]", "KQL012@12"],
  ])("refuses %j", (text, first) => {
    expect(codes(text)[0]).toBe(first);
  });

  it("reads negative cells, the least long included", () => {
    const [statement] = parsed("datatable(a:long)[-1, -9223372036854775808, +2, -1.5h]").statements;
    const cells = [-1, -9223372036854775808n, 2, -54_000_000_000].map((value) => ({
      kind: "literal",
      value,
    }));
    expect(statement).toMatchObject({ value: { kind: "datatable", cells } });
  });
});

describe("dynamic literals", () => {
  const dynamicOf = (text: string): unknown => {
    const expression = expressionOf(text);
    return expression.kind === "dynamic-literal" ? expression.value : undefined;
  };

  it("reads JSON", () => {
    const text = 'dynamic({"a": [1, -2, "x", null, true], "b": {"c": 1.5}})';
    expect(dynamicOf(text)).toEqual({ a: [1, -2, "x", null, true], b: { c: 1.5 } });
  });

  it("tells whole reals from longs", () => {
    expect(dynamicOf("dynamic([1, 1.0])")).toEqual([1, new DynamicReal(1)]);
  });

  it("keeps literals of KQL", () => {
    const [datetime, timespan, guid, text] = dynamicOf(
      "dynamic([datetime(2020-01-01), 1d, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), 'a' \"b\"])",
    ) as DynamicScalar[];
    expect(datetime).toEqual(new DynamicScalar("datetime", 0, "2020-01-01T00:00:00.0000000Z"));
    expect(timespan).toEqual(new DynamicScalar("timespan", day, "1.00:00:00"));
    expect(guid).toMatchObject({ type: "guid", cell: "74be27de-1e4e-49d9-b579-fe0b331d3642" });
    expect(text).toBe("ab");
  });

  it("takes keys that objects have of themselves for keys", () => {
    expect(Object.keys(dynamicOf('dynamic({"__proto__": 1, "constructor": 2})') as object)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  it.each([
    "dynamic(null)",
    "dynamic([])",
    "dynamic({})",
    'dynamic("x")',
    "dynamic(-1)",
    "dynamic(dynamic([1]))",
  ])("reads %s", (text) => {
    expect(dynamicOf(text)).not.toBeUndefined();
  });
});
