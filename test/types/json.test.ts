import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxJsonDepth, parseJson, printJson } from "../../src/types/json.js";
import { DynamicReal, DynamicScalar, type DynamicValue } from "../../src/types/value.js";

describe("parseJson", () => {
  const values: [string, DynamicValue][] = [
    ["123", 123],
    ["-5", -5],
    ["1.5", 1.5],
    ["118.0", new DynamicReal(118)],
    ["1e3", new DynamicReal(1000)],
    ["-2.5E-2", -0.025],
    ["-0", 0],
    ["12345678901234", 12345678901234],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -9223372036854775808n],
    ["9223372036854775808", new DynamicReal(2 ** 63)],
    ["1e400", new DynamicReal(Number.POSITIVE_INFINITY)],
    ["true", true],
    ["false", false],
    ["null", null],
    ["\t\r\n -1", -1],
    ['"a\\u00e9\\n\\"b"', 'aé\n"b'],
    ['["\\\\", 1.0]', ["\\", new DynamicReal(1)]],
    ["[]", []],
    ["{}", {}],
    [' { "a" : [ 1 , { "b" : null } ] } ', { a: [1, { b: null }] }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['{"a":1.0,"a":2.0}', { a: new DynamicReal(2) }],
    ['{"日本":"😀"}', { 日本: "😀" }],
  ];
  test.each(values)("reads %s", (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  const refused = [
    "",
    "not json",
    "{",
    "[1,]",
    "[1 2]",
    '{"a"}',
    "{a:1}",
    "{'a':1}",
    "01",
    "1.",
    ".5",
    "+1",
    "NaN",
    '"3\t"',
    '["x\n", 1.0]',
    '"open',
    "1.0 x",
    "[1.0",
    '{"a":1.0,}',
    "truex",
    "nul",
    " ",
    "\u00a01",
  ];
  test.each(refused)("refuses %j", (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  test("treats __proto__ as a key like any other", () => {
    for (const text of ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1.0}}']) {
      const bag = parseJson(text);
      expect(Object.keys(bag as object)).toEqual(["__proto__"]);
      expect(Object.getPrototypeOf(bag)).toBe(Object.prototype);
      expect(printJson(bag ?? null)).toBe(text);
    }
  });

  test("stops at a depth, on both paths", () => {
    const nest = (depth: number, inner: string) => "[".repeat(depth) + inner + "]".repeat(depth);
    expect(parseJson(nest(maxJsonDepth, "1"))).toBeDefined();
    expect(parseJson(nest(maxJsonDepth, "1.0"))).toBeDefined();
    expect(parseJson(nest(maxJsonDepth + 2, "1"))).toBeUndefined();
    expect(parseJson(nest(200_000, "1.0"))).toBeUndefined();
  });

  test("agrees with JSON.parse on what is JSON", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        const broken = text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + 1);
        let isJson = true;
        try {
          JSON.parse(broken);
        } catch {
          isJson = false;
        }
        expect(parseJson(broken) !== undefined).toBe(isJson);
      }),
    );
  });
});

describe("printJson", () => {
  const cases: [DynamicValue, string][] = [
    [{ duration: { value: new DynamicReal(118), count: 5 } }, '{"duration":{"value":118.0,"count":5}}'],
    [[1.5, -2, 9007199254740993n, true, null, "é\n"], '[1.5,-2,9007199254740993,true,null,"é\\n"]'],
    [[new DynamicReal(Number.NaN)], '["NaN"]'],
    [new DynamicScalar("datetime", 0, "2020-01-01T00:00:00.0000000Z"), '"2020-01-01T00:00:00.0000000Z"'],
    [0.1 + 0.2, "0.30000000000000007"],
  ];
  test.each(cases)("prints %o", (value, expected) => {
    expect(printJson(value)).toBe(expected);
  });

  test("prints what parseJson read", () => {
    const json = fc.letrec<{ value: DynamicValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(null),
        fc.boolean(),
        fc.string({ unit: "grapheme" }),
        fc.maxSafeInteger(),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Number.isInteger(x)),
        fc.integer().map((x) => new DynamicReal(x)),
        fc.array(tie("value")),
        fc.dictionary(fc.string(), tie("value"), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        expect(parseJson(printJson(value))).toEqual(value);
      }),
    );
  });
});

test("a value prints the same alone and beside a real", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
      const value = parseJson(JSON.stringify(json)) ?? null;
      expect(printJson([value, 1.5])).toBe(`[${printJson(value)},1.5]`);
    }),
    { numRuns: 500 },
  );
});
