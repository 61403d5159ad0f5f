import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KernelError } from "../../src/functions/kernel-error.js";
import { backtrackingCost } from "../../src/functions/regex/cost.js";
import { requiredText } from "../../src/functions/regex/literal.js";
import { compileProgram, runProgram } from "../../src/functions/regex/machine.js";
import { parseRegex } from "../../src/functions/regex/parse.js";
import { compileRegex } from "../../src/functions/regex/regex.js";

function matchesOf(pattern: string, text: string): string[] {
  return [...compileRegex(pattern).matches(text)].map(({ groups }) => groups[0] ?? "");
}

function codeOf(pattern: string): string {
  try {
    compileRegex(pattern).test("");
    return "none";
  } catch (error) {
    return error instanceof KernelError ? error.code : String(error);
  }
}

describe("matches", () => {
  test.each<[pattern: string, text: string, matches: string[]]>([
    ["a.c", "abcaxc a\nc", ["abc", "axc"]],
    ["(?s)a.c", "a\nc", ["a\nc"]],
    ["a*", "baac", ["", "aa", ""]],
    ["", "😀b", ["", "", ""]],
    ["a|ab", "ab", ["a"]],
    ["x{2,3}?", "xxxxx", ["xx", "xx"]],
    ["(?U)x+", "xxx", ["x", "x", "x"]],
    ["(?i)straße", "STRASSE STRAẞE", ["STRAẞE"]],
    ["(?i)k", "kK\u212a", ["k", "K", "\u212a"]],
    ["a(?i)b", "ab aB AB", ["ab", "aB"]],
    ["(?i:a)b", "Ab AB", ["Ab"]],
    ["\\d+", "a１２ 34", ["１２", "34"]],
    ["(?-u)\\d+", "a１２ 34", ["34"]],
    ["[[:digit:]]+", "１２ 34", ["34"]],
    ["\\w+", "naïve_1 приветx", ["naïve_1", "приветx"]],
    ["\\W+", "é, é", [", "]],
    ["\\s", "a\u00a0b\u000bc", ["\u00a0", "\u000b"]],
    ["\\S+", "a\u00a0b", ["a", "b"]],
    ["\\bfé\\b", "fé féx xfé (fé)", ["fé", "fé"]],
    ["\\Bé", "é fé", ["é"]],
    ["\\b{start}\\w", "ab éd", ["a", "é"]],
    ["\\w\\>", "ab éd", ["b", "d"]],
    ["^b", "a\nb", []],
    ["(?m)^b$", "a\nb\nc", ["b"]],
    ["b$", "b\n", []],
    ["[a-y&&[^aeiou]]+", "hello", ["h", "ll"]],
    ["[a-z--b]+", "abc", ["a", "c"]],
    ["[a-g~~b-h]+", "abgh", ["a", "h"]],
    ["[]a]+", "]a[", ["]a"]],
    ["[[]", "a[b", ["["]],
    ["[a-]+", "a-b", ["a-"]],
    ["[\\W_]+", "a_- é", ["_- "]],
    ["\\p{Greek}+", "abγδ", ["γδ"]],
    ["\\pL+", "1aé2", ["aé"]],
    ["\\P{L}+", "a12b", ["12"]],
    ["(?i)\\p{Lu}+", "aÉ1", ["aÉ"]],
    ["\\x41\\u{e9}\\u0042\\103", "AéBC", ["AéBC"]],
    ["\\Q", "", []],
    ["(?x) a b # c\n [ c d ]", "abd", ["abd"]],
    ["a{,2}", "a{,2}", ["a{,2}"]],
    ["[^,]+", "é,b", ["é", "b"]],
    ["[^é]+", "aéb", ["a", "b"]],
    ["𝓗", "a𝓗", ["𝓗"]],
    ["[😀-😂]", "x😁", ["😁"]],
  ])("%s on %j", (pattern, text, matches) => {
    if (pattern === "\\Q") expect(codeOf(pattern)).toBe("KQL330");
    else expect(matchesOf(pattern, text)).toEqual(matches);
  });
});

test("names and numbers groups", () => {
  const regex = compileRegex("(?P<year>\\d{4})-(?<month>\\d\\d)|(none)");
  expect(regex.groupCount).toBe(3);
  expect([...regex.groupNames]).toEqual([
    ["year", 1],
    ["month", 2],
  ]);
  expect(regex.match("on 2024-05")).toMatchObject({ start: 3, end: 10 });
  expect([...(regex.match("on 2024-05")?.groups ?? [])]).toEqual(["2024-05", "2024", "05", undefined]);
});

