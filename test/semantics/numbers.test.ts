import { describe } from "vitest";
import { answers, refuses, values } from "./claims.js";

const most = 9223372036854775807n;
const least = -9223372036854775808n;
const infinity = Number.POSITIVE_INFINITY;

describe("types of arithmetic", () => {
  values("whole numbers of any size give long", [
    ["int(1) + int(2)", "long", 3],
    ["int(5) - 2", "long", 3],
    ["int(5) * int(2)", "long", 10],
    ["int(7) / int(2)", "long", 3],
    ["int(7) % int(4)", "long", 3],
    ["gettype(1 / 2)", "string", "long"],
    ["-int(5)", "long", -5],
    ["-(-2147483648)", "long", 2147483648],
    ["int(2147483647) + 1", "long", 2147483648],
    ["int(-2147483648) - int(1)", "long", -2147483649],
    ["int(2147483647) * int(2)", "long", 4294967294],
  ]);
  answers(
    "so the least int can be negated",
    "datatable(x:int)[-2147483648] | project y = -x, z = x - 1, w = abs(x)",
    "y:long, z:long, w:long",
    [[2147483648, -2147483649, 2147483648]],
  );
  values("a real makes the result real", [
    ["1 + 1.5", "real", 2.5],
    ["1.5 * int(2)", "real", 3],
    ["7 / 2.0", "real", 3.5],
    ["int(1) / 2.0", "real", 0.5],
    ["-1.5", "real", -1.5],
  ]);
  values("a decimal with a whole number is decimal", [
    ["decimal(1.5) + 1", "decimal", "2.5"],
    ["int(2) * decimal(1.5)", "decimal", "3"],
    ["decimal(7) / 2", "decimal", "3.5"],
    ["-decimal(1.5)", "decimal", "-1.5"],
    ["gettype(decimal(1) + 1)", "string", "decimal"],
  ]);
  values("decimal sums are exact, real ones are not", [
    ["todecimal('0.1') + todecimal('0.2') == todecimal('0.3')", "bool", true],
    ["0.1 + 0.2 == 0.3", "bool", false],
  ]);
});

describe("limits of arithmetic", () => {
  values("a long wraps", [
    ["9223372036854775807 + 1", "long", least],
    ["9223372036854775807 * 2", "long", -2],
    ["long(-9223372036854775808) - 1", "long", most],
    ["-long(-9223372036854775808)", "long", least],
  ]);
  answers(
    "a sum wraps too, and an average is made from it",
    "datatable(x:long)[9223372036854775807, 1] | summarize sum(x), avg(x)",
    "sum_x:long, avg_x:real",
    [[least, -(2 ** 62)]],
  );
  values("division of whole numbers drops the fraction", [
    ["-7 / 2", "long", -3],
    ["7 / -2", "long", -3],
    ["-7 / -2", "long", 3],
    ["1 / 2", "long", 0],
    ["9223372036854775807 / 10", "long", 922337203685477580n],
    ["-9223372036854775807 / 2", "long", -4611686018427387903n],
  ]);
  values("and by zero is null", [
    ["1 / 0", "long", null],
    ["1 % 0", "long", null],
    ["int(1) / int(0)", "long", null],
    ["0 / 0", "long", null],
    ["9223372036854775807 / 0", "long", null],
    ["9223372036854775807 % 0", "long", null],
  ]);
  values("a real divided by zero is infinite or no number", [
    ["1.0 / 0.0", "real", infinity],
    ["-1.0 / 0.0", "real", -infinity],
    ["0.0 / 0.0", "real", Number.NaN],
    ["int(1) / 0.0", "real", infinity],
    ["5.5 / 0", "real", infinity],
    ["0.0 / 0", "real", Number.NaN],
    ["5.5 % 0.0", "real", Number.NaN],
  ]);
  values("a remainder is never negative", [
    ["-7 % 2", "long", 1],
    ["7 % -3", "long", 1],
    ["-7 % -3", "long", 2],
    ["-7.5 % 2", "real", 0.5],
    ["7.5 % -2", "real", 1.5],
    ["-7.5 % -2", "real", 0.5],
    ["-9223372036854775807 % 10", "long", 3],
    ["-9223372036854775807 % -10", "long", 3],
    ["9223372036854775807 % -10", "long", 7],
    ["-9223372036854775800 % 10", "long", 0],
    ["-6 % 3", "long", 0],
    ["1d % 5h", "timespan", "04:00:00"],
    ["decimal(-7.5) % 2", "decimal", "0.5"],
    ["decimal(7.5) % decimal(-2)", "decimal", "1.5"],
    ["decimal(-7.5) % decimal(-2)", "decimal", "0.5"],
    ["decimal(-6) % 3", "decimal", "0"],
  ]);
});

