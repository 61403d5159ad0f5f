/** range, make-series, scan, top-nested, top-hitters, getschema and plugins. */
import { answers, refuses } from "./claims.js";

const days =
  "datatable(t:datetime, v:long, g:string)[datetime(2020-01-01), 1, 'a', datetime(2020-01-03), long(null), 'a', datetime(2020-01-03 12:00), 5, 'b']";
const axis = ["2020-01-01T00:00:00.0000000Z", "2020-01-02T00:00:00.0000000Z", "2020-01-03T00:00:00.0000000Z"];
const sales = "datatable(r:string, c:string, v:long)['n', 'x', 10, 'n', 'y', 20, 's', 'x', 5, 'w', 'y', 1]";

answers("range includes both ends", "range x from 1 to 7 step 3", "x:long", [[1], [4], [7]]);
answers(
  "range of reals, datetimes and timespans",
  "range x from 1.0 to 2.0 step 0.5 | extend t = datetime(2020-01-01) + x * 1d, w = x * 1h",
  "x:real, t:datetime, w:timespan",
  [
    [1, "2020-01-02T00:00:00Z", "01:00:00"],
    [1.5, "2020-01-02T12:00:00Z", "01:30:00"],
    [2, "2020-01-03T00:00:00Z", "02:00:00"],
  ],
);
answers(
  "range of datetimes",
  "range t from datetime(2020-01-01) to datetime(2020-01-02) step 12h",
  "t:datetime",
  [["2020-01-01T00:00:00Z"], ["2020-01-01T12:00:00Z"], ["2020-01-02T00:00:00Z"]],
);
answers(
  "range of timespans goes down with a negative step",
  "range w from 2h to 1h step -30m",
  "w:timespan",
  [["02:00:00"], ["01:30:00"], ["01:00:00"]],
);
answers("a start beyond the end gives no rows", "range x from 5 to 1 step 1", "x:long", []);
answers(
  "make-series leaves out its end and fills with 0",
  `${days} | make-series s = sum(v), n = count() on t from datetime(2020-01-01) to datetime(2020-01-04) step 1d`,
  "s:dynamic, n:dynamic, t:dynamic",
  [[[1, 0, 5], [1, 0, 2], axis]],
);
answers(
  "default fills bins without rows, for each aggregate its own",
  `${days} | where g == 'a' | make-series s = sum(v) default = 9, a = avg(v) default = real(null) on t from datetime(2020-01-01) to datetime(2020-01-04) step 1d`,
  "s:dynamic, a:dynamic, t:dynamic",
  [[[1, 9, 0], [1, null, "NaN"], axis]],
);
answers(
  "without ends the axis spans the data of each series",
  `${days} | make-series n = count() on t step 1d by g | sort by g asc`,
  "g:string, n:dynamic, t:dynamic",
  [
    ["a", [1, 0, 1], axis],
    ["b", [1], axis.slice(2)],
  ],
);
answers(
  "no rows make no series",
  `${days} | where v > 99 | make-series n = count() on t from datetime(2020-01-01) to datetime(2020-01-04) step 1d`,
  "n:dynamic, t:dynamic",
  [],
);
answers(
  "kind=nonempty makes one of defaults",
  `${days} | where v > 99 | make-series kind=nonempty n = count() default = 7 on t from datetime(2020-01-01) to datetime(2020-01-04) step 1d`,
  "n:dynamic, t:dynamic",
  [[[7, 7, 7], axis]],
);
answers(
  "in range is an older way to write the axis, its end included",
  `${days} | make-series n = count() on t in range(datetime(2020-01-01), datetime(2020-01-03), 1d)`,
  "n:dynamic, t:dynamic",
  [[[1, 0, 2], axis]],
);
answers(
  "a series may run along numbers",
  "datatable(x:long, v:real)[0, 1.5, 5, 2.0] | make-series sum(v), count() on x from 0 to 9 step 3",
  "sum_v:dynamic, count_:dynamic, x:dynamic",
  [
    [
      [1.5, 2, 0],
      [1, 1, 0],
      [0, 3, 6],
    ],
  ],
);
answers(
  "an average is real",
  "datatable(x:long, v:long)[0, 1, 0, 2] | make-series avg(v) on x from 0 to 2 step 1",
  "avg_v:dynamic, x:dynamic",
  [
    [
      [1.5, 0],
      [0, 1],
    ],
  ],
);
answers(
  "scan sees rows in order; a step's last value has the step's name before it",
  "datatable(x:long)[3, 1, 2] | sort by x asc | scan declare (total:long = 0) with (step s: true => total = s.total + x;)",
  "x:long, total:long",
  [
    [1, 1],
    [2, 3],
    [3, 6],
  ],
);
answers(
  "a declared name alone is its default",
  "datatable(x:long)[1, 2] | sort by x asc | scan declare (c:long = 5) with (step s: true => c = c + x;)",
  "x:long, c:long",
  [
    [1, 6],
    [2, 7],
  ],
);
answers(
  "a row that meets no condition gives nothing",
  "datatable(x:long)[1, 2, 3] | sort by x asc | scan with (step s: x % 2 == 1;)",
  "x:long",
  [[1], [3]],
);
answers(
  "scan follows a sequence of steps",
  "datatable(t:long, e:string)[1, 'in', 2, 'x', 3, 'out', 4, 'in'] | sort by t asc | scan declare (since:long) with (step a output=none: e == 'in' => since = t; step b: e == 'out' => since = a.since;)",
  "t:long, e:string, since:long",
  [[3, "out", 1]],
);
answers(
  "scan numbers its matches",
  "datatable(x:long)[1, 2] | sort by x asc | scan with_match_id = m with (step s: true;)",
  "x:long, m:long",
  [
    [1, 0],
    [2, 0],
  ],
);
answers(
  "top-nested names what it aggregates after the column",
  `${sales} | top-nested 2 of r by sum(v), top-nested 1 of c by sum(v) | sort by r asc`,
  "r:string, aggregated_r:long, c:string, aggregated_c:long",
  [
    ["n", 30, "y", 20],
    ["s", 5, "x", 5],
  ],
);
answers(
  "top-nested takes a name, an order and a row for the rest",
  `${sales} | top-nested 1 of r with others = 'rest' by total = sum(v) asc | sort by total asc`,
  "r:string, total:long",
  [
    ["w", 1],
    ["rest", 35],
  ],
);
answers(
  "top-nested without a number keeps all",
  `${sales} | top-nested of r by max(v) | count`,
  "Count:long",
  [[3]],
);
answers(
  "top-hitters counts or sums",
  `${sales} | top-hitters 1 of r by v`,
  "r:string, approximate_sum_v:long",
  [["n", 30]],
);
answers(
  "top-hitters without by counts",
  `${sales} | where r == 'n' | top-hitters 1 of r`,
  "r:string, approximate_count_r:long",
  [["n", 2]],
);
answers(
  "getschema lists the columns",
  "datatable(a:long, b:dynamic, c:timespan)[] | getschema",
  "ColumnName:string, ColumnOrdinal:int, DataType:string, ColumnType:string",
  [
    ["a", 0, "System.Int64", "long"],
    ["b", 1, "System.Object", "dynamic"],
    ["c", 2, "System.TimeSpan", "timespan"],
  ],
);
answers(
  "bag_unpack puts slots in order of their names, typed by what they hold",
  "datatable(k:long, d:dynamic)[1, dynamic({'z': 1, 'b': 'x', 'm': 1}), 2, dynamic({'z': 3, 'm': 't'})] | evaluate bag_unpack(d)",
  "k:long, b:string, m:dynamic, z:long",
  [
    [1, "x", 1, 1],
    [2, "", "t", 3],
  ],
);
answers(
  "bag_unpack may put a prefix, keep or replace",
  "print a = 1, d = dynamic({'a': 'new', 'b': true}) | evaluate bag_unpack(d, columnsConflict='replace_source')",
  "a:string, b:bool",
  [["new", true]],
);
answers(
  "bag_unpack with keep_source keeps the column that was there",
  "print a = 1, d = dynamic({'a': 'new', 'b': true}) | evaluate bag_unpack(d, columnsConflict='keep_source')",
  "a:long, b:bool",
  [[1, true]],
);
answers(
  "bag_unpack with a prefix has no clash",
  "print a = 1, d = dynamic({'a': 'new'}) | evaluate bag_unpack(d, 'p_')",
  "a:long, p_a:string",
  [[1, "new"]],
);
refuses("bag_unpack over a column of the same name is a mistake", "KQL", [
  "print a = 1, d = dynamic({'a': 2}) | evaluate bag_unpack(d)",
]);
const networks = "let N = datatable(net:string, name:string)['10.0.0.0/8', 'ten', '192.168.0.0/16', 'home'];";
const hosts = "datatable(ip:string)['10.1.2.3', '8.8.8.8']";
answers(
  "ipv4_lookup gives rows that match, source columns first",
  `${networks} ${hosts} | evaluate ipv4_lookup(N, ip, net)`,
  "ip:string, net:string, name:string",
  [["10.1.2.3", "10.0.0.0/8", "ten"]],
);
answers(
  "ipv4_lookup may keep the others",
  `${networks} ${hosts} | evaluate ipv4_lookup(N, ip, net, return_unmatched = true) | sort by ip asc`,
  "ip:string, net:string, name:string",
  [
    ["10.1.2.3", "10.0.0.0/8", "ten"],
    ["8.8.8.8", "", ""],
  ],
);
answers(
  "ipv6_lookup gives the lookup table's columns first",
  `${networks} ${hosts} | evaluate ipv6_lookup(N, ip, net)`,
  "net:string, name:string, ip:string",
  [["10.0.0.0/8", "ten", "10.1.2.3"]],
);
answers("render changes nothing", "print x = 1 | render timechart with (title = 'none')", "x:long", [[1]]);
