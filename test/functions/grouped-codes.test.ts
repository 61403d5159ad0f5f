import { expect, test } from "vitest";
import { GroupedCodes } from "../../src/functions/aggregate/grouped-codes.js";
import { randomFrom } from "../../src/testing/fixtures/random.js";

/** Groups, codes, rows, and most codes of a group. */
const shapes: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "a few pairs": [3, 5, 1000, Number.POSITIVE_INFINITY],
  "a few pairs, of which each group keeps two": [3, 5, 1000, 2],
  "many groups of few codes": [20_000, 3, 100_000, Number.POSITIVE_INFINITY],
  "more pairs than a table of bits covers": [30_000, 30_000, 100_000, Number.POSITIVE_INFINITY],
  "many pairs, of which each group keeps three": [10_000, 30_000, 200_000, 3],
  "so many that they are made distinct in between": [9000, 9000, 2_500_000, Number.POSITIVE_INFINITY],
};

test.each(Object.entries(shapes))("each group has its codes once, in order of appearance: %s", (_, shape) => {
  const [groupCount, codeCount, length, most] = shape;
  const random = randomFrom(7);
  const pairs = new GroupedCodes();
  pairs.keep(most);
  const expected = Array.from({ length: groupCount }, () => new Set<number>());
  const batch = 50_000;
  for (let from = 0; from < length; from += batch) {
    const size = Math.min(batch, length - from);
    // Groups and codes come up bit by bit, as they do in a table.
    const bound = (count: number) => Math.max(1, Math.ceil((count * (from + size)) / length));
    const groups = Int32Array.from({ length: size }, () => random.below(bound(groupCount)));
    const codes = Int32Array.from({ length: size }, () => random.below(bound(codeCount) + 1) - 1);
    pairs.fit(bound(groupCount), bound(codeCount));
    pairs.addRows(groups, codes, size);
    for (let row = 0; row < size; row++) {
      const codesOfGroup = expected[groups[row]];
      if (codes[row] >= 0 && codesOfGroup.size < most) codesOfGroup.add(codes[row]);
    }
  }
  const { offsets, codes } = pairs.byGroup(groupCount);
  const found = expected.map((__, group) => [...codes.subarray(offsets[group], offsets[group + 1])]);
  expect(found.join(";")).toBe(expected.map((set) => [...set]).join(";"));
  expect(pairs.distinctSize).toBe(offsets[groupCount]);
});
