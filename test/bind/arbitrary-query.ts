/** Queries over the sample table, right and wrong ones, for comparing two binders. */
import fc from "fast-check";

const columns = ["s", "i", "l", "r", "m", "b", "t", "p", "g", "d"];
const column = fc.constantFrom(...columns);
const literal = fc.constantFrom(
  "1",
  "2.5",
  "'x'",
  "true",
  "1h",
  "datetime(2026-04-06)",
  "dynamic([1])",
  "int(3)",
);
const name = fc.constantFrom("a", "c", "e", "s", "l", "t", "Column1", "count_");

const functionsOfOne = [
  "tostring",
  "tolong",
  "toint",
  "toreal",
  "todatetime",
  "tolower",
  "strlen",
  "isempty",
  "isnull",
  "startofday",
  "bin_size",
  "abs",
  "parse_json",
  "array_length",
  "bag_keys",
  "not",
  "gettype",
];

const { expression, condition } = fc.letrec<{ expression: string; condition: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    column,
    literal,
    fc.constantFrom("d.x", "d['y z']", "d[0]", "d.a.b", "s.x"),
    fc.tuple(fc.constantFrom(...functionsOfOne), tie("expression")).map(([f, x]) => `${f}(${x})`),
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "-", "*", "/", "%"), tie("expression"))
      .map(([x, sign, y]) => `(${x} ${sign} ${y})`),
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]) => `iff(b, ${x}, ${y})`),
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]) => `strcat(${x}, ${y})`),
    fc.tuple(tie("expression"), fc.constantFrom("1h", "10", "2.5")).map(([x, size]) => `bin(${x}, ${size})`),
    fc.tuple(tie("expression"), fc.constantFrom("1", "s")).map(([x, y]) => `split(${x}, '${y}')[0]`),
  ),
  condition: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    fc
      .tuple(tie("expression"), fc.constantFrom("==", "!=", "<", ">="), tie("expression"))
      .map(([x, sign, y]) => `${x} ${sign} ${y}`),
    fc
      .tuple(tie("expression"), fc.constantFrom("has", "contains", "startswith", "=~", "!has"))
      .map(([x, sign]) => `${x} ${sign} 'x'`),
    tie("expression").map((x) => `${x} in (1, 'x')`),
    tie("expression").map((x) => `isnotempty(${x})`),
    fc.tuple(tie("condition"), tie("condition")).map(([x, y]) => `(${x} and ${y})`),
    tie("condition").map((x) => `not(${x})`),
  ),
}));

const item = fc.oneof(
  expression,
  fc.tuple(name, expression).map(([n, x]) => `${n} = ${x}`),
);
const items = fc.array(item, { minLength: 1, maxLength: 3 }).map((all) => all.join(", "));

const aggregate = fc.oneof(
  fc.constantFrom(
    "count()",
    "arg_max(t, *)",
    "arg_min(l, s, d)",
    "take_any(s)",
    "percentiles(l, 5, 50)",
    "make_list(s)",
  ),
  fc
    .tuple(fc.constantFrom("sum", "max", "min", "avg", "dcount", "make_set", "countif", "stdev"), expression)
    .map(([f, x]) => `${f}(${x})`),
);
const aggregateItem = fc.oneof(
  aggregate,
  fc.tuple(name, aggregate).map(([n, x]) => `${n} = ${x}`),
);
const aggregates = fc.array(aggregateItem, { minLength: 1, maxLength: 3 }).map((all) => all.join(", "));

const operator = fc.oneof(
  condition.map((x) => `where ${x}`),
  items.map((x) => `extend ${x}`),
  items.map((x) => `project ${x}`),
  fc.tuple(aggregates, items).map(([x, by]) => `summarize ${x} by ${by}`),
  aggregates.map((x) => `summarize ${x}`),
  column.map((x) => `sort by ${x} asc`),
  fc.constantFrom(
    "take 5",
    "count",
    "project-away s, i*",
    "project-keep *l*, t",
    "project-reorder t, *",
    "distinct s, l",
  ),
  fc.tuple(name, column).map(([n, x]) => `project-rename ${n} = ${x}`),
  column.map((x) => `join kind=inner (T) on ${x}`),
  column.map((x) => `join kind=leftouter (T | project ${x}, z = 1) on ${x}`),
  column.map((x) => `lookup (T | project ${x}, z = 1) on ${x}`),
  items.map((x) => `union (T | project ${x})`),
  fc.constantFrom(
    "mv-expand d",
    "mv-expand e = d to typeof(long)",
    "serialize n = row_number()",
    "top 3 by l",
  ),
  fc.constantFrom("parse s with * 'x=' e:long ' ' *", "getschema", "extend n = prev(l)", "sort by d"),
);

/** A pipeline over `T` of one to four operators. */
export const arbitraryQuery: fc.Arbitrary<string> = fc
  .array(operator, { minLength: 1, maxLength: 4 })
  .map((operators) => `T\n| ${operators.join("\n| ")}`);
