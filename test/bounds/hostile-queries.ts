/** Queries that ask for more than there is, and what ends each. */

export interface HostileQuery {
  readonly query: string;
  readonly code: string;
  /** What the message names: an operator or a function. */
  readonly names: string;
  /** The text that the error points at. */
  readonly at: string;
}

const many = "range a from 1 to 19000000 step 1";
const texts = `${many} | extend s = strcat("some text ", a)`;

export const hostileQueries: readonly HostileQuery[] = [
  {
    query:
      "range a from 1 to 100000 step 1 | extend k = 1 | join kind=inner (range b from 1 to 100000 step 1 | extend k = 1) on k",
    code: "KQL306",
    names: "join",
    at: "join",
  },
  {
    query:
      "range a from 1 to 100000 step 1 | extend k = 1 | join kind=fullouter (range b from 1 to 100000 step 1 | extend k = 1) on k | count",
    code: "KQL306",
    names: "join",
    at: "join",
  },
  {
    query:
      "range a from 1 to 100000 step 1 | extend k = 1 | lookup (range b from 1 to 100000 step 1 | extend k = 1) on k",
    code: "KQL306",
    names: "lookup",
    at: "lookup",
  },
  { query: "range a from 1 to 1000000000000 step 1 | count", code: "KQL303", names: "range", at: "range" },
  {
    query: "range t from datetime(1900-01-01) to datetime(2100-01-01) step 1s | count",
    code: "KQL303",
    names: "range",
    at: "range",
  },
  { query: `${many} | union (${many}), (${many}) | count`, code: "KQL305", names: "range", at: "range" },
  { query: "range a from 1 to 600000 step 1 | where a > 5", code: "KQL304", names: "result", at: "range" },
  {
    query: `${texts} | summarize make_list(s, 100000000)`,
    code: "KQL305",
    names: "summarize",
    at: "summarize",
  },
  {
    query: `${texts} | summarize make_set(s, 100000000)`,
    code: "KQL305",
    names: "summarize",
    at: "summarize",
  },
  {
    query: `${texts} | summarize make_bag(bag_pack(s, a))`,
    code: "KQL305",
    names: "summarize",
    at: "summarize",
  },
  { query: `${texts} | summarize count_distinct(s)`, code: "KQL305", names: "summarize", at: "summarize" },
  { query: `${texts} | summarize count() by s`, code: "KQL305", names: "summarize", at: "summarize" },
  { query: `${texts} | summarize arg_max(a, *) by s`, code: "KQL305", names: "summarize", at: "summarize" },
  {
    query: `${texts} | summarize percentile(a, 50), tdigest(a) by s`,
    code: "KQL305",
    names: "summarize",
    at: "summarize",
  },
  { query: `${many} | summarize make_list(a) by a`, code: "KQL305", names: "summarize", at: "summarize" },
  {
    query: `${many} | summarize make_bag(bag_pack("k", a)) by a`,
    code: "KQL305",
    names: "summarize",
    at: "summarize",
  },
  { query: `${many} | summarize make_set(a % 7) by a`, code: "KQL305", names: "summarize", at: "summarize" },
  { query: `${texts} | summarize take_any(s, a) by a`, code: "KQL305", names: "summarize", at: "summarize" },
  {
    query: `${many} | top-nested of a % 7 by sum(a), top-nested of a by count()`,
    code: "KQL305",
    names: "top-nested",
    at: "top-nested",
  },
  { query: `${many} | top-hitters 5 of a`, code: "KQL305", names: "top-hitters", at: "top-hitters" },
  {
    query: `${many} | sample-distinct 15000000 of a`,
    code: "KQL305",
    names: "sample-distinct",
    at: "sample-distinct",
  },
  { query: `${many} | top 15000000 by a | count`, code: "KQL305", names: "top", at: "top" },
  {
    query: `${many} | evaluate pivot(a, count(), a)`,
    code: "KQL305",
    names: "evaluate",
    at: "evaluate",
  },
  {
    query:
      'range a from 1 to 200000 step 1 | scan declare (s:string = "") with (step one: true => s = strcat(one.s, "abcdefghijklmnopqrstuvwxyz", a);) | count',
    code: "KQL305",
    names: "scan",
    at: "scan",
  },
  {
    query:
      "range a from 1 to 200000 step 1 | scan declare (d:dynamic = dynamic([])) with (step one: true => d = array_concat(one.d, pack_array(a));) | count",
    code: "KQL305",
    names: "scan",
    at: "scan",
  },
  {
    query:
      'range a from 1 to 50000 step 1 | extend ip = format_ipv4(a) | evaluate ipv4_lookup((range b from 1 to 50000 step 1 | extend n = strcat(format_ipv4(b * 256), "/8")), ip, n) | count',
    code: "KQL303",
    names: "evaluate",
    at: "evaluate",
  },
  {
    query:
      "range a from 1 to 7000000 step 1 | extend t = datetime(2020-01-01) + a * 1s | make-series count() on t step 1s by b = a % 7",
    code: "KQL305",
    names: "make-series",
    at: "make-series",
  },
  { query: `print a = 1${" | extend a = a + 1".repeat(501)}`, code: "KQL306", names: "extend", at: "extend" },
  { query: `${texts} | distinct s`, code: "KQL305", names: "distinct", at: "distinct" },
  { query: `${texts} | sort by s asc`, code: "KQL305", names: "sort", at: "sort" },
  { query: `${texts} | top 15000000 by s`, code: "KQL305", names: "top", at: "top" },
  {
    query: `${texts} | top-nested 10000000 of s by sum(a)`,
    code: "KQL305",
    names: "top-nested",
    at: "top-nested",
  },
  { query: `${texts} | partition by s (take 1)`, code: "KQL305", names: "partition", at: "partition" },
  { query: `${texts} | serialize p = prev(s)`, code: "KQL305", names: "serialize", at: "serialize" },
  { query: `${texts} | as T | join kind=inner T on a`, code: "KQL305", names: "as", at: "as" },
  { query: `${texts} | evaluate narrow()`, code: "KQL305", names: "evaluate", at: "evaluate" },
  {
    query: `${texts} | project d = bag_pack("a", a, "s", s) | evaluate bag_unpack(d)`,
    code: "KQL305",
    names: "evaluate",
    at: "evaluate",
  },
  {
    query:
      "range a from 1 to 300000 step 1 | project d = bag_pack(strcat('c', a), a) | evaluate bag_unpack(d)",
    code: "KQL306",
    names: "evaluate",
    at: "evaluate",
  },
  {
    query:
      "range a from 1 to 300000 step 1 | extend k = 'x', s = strcat('c', a) | evaluate pivot(s, count(), k)",
    code: "KQL306",
    names: "evaluate",
    at: "evaluate",
  },
  {
    query:
      "range a from 1 to 1000 step 1 | extend b = range(1, 1000) | mv-expand b | extend c = range(1, 1000) | mv-expand c | extend d = range(1, 1000) | mv-expand d | count",
    code: "KQL306",
    names: "mv-expand",
    at: "mv-expand c",
  },
  {
    query:
      "range a from 1 to 100000 step 1 | mv-apply b = range(1, 100000) to typeof(long) on (summarize sum(b))",
    code: "KQL306",
    names: "mv-apply",
    at: "mv-apply",
  },
  {
    query:
      "range a from 1 to 100 step 1 | extend t = datetime(2000-01-01) + a * 1d | make-series count() on t from datetime(0001-01-01) to datetime(9999-01-01) step 1tick",
    code: "KQL306",
    names: "make-series",
    at: "make-series",
  },
  {
    query:
      "range a from 1 to 100000 step 1 | extend t = datetime(2000-01-01) + a * 1d | make-series count() on t from datetime(2000-01-01) to datetime(2020-01-01) step 1h by a",
    code: "KQL306",
    names: "make-series",
    at: "make-series",
  },
  {
    query: 'print x = strrep("abc", 1000) | extend x = strrep(x, 1000) | extend x = strrep(x, 1000)',
    code: "KQL307",
    names: "text",
    at: "strrep(x, 1000)",
  },
  {
    query: `range a from 1 to 1000 step 1 | extend x = strrep(tostring(a), 1024) | ${"extend x = strcat(x, x, x, x, x, x, x, x) | ".repeat(3)}summarize make_list(x)`,
    code: "KQL305",
    names: "strcat",
    at: "strcat(x, x, x, x, x, x, x, x)",
  },
  {
    query: "range a from 1 to 100000 step 1 | extend x = repeat(a, 1000000) | summarize make_list(x)",
    code: "KQL305",
    names: "repeat",
    at: "repeat(a, 1000000)",
  },
  {
    query: "range a from 1 to 100000 step 1 | extend x = range(a, a + 1000000) | summarize make_list(x)",
    code: "KQL309",
    names: "arrays",
    at: "range(a, a + 1000000)",
  },
  {
    query:
      'range a from 1 to 100000 step 1 | extend x = split(strrep(strcat(a, ","), 3000), ",") | where a > 1',
    code: "KQL305",
    names: "split",
    at: "split(",
  },
  {
    query:
      'range a from 1 to 100000 step 1 | extend x = parse_json(strcat("{\\"a\\":[", strrep("1,", 1000), a, "]}")) | sort by a asc | where x.a[1] == 5',
    code: "KQL305",
    names: "sort",
    at: "sort",
  },
];
