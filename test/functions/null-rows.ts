/** What functions and operators answer to nulls, position by position: expressions with what they are. */

export type NullRow = readonly [expression: string, expected: unknown];

/** `long:5` is `long(5)`, and null as `long(null)`; `string:x` is a text, which is never null. */
function ordinary(argument: string): string {
  const [type, value] = split(argument);
  return type === "string" ? JSON.stringify(value) : `${type}(${value})`;
}

function split(argument: string): [type: string, value: string] {
  const at = argument.indexOf(":");
  return [argument.slice(0, at), argument.slice(at + 1)];
}

function callText(name: string, args: readonly string[]): string {
  if (name === "negate") return `-${args[0]}`;
  return /^\w+$/.test(name) ? `${name}(${args.join(", ")})` : `${args[0]} ${name} ${args[1]}`;
}

/** Each argument that can be null is so in turn, the others are ordinary: null. */
function nullsOf([name, ...args]: readonly string[]): NullRow[] {
  return args.flatMap((argument, at): NullRow[] => {
    const [type] = split(argument);
    if (type === "string") return [];
    const texts = args.map((other, place) => (place === at ? `${type}(null)` : ordinary(other)));
    return [[callText(name, texts), null]];
  });
}

const numbers = ["long:7", "real:2.5", "decimal:1.5", "timespan:3h"];
const pair = (name: string) => numbers.map((number) => [name, number, number]);

const arithmetic: readonly (readonly string[])[] = [
  ...["+", "-", "*", "/", "%"].flatMap((sign) =>
    pair(sign).filter(([, left]) => sign !== "*" || !left.startsWith("t")),
  ),
  ["+", "datetime:2020-01-01", "timespan:1h"],
  ["+", "timespan:1h", "datetime:2020-01-01"],
  ["-", "datetime:2020-01-01", "datetime:2020-01-02"],
  ["-", "datetime:2020-01-01", "timespan:1h"],
  ...["long:2", "real:1.5"].flatMap((number) => [
    ["*", "timespan:1h", number],
    ["*", number, "timespan:1h"],
    ["/", "timespan:1h", number],
  ]),
  ...numbers.map((number) => ["negate", number]),
];

const array = "dynamic:[1,2,3]";
const date = "datetime:2020-03-04 05:06:07";

