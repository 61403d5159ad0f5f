import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

function rows(query: string) {
  return new Workspace().query(query).rows((cell) => cell);
}

describe("over columns", () => {
  const hour = 36_000_000_000;

  // Page range-function: from the start by steps while the stop is not passed; null where an argument is.
  test.each<[string, string, unknown[]]>([
    ["long", "1, 8, 3", [1, 4, 7]],
    ["long", "8, 1, -3", [8, 5, 2]],
    ["long", "1, 1, -1", [1]],
    ["long", "2, 1, 1", []],
    ["long", "1, 2, -1", []],
    ["long", "-3, 3, 2", [-3, -1, 1, 3]],
    ["long", "9007199254740990, 9007199254740991, 1", [9007199254740990, 9007199254740991]],
    ["long", "9007199254740991, 9007199254740994, 2", [9007199254740991, 9007199254740993n]],
    ["timespan", "1h, 3h, 1h", [hour, 2 * hour, 3 * hour]],
    ["timespan", "2h, -1h, -2h", [2 * hour, 0]],
  ])("of %s: %s", (type, args, expected) => {
    // The second row makes the arguments columns, not constants.
    const table = `datatable(a:${type}, b:${type}, c:${type})[${args}, ${args}]`;
    const query = `${table} | extend r = range(a, b, c) | take 1 | mv-expand r to typeof(${type}) | project r`;
    expect(rows(query).map(([cell]) => cell)).toEqual(expected);
  });

  test.each([["long(null), 5, 1"], ["1, long(null), 1"], ["1, 5, long(null)"], ["1, 5, 0"]])(
    "is null for %s, and an array beside it",
    (args) => {
      const query = `datatable(a:long, b:long, c:long)[1, 2, 1, ${args}] | project tostring(range(a, b, c))`;
      expect(rows(query)).toEqual([["[1,2]"], [""]]);
    },
  );

  test("steps by an hour where no step is given", () => {
    const query =
      "datatable(a:datetime)[datetime(2020-01-01), datetime(2020-01-01 02:30)] | project array_length(range(a, datetime(2020-01-01 04:00)))";
    expect(rows(query)).toEqual([[5], [2]]);
  });

  test("cuts off at 1,048,576 elements", () => {
    const query = "datatable(a:long)[1, 2] | project array_length(range(a, 2000000))";
    expect(rows(query)).toEqual([[1_048_576], [1_048_576]]);
  });
});

test("a column of ranges holds what each range alone does", () => {
  const near = fc.constantFrom(0n, 2n ** 53n - 4n, 2n ** 62n);
  const small = fc.bigInt(-20n, 20n);
  const orNull = (value: fc.Arbitrary<bigint>) =>
    fc.oneof({ weight: 9, arbitrary: value }, fc.constant("long(null)"));
  const triple = near.chain((base) => {
    const bound = orNull(small.map((offset) => base + offset));
    return fc.tuple(bound, bound, orNull(fc.bigInt(-4n, 4n)));
  });
  fc.assert(
    fc.property(fc.array(triple, { minLength: 2, maxLength: 5 }), (triples) => {
      const table = `datatable(a:long, b:long, c:long)[${triples.flat().join(", ")}]`;
      const alone = triples.map((args) => rows(`print tostring(range(${args.join(", ")}))`)[0]);
      expect(rows(`${table} | project tostring(range(a, b, c))`)).toEqual(alone);
    }),
    { numRuns: 200 },
  );
});
