import { answers, refuses, values } from "./claims.js";

values("a bin is the largest multiple not above", [
  ["bin(5, 2)", "long", 4],
  ["bin(-5, 2)", "long", -6],
  ["bin(-5.5, 2.0)", "real", -6],
  ["bin(5.5, 2)", "real", 4],
  ["bin(5, 2.5)", "real", 5],
  ["bin(int(7), 5)", "long", 5],
  ["bin(0, 3)", "long", 0],
  ["bin(-1, 10)", "long", -10],
]);

values("a null, or a size below zero, gives null", [
  ["bin(long(null), 2)", "long", null],
  ["bin(5, long(null))", "long", null],
  ["bin(5, -2)", "long", null],
  ["bin(5.5, -2.0)", "real", null],
  ["bin(datetime(2020-01-01), -1h)", "datetime", null],
  ["bin(1h, -1m)", "timespan", null],
  ["bin(datetime(null), 1h)", "datetime", null],
  ["bin(datetime(2020-01-01), timespan(null))", "datetime", null],
]);

values("datetimes are counted from the year 1", [
  ["bin(datetime(2020-02-29 23:59:59), 1d)", "datetime", "2020-02-29T00:00:00Z"],
  ["bin(datetime(1955-11-05), 7d)", "datetime", "1955-10-31T00:00:00Z"],
  ["dayofweek(bin(datetime(2026-04-05), 7d))", "timespan", "1.00:00:00"],
  ["bin(datetime(2007-03-09), 30d)", "datetime", "2007-02-14T00:00:00Z"],
  ["bin(datetime(1969-12-31 23:30), 1h)", "datetime", "1969-12-31T23:00:00Z"],
  ["bin(datetime(2020-01-01 10:07:31.123), 5m)", "datetime", "2020-01-01T10:05:00Z"],
]);

values("timespans stay timespans", [
  ["bin(14d + 3h, 1d)", "timespan", "14.00:00:00"],
  ["bin(-1h, 1d)", "timespan", "-1.00:00:00"],
  ["bin(90s, 1m)", "timespan", "00:01:00"],
]);

values("bin_at counts whole sizes from a fixed point, both ways", [
  ["bin_at(6.5, 2.5, 7)", "real", 4.5],
  ["bin_at(1h, 1d, 12h)", "timespan", "-12:00:00"],
  ["bin_at(13h, 1d, 12h)", "timespan", "12:00:00"],
  ["bin_at(7, 3, 1)", "long", 7],
  ["bin_at(6, 3, 1)", "long", 4],
  ["bin_at(0, 3, 1)", "long", -2],
  ["bin_at(datetime(2017-05-15 10:20), 1d, datetime(1970-01-01 12:00))", "datetime", "2017-05-14T12:00:00Z"],
  ["bin_at(datetime(2017-05-17 10:20), 7d, datetime(2017-06-04))", "datetime", "2017-05-14T00:00:00Z"],
  ["bin_at(datetime(null), 1d, datetime(1970-01-01))", "datetime", null],
]);

answers(
  "bin_auto has its size and fixed point from options",
  `set query_bin_auto_size = 1h; set query_bin_auto_at = datetime(2017-01-01 00:05);
   datatable(t:datetime)[datetime(2017-01-01 01:04), datetime(2017-01-01 01:05)]
   | summarize n = count() by bin_auto(t)`,
  "t:datetime, n:long",
  [
    ["2017-01-01T00:05:00Z", 1],
    ["2017-01-01T01:05:00Z", 1],
  ],
);
answers(
  "the fixed point may be left out",
  "set query_bin_auto_size = 5; datatable(v:long)[7, -1] | project v = bin_auto(v)",
  "v:long",
  [[5], [-5]],
);

refuses("text has no bins", "KQL1", ["print bin('a', 1)", "print bin(datetime(2020-01-01), 'a')"]);
