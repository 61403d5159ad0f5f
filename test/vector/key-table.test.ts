import { expect, test } from "vitest";
import { type Key, KeyTable } from "../../src/vector/key-table.js";

function tableOf(keys: readonly Key[]): KeyTable {
  const table = new KeyTable();
  for (const [value, key] of keys.entries()) table.add(key, value);
  return table;
}

test("keys of any kind have the number they were given", () => {
  const keys: Key[] = ["", "a", 1, "1", 1n, true, null, 0.5, "x".repeat(20_000), "x".repeat(20_001)];
  const table = tableOf(keys);
  expect(keys.map((key) => table.get(key))).toEqual([...keys.keys()]);
});

test("other keys have none", () => {
  const table = tableOf(["a", "x".repeat(20_000)]);
  const others: Key[] = ["A", "b", 1, "x".repeat(19_999), `${"x".repeat(19_999)}y`];
  expect(others.map((key) => table.get(key))).toEqual(others.map(() => undefined));
});

test("texts of one length that differ at their ends are told apart before the time of a test is over: a map takes minutes", () => {
  const prefix = "power shell ".repeat(2_000);
  const texts = Array.from({ length: 4_000 }, (_, at) => prefix + String(at).padStart(5, "0"));
  const table = tableOf(texts);
  expect(texts.every((text, at) => table.get(text) === at)).toBe(true);
});
