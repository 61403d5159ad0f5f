import { expect, test } from "vitest";
import { PairCodes } from "../../src/exec/pair-codes.js";

/** Numbers below `bound`, in an order that a seed gives. */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Codes of texts in the order of their first appearance. */
function naming(): (text: string) => number {
  const codes = new Map<string, number>();
  return (text) => {
    const known = codes.get(text) ?? codes.size;
    codes.set(text, known);
    return known;
  };
}

interface Law {
  readonly batch: number;
  readonly batches: number;
  /** The second part of row `row`, whose first part is `first`. */
  readonly firsts: (row: number, below: (bound: number) => number) => number;
  readonly seconds: (row: number, first: number, below: (bound: number) => number) => number;
}

test.each<[string, Law]>([
  [
    "each first part has one second part",
    { batch: 700, batches: 9, firsts: (row) => row >> 1, seconds: (_, a) => a % 5 },
  ],
  [
    "tables indexed by pairs grow with both parts",
    {
      batch: 500,
      batches: 9,
      firsts: (row, below) => below(1 + (row >> 5)),
      seconds: (row, _, below) => below(1 + (row >> 6)),
    },
  ],
  [
    "most first parts have one second part, and some have many",
    {
      batch: 3000,
      batches: 6,
      firsts: (_, below) => below(2500),
      seconds: (_, a, below) => (a % 9 === 0 ? below(900) : a % 900),
    },
  ],
  [
    "first parts come with every second part, until a table indexed by pairs is small for them",
    { batch: 8192, batches: 12, firsts: (_, below) => below(6000), seconds: (_, _first, below) => below(24) },
  ],
  [
    "second parts become more once pairs index a table",
    {
      batch: 8192,
      batches: 12,
      firsts: (_, below) => below(4000),
      seconds: (row, _first, below) => below(row < 60_000 ? 20 : 3000),
    },
  ],
])(
  "pairs are numbered by first appearance and found again where %s",
  (_, { batch, batches, firsts, seconds }) => {
    const below = numbers(7);
    const pairs = new PairCodes();
    const [nameFirst, nameSecond, namePair] = [naming(), naming(), naming()];
    let firstCount = 0;
    let secondCount = 0;
    for (let from = 0; from < batch * batches; from += batch) {
      const first = new Int32Array(batch);
      const second = new Int32Array(batch);
      for (let at = 0; at < batch; at++) {
        const a = firsts(from + at, below);
        first[at] = nameFirst(String(a));
        second[at] = nameSecond(String(seconds(from + at, a, below)));
        firstCount = Math.max(firstCount, first[at] + 1);
        secondCount = Math.max(secondCount, second[at] + 1);
      }
      const parts = Array.from(first, (a, at) => `${a} ${second[at]}`);
      const expected = parts.map(namePair);
      const sought = first.slice();
      pairs.add(first, firstCount, second, secondCount, batch);
      expect(Array.from(first)).toEqual(expected);
      pairs.find(sought, second, batch);
      expect(Array.from(sought)).toEqual(expected);
      const absent = Int32Array.of(0, firstCount, -1, 0);
      pairs.find(absent, Int32Array.of(secondCount, 0, 0, -1), 4);
      expect(Array.from(absent)).toEqual([-1, -1, -1, -1]);
    }
  },
);
