import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { run, summarize } from "./summarize.js";

type Case = [call: string, values: unknown, nulls: unknown, empty: unknown];

describe("over values, over nulls, over nothing", () => {
  test.each<Case>([
    ["make_list(l)", [10, 30], [], []],
    ["make_list(r)", [1.5, 2.5], [], []],
    ["make_list(m)", ["1.5", "3.5"], [], []],
    ["make_list(b)", [true, false], [], []],
    ["make_list(s)", ["x", "", "é"], [""], []],
    ["make_list(t)", ["2020-01-01T00:00:00.0000000Z", "2020-01-03T00:00:00.0000000Z"], [], []],
    ["make_list(p)", ["01:00:00", "03:00:00"], [], []],
    ["make_list(d)", [{ k: 1 }, null, { l: 2 }], [null], []],
    ["make_list(l, 1)", [10], [], []],
    ["make_list(l, 0)", [], [], []],
    ["make_list_if(l, i > 1)", [30], [], []],
    ["make_list_if(s, true, 2)", ["x", ""], [""], []],
    ["make_list_with_nulls(l)", [10, null, 30], [null], []],
    ["make_set(l % 20)", [10], [], []],
    ["make_set(b)", [true, false], [], []],
    ["make_set(s)", ["x", "", "é"], [""], []],
    ["make_set(p)", ["01:00:00", "03:00:00"], [], []],
    ["make_set(m)", ["1.5", "3.5"], [], []],
    ["make_set(s, 2)", ["x", ""], [""], []],
    ["make_set(d)", [{ k: 1 }, null, { l: 2 }], [null], []],
    ["make_set_if(s, i > 1)", ["é"], [], []],
    ["make_set_if(s, true, 1)", ["x"], [""], []],
    ["make_bag(d)", { k: 1, l: 2 }, {}, {}],
    ["make_bag(d, 1)", { k: 1 }, {}, {}],
    ["make_bag_if(d, i > 1)", { l: 2 }, {}, {}],
    ["make_dictionary(d)", { k: 1, l: 2 }, {}, {}],
  ])("%s", (call, values, nulls, empty) => {
    expect(summarize(call)).toEqual({ type: "dynamic", values, nulls, empty });
  });
});

describe("dynamic values", () => {
  const arrays = `datatable(d:dynamic)[dynamic([1,2]), dynamic([2,[3]]), dynamic(null), dynamic(4), dynamic([])]`;
  test.each<[string, string, unknown]>([
    ["lists take arrays apart one level deep", `${arrays} | summarize make_list(d)`, [1, 2, 2, [3], null, 4]],
    ["lists with nulls do so too", `${arrays} | summarize make_list_with_nulls(d)`, [1, 2, 2, [3], null, 4]],
    ["sets hold the elements of arrays", `${arrays} | summarize make_set(d)`, [1, 2, [3], null, 4]],
    [
      "a number and its text are two elements",
      `datatable(d:dynamic)[dynamic(1), dynamic("1"), dynamic(1)] | summarize make_set(d)`,
      [1, "1"],
    ],
    [
      "the first value of a key stays, other than bags are passed over",
      `datatable(d:dynamic)[dynamic({"a":1}), dynamic([1]), dynamic("x"), dynamic({"a":2,"b":null})] | summarize make_bag(d)`,
      { a: 1, b: null },
    ],
    [
      "null slots count as values of their key",
      `datatable(d:dynamic)[dynamic({"a":null}), dynamic({"a":2})] | summarize make_bag(d)`,
      { a: null },
    ],
    [
      "a key may be called __proto__",
      `print d = parse_json('{"__proto__":1}') | summarize keys = bag_keys(make_bag(d))`,
      ["__proto__"],
    ],
  ])("%s", (_claim, query, expected) => {
    expect(run(query).rows[0][0]).toEqual(expected);
  });
});

describe("sizes", () => {
  const many = "range x from 1 to 300 step 1 | summarize";
  test.each<[string, number]>([
    [`${many} array_length(make_list(x))`, 300],
    [`${many} array_length(make_set(x))`, 300],
    [`${many} array_length(makelist(x))`, 128],
    [`${many} array_length(makeset(x))`, 128],
    [`${many} array_length(bag_keys(make_dictionary(bag_pack(tostring(x), x))))`, 128],
    [`${many} array_length(makelist(x, 200))`, 200],
  ])("%s is %d", (query, expected) => {
    expect(run(query).rows[0][0]).toBe(expected);
  });

  test.each(["make_list(x)", "make_set(x)", "make_bag(bag_pack(tostring(x), x))", "hll(x)", "tdigest(x)"])(
    "%s stops at the limit of elements, at its place",
    (call) => {
      const bounded = new Workspace({ now: "2026-04-06T12:00:00Z", limits: { maxElements: 10 } });
      expect(() => bounded.query(`range x from 1 to 11 step 1 | summarize ${call}`)).toThrow(
        /1:41: error KQL308/,
      );
      expect(bounded.query(`range x from 1 to 10 step 1 | summarize ${call}`).rowCount).toBe(1);
    },
  );
});

test("lists, sets and bags are named after what they hold", () => {
  const query =
    "print x = 1, d = dynamic({}) | summarize make_list(x), makeset(x), make_bag(d), make_set_if(x, true)";
  expect(run(query).columns).toEqual(["list_x:dynamic", "set_x:dynamic", "bag_d:dynamic", "set_x1:dynamic"]);
});

test("a bag of something else than dynamics is refused", () => {
  expect(() => summarize("make_bag(s)")).toThrow(/KQL1\d\d/);
});

describe("values of several groups are told apart however many there are", () => {
  const numbers = Array.from({ length: 200 }, (_, x) => x);
  test.each([1, 2, 3, 8, 9, 16, 17, 40])("%d texts", (count) => {
    const distinct = (group: number, most = count) =>
      [...new Set(numbers.filter((x) => x % 3 === group).map((x) => `v${x % count}`))].slice(0, most);
    const query = `range x from 0 to 199 step 1 | extend s = strcat('v', tostring(x % ${count})) |
      summarize make_set(s), dcount(s), make_set(s, 2), make_set(todynamic(s)), dcountif(s, x > -1) by x % 3`;
    const all = (group: number) => {
      const set = distinct(group);
      return [group, set, set.length, distinct(group, 2), set, set.length];
    };
    expect(run(query).rows).toEqual([all(0), all(1), all(2)]);
  });
});
