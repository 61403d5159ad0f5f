import { describe } from "vitest";
import { answers, refuses, values } from "./claims.js";

const yes = (...expressions: readonly string[]) => expressions.map((text) => [text, "bool", true] as const);
const no = (...expressions: readonly string[]) => expressions.map((text) => [text, "bool", false] as const);

describe("letter case", () => {
  values(
    "matters for ==, in and the _cs operators",
    no(
      "'a' == 'A'",
      "'a' in ('A')",
      "'abc' has_cs 'ABC'",
      "'abc' contains_cs 'B'",
      "'abc' startswith_cs 'A'",
      "'abc' endswith_cs 'C'",
      "'abc' hasprefix_cs 'A'",
      "'abc' hassuffix_cs 'C'",
    ),
  );
  values(
    "does not matter for the others",
    yes(
      "'a' =~ 'A'",
      "'a' in~ ('A')",
      "'abc' has 'ABC'",
      "'abc' contains 'B'",
      "'abc' startswith 'A'",
      "'abc' endswith 'C'",
      "'abc' hasprefix 'A'",
      "'abc' hassuffix 'C'",
      "'a' !in ('A')",
      "'a' != 'A'",
    ),
  );
  values(
    "the negated forms ignore it alike",
    no("'a' !~ 'A'", "'a' !in~ ('A')", "'abc' !has 'ABC'", "'abc' !contains 'B'", "'abc' !startswith 'A'"),
  );
  values("folding goes letter by letter", [
    ...yes("'É' =~ 'é'", "'ПРИВЕТ' =~ 'привет'", "'CAFÉ' has 'café'"),
    ...no(
      "'ß' =~ 'SS'",
      "'Ａ' =~ 'A'",
      "'é' =~ 'e'",
      String.raw`'\u00e9' =~ 'e\u0301'`,
      String.raw`'\u00e9' == 'e\u0301'`,
    ),
  ]);
});

describe("terms", () => {
  values("are runs of letters and digits", [
    ...yes(
      "'hello-world' has 'hello'",
      "'a_b' has 'a'",
      "'x=café!' has 'café'",
      "'привет мир' has 'мир'",
      "'id42' has 'id42'",
      "'a b' has 'a'",
    ),
    ...no(
      "'helloworld' has 'hello'",
      "'KustoExplorerQueryRun' has 'Explorer'",
      "'id42' has 'id'",
      "'cafés' has 'café'",
    ),
  ]);
  values("a phrase matches where it begins and ends with terms", [
    ...yes("'1.2.3' has '2.3'", "'a.b.c' has 'a.b'", "'say hello world now' has 'hello world'"),
    ...no("'1_2_3' has '2.3'", "'1.2.34' has '2.3'", "'a b' has ' '"),
  ]);
  values("every text has the empty text", [
    ...yes(
      "'abc' has ''",
      "'abc' hasprefix ''",
      "'abc' hassuffix ''",
      "'abc' contains ''",
      "'abc' startswith ''",
      "'abc' endswith ''",
      "'' has ''",
    ),
    ...no("'abc' !has ''", "'abc' !contains ''", "'abc' !startswith ''", "'abc' !endswith ''", "'' !has ''"),
  ]);
  values("hasprefix and hassuffix look at each term", [
    ...yes(
      "'a cat' hasprefix 'cat'",
      "'a category' hasprefix 'cat'",
      "'the end.' hassuffix 'end'",
      "'end ' hassuffix 'end'",
      "'weekend is' hassuffix 'end'",
    ),
    ...no(
      "'concat' hasprefix 'cat'",
      "'ending' hassuffix 'end'",
      "'end.' endswith 'end'",
      "'a cat' !hasprefix 'cat'",
    ),
  ]);
  refuses("they are operators, not functions", "KQL0", [
    "print hasprefix('a', 'a')",
    "print hassuffix_cs('a', 'a')",
  ]);
  values("has_any asks for one, has_all for all", [
    ...yes(
      "'the quick fox' has_any ('cat', 'FOX')",
      "'the quick fox' has_any (dynamic(['fox']))",
      "'the quick fox' has_all ('fox', 'THE')",
    ),
    ...no("'the quick fox' has_any ('cat', 'quic')", "'the quick fox' has_all ('fox', 'cat')"),
  ]);
  answers(
    "the list may come from a table",
    `let words = datatable(w:string)['fox', 'cat'];
     datatable(s:string)['a fox', 'a dog'] | where s has_any (words)`,
    "s:string",
    [["a fox"]],
  );
  values("has_any_index tells which", [
    ["has_any_index('this is an example', dynamic(['that', 'example']))", "long", 1],
    ["has_any_index('this is an example', dynamic(['none']))", "long", -1],
    ["has_any_index('this is an example', dynamic([]))", "long", -1],
    ["has_any_index('items: 5', dynamic([4, 5]))", "long", 1],
  ]);
  values("contains knows no wildcards", [
    ...yes("'100%' contains '0%'", "'a_b' contains '_'", String.raw`'a\\b' contains '\\'`),
    ...no("'abc' contains 'a%c'", "'abc' contains 'a_c'"),
  ]);
});

