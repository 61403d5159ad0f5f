import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { evaluate, resultOf } from "./evaluate.js";
import { run } from "./summarize.js";

type Case = [expression: string, expected: unknown];

describe("parse_json", () => {
  test.each<Case>([
    [`parse_json('{"a":[1,2.5,"x",true,null]}')`, { a: [1, 2.5, "x", true, null] }],
    ["parse_json('')", null],
    ["parse_json('null')", null],
    ["parse_json('not json')", "not json"],
    [`parse_json('{"a":1} trailing')`, '{"a":1} trailing'],
    ["parse_json('\"é\"')", "é"],
    ["parse_json('[]')", []],
    ["parse_json('12345678901234567890')", 12345678901234567000],
    ["tolong(parse_json('9223372036854775807'))", 9223372036854775807n],
    ["tostring(parse_json('{\"d\":118.0}'))", '{"d":118.0}'],
    ["parse_json(dynamic({'a':1}))", { a: 1 }],
    ["parse_json(dynamic('[1]'))", "[1]"],
    ["todynamic('[1]')", [1]],
    ["parsejson('[1]')", [1]],
    ["toobject('[1]')", [1]],
    ["parse_json(dynamic(null))", null],
    // A raw control character inside a JSON string makes it no JSON.
    ['gettype(parse_json(\'{"a":"x\ty"}\'))', "string"],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test("takes neither numbers nor times", () => {
    expect(() => resultOf("parse_json(1)")).toThrow(/KQL1\d\d/);
  });
});

describe("gettype", () => {
  test.each<Case>([
    ["gettype(1)", "long"],
    ["gettype(int(1))", "int"],
    ["gettype(1.0)", "real"],
    ["gettype(decimal(1))", "decimal"],
    ["gettype('')", "string"],
    ["gettype(true)", "bool"],
    ["gettype(now())", "datetime"],
    ["gettype(1s)", "timespan"],
    ["gettype(guid(null))", "guid"],
    ["gettype(long(null))", "long"],
    ["gettype(dynamic(null))", "null"],
    ["gettype(dynamic(1))", "long"],
    ["gettype(dynamic(1.5))", "double"],
    ["gettype(parse_json('1.0'))", "double"],
    ["gettype(dynamic('s'))", "string"],
    ["gettype(dynamic(true))", "bool"],
    ["gettype(dynamic([]))", "array"],
    ["gettype(dynamic({}))", "dictionary"],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });
});

describe("dynamic_to_json", () => {
  test.each<Case>([
    [
      "dynamic_to_json(dynamic({'b':{'z':1,'y':[2,{'d':1,'c':2}]},'a':'x'}))",
      '{"a":"x","b":{"y":[2,{"c":2,"d":1}],"z":1}}',
    ],
    ["dynamic_to_json(dynamic([1, 'é', null, 1.0]))", '[1,"é",null,1.0]'],
    ["dynamic_to_json(dynamic(null))", ""],
    ["dynamic_to_json(true)", "True"],
    ["dynamic_to_json('text')", "text"],
    ["dynamic_to_json(dynamic({}))", "{}"],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });
});

describe("treepath", () => {
  test.each<Case>([
    [`treepath(parse_json('{"a":"b", "c":123}'))`, ["['a']", "['c']"]],
    [
      `treepath(parse_json('{"prop1":[1,2,3,4], "prop2":"value2"}'))`,
      ["['prop1']", "['prop1'][0]", "['prop2']"],
    ],
    [
      `treepath(parse_json('{"listProperty":[100,200,300,"abcde",{"x":"y"}]}'))`,
      ["['listProperty']", "['listProperty'][0]", "['listProperty'][0]['x']"],
    ],
    ["treepath(dynamic({}))", []],
    ["treepath(dynamic(1))", null],
    ["treepath(dynamic(null))", null],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });
});

describe("pack_array, repeat and range", () => {
  test.each<Case>([
    [
      "pack_array(1, 'é', true, 1.5, 2s, datetime(2020-01-01))",
      [1, "é", true, 1.5, "00:00:02", "2020-01-01T00:00:00.0000000Z"],
    ],
    ["pack_array(long(null), '', dynamic([1]))", [null, "", [1]]],
    ["tostring(pack_array(1.0, decimal(2.50)))", '[1.0,"2.5"]'],
    ["repeat(1, 3)", [1, 1, 1]],
    ["repeat('é', 2)", ["é", "é"]],
    ["repeat(1, 0)", []],
    ["repeat(1, -1)", null],
    ["repeat(long(null), 2)", [null, null]],
    ["repeat(1, long(null))", null],
    ["array_length(repeat(1, 100000000))", 1048576],
    ["range(1, 8, 3)", [1, 4, 7]],
    ["range(1, 3)", [1, 2, 3]],
    ["range(3, 1)", []],
    ["range(5, 1, -2)", [5, 3, 1]],
    ["range(1, 3, 0)", null],
    ["range(1, long(null))", null],
    ["range(1.0, 2, 0.5)", [1, 1.5, 2]],
    ["range(5.0, 1, -1.5)", [5, 3.5, 2]],
    ["tostring(range(1.0, 3))", "[1.0,2.0,3.0]"],
    ["range(1h, 3h)", ["01:00:00", "02:00:00", "03:00:00"]],
    [
      "range(datetime(2007-01-01), datetime(2007-01-03), 1d)",
      ["2007-01-01T00:00:00.0000000Z", "2007-01-02T00:00:00.0000000Z", "2007-01-03T00:00:00.0000000Z"],
    ],
    ["array_length(range(datetime(2007-01-01), datetime(2007-01-02)))", 25],
    ["array_length(range(1, 1000000000))", 1048576],
    [
      "tostring(range(9223372036854775806, 9223372036854775807))",
      "[9223372036854775806,9223372036854775807]",
    ],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test.each(["repeat(dynamic(1), 3)", "range('a', 'b')", "pack_array()"])("%s is refused", (expression) => {
    expect(() => resultOf(expression)).toThrow(/KQL1\d\d/);
  });

  test("pack_array(*) packs every column", () => {
    expect(run("print a = 1, b = 'x' | project pack_array(*)").rows).toEqual([[[1, "x"]]]);
  });
});

test("names of unnamed columns come from the first argument", () => {
  const query =
    "print s = '1', d = dynamic({}) | project parse_json(s), gettype(d), treepath(d), repeat(s, 1), pack_array(s)";
  expect(run(query).columns).toEqual([
    "s:dynamic",
    "type_d:string",
    "tree_d:dynamic",
    "repeat_s:dynamic",
    "Column1:dynamic",
  ]);
});

test("results are typed dynamic", () => {
  expect(evaluate("pack_array(1)").type).toBe("dynamic");
  expect(evaluate("parse_json('1')").type).toBe("dynamic");
});

describe("sizes are bounded", () => {
  const chain = (step: string) =>
    `print d = dynamic([1]) ${`| extend d = ${step} `.repeat(40)} | project tostring(d)`;
  test.each<[string, string]>([
    ["arrays of the same array", chain("pack_array(d, d)")],
    ["bags of the same array", chain("bag_pack('a', d, 'b', d)")],
    ["an array with itself at its end", chain("array_concat(d, d)")],
    ["pairs of an array with itself", chain("zip(d, d)")],
    ["repeats in every row", "range x from 1 to 100 step 1 | project r = repeat(x, 1000000 + x)"],
    ["ranges in every row", "range x from 1 to 100 step 1 | project r = range(1, x * 1000000)"],
  ])("%s end with an error", (_claim, query) => {
    expect(() => run(query)).toThrow(/KQL309/);
  });

  test.each([
    ["of a step of 0", "range(x, x + 5, 0)"],
    ["of a real step of 0", "range(1.0 * x, x + 5, 0.0)"],
    ["without a start", "range(long(null), x * 1000000)"],
    ["without a stop", "range(x * -1000000, long(null))"],
    ["of a start that is infinite", "range(real(-inf), x, 1.0)"],
  ])("what is null takes no room: a range %s", (_claim, call) => {
    expect(
      run(`range x from 1 to 100 step 1 | extend r = ${call} | summarize countif(isnull(r))`).rows,
    ).toEqual([[100]]);
  });

  test("what is large but bounded is made", () => {
    expect(
      run("range x from 1 to 10 step 1 | project n = array_length(range(1, 100000 * x)) | summarize sum(n)")
        .rows,
    ).toEqual([[5500000]]);
  });
});

describe("parse_json of tostring", () => {
  // What JSON has no form for is text in the text, and stays it.
  test.each<Case>([
    ["gettype(parse_json(tostring(bag_pack('t', datetime(2020-01-01)))).t)", "string"],
    ["gettype(parse_json(tostring(pack_array(1s)))[0])", "string"],
    ["gettype(parse_json(tostring(pack_array(real(nan))))[0])", "string"],
    ["tostring(parse_json(tostring(pack_array(1.0, 2.5, true))))", "[1.0,2.5,true]"],
    ["parse_json(tostring(dynamic(null)))", null],
    ['gettype(parse_json(tostring(dynamic("[1]"))))', "array"],
    ["gettype(parse_json(tostring(dynamic('5'))))", "long"],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test("gives in one step what it gives in two", () => {
    const date = fc.date({ noInvalidDate: true, min: new Date("1900-01-01"), max: new Date("2100-01-01") });
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), date, fc.record({ at: date, n: fc.double() }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const workspace = new Workspace();
        workspace.addTable(
          "T",
          values.map((D) => ({ D })),
          { schema: { D: "dynamic" } },
        );
        const cells = (query: string) => workspace.query(query).rows((cell) => cell);
        const read = "| project gettype(x), tostring(x), gettype(x.at), tostring(x[0])";
        expect(cells(`T | extend x = parse_json(tostring(D)) ${read}`)).toEqual(
          cells(`T | extend t = tostring(D) | extend x = parse_json(t) ${read}`),
        );
      }),
      { numRuns: 300 },
    );
  });
});
