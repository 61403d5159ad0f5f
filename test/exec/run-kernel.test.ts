/** Results of functions over more rows than are held as cells at a time. */
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

const workspace = new Workspace();
const rows = 5000;

const found = (expression: string): unknown[] =>
  workspace
    .query(`range i from 1 to ${rows} step 1 | project x = ${expression}`)
    .rows((cell) => cell)
    .flat();

const expected = (of: (i: number) => unknown) => Array.from({ length: rows }, (_, at) => of(at + 1));

describe("over thousands of rows come out as over one:", () => {
  test.each<[string, (i: number) => unknown]>([
    // A whole number that is no safe integer in the first stretch, in a later one, in one alone, in none.
    ["binary_shift_left(i, iff(i < 900, 55, 1))", (i) => (i < 900 ? shifted(i, 55) : i * 2)],
    ["binary_shift_left(i, iff(i > 2500, 50, 1))", (i) => (i > 2500 ? shifted(i, 50) : i * 2)],
    ["binary_shift_left(i, iff(i == 3000, 60, 1))", (i) => (i === 3000 ? shifted(i, 60) : i * 2)],
    ["binary_xor(i, 1)", (i) => i ^ 1],
    // Nulls in every place of a stretch.
    ["tolong(iff(i % 7 == 0, 'no number', tostring(i)))", (i) => (i % 7 === 0 ? null : i)],
    ["toreal(iff(i % 7 == 0, 'no number', tostring(i)))", (i) => (i % 7 === 0 ? null : i)],
    [
      "toint(iff(i == 1024 or i == 1025, 'no number', tostring(i)))",
      (i) => (i === 1024 || i === 1025 ? null : i),
    ],
    [
      "tobool(iff(i % 3 == 0, 'true', iff(i % 3 == 1, 'false', 'neither')))",
      (i) => [true, false, null][i % 3],
    ],
    ["sqrt(toreal(i) - 2001)", (i) => Math.sqrt(i - 2001)],
  ])("%s", (expression, of) => {
    expect(found(expression)).toEqual(expected(of));
  });

  test("differences of times on either side of 2020, and of years that doubles cannot hold", () => {
    const units = { second: 1000, minute: 60_000, hour: 3_600_000, millisecond: 1 };
    for (const [unit, ms] of Object.entries(units)) {
      for (const [from, step] of [
        ["2019-12-31T23:00:00.0005", 1237],
        ["1955-03-01T00:00:00", 1_000_003],
        ["2048-05-01T00:00:00", 86_400_007],
      ] as const) {
        const start = Date.parse(`${from}Z`);
        const [text, base] = [`datetime(${from})`, Math.floor(start / ms)];
        const times = `${text} + i * ${step}ms - 2500 * ${step}ms`;
        const difference = (i: number) => Math.floor((start + (i - 2500) * step) / ms) - base;
        expect(found(`datetime_diff('${unit}', ${times}, ${text})`), `${unit} ${from}`).toEqual(
          expected(difference),
        );
      }
    }
  });
});

function shifted(value: number, bits: number): number | bigint {
  const wide = BigInt.asIntN(64, BigInt(value) << BigInt(bits));
  return wide >= BigInt(Number.MIN_SAFE_INTEGER) && wide <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(wide)
    : wide;
}
