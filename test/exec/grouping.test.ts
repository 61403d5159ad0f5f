import { expect, test } from "vitest";
import { Grouping, listGroups } from "../../src/exec/grouping.js";
import { buildJoinIndex, countPairs, matchingPairs } from "../../src/exec/join-index.js";
import type { KqlType } from "../../src/types/kql-type.js";
import { KqlDecimal } from "../../src/types/numbers.js";
import type { Cell } from "../../src/types/value.js";
import { cellsOf, constVector, type Vector, vectorOf } from "../../src/vector/vector.js";

function groupsOf(type: KqlType, cells: readonly Cell[]): number[] {
  return Array.from(new Grouping([type]).add([vectorOf(type, cells)], cells.length));
}

function dictionary(values: readonly string[], codes: readonly number[]): Vector {
  return {
    encoding: "dict",
    type: "string",
    length: codes.length,
    codes: Int32Array.from(codes),
    dictionary: { values: vectorOf("string", values), rowCount: codes.length },
  };
}

test.each<[string, KqlType, Cell[], number[]]>([
  ["longs, null a group of its own", "long", [1, null, 2, 1, null, 0], [0, 1, 2, 0, 1, 3]],
  ["longs on both sides of 2^53", "long", [9007199254740993n, 1, 9007199254740993n, 1], [0, 1, 0, 1]],
  [
    "reals: NaN equals NaN but not null, -0 equals 0",
    "real",
    [Number.NaN, null, 0, -0, Number.NaN],
    [0, 1, 2, 2, 0],
  ],
  ["bools", "bool", [true, null, false, true], [0, 1, 2, 0]],
  ["text by case", "string", ["a", "A", "", "a"], [0, 1, 2, 0]],
  ["decimals by value", "decimal", [new KqlDecimal("1.50"), new KqlDecimal("1.5"), null], [0, 0, 1]],
  ["dynamics by type and content", "dynamic", [{ a: 1, b: 2 }, { b: 2, a: 1 }, "1", 1], [0, 0, 1, 2]],
])("group %s", (_, type, cells, expected) => {
  expect(groupsOf(type, cells)).toEqual(expected);
});

test("groups are numbered by first appearance over batches in different encodings", () => {
  const grouping = new Grouping(["string"]);
  expect(Array.from(grouping.add([vectorOf("string", ["x", "y"])], 2))).toEqual([0, 1]);
  expect(Array.from(grouping.add([dictionary(["y", "z", "y"], [1, 0, 2, 1])], 4))).toEqual([2, 1, 1, 2]);
  expect(Array.from(grouping.add([constVector("string", "x", 3)], 3))).toEqual([0, 0, 0]);
  expect(grouping.keys().map(cellsOf)).toEqual([["x", "y", "z"]]);
});

test.each([
  ["few", 5, 7],
  ["many", 900, 1100],
])("%s combinations of three keys agree with a map of their texts", (_, first, second) => {
  const length = 20_000;
  const a = Array.from({ length }, (_, row) => (row * 31) % first);
  const b = Array.from({ length }, (_, row) => (row * row) % second);
  const c = Array.from({ length }, (_, row) => row % 2 === 0);
  const known = new Map<string, number>();
  const expected = a.map((_, row) => {
    const key = `${a[row]},${b[row]},${c[row]}`;
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key);
  });
  const grouping = new Grouping(["long", "long", "bool"]);
  const groups: number[] = [];
  for (let from = 0; from < length; from += 5000) {
    const part = (type: KqlType, cells: readonly Cell[]): Vector =>
      vectorOf(type, cells.slice(from, from + 5000));
    groups.push(...grouping.add([part("long", a), part("long", b), part("bool", c)], 5000));
  }
  expect(groups).toEqual(expected);
  const found = grouping.find([vectorOf("long", a), vectorOf("long", b), vectorOf("bool", c)], length);
  expect(Array.from(found)).toEqual(expected);
  expect(
    Array.from(
      grouping.find([vectorOf("long", [0, -1]), vectorOf("long", [0, 0]), vectorOf("bool", [true, true])], 2),
    ),
  ).toEqual([0, -1]);
});

test("the rows of a group keep their order", () => {
  expect(listGroups(Int32Array.of(1, 0, -1, 1), 2)).toEqual({
    offsets: Int32Array.of(0, 1, 3),
    rows: Int32Array.of(1, 0, 3),
  });
});

test("a join index pairs every row of the stream with the rows of its key", () => {
  const index = buildJoinIndex([dictionary(["a", "b"], [1, 0, 1])], 3);
  const groups = index.find([dictionary(["c", "b"], [0, 1, 0, 1])], 4);
  expect(countPairs(groups, index, false)).toBe(4);
  expect([...matchingPairs(groups, index, false)]).toEqual([
    { left: Int32Array.of(1, 1, 3, 3), right: Int32Array.of(0, 2, 0, 2) },
  ]);
  expect([...matchingPairs(groups, index, true)]).toEqual([
    { left: Int32Array.of(0, 1, 1, 2, 3, 3), right: Int32Array.of(-1, 0, 2, -1, 0, 2) },
  ]);
});
