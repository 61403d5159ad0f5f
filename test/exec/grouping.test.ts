import { describe, expect, test } from "vitest";
import { Grouping, listGroups } from "../../src/exec/grouping.js";
import { buildJoinIndex, countPairs, matchingPairs } from "../../src/exec/join-index.js";
import type { KqlType } from "../../src/types/kql-type.js";
import { KqlDecimal } from "../../src/types/numbers.js";
import type { Cell } from "../../src/types/value.js";
import { cellsOf, constVector, type DictVector, type Vector, vectorOf } from "../../src/vector/vector.js";

const nobody = { reserveMemory() {} };

function groupsOf(type: KqlType, cells: readonly Cell[]): number[] {
  return Array.from(new Grouping([type], nobody).add([vectorOf(type, cells)], cells.length));
}

function dictionary(values: readonly string[], codes: readonly number[]): DictVector {
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
  [
    "more than a few texts, a null among them",
    "guid",
    ["a", null, "b", "c", "d", "e", "f", "g", "h", "a", null, "h", "i"],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 8, 9],
  ],
  ["decimals by value", "decimal", [new KqlDecimal("1.50"), new KqlDecimal("1.5"), null], [0, 0, 1]],
  ["dynamics by type and content", "dynamic", [{ a: 1, b: 2 }, { b: 2, a: 1 }, "1", 1], [0, 0, 1, 2]],
])("group %s", (_, type, cells, expected) => {
  expect(groupsOf(type, cells)).toEqual(expected);
});

test("groups are numbered by first appearance over batches in different encodings", () => {
  const grouping = new Grouping(["string"], nobody);
  expect(Array.from(grouping.add([vectorOf("string", ["x", "y"])], 2))).toEqual([0, 1]);
  expect(Array.from(grouping.add([dictionary(["y", "z", "y"], [1, 0, 2, 1])], 4))).toEqual([2, 1, 1, 2]);
  expect(Array.from(grouping.add([constVector("string", "x", 3)], 3))).toEqual([0, 0, 0]);
  expect(grouping.keys().map(cellsOf)).toEqual([["x", "y", "z"]]);
});

test("groups of several columns are numbered by first appearance, whichever column has most values", () => {
  const types: KqlType[] = ["long", "string", "real", "string"];
  const rowCount = 9000;
  const rows = Array.from({ length: rowCount }, (_, row): Cell[] => [
    row % 7 === 0 ? null : row % 3,
    `user ${(row * 31) % 997}`,
    row % 11 === 0 ? Number.NaN : row % 2,
    `address ${((row * 31) % 997) * 4 + (row % 5)}`,
  ]);
  const numbers = new Map<string, number>();
  const expected = rows.map((row) => {
    const key = row.map(String).join();
    const group = numbers.get(key) ?? numbers.size;
    numbers.set(key, group);
    return group;
  });
  const vectorsOf = (some: readonly Cell[][]) =>
    types.map((type, col) =>
      vectorOf(
        type,
        some.map((row) => row[col]),
      ),
    );
  for (const ends of [[rowCount], [100, 1100, 5000, rowCount], [1023, 1024, rowCount]]) {
    const grouping = new Grouping(types, nobody);
    const groups = ends.flatMap((end, at) => {
      const some = rows.slice(at === 0 ? 0 : ends[at - 1], end);
      return Array.from(grouping.add(vectorsOf(some), some.length));
    });
    expect(groups).toEqual(expected);
    const firsts = [...numbers.values()].map((group) => rows[expected.indexOf(group)]);
    expect(grouping.keys().map(cellsOf)).toEqual(types.map((_, col) => firsts.map((row) => row[col])));
    const strange: Cell[] = [1, "user 1", 0, "address 1"];
    expect(Array.from(grouping.find(vectorsOf([rows[0], strange, rows[8999]]), 3))).toEqual([
      0,
      -1,
      expected[8999],
    ]);
  }
});

