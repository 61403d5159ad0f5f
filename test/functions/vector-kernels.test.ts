/** Kernels over whole vectors give what the kernels of cells give, in every encoding and at the edges of doubles. */
import { describe, expect, test } from "vitest";
import type { BoundExpression } from "../../src/bind/bound.js";
import { Workspace } from "../../src/engine/workspace.js";
import { Evaluator } from "../../src/exec/evaluate.js";
import { partsOfOperator } from "../../src/rules/plan/operator-shapes.js";
import type { KqlType } from "../../src/types/kql-type.js";
import { decimalOf } from "../../src/types/numbers.js";
import type { Cell } from "../../src/types/value.js";
import { Batch } from "../../src/vector/batch.js";
import { flatten } from "../../src/vector/gather.js";
import { cellsOf, constVector, type Vector, vectorOf } from "../../src/vector/vector.js";

const most = Number.MAX_SAFE_INTEGER;
const guid = (last: number) => `74be27de-1e4e-49d9-b579-fe0b331d3d0${last}`;

/** Cells that one encoding holds, nulls beside them, and such as lead out of the safe integers. */
const pools: Readonly<Record<string, Readonly<Record<string, readonly Cell[]>>>> = {
  plain: {
    bool: [true, false],
    int: [0, 1, -1, 7, -8, 2147483647, -2147483648],
    long: [0, 1, -1, 7, -8, 3600, 1_000_000_007],
    real: [0, 0.5, -1.5, 7, -8, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    decimal: [0, 0.5, -1.5, 7].map(decimalOf),
    datetime: [0, 1, -1, 864_000_000_000, -3_600_000_000, 17_000_000_000_000_000 % most],
    timespan: [0, 1, -1, 864_000_000_000, -3_600_000_000],
    string: ["", "a", "A", "b", "É", "é", "\u{1f600}", "ab"],
    guid: [guid(1), guid(2), guid(3)],
    dynamic: [1, "a", [1, 2], [], { a: 1 }],
  },
  nulls: {
    bool: [true, null, false],
    int: [0, null, 5],
    long: [0, null, 5, -5],
    real: [0, null, 5.5, Number.NaN],
    decimal: [null, ...[0, 5.5].map(decimalOf)],
    datetime: [0, null, 5],
    timespan: [0, null, 5],
    string: ["", "a"],
    guid: [guid(1), null],
    dynamic: [null, [1], "a"],
  },
  edges: {
    bool: [true, false],
    int: [2147483647, -2147483648, 0],
    long: [most, -most, 1, -1, 0, 2, most - 1],
    real: [most, -most, 1, 0.1, 2 ** 53],
    decimal: [1, -1].map(decimalOf),
    datetime: [most, -most, 1, -1, 0],
    timespan: [most, -most, 1, -1, 0, 2],
    string: ["a", "ab"],
    guid: [guid(1)],
    dynamic: [[1]],
  },
  wide: {
    bool: [true, false, null],
    int: [null, 1],
    long: [9223372036854775807n, -9223372036854775808n, null, 1, -1, 0],
    real: [null, 1e18, -0.5],
    decimal: [null, decimalOf(1)],
    datetime: [-621_355_968_000_000_000n, null, 1],
    timespan: [9223372036854775807n, -9223372036854775808n, null, 1],
    string: ["", "x"],
    guid: [null, guid(1)],
    dynamic: [null, [null]],
  },
};

const literals: Readonly<Record<string, readonly string[]>> = {
  bool: ["true", "bool(null)"],
  int: ["int(5)", "int(null)"],
  long: ["0", "3", "-7", "9007199254740991", "9223372036854775807", "long(null)"],
  real: ["0.0", "2.5", "-7.0", "real(nan)", "real(inf)", "real(null)"],
  decimal: ["decimal(2.5)", "decimal(0)", "decimal(null)"],
  datetime: ["datetime(2020-01-02 03:04:05)", "datetime(0001-01-01)", "datetime(null)"],
  timespan: ["1h", "-1tick", "0s", "10675199d", "timespan(null)"],
  string: ['""', '"a"', '"É"'],
  guid: [`guid(${guid(2)})`, "guid(null)"],
  dynamic: ["dynamic([1])"],
};

const types = Object.keys(literals) as KqlType[]; // the keys above
const columns = types.flatMap((type) => [0, 1].map((at) => ({ name: `${type}${at}`, type })));
const rowCount = 40;

const encodings: Readonly<Record<string, (vector: Vector, column: number) => Vector>> = {
  flat: (vector) => vector,
  dictionary: asDictionary,
  "constant beside flat": (vector, column) => (column % 2 === 1 ? asConstant(vector) : vector),
  "dictionary beside flat": (vector, column) => (column % 2 === 1 ? asDictionary(vector) : vector),
};

function asDictionary(vector: Vector): Vector {
  const cells = cellsOf(vector);
  const distinct = [...new Set(cells)];
  const codes = Int32Array.from(cells, (cell) => distinct.findIndex((other) => Object.is(other, cell)));
  const dictionary = { values: vectorOf(vector.type, distinct), rowCount: cells.length };
  return { encoding: "dict", type: vector.type, length: cells.length, codes, dictionary };
}

function asConstant(vector: Vector): Vector {
  return constVector(vector.type, cellsOf(vector)[1], vector.length);
}

/** Every cell of a pool beside every other. */
function tableOf(pool: string): Vector[] {
  return columns.map(({ type }, column) => {
    const cells = pools[pool][type];
    const places = Array.from({ length: rowCount }, (_, row) =>
      column % 2 === 0 ? row : Math.floor(row / cells.length) + row,
    );
    return vectorOf(
      type,
      places.map((place) => cells[place % cells.length]),
    );
  });
}

const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
workspace.addTable("T", [], { schema: Object.fromEntries(columns.map(({ name, type }) => [name, type])) });

/** Undefined for what does not bind. */
function bound(text: string): BoundExpression | undefined {
  const { query, diagnostics } = workspace.bind(`T | project z = ${text}`);
  if (diagnostics.some(({ severity }) => severity === "error")) return undefined;
  const [project] = query.results[0].operators;
  const [expression] = partsOfOperator(project).expressions;
  return expression;
}

/** The same expression without loops over vectors. */
function byCells(expression: BoundExpression): BoundExpression {
  if (expression.kind !== "call") return expression;
  const { vectorKernel: _, ...entry } = expression.entry;
  return { ...expression, entry, args: expression.args.map(byCells) };
}

function evaluated(expression: BoundExpression, vectors: readonly Vector[]): readonly Cell[] {
  const evaluator = new Evaluator({
    environment: { now: 0, random: () => 0, maxStringLength: 1000 },
    fail: ({ message }) => {
      throw new Error(message);
    },
    checkDeadline: () => {},
    maxMemoryBytes: 1e9,
    holdBytes: () => true,
  });
  return cellsOf(flatten(evaluator.evaluate(expression, Batch.of(rowCount, vectors), [])));
}

function pairs(left: KqlType, right: KqlType): [string, string][] {
  return [
    [`${left}0`, `${right}1`],
    ...literals[right].map((literal): [string, string] => [`${left}0`, literal]),
    ...literals[left].map((literal): [string, string] => [literal, `${right}1`]),
  ];
}

function binary(operator: string): string[] {
  return types.flatMap((left) =>
    types.flatMap((right) => pairs(left, right).map(([a, b]) => `${a} ${operator} ${b}`)),
  );
}

function ofEach(write: (type: KqlType, literal: string) => readonly string[]): string[] {
  return types.flatMap((type) => literals[type].flatMap((literal) => write(type, literal)));
}

const cases: readonly (readonly [name: string, expressions: readonly string[]])[] = [
  ...["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "=~", "!~"].map(
    (operator) => [operator, binary(operator)] as const,
  ),
  [
    "bin",
    types.flatMap((left) =>
      ["long", "real", "timespan", "decimal"].flatMap((right) =>
        literals[right].map((literal) => `bin(${left}0, ${literal})`),
      ),
    ),
  ],
  [
    "iff",
    ofEach((type, literal) => [
      `iff(bool0, ${type}0, ${type}1)`,
      `iff(bool0, ${type}0, ${literal})`,
      `iff(bool0, ${literal}, ${type}1)`,
    ]),
  ],
  [
    "case",
    ofEach((type, literal) => [
      `case(bool0, ${type}0, bool1, ${type}1, ${literal})`,
      `case(bool0, ${literal}, bool1, ${literal}, ${type}0)`,
    ]),
  ],
  [
    "coalesce",
    ofEach((type, literal) => [`coalesce(${type}0, ${type}1)`, `coalesce(${type}0, ${type}1, ${literal})`]),
  ],
  ["not", ["not(bool0)"]],
  [
    "range",
    ["", ", 3", ", -2", ", 0", ", long1 % 4 - 1"].flatMap((step) => [
      `range(long0 % 20, long1 % 20${step})`,
      `range(5, long1 % 20${step})`,
      `range(timespan0 % 20, timespan1 % 20${step === "" ? "" : `${step} * 1tick`})`,
    ]),
  ],
  ["repeat", ["repeat(long0, long1 % 5)", "repeat(string0, long1 % 5)"]],
  ...["tostring", "isempty", "isnotempty", "array_length"].map(
    (name) => [name, types.map((type) => `${name}(${type}0)`)] as const,
  ),
];

describe.each(Object.keys(pools))("of %s cells", (pool) => {
  const vectors = tableOf(pool);
  test.each(cases)("%s", (_, texts) => {
    const differences: unknown[] = [];
    let count = 0;
    for (const text of new Set(texts)) {
      const expression = bound(text);
      if (expression === undefined) continue;
      count++;
      const reference = byCells(expression);
      for (const [name, encode] of Object.entries(encodings)) {
        const encoded = vectors.map(encode);
        const expected = evaluated(reference, encoded.map(flatten));
        const actual = evaluated(expression, encoded);
        const row = actual.findIndex((cell, at) => !same(cell, expected[at]));
        if (row !== -1) differences.push([text, name, row, actual[row], expected[row]]);
      }
    }
    expect(count).toBeGreaterThan(0);
    expect(differences).toEqual([]);
  });
});

function same(a: Cell, b: Cell): boolean {
  return Object.is(a, b) || (typeof a === "object" && typeof b === "object" && String(a) === String(b));
}