describe("conversions of numbers", () => {
  values("a whole zero has no sign", [
    ["tostring(todouble(0 * -5))", "string", "0.0"],
    ["tostring(todouble(0 / -5))", "string", "0.0"],
    ["tostring(todouble(-(5 - 5)))", "string", "0.0"],
  ]);
  values("whole from real: toward zero, held at the limits", [
    ["toint(2.9)", "int", 2],
    ["toint(-2.5)", "int", -2],
    ["tolong(2.9)", "long", 2],
    ["tolong(-2.5)", "long", -2],
    ["tolong(5e18)", "long", 5000000000000000000n],
    ["tolong(todecimal('9223372036854775807'))", "long", most],
    ["tolong(todecimal('-9223372036854775808'))", "long", least],
    ["tolong(-5e18)", "long", -5000000000000000000n],
    ["tolong(-1e30)", "long", least],
    ["toint(1e30)", "int", 2147483647],
    ["toint(-1e30)", "int", -2147483648],
    ["toint(real(-inf))", "int", -2147483648],
  ]);
  answers(
    "in rows, long is held at its limits",
    "datatable(r:real)[1e30, -1e30, real(inf), 9223372036854775807] | project whole = tolong(r)",
    "whole:long",
    [[most], [least], [most], [most]],
  );
  values("among constants, what is too great is the least long", [
    ["tolong(1e30)", "long", least],
    ["tolong(todouble(9223372036854775807))", "long", least],
    ["tolong(-1e30)", "long", least],
  ]);
  values("int from long: the lower half", [
    ["toint(2147483648)", "int", -2147483648],
    ["toint(4294967296)", "int", 0],
    ["toint(-2147483649)", "int", 2147483647],
    ["toint(9223372036854775807)", "int", -1],
  ]);
  values("whole from text", [
    ["toint('2147483648')", "int", null],
    ["toint('2147483647')", "int", 2147483647],
    ["tolong('9223372036854775808')", "long", null],
    ["tolong('+5')", "long", 5],
    ["tolong('-007')", "long", -7],
    ["tolong(' 5 ')", "long", 5],
    [String.raw`tolong('\t5')`, "long", 5],
    ["tolong('0x1F')", "long", 31],
    ["toint('0x10')", "int", 16],
    ["tolong('1.5')", "long", null],
    ["tolong('1e3')", "long", null],
    ["tolong('1,000')", "long", null],
    ["tolong('1_000')", "long", null],
    ["tolong('0b1')", "long", null],
    ["tolong('-0x10')", "long", null],
    ["tolong('0xFFFFFFFFFFFFFFFF')", "long", -1],
    ["tolong('')", "long", null],
    ["tolong(' ')", "long", null],
    ["tolong('+')", "long", null],
  ]);
  values("real from text", [
    ["todouble('1.5e3')", "real", 1500],
    ["todouble('.5')", "real", 0.5],
    ["todouble('5.')", "real", 5],
    ["todouble('+.5')", "real", 0.5],
    ["todouble(' 1.5 ')", "real", 1.5],
    ["todouble('NaN')", "real", Number.NaN],
    ["todouble('nan')", "real", Number.NaN],
    ["todouble('inf')", "real", infinity],
    ["todouble('Inf')", "real", infinity],
    ["todouble('-Infinity')", "real", -infinity],
    ["todouble('+inf')", "real", infinity],
    ["todouble('INF')", "real", null],
    ["todouble('0x10')", "real", null],
    ["todouble('1e400')", "real", infinity],
    ["todouble('1e-400')", "real", 0],
  ]);
  values("bool from text: its names in any case, or a whole number", [
    ["tobool('true')", "bool", true],
    ["tobool('TRUE')", "bool", true],
    ["tobool('False')", "bool", false],
    ["tobool('1')", "bool", true],
    ["tobool('0')", "bool", false],
    ["tobool('-1')", "bool", true],
    ["tobool('2')", "bool", true],
    ["tobool('yes')", "bool", null],
    ["tobool('1.0')", "bool", null],
    ["tobool(' true')", "bool", null],
    ["tobool('')", "bool", null],
  ]);
  values("bool from a number", [
    ["tobool(0)", "bool", false],
    ["tobool(2)", "bool", true],
    ["tobool(-1)", "bool", true],
    ["tobool(0.5)", "bool", true],
    ["tobool(0.0)", "bool", false],
    ["tobool(int(null))", "bool", null],
  ]);
  values("a number from bool", [
    ["toint(true)", "int", 1],
    ["tolong(false)", "long", 0],
    ["todouble(true)", "real", 1],
    ["todecimal(true)", "decimal", "1"],
    ["toint(bool(null))", "int", null],
  ]);
  values("times are ticks", [
    ["tolong(datetime(0001-01-01 00:00:00.0000001))", "long", 1],
    ["tolong(datetime(2020-01-01))", "long", 637134336000000000n],
    ["tolong(1s)", "long", 10000000],
    ["tolong(-1tick)", "long", -1],
    ["todatetime(637134336000000000)", "datetime", "2020-01-01T00:00:00Z"],
    ["totimespan(10000000)", "timespan", "00:00:01"],
    ["toint(1d)", "int", 711573504],
    ["tobool(datetime(2020-01-01))", "bool", true],
    ["tobool(0s)", "bool", false],
  ]);
});