test.each([
  ["(a", "KQL330"],
  ["a)", "KQL330"],
  ["[a", "KQL330"],
  ["*a", "KQL330"],
  ["a{3,2}", "KQL330"],
  ["\\y", "KQL330"],
  ["(a)\\1", "KQL330"],
  ["\\p{Nope}", "KQL330"],
  ["[b-a]", "KQL330"],
  ["(?P<a>x)(?P<a>y)", "KQL330"],
  ["(?z)", "KQL330"],
  ["\\", "KQL330"],
  ["a(?=b)", "KQL220"],
  ["(?<!b)a", "KQL220"],
  ["a{1001}", "KQL220"],
  ["(?R)a", "KQL220"],
])("refuses %s with %s", (pattern, code) => {
  expect(codeOf(pattern)).toBe(code);
});

describe("what every match holds", () => {
  test.each([
    ["User: ([^,]+)", "User: "],
    ["\\[([^\\]]*)", "["],
    ["a\\d+bc", "bc"],
    ["(abc)+d", "abc"],
    ["x(ab)?y", "x"],
    ["x{0,3}yz", "yz"],
    ["(ab){2}", "ab"],
    ["ab|abc", ""],
    ["(?i)user", ""],
    ["a(?i)b", "a"],
    ["[ab]c", "c"],
    ["💩+", "💩"],
    ["^$", ""],
  ])("%s: %j", (pattern, expected) => {
    expect(requiredText(parseRegex(pattern).root)).toBe(expected);
  });

  test.each([
    ["b", "abc", 0, "b"],
    ["b", "abc", 1, "b"],
    ["b", "abc", 2, undefined],
    ["é.", "été", 0, "ét"],
    ["é.", "ete", 0, undefined],
  ])("%s in %s from %i on: %s", (pattern, text, from, expected) => {
    expect(compileRegex(pattern).match(text, from)?.groups[0]).toBe(expected);
  });
});

describe("time", () => {
  const length = 100_000;
  test.each([
    ["(a+)+$", `${"a".repeat(length)}b`],
    ["(a|a)*b", "a".repeat(length)],
    [".*.*.*x", "a".repeat(length)],
    ["(\\w+\\s?)*!", "a ".repeat(length / 2)],
    ["a*b", "a".repeat(length)],
    ["(?:a?){100}a{100}", "a".repeat(100)],
  ])("%s stays linear", (pattern, text) => {
    const start = performance.now();
    compileRegex(pattern).test(text);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test("a pattern that backtracks without bound is never native", () => {
    for (const pattern of ["(a+)+$", "(a|ab)*c", "(a*)*", "(?:a?){9}b"]) {
      expect(backtrackingCost(parseRegex(pattern).root).maxTestLength).toBe(0);
    }
  });
});

/** Patterns over a small alphabet, with everything the engines might read differently. */
const atom = fc.constantFrom(
  "a", "b", "A", "é", "É", "k", "_", " ", ".", "\\d", "\\w", "\\W", "\\s", "\\S", "[ab]", "[^a]", "[^\\w]", "[a-c&&[^b]]",
  "[\\W_]", "\\b", "\\B", "^", "$", "\\A", "\\z", "(?m:^)", "(?m:$)", "(?s:.)", "(?i:a)", "(?i:é)", "(?i:[a-k])", "(?i:[^k])", "\\pL", "\\P{Lu}", "(?i:\\P{Lu})", "\n",
); // biome-ignore format: one line a kind
const pattern = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    atom,
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => a + b),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(?:${a}|${b})`),
    tie("node").map((a) => `(${a})`),
    fc
      .tuple(tie("node"), fc.constantFrom("*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{2,}?", "{0,3}"))
      .map(([a, count]) => `(?:${a})${count}`),
  ),
})).node;
const text = fc
  .array(fc.constantFrom("a", "b", "A", "c", "é", "É", "k", "K", "\u212a", "_", " ", "1", "\n", "😀"), {
    maxLength: 12,
  })
  .map((chars) => chars.join(""));
const asciiText = fc
  .array(fc.constantFrom("a", "b", "A", "c", "k", "K", "_", " ", "1", "\n"), { maxLength: 12 })
  .map((chars) => chars.join(""));

test("every engine finds what the definition finds", () => {
  fc.assert(
    fc.property(pattern, fc.oneof(text, asciiText), (source, subject) => {
      const regex = compileRegex(source);
      const slots = runProgram(compileProgram(parseRegex(source)), subject, 0);
      expect(regex.test(subject)).toBe(slots !== undefined);
      const groups =
        slots && Array.from({ length: regex.groupCount + 1 }, (_, at) => groupOf(subject, slots, at));
      const match = regex.match(subject);
      expect(match && [...match.groups]).toEqual(groups);
    }),
    { numRuns: 2000 },
  );
});

function groupOf(subject: string, slots: readonly number[], group: number): string | undefined {
  const [start = -1, end = -1] = slots.slice(2 * group, 2 * group + 2);
  return start < 0 || end < 0 ? undefined : subject.slice(start, end);
}
