import { expect, test } from "vitest";
import { sortByColumns } from "../../src/exec/column-sort.js";
import { randomFrom } from "../../src/testing/fixtures/random.js";

const length = 5000;
const random = randomFrom(3);
const column = (value: (row: number) => number) => Float64Array.from({ length }, (_, row) => value(row));

/** Columns of doubles, by what is particular about them. */
const shapes: Readonly<Record<string, readonly Float64Array[]>> = {
  "no column": [],
  "nearly in order": [column((row) => row + random.below(4))],
  "the other way round": [column((row) => -row)],
  "nearly the other way round, some equal": [column((row) => random.below(8) - (row >> 2))],
  "the other way round at its ends only": [
    column((row) => (row % 4999 === 0 ? -row : random.below(900) - 1000)),
  ],
  "ranks, with times nearly in order behind them": [
    column(() => random.below(40)),
    column((row) => 5e16 + 1e4 * row + random.below(30_000)),
  ],
  "few values, then fractions and infinities": [
    column(() => random.below(2)),
    column(() => random.pick([0.5, -0.25, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300])),
    column(() => random.below(1_000_000) - 500_000),
  ],
  "whole numbers that lie far apart": [column(() => (random.next() - 0.5) * 2 ** 53).map(Math.trunc)],
};

test.each(Object.entries(shapes))("rows are sorted, equal ones as they were: %s", (_, columns) => {
  const rows = sortByColumns({ column: (at) => columns[at], check: () => {} }, length);
  const compare = (a: number, b: number) => {
    for (const values of columns) if (values[a] !== values[b]) return values[a] < values[b] ? -1 : 1;
    return a - b;
  };
  expect(Array.from(rows)).toEqual(Array.from({ length }, (__, row) => row).sort(compare));
});

test("columns behind one that tells all rows apart are never made", () => {
  const made: number[] = [];
  const columns = [column((row) => (row * 7919) % length), column(() => 0)];
  const columnAt = (at: number) => {
    made.push(at);
    return columns[at];
  };
  sortByColumns({ column: columnAt, check: () => {} }, length);
  expect(made).toEqual([0]);
});
