import { describe, expect, test } from "vitest";
import { resultOf } from "./evaluate.js";
import { run } from "./summarize.js";

type Case = [expression: string, expected: unknown];

describe("sets", () => {
  test.each<Case>([
    ["set_union(dynamic([1,2,1]), dynamic([2,3]), dynamic(['é']))", [1, 2, 3, "é"]],
    ["set_union(dynamic([]), dynamic([]))", []],
    [
      "set_union(dynamic([[1,2]]), dynamic([[1,2],[2,1]]))",
      [
        [1, 2],
        [2, 1],
      ],
    ],
    ["set_union(dynamic([1,'1',true]), dynamic([1.0, null, null]))", [1, "1", true, null]],
    ["set_union(dynamic(null), dynamic([1]))", null],
    ["set_intersect(dynamic([1,2,3,3]), dynamic([3,2]), dynamic([3]))", [3]],
    ["set_intersect(dynamic([1]), dynamic(['1']))", []],
    ["set_difference(dynamic([3,2,1,2]), dynamic([1]), dynamic([9]))", [3, 2]],
    ["set_difference(dynamic([1,2,3]), dynamic([1,2,3]))", []],
    ["set_difference(dynamic([null,1,null,2,null]), dynamic([null]))", [1, 2]],
    ["set_difference(dynamic([{'a':1,'b':2}]), dynamic([{'b':2,'a':1}]))", []],
    ["set_has_element(dynamic(['this','is','é']), 'é')", true],
    ["set_has_element(dynamic(['2']), 2)", false],
    ["set_has_element(dynamic([2]), 2.0)", true],
    ["set_has_element(dynamic([]), 'x')", false],
    ["set_has_element(dynamic(null), 'x')", null],
    ["set_equals(dynamic([1,2,2]), dynamic([2,1]))", true],
    ["set_equals(dynamic([1,2]), dynamic([1]))", false],
    ["set_equals(dynamic([1]), dynamic([1,2]))", false],
    ["set_equals(dynamic([1,2]), dynamic([1,3]))", false],
    ["jaccard_index(dynamic([1,2,3]), dynamic([1,2,3,4]))", 0.75],
    ["jaccard_index(dynamic([1]), dynamic([2]))", 0],
    ["jaccard_index(dynamic([1]), dynamic(null))", null],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test.each(["set_union(dynamic([1]))", "set_union('a', 'b')", "set_has_element('a', 'a')"])(
    "%s is refused",
    (expression) => {
      expect(() => resultOf(expression)).toThrow(/KQL1\d\d/);
    },
  );
});

const nested = "dynamic({'key1':123, 'key2':{'prop1':'abc', 'prop2':'xyz'}, 'key3':[100,200]})";

describe("bags", () => {
  test.each<Case>([
    [
      "bag_set_key(dynamic({'key1':123, 'key2':{'prop1':123, 'prop2':'xyz'}}), '$.key2.prop1', 'abc')",
      { key1: 123, key2: { prop1: "abc", prop2: "xyz" } },
    ],
    ["bag_set_key(dynamic({'key1':123}), '$.key2.prop1', 'abc')", { key1: 123, key2: { prop1: "abc" } }],
    [
      "bag_pack('Level', 'Information', 'ProcessID', 1234, 'Data', bag_pack('url', 'www.bing.com'))",
      { Level: "Information", ProcessID: 1234, Data: { url: "www.bing.com" } },
    ],
    ["pack('é', long(null), 'b', '')", { é: null, b: "" }],
    [
      "pack_dictionary('t', 1h, 'd', datetime(2020-01-01))",
      { t: "01:00:00", d: "2020-01-01T00:00:00.0000000Z" },
    ],
    ["bag_pack('a', 1, 'a', 2)", { a: 2 }],
    ["tostring(bag_pack('x', 1.0))", '{"x":1.0}'],
    ["bag_keys(dynamic({'a':'b','c':{'d':123}}))", ["a", "c"]],
    ["bag_keys(dynamic({}))", []],
    ["bag_keys(dynamic([]))", null],
    ["bag_keys(dynamic(null))", null],
    ["bag_keys(dynamic('a'))", null],
    [`bag_has_key(${nested}, 'key2')`, true],
    [`bag_has_key(${nested}, 'KEY2')`, false],
    [`bag_has_key(${nested}, '$.key2.prop1')`, true],
    [`bag_has_key(${nested}, "$['key2']['prop9']")`, false],
    [`bag_has_key(${nested}, '$.key3[0]')`, false],
    ["bag_has_key(dynamic({'a':null}), 'a')", true],
    ["bag_has_key(dynamic([1]), 'a')", null],
    ["bag_has_key(dynamic({}), 'toString')", false],
    ["bag_merge(dynamic({'A1':12,'B1':2}), dynamic({'A2':81,'A1':1}))", { A1: 12, B1: 2, A2: 81 }],
    ["bag_merge(dynamic({'a':1}), dynamic(null))", { a: 1 }],
    ["bag_merge(dynamic(null), dynamic([1]))", null],
    [
      `bag_remove_keys(${nested}, dynamic(['$.key2.prop1', 'key3', 'none']))`,
      { key1: 123, key2: { prop2: "xyz" } },
    ],
    ["bag_remove_keys(dynamic({'a':1}), dynamic([]))", { a: 1 }],
    ["bag_remove_keys(dynamic([1]), dynamic(['a']))", null],
    ["bag_remove_keys(dynamic({'a':1}), dynamic('a'))", null],
    ["bag_set_key(dynamic({'key1':1,'key3':'abc'}), 'key3', 3)", { key1: 1, key3: 3 }],
    ["bag_set_key(dynamic({'key1':1}), '$.key2.prop1', 'abc')", { key1: 1, key2: { prop1: "abc" } }],
    ["bag_set_key(dynamic({'a':5}), '$.a.b', 1h)", { a: { b: "01:00:00" } }],
    ["bag_set_key(dynamic([1]), 'a', 1)", null],
    ["bag_set_key(dynamic({'a':1}), 'a', long(null))", { a: null }],
    ["bag_zip(dynamic(['a','b','c']), dynamic([1,'2',3.4]))", { a: 1, b: "2", c: 3.4 }],
    ["bag_zip(dynamic(['a','b','c']), dynamic([1,'2']))", { a: 1, b: "2", c: null }],
    ["bag_zip(dynamic(['a',8,'b']), dynamic([1,'2',2.5]))", { a: 1, b: 2.5 }],
    ["bag_zip(dynamic(['a',8,'b']), dynamic(1))", { a: null, b: null }],
    ["bag_zip(dynamic('a'), dynamic([1]))", null],
    [
      "zip(dynamic([1,3,5]), dynamic([2,4,6]))",
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    [
      "zip(dynamic(['A',1,1.5]), dynamic([{},'B']))",
      [
        ["A", {}],
        [1, "B"],
        [1.5, null],
      ],
    ],
    ["zip(dynamic([]), dynamic([]))", []],
    ["bag_keys(bag_set_key(dynamic({}), '__proto__', 1))", ["__proto__"]],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test.each([
    "bag_pack('a')",
    "bag_pack('a', 1, 'b')",
    "bag_keys('{}')",
    "bag_merge(dynamic({}))",
    "zip(dynamic([]))",
  ])("%s is refused", (expression) => {
    expect(() => resultOf(expression)).toThrow(/KQL1\d\d/);
  });

  test("pack_all packs every column; with true, those that hold something", () => {
    const query =
      "datatable(s:string, l:long)['x',1, '',long(null)] | project a = pack_all(), b = pack_all(true), c = bag_pack_columns(l)";
    expect(run(query).rows).toEqual([
      [{ s: "x", l: 1 }, { s: "x", l: 1 }, { l: 1 }],
      [{ s: "", l: null }, {}, { l: null }],
    ]);
  });

  test("pack_all refuses a flag that depends on the rows", () => {
    expect(() => run("datatable(b:bool)[true] | project a = pack_all(b)")).toThrow(/KQL108/);
  });
});
