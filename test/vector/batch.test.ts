import { describe, expect, it } from "vitest";
import { Batch } from "../../src/vector/batch.js";
import { cellsOf, vectorOf } from "../../src/vector/vector.js";

const rows = (...indexes: number[]) => Int32Array.from(indexes);
const cells = (batch: Batch) =>
  Array.from({ length: batch.columnCount }, (_, index) => cellsOf(batch.column(index)));

describe("batches", () => {
  const base = () =>
    Batch.of(4, [vectorOf("long", [10, 11, 12, 13]), vectorOf("string", ["a", "b", "c", "d"])]);

  it("compose selections, slices and rows of nulls", () => {
    const some = base()
      .slice(1, 4)
      .select(rows(2, 0, 1))
      .select(rows(1, -1, 0));
    expect(cells(some)).toEqual([
      [11, null, 13],
      ["b", "", "d"],
    ]);
  });

  it("give the same whether a column was read before it was selected", () => {
    const whole = base().select(rows(3, 2, 1));
    const unread = cells(whole.select(rows(0, 2)));
    cells(whole);
    expect(cells(whole.select(rows(0, 2)))).toEqual(unread);
  });

  it("make computed columns once, and only when they are read", () => {
    let made = 0;
    const more = base().arrange([1, 2], {
      column() {
        made++;
        return vectorOf("long", [1, 2, 3, 4]);
      },
      count: 1,
      isOfRow: () => false,
    });
    const picked = more.select(rows(3, 0)).beside(base().select(rows(0, 1)));
    expect(made).toBe(0);
    expect(cells(picked)).toEqual([
      ["d", "a"],
      [4, 1],
      [10, 11],
      ["a", "b"],
    ]);
    cells(more);
    expect(made).toBe(1);
  });

  it("of a stream copy no column that was not asked for, whatever they were put together from", () => {
    const stream = () => Batch.passing(4, [true, false], () => vectorOf("long", [10, 11, 12, 13]));
    const schema = [
      { name: "a", type: "long" },
      { name: "b", type: "long" },
    ] as const;
    const two = Batch.concat(schema, [stream().select(rows(1)), stream()]);
    const beside = stream().beside(two.select(rows(0, 1, 2, 3)));
    const picked = beside.select(rows(0));
    expect([0, 2].map((index) => cellsOf(picked.column(index)))).toEqual([[10], [11]]);
    expect([0, 1, 2, 3].map((index) => picked.isWanted(index))).toEqual([true, false, true, false]);
  });
});
