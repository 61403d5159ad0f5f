import fc from "fast-check";
import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

interface Row {
  readonly k: number | null;
  readonly s: string;
  readonly v: number;
}

const row: fc.Arbitrary<Row> = fc.record({
  k: fc.option(fc.integer({ min: 0, max: 3 })),
  s: fc.constantFrom("", "a", "A"),
  v: fc.nat(99),
});
const rows = fc.array(row, { maxLength: 12 });
const schema = { k: "long", s: "string", v: "long" } as const;
const none: Row = { k: null, s: "", v: Number.NaN };

type Pair = readonly [left: Row, right: Row];

function matches(left: Row, right: Row): boolean {
  return left.k === right.k && left.s === right.s;
}

/** What each kind of join means, by comparing every row with every other. */
const definitions: Readonly<
  Record<string, (left: readonly Row[], right: readonly Row[]) => readonly Pair[]>
> = {
  inner: (left, right) => left.flatMap((l) => right.filter((r) => matches(l, r)).map((r): Pair => [l, r])),
  innerunique: (left, right) =>
    definitions.inner(
      left.filter((l, at) => left.findIndex((other) => matches(l, other)) === at),
      right,
    ),
  leftouter: (left, right) => [
    ...definitions.inner(left, right),
    ...left.filter((l) => !right.some((r) => matches(l, r))).map((l): Pair => [l, none]),
  ],
  rightouter: (left, right) => [
    ...definitions.inner(left, right),
    ...right.filter((r) => !left.some((l) => matches(l, r))).map((r): Pair => [none, r]),
  ],
  fullouter: (left, right) => [
    ...definitions.leftouter(left, right),
    ...right.filter((r) => !left.some((l) => matches(l, r))).map((r): Pair => [none, r]),
  ],
};

const filters: Readonly<Record<string, (left: readonly Row[], right: readonly Row[]) => readonly Row[]>> = {
  leftsemi: (left, right) => left.filter((l) => right.some((r) => matches(l, r))),
  leftanti: (left, right) => left.filter((l) => !right.some((r) => matches(l, r))),
  rightsemi: (left, right) => filters.leftsemi(right, left),
  rightanti: (left, right) => filters.leftanti(right, left),
};

function cells({ k, s, v }: Row): unknown[] {
  return [k, s, Number.isNaN(v) ? null : v];
}

function sorted(table: readonly (readonly unknown[])[]): string[] {
  return table.map((cellsOfRow) => JSON.stringify(cellsOfRow)).sort();
}

function run(kind: string, left: readonly Row[], right: readonly Row[]): string[] {
  const workspace = new Workspace();
  workspace.addTable(
    "L",
    left.map((each) => ({ ...each })),
    { schema },
  );
  workspace.addTable(
    "R",
    right.map((each) => ({ ...each })),
    { schema },
  );
  return sorted(workspace.query(`L | join kind=${kind} R on k, s`).toArrays());
}

test.each(Object.keys(definitions))("kind=%s pairs the rows that its definition pairs", (kind) => {
  fc.assert(
    fc.property(rows, rows, (left, right) => {
      const pairs = definitions[kind](left, right);
      expect(run(kind, left, right)).toEqual(sorted(pairs.map(([l, r]) => [...cells(l), ...cells(r)])));
    }),
    { numRuns: 60 },
  );
});

test.each(Object.keys(filters))("kind=%s keeps the rows that its definition keeps", (kind) => {
  fc.assert(
    fc.property(rows, rows, (left, right) => {
      expect(run(kind, left, right)).toEqual(sorted(filters[kind](left, right).map(cells)));
    }),
    { numRuns: 60 },
  );
});
