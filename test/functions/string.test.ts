import { describe, expect, test } from "vitest";
import { KernelError } from "../../src/functions/kernel-error.js";
import type { Cell } from "../../src/types/value.js";
import { type Argument, call, dynamic, nullOf } from "./call-scalar.js";

type Case = [name: string, args: readonly Argument[], expected: Cell];

function codeOf(run: () => unknown): string {
  try {
    run();
    return "none";
  } catch (error) {
    return error instanceof KernelError ? error.code : String(error);
  }
}

describe("measures and parts", () => {
  test.each<Case>([
    ["strlen", ["hello"], 5],
    ["strlen", [""], 0],
    ["strlen", ["👨‍👩‍👧"], 5],
    ["strlen", ["a\u0301"], 2],
    ["strlen", [dynamic("abc")], 3],
    ["strlen", [dynamic(null)], 0],
    ["string_size", ["⒦⒰⒮⒯⒪"], 15],
    ["string_size", ["😀😀"], 8],
    ["string_size", [""], 0],
    ["substring", ["123456", 1], "23456"],
    ["substring", ["ABCD", 0, 2], "AB"],
    ["substring", ["abcdef", 2, 3], "cde"],
    ["substring", ["hello", -2, 2], "lo"],
    ["substring", ["xy", -2], "xy"],
    ["substring", ["xy", -1, 0], ""],
    ["substring", ["abc", -2, 5], "bc"],
    ["substring", ["abc", -4], ""],
    ["substring", ["x", -2, 5], ""],
    ["substring", ["hello", 2, 100], "llo"],
    ["substring", ["hello", 10, 5], ""],
    ["substring", ["hello", 1, -1], ""],
    ["substring", ["hello", 0, 0], ""],
    ["substring", ["", 1], ""],
    ["substring", ["👨‍👩‍👧", 0, 1], "👨"],
    ["substring", ["𝓗ello", 0, 2], "𝓗e"],
    ["substring", ["a😀b", -2], "😀b"],
    ["substring", ["😀abc", 1, 2], "ab"],
    ["substring", [12345, 1, 2], "23"],
    ["substring", ["abc", nullOf("long")], ""],
    ["substring", ["abc", 1, nullOf("long")], ""],
    ["tolower", ["ПРИВЕТ ÉΣ"], "привет éσ"],
    ["tolower", [true], "true"],
    ["toupper", ["café Straße"], "CAFÉ STRAßE"],
    ["toupper", [""], ""],
    ["reverse", ["O'Brien"], "neirB'O"],
    ["reverse", ["𝓗ello"], "olle𝓗"],
    ["reverse", [123.45], "54.321"],
    ["reverse", [nullOf("long")], ""],
    ["strcmp", ["ABC", "ABC"], 0],
    ["strcmp", ["abc", "ABC"], 1],
    ["strcmp", ["", "z"], -1],
    ["strcmp", ["abcde", "abc"], 1],
    ["strcmp", ["\uffff", "😀"], -1],
    ["isascii", ["some string"], true],
    ["isascii", ["é"], false],
    ["isascii", [""], true],
    ["isutf8", ["é😀"], true],
    ["isutf8", ["\ud800"], false],
    ["unicode_codepoints_from_string", [""], []],
    ["unicode_codepoints_from_string", ["קו😀"], [1511, 1493, 0x1f600]],
    ["unicode_codepoints_to_string", [[75, 117, 115], 116, 0x1f600], "Kust😀"],
    ["unicode_codepoints_to_string", [75, -1], ""],
    ["unicode_codepoints_to_string", [0x110000], ""],
    ["unicode_codepoints_to_string", [nullOf("long")], ""],
    ["make_string", [75, 117], "Ku"],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });
});

