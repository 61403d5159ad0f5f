import fc from "fast-check";
import { expect, test } from "vitest";
import { type Expansion, type ExpansionOptions, expand } from "../../src/exec/expand.js";
import type { KqlType } from "../../src/types/kql-type.js";
import { type Cell, dynamicReal } from "../../src/types/value.js";
import { gather } from "../../src/vector/gather.js";
import { listsVector } from "../../src/vector/list-store.js";
import { cellsOf, type Vector, vectorOf } from "../../src/vector/vector.js";

const elementTypes = ["long", "real", "datetime", "timespan", "string", "bool", "dynamic"] as const;

const cellArbitraries: Record<(typeof elementTypes)[number], fc.Arbitrary<Cell>> = {
  long: fc.option(fc.oneof(fc.integer(), fc.bigInt(2n ** 53n, 2n ** 62n))),
  real: fc.option(fc.double({ noNaN: true })),
  datetime: fc.option(fc.integer()),
  timespan: fc.option(fc.integer()),
  string: fc.string(),
  bool: fc.option(fc.boolean()),
  dynamic: fc.option(fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true }).map(dynamicReal))),
};

/** Arrays that lie end to end, some of them in another order. */
const listed: fc.Arbitrary<Vector> = fc.constantFrom(...elementTypes).chain((type) =>
  fc
    .tuple(
      fc.array(fc.array(cellArbitraries[type], { maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.nat(),
    )
    .map(([lists, seed]) => {
      const starts = new Int32Array(lists.length + 1);
      for (const [at, list] of lists.entries()) starts[at + 1] = starts[at] + list.length;
      const all = listsVector({ elements: vectorOf(type, lists.flat()), starts });
      const rows = Int32Array.from({ length: 6 }, (_, at) => (at * (seed % 7)) % lists.length);
      return seed % 2 === 0 && lists.length === 6 ? all : gather(all, rows);
    }),
);

function cellsOfExpansion({ rows, positions, elements }: Expansion, type: KqlType) {
  return { rows, positions, cells: [cellsOf(elements(0, type)), cellsOf(elements(1, type))] };
}

test("arrays that lie end to end expand as the same arrays do one by one", () => {
  const types = fc.constantFrom<KqlType>("dynamic", "long", "real", "string", "datetime", "timespan", "bool");
  fc.assert(
    fc.property(listed, listed, types, fc.integer({ min: 1, max: 3 }), (first, second, type, limit) => {
      const options: ExpansionOptions = { bags: "bag", limit, admit: () => undefined };
      const columns = [first, second];
      const made = columns.map((column) => vectorOf("dynamic", cellsOf(column)));
      expect(cellsOfExpansion(expand(columns, 6, options), type)).toEqual(
        cellsOfExpansion(expand(made, 6, options), type),
      );
    }),
    { numRuns: 300 },
  );
});

test("one column of arrays as they lie is not copied", () => {
  const elements = vectorOf("long", [1, 2, 3]);
  const column = listsVector({ elements, starts: Int32Array.of(0, 2, 3) });
  const { rows, elements: read } = expand([column], 2, { bags: "bag", limit: 9, admit: () => undefined });
  expect([...rows]).toEqual([0, 0, 1]);
  expect(read(0, "long")).toBe(elements);
});
