import { describe, expect, test } from "vitest";
import { type SortColumn, sortRows } from "../../src/exec/sort.js";
import type { KqlType } from "../../src/types/kql-type.js";
import type { Cell } from "../../src/types/value.js";
import { cellAt, type Vector, vectorOf } from "../../src/vector/vector.js";

const check = (): void => {};

function sorted(type: KqlType, cells: readonly Cell[], order: "asc" | "desc", nullsFirst: boolean): Cell[] {
  const vector = vectorOf(type, cells);
  const key: SortColumn = { vector, isDescending: order === "desc", nullsFirst };
  return Array.from(sortRows([key], cells.length, check), (row) => cellAt(vector, row));
}

/** The cells often enough that the radix sort is taken; the result without its repetitions. */
function sortedMany(
  type: KqlType,
  cells: readonly Cell[],
  order: "asc" | "desc",
  nullsFirst: boolean,
): Cell[] {
  const many = Array.from({ length: 2000 * cells.length }, (_, at) => cells[at % cells.length]);
  return sorted(type, many, order, nullsFirst).filter((_, at) => at % 2000 === 0);
}

describe.each([
  ["few rows", sorted],
  ["many rows", sortedMany],
])("%s", (_, sort) => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

  test("put nulls and NaN outside the values, nulls outermost", () => {
    const reals = [5, null, -inf, nan, 0.25, inf, -5];
    expect(sort("real", reals, "asc", true)).toEqual([null, nan, -inf, -5, 0.25, 5, inf]);
    expect(sort("real", reals, "desc", true)).toEqual([null, nan, inf, 5, 0.25, -5, -inf]);
    expect(sort("real", reals, "asc", false)).toEqual([-inf, -5, 0.25, 5, inf, nan, null]);
    expect(sort("real", reals, "desc", false)).toEqual([inf, 5, 0.25, -5, -inf, nan, null]);
  });

  test("sort longs to the last bit, in and out of the safe integers", () => {
    expect(sort("long", [3, null, -2, 0], "asc", true)).toEqual([null, -2, 0, 3]);
    const wide = [9007199254740993n, 9007199254740995n, null, -9223372036854775808n, 5];
    const order = [-9223372036854775808n, 5, 9007199254740993n, 9007199254740995n, null];
    expect(sort("long", wide, "asc", false)).toEqual(order);
    expect(sort("long", wide, "desc", true)).toEqual([null, ...order.slice(0, -1).reverse()]);
  });

  test("sort text by code point", () => {
    const order = ["", "CAFE", "Café", "cafe", "café", "\ufb00", "\u{1f600}"];
    expect(sort("string", order.toReversed(), "asc", true)).toEqual(order);
    expect(sort("string", order, "desc", false)).toEqual(order.toReversed());
  });

  test("sort false before true", () => {
    expect(sort("bool", [true, null, false], "asc", true)).toEqual([null, false, true]);
    expect(sort("bool", [null, false, true], "desc", false)).toEqual([true, false, null]);
  });
});

test.each([10, 5000])("%i rows keep their order where keys are equal, later keys deciding", (length) => {
  const letters = Array.from({ length }, (_, row) => "bca"[row % 3]);
  const numbers = Array.from({ length }, (_, row) => (row * 7) % 4);
  const column = (vector: Vector, isDescending: boolean): SortColumn => ({
    vector,
    isDescending,
    nullsFirst: true,
  });
  const rows = sortRows(
    [column(vectorOf("string", letters), false), column(vectorOf("long", numbers), true)],
    length,
    check,
  );
  const naive = Array.from({ length }, (_, row) => row).sort(
    (a, b) => letters[a].localeCompare(letters[b], "en") || numbers[b] - numbers[a] || a - b,
  );
  expect(Array.from(rows)).toEqual(naive);
});

test("a dictionary sorts as its values do, repeated values being equal", () => {
  const codes = Int32Array.of(3, 0, 1, 2, 0, 3);
  const values = vectorOf("string", ["b", "a", "b", "c"]);
  const vector: Vector = {
    encoding: "dict",
    type: "string",
    length: 6,
    codes,
    dictionary: { values, rowCount: 6 },
  };
  const rows = sortRows([{ vector, isDescending: false, nullsFirst: true }], 6, check);
  expect(Array.from(rows)).toEqual([2, 1, 3, 4, 0, 5]);
});