describe("building", () => {
  test.each<Case>([
    ["strcat", ["a", "", "b"], "ab"],
    ["strcat", ["a", 1, true], "a1True"],
    ["strcat", ["p", nullOf("int"), "q"], "pq"],
    ["strcat", [dynamic({ a: [1, "x"] })], '{"a":[1,"x"]}'],
    ["strcat_delim", ["-", 1, "2", "A"], "1-2-A"],
    ["strcat_delim", ["-", "", "z"], "-z"],
    ["strcat_array", [["a", null, "", "b"], "|"], "a|||b"],
    ["strcat_array", [[null, null], ","], ","],
    ["strcat_array", [[], ","], ""],
    ["strcat_array", [dynamic("a"), ","], ""],
    ["strcat_array", [nullOf("dynamic"), ","], ""],
    ["strcat_array", [[1, 1.5, true, [2, "x"]], "->"], '1->1.5->true->[2,"x"]'],
    ["strrep", ["ABC", 2], "ABCABC"],
    ["strrep", ["ABC", 1], "ABC"],
    ["strrep", ["ABC", 1, "."], "ABC"],
    ["strrep", [123, 3, "."], "123.123.123"],
    ["strrep", ["a", 0], ""],
    ["strrep", ["a", -1], ""],
    ["strrep", ["a", 5000], "a".repeat(1024)],
    ["strrep", ["a", nullOf("long")], ""],
    ["replace_string", ["Number is 1", "is", "was"], "Number was 1"],
    ["replace_string", ["aaa", "", "X"], "aaa"],
    ["replace_string", ["", "a", "b"], ""],
    ["replace_string", ["it''s", "'", "''"], "it''''s"],
    ["replace_string", ["a.c$&", ".", "$&"], "a$&c$&"],
    [
      "replace_strings",
      ["A magic trick can turn a cat into a dog", ["turn", " into a dog"], ["disappear", ""]],
      "A magic trick can disappear a cat",
    ],
    ["replace_strings", ["This is it", ["This", "is"], ["This", "was"]], "This was it"],
    ["replace_strings", ["This is it", ["is", "This"], ["was", "This"]], "Thwas was it"],
    ["replace_strings", ["This is it", ["This", "is"], [12345, "was"]], "This was it"],
    ["replace_strings", ["abc", ["a"], []], "abc"],
    ["replace_strings", ["abc", nullOf("dynamic"), ["x"]], "abc"],
    ["translate", ["krasp", "otsku", "spark"], "kusto"],
    ["translate", ["abc", "x", "abc"], "xxx"],
    ["translate", ["abc", "", "ab"], ""],
    ["translate", ["é😀", "eS", "é-😀"], "e-S"],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });

  test("a text beyond the bound is an error", () => {
    const big = "a".repeat(16_000_000);
    expect(codeOf(() => call("strcat", big, big))).toBe("KQL307");
    expect(codeOf(() => call("strrep", "a".repeat(100_000), 1024))).toBe("KQL307");
    expect(codeOf(() => call("replace_string", "a".repeat(10_000), "a", "b".repeat(10_000)))).toBe("KQL307");
  });
});

describe("searching", () => {
  test.each<Case>([
    ["indexof", ["abcdefg", "cde"], 2],
    ["indexof", ["abcdefg", "cde", 1, 4], 2],
    ["indexof", ["abcdefg", "cde", 1, 2], -1],
    ["indexof", ["abcdefg", "cde", 3, 4], -1],
    ["indexof", ["abcdefg", "cde", -5], 2],
    ["indexof", [1234567, 5, 1, 4], 4],
    ["indexof", ["abcdefg", "cde", 2, -1], 2],
    ["indexof", ["abcdefgabcdefg", "cde", 1, 10, 2], 9],
    ["indexof", ["abcdefgabcdefg", "cde", 1, -1, 3], -1],
    ["indexof", ["abc", ""], null],
    ["indexof", ["abc", "b", 0, 1], -1],
    ["indexof", ["😀ab", "b", 1, 1], -1],
    ["indexof", ["😀ab", "b", 1, 2], 2],
    ["indexof", ["", "a"], -1],
    ["indexof", ["CAFÉ", "é"], -1],
    ["indexof", ["😀b😀b", "b", 2], 3],
    ["indexof", ["abc", "c", 9], -1],
    ["indexof", ["abc", "c", 0, -2], null],
    ["indexof", ["abc", "c", nullOf("long")], null],
    ["indexof_regex", ["abcabc", "a.c"], 0],
    ["indexof_regex", ["abcabc", "b.", 0], 1],
    ["indexof_regex", ["abcabcdefg", "a.c", 0, 9, 2], 3],
    ["indexof_regex", ["abcabc", "a.c", 1, -1, 2], -1],
    ["indexof_regex", ["ababaa", "a.a", 0, -1, 2], -1],
    ["indexof_regex", ["abcabc", "a|ab", -1], null],
    ["indexof_regex", ["😀é1", "\\d"], 2],
    ["countof", ["aaaa", "aa"], 3],
    ["countof", ["ababa", "ab", "normal"], 2],
    ["countof", ["ababa", "aba", "regex"], 1],
    ["countof", ["abcabc", "a.c", "regex"], 2],
    ["countof", ["back\\slash", "\\\\"], 0],
    ["countof", ["", "a"], 0],
    ["countof", ["abcABCabc", "[a-z]", "regex"], 6],
    ["split", ["aa_bb", "_"], ["aa", "bb"]],
    ["split", ["aaa_bbb_ccc", "_", 1], ["bbb"]],
    ["split", ["aaa_bbb_ccc", "_", 0], ["aaa"]],
    ["split", ["", "_"], [""]],
    ["split", ["a__b", "_"], ["a", "", "b"]],
    ["split", ["noequals", "=", 1], null],
    ["split", ["a,b", ",", -1], ["a", "b"]],
    ["split", ["a,b", ",", 2], null],
    ["split", ["trailing=", "=", 1], [""]],
    ["split", ["a,b", ",", nullOf("long")], null],
    ["split", [dynamic("a|b"), "|"], ["a", "b"]],
    ["has_any_index", ["this is an example", ["this", "example"]], 0],
    ["has_any_index", ["this is an example", ["not", "EXAMPLE"]], 1],
    ["has_any_index", ["this is an example", ["not", "exam"]], -1],
    ["has_any_index", ["Example number 2", [1, 2, 3]], 1],
    ["has_any_index", ["this is an example", []], -1],
    ["has_any_index", ["x", nullOf("dynamic")], null],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });
});

