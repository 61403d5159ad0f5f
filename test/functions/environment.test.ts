import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { KqlError } from "../../src/text/errors.js";
import { resultOf } from "./evaluate.js";
import { run } from "./summarize.js";

function refusal(query: string): string {
  try {
    run(query);
  } catch (error) {
    if (error instanceof KqlError) return error.diagnostics.map(({ code }) => code).join(" ");
    throw error;
  }
  return "runs";
}

describe("where a query runs", () => {
  test.each<[string, unknown]>([
    ["current_cluster_endpoint()", "localhost"],
    ["current_database()", "NetDefaultDB"],
    ["current_principal()", "<null identity>"],
    ["extent_id()", "00000000-0000-0000-0000-000000000000"],
    ["extent_tags()", null],
    ["cursor_current()", "639110736000000000"],
    ["current_cursor()", "639110736000000000"],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });
});

describe("new_guid", () => {
  const rows = (seed: number) =>
    new Workspace({ seed })
      .query("range x from 1 to 50 step 1 | project g = tostring(new_guid())")
      .toArrays();

  test("differs from row to row and is of version 4", () => {
    const guids = rows(1).map(([guid]) => String(guid));
    expect(new Set(guids).size).toBe(50);
    for (const guid of guids)
      expect(guid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  test("repeats with the seed", () => {
    expect(rows(7)).toEqual(rows(7));
    expect(rows(7)).not.toEqual(rows(8));
  });
});

describe("estimate_data_size", () => {
  test.each<[string, number]>([
    ['n = 1, s = "1234567890" | project estimate_data_size(*)', 18],
    ['s = "é" | project estimate_data_size(s)', 2],
    ['s = "" | project estimate_data_size(s)', 0],
    ["i = int(1), b = true, r = 1.5 | project estimate_data_size(i, b, r)", 13],
    ["m = decimal(1), g = new_guid() | project estimate_data_size(m, g)", 32],
    ["t = now(), d = 1h | project estimate_data_size(t, d)", 16],
    ['n = long(null), s = "ab" | project estimate_data_size(n, s)', 10],
    ['s = "ab", n = long(null) | project estimate_data_size(s, n)', 10],
  ])("print %s is %d", (query, expected) => {
    expect(run(`print ${query}`).rows).toEqual([[expected]]);
  });

  // 2^12 to 2^18 counters of a byte (page dcount-aggregation-function) and the 46 bytes that were measured around 2^18.
  test.each([
    ["", 2 ** 14, 2 ** 14 + 46],
    [", 0", 2 ** 12, 2 ** 12 + 46],
    [", 2", 2 ** 16, 2 ** 16 + 46],
  ])("of hll(x%s) over %i values is %i", (accuracy, count, expected) => {
    const query = `range x from 1 to ${count} step 1 | summarize h = hll(x${accuracy}) | project estimate_data_size(h)`;
    expect(run(query).rows).toEqual([[expected]]);
  });

  test("of a sketch with fewer values than counters is not known", () => {
    const sketch = "range x from 1 to 4095 step 1 | summarize h = hll(x, 0)";
    expect(refusal(`${sketch} | project estimate_data_size(h)`)).toBe("KQL221");
  });

  test("takes columns alone, and no dynamic ones", () => {
    expect(refusal("print x = 1 | project estimate_data_size(x + 1)")).toBe("KQL126");
    expect(refusal("print x = dynamic([1]) | project estimate_data_size(x)")).toBe("KQL221");
  });
});

describe("assert", () => {
  test.each([
    ['print assert(1 < 2, "in order")', [[true]]],
    [
      'let longer = (n:long, s:string) { assert(n > 0, "positive") and strlen(s) > n }; datatable(s:string)["123", "4567"] | where longer(3, s)',
      [["4567"]],
    ],
  ])("%s", (query, rows) => {
    expect(run(query).rows).toEqual(rows);
  });

  test.each([
    ["fails where the condition is false", 'print assert(1 > 2, "out of order")', "KQL132"],
    ["fails where the condition is null", 'print assert(bool(null), "unknown")', "KQL132"],
    ["fails though no row gets there", 'print x = 1 | where false | where assert(false, "never")', "KQL132"],
    [
      "fails by the argument of a call",
      'let positive = (n:long) { assert(n > 0, "positive") }; print positive(-1)',
      "KQL132",
    ],
    ["wants a constant", 'range x from 1 to 2 step 1 | where assert(x > 0, "of a row")', "KQL108"],
    ["wants a bool", 'print assert(1, "a number")', "KQL107"],
    ["wants a message", "print assert(true)", "KQL104"],
  ])("%s", (_claim, query, code) => {
    expect(refusal(query)).toBe(code);
  });
});

test.each([
  ["let T = datatable(a:string, b:int)[]; print column_names_of(T)", [[["a", "b"]]]],
  ["let f = (n:int) { print a = n, b = 1 }; print column_names_of(f(1))", [[["a", "b"]]]],
  ["let T = datatable(a:string, b:int)[]; let U = T | project c = b; print column_names_of(U)", [[["c"]]]],
])("the columns of a table: %s", (query, rows) => {
  expect(run(query).rows).toEqual(rows);
});

test("what is no table has no columns", () => {
  expect(refusal("print column_names_of(Absent)")).toBe("KQL102");
  expect(refusal("print column_names_of(1)")).toBe("KQL116");
});
