import { describe, expect, test } from "vitest";
import { evaluate, resultOf } from "./evaluate.js";
import { run } from "./summarize.js";

type Case = [expression: string, expected: unknown];

const five = "dynamic([1,2,3,4,5])";
const words = "dynamic(['this','is','an','example','an','example'])";

describe("arrays", () => {
  test.each<Case>([
    ["array_length(dynamic([1,null]))", 2],
    ["array_length(dynamic([]))", 0],
    ["array_length(dynamic({}))", null],
    ["array_length(dynamic(null))", null],
    ["arraylength(dynamic([1]))", 1],
    ["array_concat(dynamic([1]), dynamic([]), dynamic(['é', null]))", [1, "é", null]],
    ["array_concat(dynamic({'a':1}), dynamic([99]))", [99]],
    ["array_concat(dynamic(null), dynamic([99]))", [99]],
    ["array_iff(dynamic([true,false,true]), dynamic([1,2,3]), dynamic([4,5,6]))", [1, 5, 3]],
    ["array_iff(dynamic([1,0,50]), 'yes', 'no')", ["yes", "no", "yes"]],
    ["array_iff(dynamic(['text', null, 0.0]), 1, 0)", [null, null, 0]],
    ["array_iff(dynamic([true,true,true]), dynamic([1,2]), dynamic([3,4]))", [1, 2, null]],
    ["array_iif(dynamic(null), 1, 2)", null],
    ["array_iff(dynamic([]), 1, 2)", []],
    [`array_index_of(${words}, 'an')`, 2],
    [`array_index_of(${words}, 'example', 1, 3)`, 3],
    [`array_index_of(${words}, 'example', 1, 2)`, -1],
    [`array_index_of(${words}, 'is', 2, 4)`, -1],
    [`array_index_of(${words}, 'example', 2, -1)`, 3],
    [`array_index_of(${words}, 'an', 1, -1, 2)`, 4],
    [`array_index_of(${words}, 'an', 1, -1, 3)`, -1],
    [`array_index_of(${words}, 'an', -3)`, 4],
    [`array_index_of(${words}, 'is', -4)`, -1],
    [`array_index_of(${words}, 'an', 0, -2)`, null],
    [`array_index_of(${words}, 'an', 0, -1, -1)`, null],
    ["array_index_of(dynamic(['2']), 2)", -1],
    ["array_index_of(dynamic([5,15]), 15.0)", 1],
    ["array_index_of(dynamic([true]), 1)", -1],
    ["array_index_of(pack_array(1h, 2h), 2h)", 1],
    ["array_index_of(dynamic({}), 1)", null],
    ["array_reverse(dynamic(['this','is','é']))", ["é", "is", "this"]],
    ["array_reverse(dynamic(1))", null],
    [`array_rotate_left(${five}, 2)`, [3, 4, 5, 1, 2]],
    [`array_rotate_left(${five}, -2)`, [4, 5, 1, 2, 3]],
    [`array_rotate_left(${five}, 12)`, [3, 4, 5, 1, 2]],
    [`array_rotate_right(${five}, 2)`, [4, 5, 1, 2, 3]],
    [`array_rotate_right(${five}, -2)`, [3, 4, 5, 1, 2]],
    ["array_rotate_left(dynamic([]), 3)", []],
    [`array_shift_left(${five}, 2)`, [3, 4, 5, null, null]],
    [`array_shift_left(${five}, 2, -1)`, [3, 4, 5, -1, -1]],
    [`array_shift_left(${five}, -2, 'é')`, ["é", "é", 1, 2, 3]],
    [`array_shift_right(${five}, 2)`, [null, null, 1, 2, 3]],
    [`array_shift_right(${five}, -2, -1)`, [3, 4, 5, -1, -1]],
    [`array_shift_right(${five}, 100, 0)`, [0, 0, 0, 0, 0]],
    ["array_shift_left(dynamic(null), 1)", null],
    [`array_slice(${five}, 1, 2)`, [2, 3]],
    [`array_slice(${five}, 2, -1)`, [3, 4, 5]],
    [`array_slice(${five}, -3, -2)`, [3, 4]],
    [`array_slice(${five}, -100, 100)`, [1, 2, 3, 4, 5]],
    [`array_slice(${five}, 3, 1)`, []],
    [`array_slice(${five}, 7, 9)`, []],
    ["array_slice(dynamic('x'), 0, 1)", null],
    [`array_slice(${five}, long(null), 1)`, null],
    [
      `array_split(${five}, 2)`,
      [
        [1, 2],
        [3, 4, 5],
      ],
    ],
    [
      `array_split(${five}, -2)`,
      [
        [1, 2, 3],
        [4, 5],
      ],
    ],
    [`array_split(${five}, dynamic([1,3]))`, [[1], [2, 3], [4, 5]]],
    [`array_split(${five}, 9)`, [[1, 2, 3, 4, 5], []]],
    [`array_split(${five}, dynamic(['x']))`, null],
    ["array_sum(dynamic([1,2.5,null]))", 3.5],
    ["array_sum(dynamic([]))", null],
    ["array_sum(dynamic([1,'x']))", null],
    ["array_sum(dynamic({}))", null],
    ["strcat_array(dynamic([1,2,3]), '->')", "1->2->3"],
    ["strcat_array(dynamic(['a', null, '', 'é']), '|')", "a|||é"],
    ["strcat_array(dynamic([null, null]), ',')", ","],
    ["array_strcat(dynamic([true, 1.0, {'a':1}, [2]]), ' ')", 'true 1.0 {"a":1} [2]'],
    ["strcat_array(dynamic([]), ',')", ""],
    ["strcat_array(dynamic(1), ',')", ""],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });
});

