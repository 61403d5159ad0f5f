import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyPhraseMatcher, phraseMatcher } from "../../src/functions/terms.js";
import { foldCase, upperCase } from "../../src/functions/text-case.js";
import { DynamicReal } from "../../src/types/value.js";
import { type Argument, call, dynamic, nullOf } from "./call-scalar.js";

type Case = [left: Argument, operator: string, right: Argument, expected: boolean];

describe("terms", () => {
  test.each<Case>([
    ["hello-world", "has", "hello", true],
    ["helloworld", "has", "hello", false],
    ["KustoExplorerQueryRun", "has", "Explorer", false],
    ["RED green", "has", "red", true],
    ["RED green", "has_cs", "red", false],
    ["foo\\bar", "has", "bar", true],
    ["a_b", "has", "a", true],
    ["un café noir", "has", "café", true],
    ["cafés", "has", "café", false],
    ["МИР привет", "has", "Привет", true],
    ["ПриветМир", "has", "привет", false],
    ["1.2.3", "has", "2.3", true],
    ["1_2_3", "has", "2.3", false],
    ["12.34.56", "has", "34", true],
    ["123456", "has", "34", false],
    ["a b", "has", " ", false],
    ["a", "has", "", true],
    ["", "has", "", true],
    ["", "has", "a", false],
    ["00/resourcegroups/test.rg1?api=1", "has", "/resourcegroups/test.rg1?", true],
    ["C:\\dir\\foo.dll", "has", ".dll", true],
    ["foo.dllx", "has", ".dll", false],
    ["user@contoso.com", "has", "@", true],
    ["aa-a", "has", "a", true],
    ["e\u0301té", "has", "té", true],
    ["x𝓗", "has", "x", false],
    ["𝓗x", "has", "x", false],
    ["hello", "!has", "hell", true],
    ["", "!has", "a", true],
    ["x", "!has", "", false],
    ["North America", "!has_cs", "america", true],
    ["a cat", "hasprefix", "CA", true],
    ["a cat", "hasprefix", "at", false],
    ["wherewolf", "hasprefix", "where", true],
    ["North America", "hasprefix_cs", "ame", false],
    ["North America", "!hasprefix_cs", "ame", true],
    ["North America", "!hasprefix", "ame", false],
    ["x", "hasprefix", "", true],
    ["end.", "hassuffix", "end", true],
    ["end ", "hassuffix", "end", true],
    ["ending", "hassuffix", "end", false],
    ["the end", "hassuffix", "END", true],
    ["foo.exe", "hassuffix", ".exe", true],
    ["the end", "hassuffix_cs", "END", false],
    ["the end", "!hassuffix_cs", "END", true],
    ["the end", "!hassuffix", "nd", false],
    [dynamic("a cat"), "has", "cat", true],
    [dynamic({ a: ["cat", 1] }), "has", "cat", true],
    [nullOf("dynamic"), "has", "cat", false],
    [nullOf("dynamic"), "!has", "cat", true],
  ])("%j %s %j is %j", (left, operator, right, expected) => {
    expect(call(operator, left, right)).toBe(expected);
  });

  test("a phrase is found as the definition says", () => {
    const text = fc.array(fc.constantFrom("a", "b", "é", "1", "_", "-", ".", " ", "𝓗", "\u0301"), {
      maxLength: 10,
    });
    const isTerm = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{Nd}]/u.test(char);
    fc.assert(
      fc.property(text, text, (chars, phrase) => {
        fc.pre(phrase.join("").trim() !== "");
        const isFound = chars.some((_, at) => {
          if (!phrase.every((char, offset) => chars[at + offset] === char)) return false;
          const endsBefore = isTerm(phrase[0]) && isTerm(chars[at - 1]);
          const endsBehind = isTerm(phrase.at(-1)) && isTerm(chars[at + phrase.length]);
          return !endsBefore && !endsBehind;
        });
        expect(phraseMatcher(phrase.join(""), "whole")(chars.join(""))).toBe(isFound);
      }),
    );
  });

  test("many phrases are found as each one is", () => {
    const unit = fc.constantFrom("a", "b", "é", "-", " ", "𝓗");
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit, maxLength: 5 }), { maxLength: 60 }),
        fc.string({ unit, maxLength: 20 }),
        (words, text) => {
          const expected = words.some((phrase) => phraseMatcher(phrase, "whole")(text));
          expect(anyPhraseMatcher(words)(text)).toBe(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("long terms take linear time", () => {
    const start = performance.now();
    phraseMatcher("a".repeat(50_000), "whole")("a".repeat(200_000));
    phraseMatcher("a".repeat(50_000), "suffix")(`${"a".repeat(200_000)}b`);
    phraseMatcher("a".repeat(50_000), "prefix")(`b${"a".repeat(200_000)}`);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("substrings", () => {
  test.each<Case>([
    ["FabriKam", "contains", "BRik", true],
    ["100%off_now", "contains", "%off_", true],
    ["a", "contains", "", true],
    ["", "contains", "a", false],
    ["CAFÉ", "contains", "fé", true],
    ["Fabrikam", "!contains", "xyz", true],
    ["Fabrikam", "notcontains", "fab", false],
    ["FabriKam", "contains_cs", "kam", false],
    ["FabriKam", "containscs", "Kam", true],
    ["Fabrikam", "!contains_cs", "Kam", true],
    ["Fabrikam", "notcontainscs", "kam", false],
    ["Fabrikam", "startswith", "fab", true],
    ["Fabrikam", "startswith", "", true],
    ["Fabrikam", "startswith", "fabrikam", true],
    ["f", "startswith", "fab", false],
    ["Éa", "startswith", "é", true],
    ["Fabrikam", "!startswith", "kam", true],
    ["Fabrikam", "startswith_cs", "fab", false],
    ["Fabrikam", "!startswith_cs", "fab", true],
    ["Fabrikam", "endswith", "KAM", true],
    ["end.", "endswith", "end", false],
    ["Fabrikam", "!endswith", "brik", true],
    ["Fabrikam", "endswith_cs", "Kam", false],
    ["Fabrikam", "!endswith_cs", "Kam", true],
    ["", "endswith", "", true],
    [dynamic("555-1"), "!startswith", "555", false],
  ])("%j %s %j is %j", (left, operator, right, expected) => {
    expect(call(operator, left, right)).toBe(expected);
  });
});

describe("equality in any case", () => {
  test.each<Case>([
    ["abc", "=~", "ABC", true],
    ["café", "=~", "CAFÉ", true],
    ["cafe\u0301", "=~", "café", false],
    ["Straße", "=~", "straße", true],
    ["STRASSE", "=~", "straße", false],
    ["ａ", "=~", "A", false],
    ["ΟΔΟΣ", "=~", "οδοσ", true],
    ["", "=~", "", true],
    ["aBc", "!~", "xyz", true],
    ["aBc", "!~", "AbC", false],
    [nullOf("dynamic"), "=~", "", true],
  ])("%j %s %j is %j", (left, operator, right, expected) => {
    expect(call(operator, left, right)).toBe(expected);
  });

  test("folding keeps the length and forgets the case", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(foldCase(text).length).toBe(text.length);
        expect(upperCase(text).length).toBe(text.length);
        expect(foldCase(foldCase(text))).toBe(foldCase(text));
      }),
    );
  });
});