/** Functions of arrays, numbers and times: a null at any place makes them null. */
const nullGivesNull: readonly (readonly string[])[] = [
  ...arithmetic,
  ["array_index_of", array, "long:2", "long:0", "long:3", "long:1"],
  ["array_reverse", array],
  ["array_rotate_left", array, "long:1"],
  ["array_rotate_right", array, "long:1"],
  ["array_slice", array, "long:0", "long:1"],
  ["array_split", array, "long:1"],
  ["array_split", array, "dynamic:[1,2]"],
  ["array_sum", array],
  ["bag_has_key", 'dynamic:{"a":1}', "string:a"],
  ["bag_remove_keys", 'dynamic:{"a":1}', 'dynamic:["b"]'],
  ["bin", "int:7", "int:2"],
  ["bin", "timespan:3h", "timespan:2h"],
  ["bin_at", "long:7", "long:2", "long:1"],
  ["bin_at", "real:7", "real:2", "real:1"],
  ["bin_at", "decimal:7", "decimal:2", "decimal:1"],
  ["bin_at", "timespan:3h", "timespan:2h", "timespan:1h"],
  ["bin_at", date, "timespan:2h", date],
  ["binary_and", "long:7", "long:2"],
  ["binary_or", "long:7", "long:2"],
  ["binary_xor", "long:7", "long:2"],
  ["binary_shift_left", "long:7", "long:2"],
  ["binary_shift_right", "long:7", "long:2"],
  ...["day", "week", "month", "year"].flatMap((period) => [
    [`startof${period}`, date, "long:1"],
    [`endof${period}`, date, "long:1"],
  ]),
  ...[
    "getyear",
    "monthofyear",
    "dayofmonth",
    "dayofyear",
    "hourofday",
    "week_of_year",
    "weekofyear",
    "dayofweek",
  ].map((name) => [name, date]),
  ["datetime_part", "string:year", date],
  ["datetime_diff", "string:day", date, "datetime:2020-01-01"],
  ["make_datetime", "real:2020", "real:1", "real:2", "real:3", "real:4", "real:5"],
  ["make_datetime", date],
  ["make_timespan", "real:1", "real:2", "real:3"],
  ["make_timespan", "real:1", "real:2", "real:3", "real:4"],
  ...["milliseconds", "microseconds", "nanoseconds"].flatMap((unit) => [
    [`unixtime_${unit}_todatetime`, "long:1"],
    [`unixtime_${unit}_todatetime`, "real:1"],
  ]),
  ["range", "long:1", "long:3", "long:1"],
  ["range", "real:1", "real:3", "real:1"],
  ["range", date, date, "timespan:1h"],
  ["range", "timespan:1h", "timespan:3h", "timespan:1h"],
  ["abs", "timespan:1h"],
  ["round", "int:17", "long:1"],
  ["round", "long:17", "long:1"],
  ...[
    "exp2",
    "exp10",
    "log2",
    "log10",
    "cos",
    "tan",
    "cot",
    "asin",
    "acos",
    "atan",
    "degrees",
    "radians",
  ].map((name) => [name, "real:0.5"]),
  ["atan2", "real:1", "real:2"],
  ["around", "timespan:1h", "timespan:2h", "timespan:3h"],
  ["around", date, date, "timespan:3h"],
  ["beta_cdf", "real:0.5", "real:2", "real:3"],
  ["beta_inv", "real:0.5", "real:2", "real:3"],
  ["beta_pdf", "real:0.5", "real:2", "real:3"],
  ["welch_test", "real:1", "real:2", "real:9", "real:2", "real:3", "real:9"],
  ["convert_angle", "real:1", "string:Degree", "string:Radian"],
  ["convert_energy", "real:1", "string:Joule", "string:Calorie"],
  ["convert_force", "real:1", "string:Newton", "string:Dyn"],
  ["convert_length", "real:1", "string:Meter", "string:Foot"],
  ["convert_mass", "real:1", "string:Kilogram", "string:Gram"],
  ["convert_speed", "real:1", "string:Knot", "string:MeterPerSecond"],
  ["convert_temperature", "real:1", "string:Kelvin", "string:DegreeCelsius"],
  ["convert_volume", "real:1", "string:CubicMeter", "string:Liter"],
  ["datetime_utc_to_local", date, "string:UTC"],
  ["datetime_local_to_utc", date, "string:UTC"],
  ["ipv4_compare", "string:1.2.3.4", "string:1.2.3.4", "long:24"],
  ["ipv4_is_match", "string:1.2.3.4", "string:1.2.3.4", "long:24"],
  ["ipv6_compare", "string:fe80::1", "string:fe80::1", "long:64"],
  ["ipv6_is_match", "string:fe80::1", "string:fe80::1", "long:64"],
  ["set_intersect", array, array],
  ["set_difference", array, array],
  ["set_equals", array, array],
  ["jaccard_index", array, array],
  ...[
    "acos asin atan ceiling cos exp floor log sign sin tan sum product magnitude fit_line_dynamic",
    "stats_dynamic",
  ]
    .join(" ")
    .split(" ")
    .map((name) => [`series_${name}`, array]),
  ..."add subtract multiply divide pow equals not_equals greater greater_equals less less_equals dot_product"
    .split(" ")
    .flatMap((name) => [
      [`series_${name}`, array, array],
      [`series_${name}`, array, "real:2"],
      [`series_${name}`, "real:2", array],
    ]),
  ["series_fit_2lines_dynamic", "dynamic:[1,2,3,4,3,2,1,0]"],
  ["series_cosine_similarity", array, array, "real:1", "real:1"],
  ["series_pearson_correlation", array, "dynamic:[1,2,4]"],
  ["series_iir", array, array, array],
];

/** Sign, and what it gives for one null and for two. */
const comparisons: readonly (readonly [sign: string, one: unknown, both: unknown])[] = [
  ["==", false, null],
  ["!=", true, null],
  ["<", null, null],
  ["<=", null, null],
  [">", null, null],
  [">=", null, null],
];
const compared = [
  "bool:true",
  "long:5",
  "real:1.5",
  "decimal:1.5",
  "datetime:2020-01-01",
  "timespan:1h",
  "guid:10e99626-bc2b-4c75-bb3e-fe606de25700",
];

function comparisonRows(): NullRow[] {
  return comparisons.flatMap(([sign, one, both]) =>
    compared
      .filter((argument) => !argument.startsWith("guid") || sign === "==" || sign === "!=")
      .flatMap((argument): NullRow[] => {
        const [type] = split(argument);
        return [
          [`${type}(null) ${sign} ${ordinary(argument)}`, one],
          [`${ordinary(argument)} ${sign} ${type}(null)`, one],
          [`${type}(null) ${sign} ${type}(null)`, both],
        ];
      }),
  );
}

/** Texts are never null: an absent one is empty, and smaller than every other. */
const textComparisons: readonly NullRow[] = [
  ['"" == "a"', false],
  ['"a" == ""', false],
  ['"" != "a"', true],
  ['"a" != ""', true],
  ['"" < "a"', true],
  ['"a" < ""', false],
  ['"" <= "a"', true],
  ['"a" <= ""', false],
  ['"" > "a"', false],
  ['"a" > ""', true],
  ['"" >= "a"', false],
  ['"a" >= ""', true],
];