describe("sorting", () => {
  test.each<Case>([
    ["array_sort_asc(dynamic([null,'blue','yellow','green',null]))", ["blue", "green", "yellow", null, null]],
    [
      "array_sort_asc(dynamic([null,'blue','yellow','green',null]), false)",
      [null, null, "blue", "green", "yellow"],
    ],
    [
      "array_sort_desc(dynamic([null,'blue','yellow','green',null]))",
      ["yellow", "green", "blue", null, null],
    ],
    [
      "array_sort_desc(dynamic([null,'blue','yellow','green',null]), false)",
      [null, null, "yellow", "green", "blue"],
    ],
    ["array_sort_asc(dynamic(['b', 10, 9.5, 'a', 2]))", [2, 9.5, 10, "a", "b"]],
    ["array_sort_asc(dynamic([]))", []],
    ["array_sort_asc(dynamic({'a':1}))", null],
    ["array_sort_asc(pack_array(2h, 1h))", ["01:00:00", "02:00:00"]],
    ["array_slice(array_sort_desc(dynamic([5,2,8])), 0, 0)", [8]],
    ["array_sort_asc(dynamic([3,1,2]), dynamic(['c','a','b']))[1]", ["a", "b", "c"]],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test("several arrays make several columns, those of another length are null", () => {
    const query =
      "print a = dynamic([1,3,4,5,2]), b = dynamic(['a','b','c','d','e']), c = dynamic([1]) | project array_sort_asc(a, b, c)";
    expect(run(query)).toEqual({
      columns: ["a_sorted:dynamic", "b_sorted:dynamic", "c_sorted:dynamic"],
      rows: [[[1, 2, 3, 4, 5], ["a", "e", "b", "c", "d"], null]],
    });
  });

  test("the columns may be given names", () => {
    const query =
      "print a = dynamic([2,1]), b = dynamic([8,9]) | extend (x, y) = array_sort_desc(a, b) | project x, y";
    expect(run(query).rows).toEqual([
      [
        [2, 1],
        [8, 9],
      ],
    ]);
  });
});

test.each([
  ["array_length(dynamic([]))", "long"],
  ["array_sum(dynamic([1]))", "real"],
  ["array_index_of(dynamic([1]), 1)", "long"],
  ["array_slice(dynamic([1]), 0, 1)", "dynamic"],
  ["strcat_array(dynamic([1]), '')", "string"],
])("%s is typed %s", (expression, type) => {
  expect(evaluate(expression).type).toBe(type);
});

test.each([
  "array_length('[1]')",
  "array_concat(1)",
  "array_slice(dynamic([1]), 'a', 1)",
  "array_reverse()",
  "array_max(dynamic([1]))",
  "array_sort_asc(true)",
])("%s is refused", (expression) => {
  expect(() => resultOf(expression)).toThrow(/KQL\d\d\d/);
});
