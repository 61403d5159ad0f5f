import { describe } from "vitest";
import { answers, refuses, values } from "./claims.js";

describe("literals and members", () => {
  values("a literal holds JSON, and literals of the language", [
    ["dynamic({'a': 1, \"b\": [true, null]})", "dynamic", { a: 1, b: [true, null] }],
    ["dynamic([datetime(2020-01-01), 1h])", "dynamic", ["2020-01-01T00:00:00.0000000Z", "01:00:00"]],
    ["dynamic([dynamic([1]), 2])", "dynamic", [[1], 2]],
    ["dynamic('a')", "dynamic", "a"],
    ["dynamic(5)", "dynamic", 5],
  ]);
  const bag = "dynamic({'a': {'b': 5}, 'c': [1, 2, 3]})";
  values("members are dynamic; what is not there is null", [
    [`${bag}.a`, "dynamic", { b: 5 }],
    [`${bag}.a.b`, "dynamic", 5],
    [`${bag}["a"]["b"]`, "dynamic", 5],
    [`${bag}['c'][0]`, "dynamic", 1],
    [`${bag}.c[-1]`, "dynamic", 3],
    [`${bag}.c[3]`, "dynamic", null],
    [`${bag}.c[-4]`, "dynamic", null],
    [`${bag}.x`, "dynamic", null],
    [`${bag}.x.y.z`, "dynamic", null],
    [`${bag}[0]`, "dynamic", null],
    [`${bag}.c['a']`, "dynamic", null],
    [`${bag}.a.b.c`, "dynamic", null],
    ["dynamic('text')[0]", "dynamic", null],
    ["dynamic('text').a", "dynamic", null],
  ]);
  refuses("a dynamic is no number, no text and no key", "KQL1", [
    "print dynamic(1) + dynamic(1)",
    "print dynamic(1) > dynamic(2)",
    "print dynamic(2) * dynamic(3)",
    "print dynamic([1]) == dynamic([1])",
    "datatable(d:dynamic)[1] | sort by d asc",
    "datatable(d:dynamic)[1] | summarize count() by d",
    "datatable(d:dynamic)[1] | join kind=inner (datatable(d:dynamic)[1]) on d",
  ]);
});

describe("conversions", () => {
  values("of what a dynamic holds", [
    ["toint(dynamic(9.99))", "int", 9],
    ["tolong(dynamic(-9.99))", "long", -9],
    ["tolong(dynamic('42'))", "long", 42],
    ["tolong(dynamic('4.2'))", "long", null],
    ["todouble(dynamic('4.2'))", "real", 4.2],
    ["todouble(dynamic(5))", "real", 5],
    ["tolong(dynamic(true))", "long", 1],
    ["tobool(dynamic(1))", "bool", true],
    ["tobool(dynamic('true'))", "bool", true],
    ["toint(dynamic([1]))", "int", null],
    ["todouble(dynamic({'a': 1}))", "real", null],
    ["todatetime(dynamic('2020-01-01'))", "datetime", "2020-01-01T00:00:00Z"],
    ["totimespan(dynamic('01:00:00'))", "timespan", "01:00:00"],
    ["toguid(dynamic('74be27de1e4e49d9b579fe0b331d3642'))", "guid", "74be27de-1e4e-49d9-b579-fe0b331d3642"],
    ["toint(dynamic(9223372036854775807))", "int", -1],
    ["tolong(dynamic(null))", "long", null],
    ["tostring(dynamic({'a': 'b'}).a)", "string", "b"],
  ]);
  values("operators on text read it as text", [
    ["dynamic(['x', '5551'])[1] startswith '555'", "bool", true],
    ["dynamic(['x', '5551'])[1] !startswith '555'", "bool", false],
    ["dynamic({'a': 'Hello World'}).a has 'world'", "bool", true],
    ["dynamic({'a': 'x'}).a == 'x'", "bool", true],
    ["dynamic({'a': 5}).a == 5", "bool", true],
    ["dynamic({'a': 5}).a > 4", "bool", true],
  ]);
  values("parse_json reads JSON; other text stays text", [
    ["gettype(parse_json('1.5'))", "string", "double"],
    ["gettype(parse_json('123'))", "string", "long"],
    ["gettype(parse_json('true'))", "string", "bool"],
    ["gettype(parse_json('[]'))", "string", "array"],
    ["gettype(parse_json('{}'))", "string", "dictionary"],
    ["gettype(parse_json('null'))", "string", "null"],
    ["gettype(parse_json('\"a\"'))", "string", "string"],
    ["parse_json('plain text')", "dynamic", "plain text"],
    ["gettype(parse_json('plain text'))", "string", "string"],
    ["parse_json('{\"a\": }')", "dynamic", '{"a": }'],
    ["parse_json('')", "dynamic", null],
    ["gettype(parse_json(''))", "string", "null"],
    [String.raw`gettype(parse_json('{"a":"x\ny"}'))`, "string", "string"],
    ["parse_json(dynamic([1])) ", "dynamic", [1]],
    ["todynamic('{\"a\":[1]}').a[0]", "dynamic", 1],
  ]);
});