const termOperators = "has hasprefix hassuffix contains startswith endswith".split(" ");

/** Nothing is found in an empty text, and an empty text in every other. */
function textOperatorRows(): NullRow[] {
  return termOperators
    .flatMap((name) => [name, `${name}_cs`])
    .flatMap((name): NullRow[] => [
      [`"" ${name} "a"`, false],
      [`"a" ${name} ""`, true],
      [`"" !${name} "a"`, true],
      [`"a" !${name} ""`, false],
    ]);
}

const lists: readonly NullRow[] = [
  ["long(null) in (1, 2)", false],
  ["1 in (long(null), 2)", false],
  ["long(null) !in (1, 2)", true],
  ["1 !in (long(null), 2)", true],
  ['"" in~ ("a", "b")', false],
  ['"a" in~ ("", "b")', false],
  ['"" !in~ ("a", "b")', true],
  ['"a" !in~ ("", "b")', true],
  ['"" has_any ("a", "b")', false],
  ['"" has_all ("a", "b")', false],
  ['"a" =~ ""', false],
  ['"a" !~ ""', true],
  ['"a" matches regex ""', true],
  ['"" matches regex "a"', false],
];

const emptyXxHash = -1205034819632174695n;
const emptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Functions of texts, where the absent text is empty, and those that make something of a null. */
const ownAnswers: readonly NullRow[] = [
  ["array_iff(dynamic([true,false]), dynamic(null), dynamic([1,2]))", [null, 2]],
  ["array_iff(dynamic([true,false]), dynamic([1,2]), dynamic(null))", [1, null]],
  ["array_shift_left(dynamic([1,2,3]), long(null))", null],
  ["array_shift_left(dynamic([1,2,3]), 1, dynamic(null))", [2, 3, null]],
  ["array_shift_right(dynamic(null), 1)", null],
  ["array_shift_right(dynamic([1,2,3]), long(null))", null],
  ["array_shift_right(dynamic([1,2,3]), 1, dynamic(null))", [null, 1, 2]],
  ["array_sort_desc(dynamic(null))", null],
  ['bag_has_key(dynamic({"a":1}), "")', false],
  ['bag_set_key(dynamic(null), "a", 1)', null],
  ["bag_zip(dynamic(null), dynamic([1]))", null],
  ['bag_zip(dynamic(["a"]), dynamic(null))', { a: null }],
  ["dynamic(5) <= long(5)", true],
  ["long(5) <= dynamic(5)", true],
  ["dynamic(null) <= long(5)", null],
  ["long(null) <= dynamic(5)", null],
  ["dynamic(5) <= long(null)", null],
  ["long(5) <= dynamic(null)", null],
  ['gzip_decompress_from_base64_string(gzip_compress_to_base64_string("aé"))', "aé"],
  ['gzip_decompress_from_base64_string(gzip_compress_to_base64_string(""))', ""],
  ['zlib_decompress_from_base64_string(zlib_compress_to_base64_string("aé"))', "aé"],
  ['zlib_decompress_from_base64_string(zlib_compress_to_base64_string(""))', ""],
  ["todecimal(long(null))", null],
  ["toguid(guid(null))", null],
  ["tohex(int(null))", ""],
  ["tohex(int(255), long(null))", ""],
  ['format_timespan(timespan(null), "hh")', ""],
  ['make_datetime("2020-01-02")', "2020-01-02T00:00:00Z"],
  ['make_datetime("")', null],
  ['make_timespan("01:02:03")', "01:02:03"],
  ['make_timespan("")', null],
  ['url_encode_component("")', ""],
  ['url_decode("")', ""],
  ['extract_json("$.a", "", typeof(long))', null],
  ['hash_xxhash64("")', emptyXxHash],
  ['hash_sha256("")', emptySha256],
  ['has_any_ipv4("", "1.2.3.4")', false],
  ['has_ipv4_prefix("", "1.2.")', false],
  ['has_ipv4_prefix("1.2.3.4", "")', false],
  ['has_any_ipv4_prefix("", "1.2.")', false],
  ['has_any_ipv4_prefix("1.2.3.4", "")', false],
  ['parse_ipv4_mask("", 24)', null],
  ['format_ipv4("192.168.1.1", long(null))', ""],
  ['format_ipv4_mask("", 24)', ""],
  ['format_ipv4_mask("192.168.1.1", long(null))', ""],
  ['ipv4_netmask_suffix("")', null],
  ['ipv4_compare("", "1.2.3.4")', null],
  ['ipv4_compare("1.2.3.4", "")', null],
  ['ipv4_is_match("", "1.2.3.4")', null],
  ['ipv4_is_match("1.2.3.4", "")', null],
  ['ipv4_is_in_range("", "10.0.0.0/8")', null],
  ['ipv4_is_in_range("10.0.0.1", "")', null],
  ['ipv4_is_private("")', null],
  ['ipv4_range_to_cidr_list("", "1.1.1.3")', null],
  ['ipv4_range_to_cidr_list("1.1.1.1", "")', null],
  ['parse_ipv6_mask("", 64)', ""],
  ['parse_ipv6_mask("fe80::1", long(null))', ""],
  ['ipv6_compare("", "fe80::1")', null],
  ['ipv6_compare("fe80::1", "")', null],
  ['ipv6_is_match("", "fe80::1")', null],
  ['ipv6_is_match("fe80::1", "")', null],
  ['ipv6_is_in_range("", "fe80::/10")', null],
  ['ipv6_is_in_range("fe80::1", "")', null],
  ['ipv6_is_in_any_range("", "fe80::/10")', null],
  ['punycode_to_string("")', ""],
  ['punycode_domain_from_string("")', ""],
  ['punycode_domain_to_string("")', ""],
  [
    'parse_user_agent("Mozilla/5.0 (Windows; U) AdobeAIR/2.5.1", "browser")',
    { Browser: { Family: "AdobeAIR", MajorVersion: "2", MinorVersion: "5", Patch: "1" } },
  ],
  ['parse_version("")', null],
  ['parse_xml("")', null],
  ["series_seasonal(dynamic(null))", null],
  ["series_decompose(dynamic(null))", null],
  ["series_decompose_forecast(dynamic(null), 2)", null],
  ["series_decompose_anomalies(dynamic(null))", null],
  ["series_outliers(dynamic(null))", null],
  ["series_fill_forward(dynamic(null))", null],
  ["series_fill_backward(dynamic(null))", null],
  ["series_fill_const(dynamic(null), 1)", null],
  ["series_fill_linear(dynamic(null))", null],
  ["series_fir(dynamic(null), dynamic([1]))", null],
  ["series_fir(dynamic([1,2]), dynamic(null))", null],
  ["series_fft(dynamic(null))", null],
  ["series_ifft(dynamic(null))", null],
  ["series_fit_line(dynamic(null))", null],
  ["series_fit_2lines(dynamic(null))", null],
  ["series_fit_poly(dynamic(null))", null],
  ["series_stats(dynamic(null))", null],
  ["percentiles_array_tdigest(dynamic(null), 25, 50)", null],
  ["percentiles_array_tdigest(dynamic(null), dynamic([25, 50]))", null],
  ["percentiles_array_tdigest(dynamic(null), dynamic([25, 50]), typeof(long))", null],
  [
    "toscalar(range x from 1 to 4 step 1 | summarize t = tdigest(x) | project percentiles_array_tdigest(t, 25, 50))",
    [1, 2],
  ],
  [
    "toscalar(range x from 1 to 4 step 1 | summarize t = tdigest(x) | project percentiles_array_tdigest(t, dynamic([25, 50])))",
    [1, 2],
  ],
  ['strcat_delim("", 1, 2)', "12"],
  ['strcat_delim("-", "a", "")', "a-"],
  ['strrep("", 3)', ""],
  ['strrep("ab", 2, "")', "abab"],
  ['replace_string("abc", "b", "")', "ac"],
  ['replace_strings("", dynamic(["a"]), dynamic(["b"]))', ""],
  ['translate("", "x", "abc")', "abc"],
  ['translate("abc", "x", "")', ""],
  ['extract("a", 0, "")', ""],
  ['extract("(a)", 1, "", typeof(long))', null],
  ['extract("(1)", int(null), "1", typeof(long))', null],
  ['extract_all("(a)", dynamic([1]), "")', null],
  ['replace("a", "b", "")', ""],
  ['trim_start("a", "")', ""],
  ['trim_end("a", "")', ""],
  ['regex_quote("")', ""],
  ['indexof("abc", "b", 0, long(null))', null],
  ['indexof_regex("", "a")', -1],
  ['indexof_regex("abc", "b", long(null))', null],
  ['indexof_regex("abc", "b", 0, long(null))', null],
  ['has_any_index("", dynamic(["a"]))', -1],
  ['tolower("")', ""],
  ['strcmp("a", "")', 1],
  ['isutf8("")', true],
  ["array_length(datetime_list_timezones()) > 100", true],
  [
    "toscalar(datatable(v:long)[1, long(null), 3] | summarize percentiles_array(v, dynamic([50, 100])))",
    [1, 3],
  ],
];

export const nullRows: readonly NullRow[] = [
  ...ownAnswers,
  ...nullGivesNull.flatMap(nullsOf),
  ...comparisonRows(),
  ...textComparisons,
  ...textOperatorRows(),
  ...lists,
];

/** The same calls without nulls, to see that it is the null that matters. */
export const ordinaryCalls: readonly string[] = nullGivesNull.map(([name, ...args]) =>
  callText(name, args.map(ordinary)),
);