describe("regular expressions", () => {
  values("find anywhere, with case", [
    ...yes(
      "'abc' matches regex 'b'",
      String.raw`'５' matches regex @'^\d$'`,
      "'ABC' matches regex '(?i)abc'",
      String.raw`'a1' matches regex @'[[:alpha:]]\d'`,
    ),
    ...no("'abc' matches regex 'B'", "'abc' matches regex '^b'"),
  ]);
  refuses("no looking around, no back-references", "KQL", [
    "print 'ab' matches regex 'a(?=b)'",
    String.raw`print 'aa' matches regex @'(a)\1'`,
    "print 'a' matches regex '('",
  ]);
  const groups = (count: number) => `'a' matches regex '${"(a?)".repeat(count)}'`;
  values("there may be sixteen groups", [[groups(16), "bool", true]]);
  refuses("and not one more", "KQL330", [`print ${groups(17)}`]);
  values("extract gives one group", [
    ["extract('x=([0-9]+)', 1, 'x=42')", "string", "42"],
    ["extract('x=([0-9]+)', 0, 'x=42')", "string", "x=42"],
    ["extract('x=([0-9]+)', 1, 'y')", "string", ""],
    ["extract('x=([0-9]+)', 2, 'x=42')", "string", ""],
    ["extract('x=([0-9]+)', 1, 'x=42', typeof(long))", "long", 42],
    ["extract('x=(.+)', 1, 'x=ab', typeof(long))", "long", null],
    ["extract('x=(.+)', 1, 'x=1.5h', typeof(timespan))", "timespan", "01:30:00"],
  ]);
  values("extract_all gives each match, one array a match when there are more groups", [
    ["extract_all('([0-9])', 'a1b2')", "dynamic", ["1", "2"]],
    [
      "extract_all('([a-z])([0-9])', 'a1b2')",
      "dynamic",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ["extract_all('([0-9])', 'ab')", "dynamic", null],
    [
      "extract_all('([a-z])([0-9])?', 'a1b')",
      "dynamic",
      [
        ["a", "1"],
        ["b", ""],
      ],
    ],
  ]);
  refuses("and needs a group", "KQL", ["print extract_all('[0-9]', 'a1')"]);
  values("replacements name groups with a backslash", [
    [String.raw`replace_regex('a1b2', @'(\w)(\d)', @'\2\1')`, "string", "1a2b"],
    [String.raw`replace_regex('abc', 'b', @'[\0]')`, "string", "a[b]c"],
    ["replace_regex('AbAb', '(?i)a', 'x')", "string", "xbxb"],
    ["replace_regex('abc', 'z', 'x')", "string", "abc"],
  ]);
  values("trim takes one match off each end", [
    ["trim('x', 'xxabcxx')", "string", "xabcx"],
    ["trim('x+', 'xxabcxx')", "string", "abc"],
    ["trim_start('x', 'xxabcxx')", "string", "xabcxx"],
    ["trim_end('x+', 'xxabcxx')", "string", "xxabc"],
    [String.raw`trim(@'[^\w]+', '--  te st1 ..//')`, "string", "te st1"],
  ]);
  values("regex_quote takes the meaning from signs", [
    ["regex_quote('(so$me.Te^xt)')", "string", String.raw`\(so\$me\.Te\^xt\)`],
    ["'a+b' matches regex regex_quote('a+b')", "bool", true],
  ]);
});

describe("lists", () => {
  values("in takes values, an array or a table", [
    ...yes(
      "'a' in ('a', 'b')",
      "'a' in (dynamic(['a', 'b']))",
      "1 in (1, 2)",
      "'a' in~ (dynamic(['A']))",
      "1 in (dynamic([1, 2]))",
    ),
    ...no("'a' in ('A', 'b')", "'a' in (dynamic([]))", "'c' !in~ ('C')", "1 !in (1, 2)"),
  ]);
  values("text in a list is read as what stands before it, as == reads it", [
    ...yes(
      "datetime(2020-01-01) in ('2019-01-01', '2020-01-01')",
      "1h in ('01:00:00')",
      "guid(74be27de-1e4e-49d9-b579-fe0b331d3642) in ('74BE27DE-1E4E-49D9-B579-FE0B331D3642')",
      "datetime(2020-01-01) !in ('soon')",
      "true in (1)",
      "1 in ('1')",
    ),
  ]);
  refuses("what == refuses in doubt, a list does, too", "KQL205", [
    "print '2020-01-01' in (datetime(2020-01-01))",
    "print true in (2)",
    "print 1h in (1)",
  ]);
  const table = "datatable(s:string, n:long)['a', 1, 'b', 2]";
  answers(
    "of a table, the first column",
    `${table} | where s in ((${table} | where n == 2))`,
    "s:string, n:long",
    [["b", 2]],
  );
  answers(
    "with a name it needs no second parentheses",
    `let t = ${table} | where n == 2; ${table} | where s in (t)`,
    "s:string, n:long",
    [["b", 2]],
  );
});

describe("positions", () => {
  values("count code points; sizes count bytes", [
    ["strlen('héllo')", "long", 5],
    ["strlen('😀')", "long", 1],
    ["strlen('👨‍👩‍👧')", "long", 5],
    ["string_size('héllo')", "long", 6],
    ["string_size('😀')", "long", 4],
    ["strlen('')", "long", 0],
    ["substring('a😀bc', 1, 2)", "string", "😀b"],
    ["indexof('a😀bc', 'b')", "long", 2],
  ]);
  values("substring", [
    ["substring('abcdef', 2)", "string", "cdef"],
    ["substring('abcdef', 2, 2)", "string", "cd"],
    ["substring('abcdef', -2)", "string", "ef"],
    ["substring('abcdef', -3, 2)", "string", "de"],
    ["substring('abcdef', 2, 100)", "string", "cdef"],
    ["substring('abcdef', 10)", "string", ""],
    ["substring('abcdef', 2, 0)", "string", ""],
    ["substring('abcdef', 2, -1)", "string", ""],
    ["substring('xy', -2)", "string", "xy"],
    ["substring('x', -2, 5)", "string", ""],
  ]);
  values("indexof", [
    ["indexof('abcabc', 'a')", "long", 0],
    ["indexof('abcabc', 'c')", "long", 2],
    ["indexof('abcabc', 'C')", "long", -1],
    ["indexof('abcabc', 'c', 3)", "long", 5],
    ["indexof('abcabc', 'c', 0, 2)", "long", -1],
    ["indexof('abcabc', 'c', 0, 6, 2)", "long", 5],
    ["indexof('abcabc', 'c', -1)", "long", 5],
    ["indexof('abcabc', 'a', -2)", "long", -1],
    ["indexof('abc', '')", "long", null],
    ["indexof('', 'a')", "long", -1],
  ]);
  values("countof: text may overlap, matches do not", [
    ["countof('aaaa', 'aa')", "long", 3],
    ["countof('aaaa', 'aa', 'regex')", "long", 2],
    ["countof('abAB', 'ab')", "long", 1],
  ]);
});

describe("building", () => {
  values("split keeps empty parts", [
    ["split('a,,b', ',')", "dynamic", ["a", "", "b"]],
    ["split('', ',')", "dynamic", [""]],
    ["split('a,b', ',', 1)", "dynamic", ["b"]],
    ["split('a,b', ',', 2)", "dynamic", null],
    ["split('a--b', '--')", "dynamic", ["a", "b"]],
  ]);
  values("replacing", [
    ["replace_string('banana', 'a', 'o')", "string", "bonono"],
    ["replace_string('banana', '', 'o')", "string", "banana"],
    ["replace_string('banana', 'A', 'o')", "string", "banana"],
    ["replace_strings('abcd', dynamic(['ab', 'abc']), dynamic(['1', '2']))", "string", "1cd"],
    ["replace_strings('abcd', dynamic(['abc', 'ab']), dynamic(['2', '1']))", "string", "2d"],
  ]);
  values("joining turns each part into text", [
    ["strcat('a', 1, true)", "string", "a1True"],
    ["strcat('a', int(null), 1.0)", "string", "a1.0"],
    ["strcat('a', 1h, datetime(2020-01-01))", "string", "a01:00:002020-01-01T00:00:00.0000000Z"],
    ["strcat_delim('-', 1, 'a', 1.5, true)", "string", "1-a-1.5-True"],
    ["strcat_array(dynamic([1, null, 3]), '-')", "string", "1--3"],
    ["strcat_array(dynamic(['a', 1.5, true]), ',')", "string", "a,1.5,true"],
    ["strrep('ab', 3)", "string", "ababab"],
    ["strrep('ab', 2, '-')", "string", "ab-ab"],
    ["strrep(1, 2, ',')", "string", "1,1"],
  ]);
  values("order is by code point", [
    ["strcmp('a', 'b')", "long", -1],
    ["strcmp('b', 'a')", "long", 1],
    ["strcmp('a', 'a')", "long", 0],
    ["strcmp('a', 'A')", "long", 1],
    ["strcmp('', 'a')", "long", -1],
    ...yes("'CAFE' < 'Café'", "'Café' < 'cafe'", "'cafe' < 'café'"),
  ]);
  answers("so rows sort", "datatable(s:string)['cafe', 'café', 'CAFE', 'Café'] | sort by s asc", "s:string", [
    ["CAFE"],
    ["Café"],
    ["cafe"],
    ["café"],
  ]);
  values("case and direction", [
    ["toupper('straße é')", "string", "STRAßE É"],
    ["tolower('ÀÉI')", "string", "àéi"],
    ["reverse('a😀b')", "string", "b😀a"],
    ["reverse(123)", "string", "321"],
    ["reverse(true)", "string", "eurT"],
  ]);
  values("url encodings", [
    ["url_encode('https://a.b/c d')", "string", "https%3a%2f%2fa.b%2fc+d"],
    ["url_encode_component('https://a.b/c d')", "string", "https%3a%2f%2fa.b%2fc%20d"],
    ["url_decode('a%20b')", "string", "a b"],
  ]);
});

describe("tostring", () => {
  values("numbers and bools", [
    ["tostring(1)", "string", "1"],
    ["tostring(int(-1))", "string", "-1"],
    ["tostring(true)", "string", "True"],
    ["tostring(false)", "string", "False"],
    ["tostring(1.0)", "string", "1.0"],
    ["tostring(1500.0)", "string", "1500.0"],
    ["tostring(100000000000.0)", "string", "100000000000.0"],
    ["tostring(-0.0)", "string", "-0.0"],
    ["tostring(real(inf))", "string", "inf"],
    ["tostring(real(-inf))", "string", "-inf"],
    ["tostring(real(nan))", "string", "NaN"],
    ["tostring(0.1 + 0.2)", "string", "0.30000000000000007"],
    ["tostring(decimal(1.50))", "string", "1.5"],
  ]);
  values("times", [
    ["tostring(datetime(2020-01-01 10:00))", "string", "2020-01-01T10:00:00.0000000Z"],
    ["tostring(25h)", "string", "1.01:00:00"],
    ["tostring(1ms)", "string", "00:00:00.0010000"],
  ]);
  values("dynamics", [
    ["tostring(dynamic('a'))", "string", "a"],
    ["tostring(dynamic(true))", "string", "true"],
    ["tostring(dynamic(1))", "string", "1"],
    ["tostring(dynamic(1.5))", "string", "1.5"],
    ["tostring(dynamic([1, 'a', null, true]))", "string", '[1,"a",null,true]'],
    ["tostring(dynamic({'a': [1, 2], 'b': {}}))", "string", '{"a":[1,2],"b":{}}'],
    ["tostring(dynamic({'a': 'x'}).a)", "string", "x"],
  ]);
});
