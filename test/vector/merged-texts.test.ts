import { describe, expect, test } from "vitest";
import { exactly } from "../../src/functions/scalar/text-equality.js";
import { MergedTexts } from "../../src/vector/merged-texts.js";
import { TextPairs } from "../../src/vector/text-pairs.js";
import { cellsOf, constVector, type DictVector, type Vector, vectorOf } from "../../src/vector/vector.js";
import { loadText } from "../engine/load/load-text.js";

/** Columns of texts as a file has them. */
function loaded(...columns: readonly (readonly string[])[]): DictVector[] {
  const lines = columns[0].map((_, row) =>
    JSON.stringify(Object.fromEntries(columns.map((column, at) => [`c${at}`, column[row]]))),
  );
  const next = loadText(lines.join("\n")).read().next();
  if (next === undefined || next instanceof Promise) throw new Error("the table is in memory");
  return columns.map((_, at) => {
    const vector = next.batch.column(at);
    if (vector.encoding !== "dict") throw new Error("the texts repeat");
    return vector;
  });
}

const byTurns = (length: number, count: number) => Uint8Array.from({ length }, (_, row) => row % count);

function chosen(texts: MergedTexts, choice: Uint8Array, vectors: readonly Vector[]): DictVector {
  const vector = texts.choose(choice, vectors, choice.length);
  if (vector === undefined) throw new Error("all have bytes");
  return vector;
}

describe("texts chosen from several columns", () => {
  const [left, right] = loaded(["x", "y", "x", "z", "x", "y"], ["y", "y", "w", "x", "é", "é"]);

  test("have one code where they are equal, whichever column they come from", () => {
    const vector = chosen(new MergedTexts(() => {}), byTurns(6, 2), [left, right]);
    expect(cellsOf(vector)).toEqual(["x", "y", "x", "x", "x", "é"]);
    expect([...vector.codes]).toEqual([0, 1, 0, 0, 0, 2]);
    expect(vector.dictionary.isDistinct).toBe(true);
  });

  test("share a dictionary over batches, and with constants among them", () => {
    const texts = new MergedTexts(() => {});
    const constants = [constVector("string", "w", 6), constVector("string", "none", 6)];
    const first = chosen(texts, Uint8Array.of(0, 0, 2, 2, 3, 3), [left, right, ...constants]);
    const second = chosen(texts, Uint8Array.of(3, 2, 1, 1, 1, 0), [left, right, ...constants]);
    expect(second.dictionary).toBe(first.dictionary);
    expect(cellsOf(first)).toEqual(["x", "y", "w", "w", "none", "none"]);
    expect(cellsOf(second)).toEqual(["none", "w", "w", "x", "é", "y"]);
    expect(new Set(cellsOf({ ...first.dictionary.values })).size).toBe(first.dictionary.values.length);
  });

  test("are known by their bytes to what follows", () => {
    const texts = new MergedTexts(() => {});
    const inner = chosen(texts, byTurns(6, 2), [left, right]);
    const outer = chosen(texts, byTurns(6, 3), [constVector("string", "y", 6), inner, right]);
    expect(cellsOf(outer)).toEqual(["y", "y", "w", "y", "x", "é"]);
    expect([...outer.codes].map((code) => outer.codes.indexOf(code))).toEqual([0, 0, 2, 0, 4, 5]);
    expect(inner.dictionary.bytes?.placeOf("é")).toBe(2);
    expect(inner.dictionary.bytes?.placeOf("w")).toBe(-1);
  });

  test("are texts again where one of them is none of a file", () => {
    const made = vectorOf("string", ["1", "2", "3", "4", "5", "6"]);
    expect(new MergedTexts(() => {}).choose(byTurns(6, 2), [left, made], 6)).toBeUndefined();
    for (const odd of ["\ud83d", "\ufffd"]) {
      const constant = constVector("string", odd, 6);
      expect(new MergedTexts(() => {}).choose(byTurns(6, 2), [left, constant], 6)).toBeUndefined();
    }
  });
});

test("what is kept of the texts of two columns is counted", () => {
  const rows = 20_000;
  const [left, right] = loaded(
    Array.from({ length: rows }, (_, row) => `left ${row >> 2}`),
    Array.from({ length: rows }, (_, row) => `right ${row >> 2}`),
  );
  let held = 0;
  const hold = (bytes: number) => {
    held += bytes;
  };
  const merged = new MergedTexts(hold);
  chosen(merged, byTurns(rows, 2), [left, right]);
  // A code and a place for each value of either column, and where it comes from.
  expect(held).toBeGreaterThanOrEqual(10_000 * 4);
  const once = held;
  chosen(merged, byTurns(rows, 2), [left, right]);
  expect(held).toBe(once);
  held = 0;
  new TextPairs(hold).compare(exactly, left, right, new Uint8Array(rows), 1);
  expect(held).toBeGreaterThanOrEqual(5000 * 4);
});
