import { expect, test } from "vitest";
import { textRanks } from "../../src/exec/text-ranks.js";
import { compareText } from "../../src/types/compare.js";

const count = 2000;

/** Texts of a place, by what is hard about them. */
const texts: Readonly<Record<string, (at: number) => string>> = {
  "addresses that share their first characters": (at) => `10.${at % 7}.${(at * 37) % 256}.${at % 256}`,
  "long texts that differ at their ends": (at) => `C:\\Windows\\${"x".repeat(at % 40)}${(at * 13) % 90}`,
  "texts that begin others": (at) => "abc".repeat(at % 9).slice(at % 3),
  "characters beyond ASCII and beyond the basic plane": (at) =>
    ["é", "😀", "\uffff", "a"][at % 4] + (at % 50),
  "the character 0": (at) => `a${"\0".repeat(at % 4)}`,
  "one text": () => "same",
};

test.each(Object.entries(texts))("ranks are places in the order by code point: %s", (_, textOf) => {
  const all = Array.from({ length: count }, (__, at) => textOf((at * 7919) % count));
  const sorted = [...new Set(all)].sort(compareText);
  expect([...textRanks(all, count)]).toEqual(all.map((text) => sorted.indexOf(text)));
});
