import { expect, test } from "vitest";
import { slice } from "../../src/vector/gather.js";
import { type Vector, vectorOf } from "../../src/vector/vector.js";
import { keepZones, zoneOf } from "../../src/vector/zones.js";

const size = 2048;

function zonesOfStretches(cells: readonly (number | null)[]): unknown[] {
  const column = vectorOf("long", cells);
  keepZones(column, size);
  const stretches: Vector[] = [];
  for (let from = 0; from < cells.length; from += size)
    stretches.push(slice(column, from, Math.min(cells.length, from + size)));
  return stretches.map((stretch) =>
    stretch.encoding === "number" ? zoneOf(stretch.data, stretch.length) : "no numbers",
  );
}

test("a stretch of a column knows its least and its greatest number, unless a row is null", () => {
  const cells = Array.from({ length: 3 * size - 100 }, (_, row) => (row * 7919) % 10_000);
  cells[3] = -5;
  cells[size + 1] = 77_777;
  const withNull: (number | null)[] = [...cells];
  withNull[2 * size + 9] = null;
  const [first, second, third] = zonesOfStretches(cells);
  expect(first).toEqual({ min: -5, max: Math.max(...cells.slice(0, size)) });
  expect(second).toEqual({ min: Math.min(...cells.slice(size, 2 * size)), max: 77_777 });
  expect(third).toEqual({ min: Math.min(...cells.slice(2 * size)), max: Math.max(...cells.slice(2 * size)) });
  expect(zonesOfStretches(withNull)[2]).toBeUndefined();
});

test("numbers that are no stretch of a column have no range", () => {
  const column = vectorOf(
    "long",
    Array.from({ length: 3 * size }, (_, row) => row),
  );
  if (column.encoding !== "number") throw new Error("small numbers");
  expect(zoneOf(column.data, size)).toBeUndefined();
  keepZones(column, size);
  expect(zoneOf(column.data.subarray(1, size), size - 1)).toBeUndefined();
  expect(zoneOf(column.data, 2 * size)).toBeUndefined();
  expect(zoneOf(column.data.slice(0, size), size)).toBeUndefined();
});