describe("arrays", () => {
  values("length, joining and slices", [
    ["array_length(dynamic([1, 2]))", "long", 2],
    ["array_length(dynamic([]))", "long", 0],
    ["array_length(dynamic({}))", "long", null],
    ["array_length(dynamic('a'))", "long", null],
    ["array_length(dynamic(null))", "long", null],
    ["array_concat(dynamic([1]), dynamic([2, 3]))", "dynamic", [1, 2, 3]],
    ["array_concat(dynamic([1]), dynamic('a'), dynamic(null), dynamic([2]))", "dynamic", [1, 2]],
    ["array_slice(dynamic([1, 2, 3, 4]), 1, 2)", "dynamic", [2, 3]],
    ["array_slice(dynamic([1, 2, 3, 4]), -2, -1)", "dynamic", [3, 4]],
    ["array_slice(dynamic([1, 2, 3]), 1, 100)", "dynamic", [2, 3]],
    ["array_slice(dynamic([1, 2, 3]), -100, 0)", "dynamic", [1]],
    ["array_slice(dynamic([1, 2, 3]), 2, 1)", "dynamic", []],
  ]);
  values("looking up is strict about types", [
    ["array_index_of(dynamic([1, 2, 3]), 2)", "long", 1],
    ["array_index_of(dynamic([1, 2, 3]), '2')", "long", -1],
    ["array_index_of(dynamic(['a', 'b']), 'b')", "long", 1],
    ["array_index_of(dynamic(['a', 'b']), 'c')", "long", -1],
    ["set_has_element(dynamic([1, 2]), 2)", "bool", true],
    ["set_has_element(dynamic([1, 2]), '2')", "bool", false],
  ]);
  values("sorting puts nulls last, or first when told, and numbers before text", [
    ["array_sort_asc(dynamic([3, null, 1]))", "dynamic", [1, 3, null]],
    ["array_sort_desc(dynamic([3, null, 1]))", "dynamic", [3, 1, null]],
    ["array_sort_asc(dynamic([3, null, 1]), false)", "dynamic", [null, 1, 3]],
    ["array_sort_asc(dynamic(['b', 2, 'a', 1]))", "dynamic", [1, 2, "a", "b"]],
  ]);
  answers(
    "sorting several arrays moves them along, each into its own column",
    `print a = dynamic([3, 1, 2]), b = dynamic(['x', 'y', 'z'])
     | project array_sort_asc(a, b)`,
    "a_sorted:dynamic, b_sorted:dynamic",
    [
      [
        [1, 2, 3],
        ["y", "z", "x"],
      ],
    ],
  );
  values("sums", [
    ["array_sum(dynamic([1, 2, 3]))", "real", 6],
    ["array_sum(dynamic([1, null, 3.5]))", "real", 4.5],
    ["array_sum(dynamic([]))", "real", null],
    ["array_sum(dynamic(['a', 1]))", "real", null],
  ]);
  values("turning and shifting, also backwards", [
    ["array_rotate_left(dynamic([1, 2, 3, 4]), 1)", "dynamic", [2, 3, 4, 1]],
    ["array_rotate_left(dynamic([1, 2, 3, 4]), -1)", "dynamic", [4, 1, 2, 3]],
    ["array_rotate_right(dynamic([1, 2, 3, 4]), 1)", "dynamic", [4, 1, 2, 3]],
    ["array_shift_left(dynamic([1, 2, 3]), 1)", "dynamic", [2, 3, null]],
    ["array_shift_left(dynamic([1, 2, 3]), 1, 9)", "dynamic", [2, 3, 9]],
    ["array_shift_left(dynamic([1, 2, 3]), -1)", "dynamic", [null, 1, 2]],
    ["array_shift_right(dynamic([1, 2, 3]), 2, -1)", "dynamic", [-1, -1, 1]],
  ]);
  values("splitting, choosing and pairing", [
    [
      "array_split(dynamic([1, 2, 3, 4, 5]), 2)",
      "dynamic",
      [
        [1, 2],
        [3, 4, 5],
      ],
    ],
    ["array_split(dynamic([1, 2, 3, 4, 5]), dynamic([1, 3]))", "dynamic", [[1], [2, 3], [4, 5]]],
    ["array_iff(dynamic([true, false]), dynamic([1, 2]), dynamic([3, 4]))", "dynamic", [1, 4]],
    ["array_iff(dynamic([1, 0, 0.5]), dynamic([1, 2, 3]), dynamic([4, 5, 6]))", "dynamic", [1, 5, 3]],
    ["array_iff(dynamic(['a', true]), dynamic([1, 2]), dynamic([3, 4]))", "dynamic", [null, 2]],
    ["array_iff(dynamic([true, false]), dynamic([1]), dynamic([3]))", "dynamic", [1, null]],
    [
      "zip(dynamic([1, 2]), dynamic(['a']))",
      "dynamic",
      [
        [1, "a"],
        [2, null],
      ],
    ],
  ]);
  values("sets drop what repeats", [
    ["set_union(dynamic([1, 2, 2]), dynamic([2, 3]))", "dynamic", [1, 2, 3]],
    ["set_intersect(dynamic([1, 2, 2]), dynamic([2, 3]))", "dynamic", [2]],
    ["set_difference(dynamic([1, 1, 2]), dynamic([2]))", "dynamic", [1]],
  ]);
  refuses("there is no greatest or least of an array", "KQL", [
    "print array_max(dynamic([1]))",
    "print array_min(dynamic([1]))",
  ]);
  values("range includes its end and steps by one, or by one hour", [
    ["range(1, 3)", "dynamic", [1, 2, 3]],
    ["range(1, 8, 3)", "dynamic", [1, 4, 7]],
    ["range(3, 1, -1)", "dynamic", [3, 2, 1]],
    ["range(0h, 2h)", "dynamic", ["00:00:00", "01:00:00", "02:00:00"]],
    [
      "range(datetime(2020-01-01), datetime(2020-01-01 01:00))",
      "dynamic",
      ["2020-01-01T00:00:00.0000000Z", "2020-01-01T01:00:00.0000000Z"],
    ],
    ["array_length(range(1, 2000000))", "long", 1048576],
  ]);
});

