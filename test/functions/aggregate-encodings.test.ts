/** The accumulators of the hot path: every encoding and every split into batches gives what a naive fold gives. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AggregateCall } from "../../src/functions/entry.js";
import { aggregateFunction } from "../../src/functions/registry.js";
import type { KqlType } from "../../src/types/kql-type.js";
import type { Cell } from "../../src/types/value.js";
import { flatten, slice } from "../../src/vector/gather.js";
import { cellsOf, constVector, type Vector, vectorOf } from "../../src/vector/vector.js";

interface Row {
  readonly group: number;
  readonly cell: Cell;
}

/** Both forms of 64-bit integers, nulls, repeated values. */
const longCells: fc.Arbitrary<Cell> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom<Cell>(
    null,
    9007199254740991,
    -9007199254740991,
    9223372036854775807n,
    -9223372036854775808n,
  ),
);
const cellsByType: readonly (readonly [KqlType, fc.Arbitrary<Cell>])[] = [
  ["long", longCells],
  ["int", fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(null))],
  [
    "real",
    fc.oneof(
      fc.constantFrom<Cell>(null, 0, 0.5, -1.5, Number.NaN, Number.POSITIVE_INFINITY),
      fc.integer({ min: -4, max: 4 }),
    ),
  ],
  ["string", fc.constantFrom<Cell>("", "a", "A", "é", "\u{1f600}", "\ufb01")],
  ["bool", fc.constantFrom<Cell>(true, false, null)],
  [
    "datetime",
    fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom<Cell>(null, -600_000_000_000_000_000n)),
  ],
  ["dynamic", fc.constantFrom<Cell>(null, 1, "a", true, { k: 1 }, { k: [1, 2] }, [1, { k: 1 }], ["a"], [])],
];

function rowsOf(cells: fc.Arbitrary<Cell>): fc.Arbitrary<Row[]> {
  return fc.array(fc.record({ group: fc.integer({ min: 0, max: 3 }), cell: cells }), { maxLength: 40 });
}

/** The same cells by codes into distinct values, in an order of their own. */
function asDictionary(vector: Vector): Vector {
  const cells = cellsOf(vector);
  const distinct = [...new Set(cells)].reverse();
  const values = vectorOf(vector.type, distinct);
  const codes = Int32Array.from(cells, (cell) => distinct.findIndex((other) => Object.is(other, cell)));
  return {
    encoding: "dict",
    type: vector.type,
    length: cells.length,
    codes,
    dictionary: { values, rowCount: cells.length },
  };
}

function isAllSame(cells: readonly Cell[]): boolean {
  return cells.length > 0 && cells.every((cell) => Object.is(cell, cells[0]));
}

type Encode = (vector: Vector) => Vector;

function aggregate(
  name: string,
  type: KqlType,
  rows: readonly Row[],
  encode: Encode,
  batchSize: number,
): Cell[][] {
  const entry = aggregateFunction(name);
  if (entry === undefined) throw new Error(`no aggregate ${name}`);
  const call: AggregateCall = {
    args: [{ type, columnName: "x" }],
    type,
    environment: { now: 0, random: () => 0, maxStringLength: 1000 },
    maxElements: 1000,
    holdBytes: () => {},
  };
  const accumulator = entry.create(call);
  const all = encode(
    vectorOf(
      type,
      rows.map(({ cell }) => cell),
    ),
  );
  let groupCount = 0;
  for (let from = 0; from < rows.length; from += batchSize) {
    const to = Math.min(rows.length, from + batchSize);
    const groups = Int32Array.from(rows.slice(from, to), ({ group }) => group);
    groupCount = Math.max(groupCount, ...groups.map((group) => group + 1));
    accumulator.add([slice(all, from, to)], groups, to - from, groupCount);
  }
  return accumulator.finish(4).map((vector) => cellsOf(flatten(vector)));
}

const names = [
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "dcount",
  "make_set",
  "make_list",
  "arg_max",
  "arg_min",
  "take_any",
];
const onlyNumbers = new Set(["sum", "avg"]);
const onlyOrdered = new Set(["min", "max", "arg_max", "arg_min"]);

function takes(name: string, type: KqlType): boolean {
  if (onlyNumbers.has(name)) return ["long", "int", "real"].includes(type);
  return type !== "dynamic" || !onlyOrdered.has(name);
}

describe.each(cellsByType)("over %s", (type, cells) => {
  test.each(names.filter((name) => takes(name, type)))(
    "%s does not depend on encoding or batches",
    (name) => {
      fc.assert(
        fc.property(rowsOf(cells), fc.integer({ min: 1, max: 9 }), (rows, batchSize) => {
          const plain = aggregate(name, type, rows, (vector) => vector, 1000);
          expect(aggregate(name, type, rows, asDictionary, 1000)).toEqual(plain);
          expect(aggregate(name, type, rows, (vector) => vector, batchSize)).toEqual(plain);
          expect(aggregate(name, type, rows, asDictionary, batchSize)).toEqual(plain);
          if (!isAllSame(rows.map(({ cell }) => cell))) return;
          const constant = (vector: Vector) => constVector(type, rows[0].cell, vector.length);
          expect(aggregate(name, type, rows, constant, batchSize)).toEqual(plain);
        }),
        { numRuns: 60 },
      );
    },
  );
});

test("a sum equals the naive sum in 64 bits", () => {
  fc.assert(
    fc.property(rowsOf(longCells), (rows) => {
      const [sums] = aggregate("sum", "long", rows, asDictionary, 7);
      for (let group = 0; group < 4; group++) {
        const own = rows.filter((row) => row.group === group);
        const naive = own.reduce(
          (sum, { cell }) => sum + (typeof cell === "number" || typeof cell === "bigint" ? BigInt(cell) : 0n),
          0n,
        );
        expect(BigInt(String(sums[group]))).toBe(BigInt.asIntN(64, naive));
      }
    }),
  );
});

test("a distinct count equals the size of a set", () => {
  fc.assert(
    fc.property(rowsOf(fc.constantFrom<Cell>("", "a", "A", "é")), (rows) => {
      const [counts] = aggregate("dcount", "string", rows, asDictionary, 5);
      for (let group = 0; group < 4; group++) {
        expect(counts[group]).toBe(
          new Set(rows.filter((row) => row.group === group).map(({ cell }) => cell)).size,
        );
      }
    }),
  );
});