describe("functions of numbers", () => {
  values("rounding goes away from zero at a half", [
    ["round(2.5)", "real", 3],
    ["round(-0.5)", "real", -1],
    ["round(-2.5)", "real", -3],
    ["round(3.14159, 2)", "real", 3.14],
    ["round(2.345, 0)", "real", 2],
    ["round(1234.5, -2)", "real", 1200],
  ]);
  values("ceiling, sign and pow give reals", [
    ["ceiling(1.2)", "real", 2],
    ["ceiling(-1.2)", "real", -1],
    ["ceiling(5)", "real", 5],
    ["ceiling(int(5))", "real", 5],
    ["sign(-5)", "real", -1],
    ["sign(0)", "real", 0],
    ["sign(7.5)", "real", 1],
    ["sign(real(nan))", "real", 0],
    ["pow(2, 3)", "real", 8],
    ["pow(-8, 0.5)", "real", Number.NaN],
    ["pow(int(2), int(2))", "real", 4],
  ]);
  values("abs of a whole number is long", [
    ["abs(int(-5))", "long", 5],
    ["abs(-5)", "long", 5],
    ["abs(-1.5)", "real", 1.5],
    ["abs(-1h)", "timespan", "01:00:00"],
    ["abs(decimal(-1.5))", "decimal", "1.5"],
  ]);
  values("outside their domain", [
    ["sqrt(-1)", "real", Number.NaN],
    ["log(-1)", "real", null],
    ["log(0)", "real", -infinity],
  ]);
  values("a null is not NaN", [
    ["iff(isnan(real(null)), 1, 2)", "long", 2],
    ["iff(isnan(todouble('x')), 1, 2)", "long", 2],
    ["isnan(real(nan))", "bool", true],
    ["isnan(1.5)", "bool", false],
  ]);
  refuses("floor needs a size", "KQL1", ["print floor(2.5)", "print floor(2)"]);
  values("and is then the same as bin", [
    ["floor(2.5, 1)", "real", 2],
    ["floor(-7, 2)", "long", -8],
  ]);
});

describe("names of types", () => {
  values("of values in columns", [
    ["gettype(int(1))", "string", "int"],
    ["gettype(1)", "string", "long"],
    ["gettype(1.5)", "string", "real"],
    ["gettype(decimal(1))", "string", "decimal"],
    ["gettype('a')", "string", "string"],
    ["gettype(true)", "string", "bool"],
    ["gettype(now())", "string", "datetime"],
    ["gettype(1h)", "string", "timespan"],
    ["gettype(guid(74be27de-1e4e-49d9-b579-fe0b331d3642))", "string", "guid"],
  ]);
  values("of values within dynamics", [
    ["gettype(dynamic(1))", "string", "long"],
    ["gettype(dynamic(1.5))", "string", "double"],
    ["gettype(dynamic('a'))", "string", "string"],
    ["gettype(dynamic(true))", "string", "bool"],
    ["gettype(dynamic([1]))", "string", "array"],
    ["gettype(dynamic({'a':1}))", "string", "dictionary"],
    ["gettype(dynamic(null))", "string", "null"],
    ["gettype(dynamic({'a':1}).a)", "string", "long"],
    ["gettype(dynamic({'a':1}).b)", "string", "null"],
  ]);
  values("a hash is of the text", [
    ["hash_sha256('1') == hash_sha256(tostring(1))", "bool", true],
    ["hash_sha256(tostring(1)) == hash_sha256(tostring(1.0))", "bool", false],
    ["hash_sha256(1.0) == hash_sha256('1.0')", "bool", true],
    ["hash_md5(datetime(2020-01-01)) == hash_md5('2020-01-01T00:00:00.0000000Z')", "bool", true],
    ["hash_sha1(true) == hash_sha1('True')", "bool", true],
  ]);
});