describe("bags", () => {
  values("keys", [
    ["bag_keys(dynamic({'a': 1, 'b': {'c': 2}}))", "dynamic", ["a", "b"]],
    ["bag_keys(dynamic({}))", "dynamic", []],
    ["bag_keys(dynamic([1]))", "dynamic", null],
    ["bag_keys(dynamic(null))", "dynamic", null],
    ["bag_has_key(dynamic({'a': {'b': 1}}), 'a')", "bool", true],
    ["bag_has_key(dynamic({'a': {'b': 1}}), '$.a.b')", "bool", true],
    ["bag_has_key(dynamic({'a': {'b': 1}}), 'b')", "bool", false],
  ]);
  values("keys that are numbers stay where they came", [
    ["tostring(dynamic({'b': 1, '10': 2, '9': 3}))", "string", '{"b":1,"10":2,"9":3}'],
    [`tostring(parse_json('{"b":{"z":1,"5":2},"0":3,"b":4}'))`, "string", '{"b":4,"0":3}'],
    ["bag_keys(dynamic({'b': 1, '10': 2, '9': 3}))", "dynamic", ["b", "10", "9"]],
    ["bag_keys(bag_pack('2', 1, 'a', 2, '1', 3))", "dynamic", ["2", "a", "1"]],
    ["bag_keys(bag_merge(dynamic({'a': 1, '2': 1}), dynamic({'1': 2})))", "dynamic", ["a", "2", "1"]],
    ["bag_keys(bag_remove_keys(dynamic({'a': 1, '2': 1, '1': 3}), dynamic(['a'])))", "dynamic", ["2", "1"]],
    ["treepath(dynamic({'a': 1, '0': {'b': 2}}))", "dynamic", ["['a']", "['0']", "['0']['b']"]],
  ]);
  values("changes", [
    ["bag_merge(dynamic({'a': 1}), dynamic({'a': 2, 'b': 3}))", "dynamic", { a: 1, b: 3 }],
    ["bag_merge(dynamic(null), dynamic({'a': 1}))", "dynamic", { a: 1 }],
    [
      "bag_remove_keys(dynamic({'a': 1, 'b': {'c': 2, 'd': 3}}), dynamic(['a', '$.b.c']))",
      "dynamic",
      { b: { d: 3 } },
    ],
    ["bag_set_key(dynamic({'a': 1}), 'b', 2)", "dynamic", { a: 1, b: 2 }],
    ["bag_set_key(dynamic({'a': {'b': 1}}), '$.a.b', 2)", "dynamic", { a: { b: 2 } }],
  ]);
  values("packing", [
    ["bag_pack('a', 1, 'b', 'x')", "dynamic", { a: 1, b: "x" }],
    ["pack('a', 1)", "dynamic", { a: 1 }],
    ["pack_dictionary('a', 1)", "dynamic", { a: 1 }],
    ["pack_array(1, 1h, datetime(2020-01-01))", "dynamic", [1, "01:00:00", "2020-01-01T00:00:00.0000000Z"]],
    ["bag_pack('a', 1h)", "dynamic", { a: "01:00:00" }],
    ["pack_array(decimal(1.5))", "dynamic", ["1.5"]],
    ["pack_array(int(null), 'x')", "dynamic", [null, "x"]],
  ]);
  const row = "print a = 1, b = '', c = int(null), d = 'x'";
  answers("pack_all takes every column", `${row} | project all = pack_all()`, "all:dynamic", [
    [{ a: 1, b: "", c: null, d: "x" }],
  ]);
  answers("or only those with something in them", `${row} | project all = pack_all(true)`, "all:dynamic", [
    [{ a: 1, d: "x" }],
  ]);
  values("as text and as paths", [
    ["dynamic_to_json(dynamic({'b': 1, 'a': [1, 2]}))", "string", '{"a":[1,2],"b":1}'],
    ["treepath(dynamic({'a': {'b': 1}}))", "dynamic", ["['a']", "['a']['b']"]],
  ]);
});