describe("regular expressions", () => {
  const user = "User: James, Email: James@example.com, Age: 29";
  test.each<Case>([
    ["extract", ["User: ([^,]+)", 1, user], "James"],
    ["extract", ["Email: (\\S+),", 1, "User: David, Age: 35"], ""],
    ["extract", ["\\d+", 0, user], "29"],
    ["extract", ["(x)", 5, "x"], ""],
    ["extract", ["(x)", -1, "x"], ""],
    ["extract", ["-(\\d{2})-", 1, "15-12-2024", "int"], 12],
    ["extract", ["(\\w+)", 1, "abc", "long"], null],
    ["extract", ["(z)", 1, "abc", "long"], null],
    ["extract", ["(a)|(b)", 1, "b"], ""],
    ["extract", ["(é+)", 1, "xéé"], "éé"],
    ["extract", ["(a)", nullOf("long"), "a"], ""],
    ["extract_all", ["([;,|-])", "x;y,z|w"], [";", ",", "|"]],
    ["extract_all", ["([;,|-])", "single"], null],
    [
      "extract_all",
      ["(\\w)(\\w+)(\\w)", "82b8-dfa7"],
      [
        ["8", "2b", "8"],
        ["d", "fa", "7"],
      ],
    ],
    [
      "extract_all",
      ["(\\w)(\\w+)(\\w)", [1, 3], "82b8-dfa7"],
      [
        ["8", "8"],
        ["d", "7"],
      ],
    ],
    [
      "extract_all",
      ["(?P<first>\\w)(?P<middle>\\w+)(?P<last>\\w)", ["first", 2, "last"], "82b8"],
      [["8", "2b", "8"]],
    ],
    [
      "extract_all",
      ["(a)|(b)", "ab"],
      [
        ["a", ""],
        ["", "b"],
      ],
    ],
    ["extract_all", ["(\\d)", [1], "12"], ["1", "2"]],
    ["extractall", ["(\\d)", ""], null],
    ["replace_regex", ["Number is 1", "is (\\d+)", "was: \\1"], "Number was: 1"],
    ["replace_regex", ["abcABCabc", "(?i)abc", "#"], "###"],
    ["replace_regex", ["one two", "(\\w+)", "[\\1]"], "[one] [two]"],
    ["replace_regex", ["abc", "b", "<\\0>"], "a<b>c"],
    ["replace_regex", ["abc", "x*", "-"], "-a-b-c-"],
    ["replace_regex", ["abc", "b", "$1\\\\"], "a$1\\c"],
    ["replace_regex", ["", "a", "b"], ""],
    ["replace", ["is (\\d+)", "was: \\1", "Number is 1"], "Number was: 1"],
    ["trim", ["--", "--https://bing.com--"], "https://bing.com"],
    ["trim", ["[^\\w]+", "-  Te st1// $"], "Te st1"],
    ["trim", ["x", "xxabcxx"], "xabcx"],
    ["trim", ["y", "yyy"], "y"],
    ["trim", ["x", "x"], ""],
    ["trim", ["\\s", "\u00a0nbsp\u00a0"], "nbsp"],
    ["trim", ["a|ab", "abxab"], "bx"],
    ["trim", ["x", ""], ""],
    ["trim_start", ["x", "xxx"], "xx"],
    ["trim_start", ["https://", "https://bing.com"], "bing.com"],
    ["trim_end", [".com", "bing.com"], "bing"],
    ["trim_end", ["\\s+", "  Hello!   "], "  Hello!"],
    ["regex_quote", ["(so$me.Te^xt)"], "\\(so\\$me\\.Te\\^xt\\)"],
    ["regex_quote", ["é a"], "é a"],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });

  test.each([
    ["extract_all", ["\\d", "1"], "KQL330"],
    ["extract_all", ["(a)".repeat(17), "a"], "KQL330"],
    ["extract_all", ["(a)", [2], "a"], "KQL331"],
    ["extract_all", ["(a)", ["b"], "a"], "KQL331"],
    ["extract", ["(a", 1, "a"], "KQL330"],
    ["extract", ["a(?=b)", 0, "a"], "KQL220"],
    ["countof", ["a", "a", "other"], "KQL331"],
  ])("%s(%j) fails with %s", (name, args, code) => {
    expect(codeOf(() => call(name, ...args))).toBe(code);
  });
});

describe("nullness", () => {
  test.each<Case>([
    ["isnull", [nullOf("int")], true],
    ["isnull", [5], false],
    ["isnull", [""], false],
    ["isnull", [nullOf("dynamic")], true],
    ["isnull", [[]], false],
    ["isnotnull", [nullOf("real")], false],
    ["isnotnull", [""], true],
    ["notnull", [1], true],
    ["isempty", [""], true],
    ["isempty", [" "], false],
    ["isempty", [nullOf("datetime")], true],
    ["isempty", [[]], false],
    ["isnotempty", ["x"], true],
    ["isnotempty", [nullOf("dynamic")], false],
    ["notempty", [""], false],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });
});
