import { describe, expect, test } from "vitest";
import { evaluate, resultOf } from "./evaluate.js";

type Case = [expression: string, expected: unknown];

describe("conversions", () => {
  test.each<Case>([
    ["toint('123')", 123],
    ["toint('  42  ')", 42],
    ["toint(1.9999999999)", 1],
    ["toint(-1.9999999999)", -1],
    ["toint(2147483648)", -2147483648],
    ["toint(9223372030412324864)", -2147483648],
    ["toint('2147483648')", null],
    ["toint('0xFF')", 255],
    ["toint(true)", 1],
    ["toint(todecimal('9.99'))", 9],
    ["toint(dynamic(9.99))", 9],
    ["toint(dynamic([1,2,3]))", null],
    ["toint(dynamic(9223372036854775807))", -1],
    ["toint(int(null))", null],
    ["toint('')", null],
    ["tolong('9223372036854775808')", null],
    ["tolong(2147483648.9)", 2147483648],
    ["tolong(1d)", 864000000000],
    ["tolong(todouble(9223372036854775807))", -9223372036854775808n],
    ["tolong(toscalar(print todouble(9223372036854775807)))", 9223372036854775807n],
    ["tolong(datetime(1970-01-01))", 621355968000000000n],
    ["tolong(dynamic('9223372036854775807'))", 9223372036854775807n],
    ["todouble('1.5e3')", 1500],
    ["toreal('nan')", Number.NaN],
    ["todouble('-inf')", Number.NEGATIVE_INFINITY],
    ["todouble('INF')", null],
    ["todouble(1h)", 36000000000],
    ["todouble(dynamic({'a':1}))", null],
    ["todouble(long(null))", null],
    ["todecimal('3.14159265358979323846')", "3.14159265358979323846"],
    ["todecimal('x')", null],
    ["todecimal(1) / todecimal(3)", `0.${"3".repeat(34)}`],
    ["tobool('tRuE')", true],
    ["tobool(' true')", null],
    ["toboolean('-1')", true],
    ["tobool(0.5)", true],
    ["tobool(dynamic(true))", true],
    ["tobool(bool(null))", null],
    ["tostring(123)", "123"],
    ["tostring(true)", "True"],
    ["tostring(0.1 + 0.2)", "0.30000000000000007"],
    ["tostring(100000000000.0)", "100000000000.0"],
    ["tostring(-0.0)", "-0.0"],
    ["tostring(real(inf))", "inf"],
    ["tostring(datetime(2020-06-15))", "2020-06-15T00:00:00.0000000Z"],
    ["tostring(1d + 2h + 3m + 4.5s)", "1.02:03:04.5000000"],
    ["tostring(dynamic({'a': [1, 'é']}))", '{"a":[1,"é"]}'],
    ["tostring(dynamic(true))", "true"],
    ["tostring(dynamic(null))", ""],
    ["tostring(int(null))", ""],
    ["todatetime('2015-12-31 23:59:59.9')", "2015-12-31T23:59:59.9Z"],
    ["todatetime('2020-02-30')", null],
    ["todatetime(0)", "0001-01-01T00:00:00Z"],
    ["todatetime(1.5)", "0001-01-01T00:00:00.0000001Z"],
    ["todatetime(tolong(datetime(9999-12-31 23:59:59.9999999)))", "9999-12-31T23:59:59.9999999Z"],
    ["todatetime(dynamic('2020-01-01'))", "2020-01-01T00:00:00Z"],
    ["todatetime(-1)", null],
    ["todatetime('')", null],
    ["totimespan('1d')", "1.00:00:00"],
    ["totimespan('1.5')", null],
    ["totime(4d)", "4.00:00:00"],
    ["totimespan(600000000)", "00:01:00"],
    ["totimespan('')", null],
    ["toguid('0123456789ab-cdef-0123-456789abcdef')", "01234567-89ab-cdef-0123-456789abcdef"],
    ["toguid('xyz')", null],
    ["toguid('')", null],
    ["toguid(dynamic('0123456789abcdef0123456789abcdef'))", "01234567-89ab-cdef-0123-456789abcdef"],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });

  test.each([
    ["toint", "int"],
    ["tolong", "long"],
    ["todouble", "real"],
    ["toreal", "real"],
    ["todecimal", "decimal"],
    ["tobool", "bool"],
    ["tostring", "string"],
    ["todatetime", "datetime"],
    ["totimespan", "timespan"],
    ["toguid", "guid"],
  ])("%s gives a %s", (name, type) => {
    expect(evaluate(`${name}('1')`).type).toBe(type);
    expect(evaluate(`${name}(dynamic({}).x)`).type).toBe(type);
  });
});

describe("tohex", () => {
  test.each<Case>([
    ["tohex(256)", "100"],
    ["tohex(-256)", "ffffffffffffff00"],
    ["tohex(toint(-256), 8)", "ffffff00"],
    ["tohex(256, 8)", "00000100"],
    ["tohex(256, 2)", "100"],
    ["tohex(1, 99)", "0000000000000001"],
    ["tohex(0)", "0"],
    ["tohex(9223372036854775807)", "7fffffffffffffff"],
    ["tohex(long(null))", ""],
    ["tohex(1, int(null))", ""],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });

  test("refuses text", () => {
    expect(() => evaluate("tohex('x')")).toThrow(/KQL1/);
  });
});