describe("a dictionary of distinct values", () => {
  const shared = { ...dictionary(["a", "b", "c"], []).dictionary, isDistinct: true };
  const rows = (...codes: number[]): DictVector => ({
    ...dictionary([], codes),
    dictionary: shared,
  });

  test("numbers its groups by first appearance, whatever comes after it", () => {
    const grouping = new Grouping(["string"], nobody);
    expect(Array.from(grouping.add([rows(2, 0, 2)], 3))).toEqual([0, 1, 0]);
    expect(Array.from(grouping.add([rows(1, 2)], 2))).toEqual([2, 0]);
    expect(Array.from(grouping.add([vectorOf("string", ["b", "d", "a"])], 3))).toEqual([2, 3, 1]);
    expect(Array.from(grouping.add([rows(1, 0)], 2))).toEqual([2, 1]);
    expect(grouping.keys().map(cellsOf)).toEqual([["c", "a", "b", "d"]]);
  });

  test("is found by rows of its own and by other texts", () => {
    const grouping = new Grouping(["string"], nobody);
    grouping.add([rows(2, 0)], 2);
    expect(Array.from(grouping.find([rows(0, 1, 2)], 3))).toEqual([1, -1, 0]);
    expect(Array.from(grouping.find([vectorOf("string", ["b", "c"])], 2))).toEqual([-1, 0]);
  });

  test("is found by other texts again once more of it has come", () => {
    const grouping = new Grouping(["string"], nobody);
    const others = dictionary(["b", "c", "x", ""], [0, 1, 2, 3]);
    grouping.add([rows(2, 0)], 2);
    expect(Array.from(grouping.find([others], 4))).toEqual([-1, 0, -1, -1]);
    grouping.add([rows(1)], 1);
    expect(Array.from(grouping.find([others], 4))).toEqual([2, 0, -1, -1]);
    expect(Array.from(grouping.find([vectorOf("string", ["a", "b", "d"])], 3))).toEqual([1, 2, -1]);
    expect(Array.from(grouping.add([vectorOf("string", ["d", "b"])], 2))).toEqual([3, 2]);
    expect(Array.from(grouping.find([rows(0, 1, 2)], 3))).toEqual([1, 2, 0]);
  });

  test("is told apart by place while few of its values were read, and after", () => {
    const values = Array.from({ length: 1000 }, (_, at) => `v${at}`);
    const large = { ...dictionary(values, []).dictionary, isDistinct: true };
    const grouping = new Grouping(["string"], nobody);
    for (let batch = 0; batch < 20; batch++) {
      const codes = Int32Array.from({ length: 20 }, (_, row) => (batch * 13 + row * 7) % 1000);
      const groups = grouping.add([{ ...dictionary([], []), length: 20, codes, dictionary: large }], 20);
      const keys = grouping.keys().map(cellsOf)[0];
      expect(Array.from(groups, (group) => keys[group])).toEqual(Array.from(codes, (code) => `v${code}`));
    }
  });
});

test("a second key that the first determines, until it does not, makes the groups of its pairs", () => {
  const grouping = new Grouping(["long", "long"], nobody);
  const add = (a: number[], b: number[]) =>
    Array.from(grouping.add([vectorOf("long", a), vectorOf("long", b)], a.length));
  const find = (a: number[], b: number[]) =>
    Array.from(grouping.find([vectorOf("long", a), vectorOf("long", b)], a.length));
  expect(add([1, 2, 1, 3], [10, 20, 10, 10])).toEqual([0, 1, 0, 2]);
  expect(find([1, 2, 3, 4], [10, 10, 10, 10])).toEqual([0, -1, 2, -1]);
  expect(add([4, 1, 2, 5], [20, 20, 20, 10])).toEqual([3, 4, 1, 5]);
  expect(find([1, 1, 2, 5], [10, 20, 10, 10])).toEqual([0, 4, -1, 5]);
  expect(grouping.keys().map(cellsOf)).toEqual([
    [1, 2, 3, 4, 1, 5],
    [10, 20, 10, 20, 20, 10],
  ]);
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
  const grouping = new Grouping(["long", "long", "bool"], nobody);
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
  const index = buildJoinIndex([dictionary(["a", "b"], [1, 0, 1])], 3, nobody);
  const groups = index.find([dictionary(["c", "b"], [0, 1, 0, 1])], 4);
  expect(countPairs(groups, index, false)).toBe(4);
  expect([...matchingPairs(groups, index, false)]).toEqual([
    { left: Int32Array.of(1, 1, 3, 3), right: Int32Array.of(0, 2, 0, 2) },
  ]);
  expect([...matchingPairs(groups, index, true)]).toEqual([
    { left: Int32Array.of(0, 1, 1, 2, 3, 3), right: Int32Array.of(-1, 0, 2, -1, 0, 2) },
  ]);
});

test("a constant key over no rows makes no group", () => {
  const grouping = new Grouping(["long", "string"], nobody);
  const none = (type: "long" | "string", value: Cell) =>
    ({ encoding: "const", type, value, length: 0 }) as const;
  expect(grouping.add([none("long", 1), none("string", "a")], 0)).toHaveLength(0);
  expect(grouping.groupCount).toBe(0);
});