describe("regular expressions", () => {
  test.each<Case>([
    ["Fabrikam", "matches regex", "b.*k", true],
    ["a1b2c3", "matches regex", "[a-z][0-9]", true],
    ["ABC", "matches regex", "abc", false],
    ["ABC", "matches regex", "(?i)abc", true],
    ["192.168.0.1", "matches regex", "^\\d{1,3}(\\.\\d{1,3}){3}$", true],
    ["", "matches regex", "^$", true],
    ["é", "matches regex", "^\\w$", true],
    [nullOf("dynamic"), "matches regex", "a", false],
  ])("%j %s %j is %j", (left, operator, right, expected) => {
    expect(call(operator, left, right)).toBe(expected);
  });
});

describe("lists", () => {
  test.each<[left: Argument, operator: string, items: readonly Argument[], expected: boolean]>([
    ["abc", "in", ["123", "abc"], true],
    ["ABC", "in", ["123", "abc"], false],
    ["abc", "in", [["x", "abc"]], true],
    ["a", "in", [["x"], "a"], true],
    ["a", "in", [[]], false],
    ["", "in", [""], true],
    ["0", "in", [0, 50076], true],
    ["00", "in", [0], false],
    ["50076", "in", [[0, 50076]], true],
    ["1.0", "in", [{ type: "real", cell: 1 }], true],
    [2, "in", [1, 2], true],
    [2, "in", [{ type: "real", cell: 2 }], true],
    [2, "in", [[1, 2]], true],
    [2, "in", ["2"], true],
    [2.5, "in", [2.5], true],
    [{ type: "real", cell: Number.NaN }, "in", [{ type: "real", cell: Number.NaN }], false],
    [{ type: "decimal", cell: new Decimal("0.1") }, "in", [0.1], true],
    [nullOf("long"), "in", [1], false],
    [nullOf("long"), "!in", [1], true],
    [1, "in", [nullOf("long")], false],
    [true, "in", [true], true],
    [true, "in", [1], false],
    [{ type: "datetime", cell: 5 }, "in", [{ type: "datetime", cell: 5 }], true],
    [{ type: "datetime", cell: 5 }, "in", [{ type: "timespan", cell: 5 }], false],
    [{ type: "guid", cell: "0e" }, "in", [{ type: "guid", cell: "0e" }], true],
    [dynamic("a"), "in", ["a"], true],
    [dynamic(2), "in", [2], true],
    [dynamic(2), "in", ["2"], true],
    [dynamic("2"), "in", [2], true],
    [dynamic(new DynamicReal(2)), "in", [2], true],
    [dynamic(true), "in", ["true"], true],
    [nullOf("dynamic"), "in", ["a"], false],
    [nullOf("dynamic"), "!in", ["a"], true],
    ["bca", "!in", ["123", "abc"], true],
    ["Müller", "in~", ["MÜLLER"], true],
    ["STRASSE", "in~", ["straße"], false],
    ["abc", "!in~", [["ABC"]], false],
    ["x", "in~", [dynamic("X")], true],
    ["North America", "has_any", ["south", "NORTH"], true],
    ["North America", "has_any", [["south", "east"]], false],
    ["a1b 12", "has_any", [12], true],
    ["x", "has_any", [""], true],
    ["North and South America", "has_all", ["south", "north"], true],
    ["North and South America", "has_all", [["south", "east"]], false],
    ["tag x", "has_all", ["x"], true],
    [dynamic(["a", "b"]), "has_all", ["a", "b"], true],
  ])("%j %s %j is %j", (left, operator, items, expected) => {
    expect(call(operator, left, ...items)).toBe(expected);
  });

  test("longs beyond doubles compare exactly", () => {
    expect(call("in", 2n ** 60n, 2n ** 60n)).toBe(true);
    expect(call("in", 2n ** 60n + 1n, 2n ** 60n)).toBe(false);
  });
});
