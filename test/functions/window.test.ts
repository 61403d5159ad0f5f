import { describe, expect, test } from "vitest";
import { run } from "./summarize.js";

const rows = `datatable(g:string, v:long, r:real)[
  "a",5,1.5, "a",5,real(null), "a",8,2.5, "b",long(null),1.0, "b",3,2.0] | serialize`;

function column(call: string, source = rows): unknown[] {
  return run(`${source} it = ${call}`).rows.map((row) => row.at(-1));
}

describe("window functions", () => {
  test.each<[string, unknown[]]>([
    ["prev(v)", [null, 5, 5, 8, null]],
    ["prev(g)", ["", "a", "a", "a", "b"]],
    ["prev(v, 2)", [null, null, 5, 5, 8]],
    ["prev(v, 2, -1)", [-1, -1, 5, 5, 8]],
    ["prev(v, 99, -1)", [-1, -1, -1, -1, -1]],
    ["prev(r, 1, 0)", [0, 1.5, null, 2.5, 1]],
    ["prev(g, 1, 'é')", ["é", "a", "a", "a", "b"]],
    ["next(v)", [5, 8, null, 3, null]],
    ["next(v, 3, -1)", [null, 3, -1, -1, -1]],
    ["next(g)", ["a", "a", "b", "b", ""]],
    ["row_number()", [1, 2, 3, 4, 5]],
    ["row_number(7)", [7, 8, 9, 10, 11]],
    ["row_number(1, g != prev(g))", [1, 2, 3, 1, 2]],
    ["row_cumsum(v)", [5, 10, 18, 18, 21]],
    ["row_cumsum(r)", [1.5, 1.5, 4, 5, 7]],
    ["row_cumsum(v, g != prev(g))", [5, 10, 18, 0, 3]],
    ["row_cumsum(1)", [1, 2, 3, 4, 5]],
    ["row_rank_dense(v)", [1, 1, 2, 3, 4]],
    ["row_rank_dense(v, g != prev(g))", [1, 1, 2, 1, 2]],
    ["row_rank_min(v)", [1, 1, 3, 4, 5]],
    ["row_rank_min(g)", [1, 1, 1, 4, 4]],
    ["row_rank_min(v, g != prev(g))", [1, 1, 3, 1, 2]],
  ])("%s", (call, expected) => {
    expect(column(call)).toEqual(expected);
  });

  test("a cumulative sum wraps at 64 bits", () => {
    expect(column("row_cumsum(v)", "datatable(v:long)[9223372036854775807, 1] | serialize")).toEqual([
      9223372036854775807n,
      -9223372036854775808n,
    ]);
  });

  test.each<[string, string]>([
    ["prev(v)", "it:long"],
    ["row_number()", "it:long"],
    ["row_cumsum(toint(v))", "it:long"],
    ["row_cumsum(r)", "it:real"],
    ["row_rank_dense(g)", "it:long"],
  ])("%s is typed %s", (call, type) => {
    expect(run(`${rows} it = ${call}`).columns.at(-1)).toBe(type);
  });

  test("no rows give no rows", () => {
    expect(column("row_number()", "datatable(v:long)[] | serialize")).toEqual([]);
    expect(column("prev(v, 1, 0)", "datatable(v:long)[] | serialize")).toEqual([]);
  });

  test("sessions end by their length, by a pause, by a restart", () => {
    const query = `datatable(ID:string, Timestamp:datetime)[
      "1", datetime(2024-04-11 10:00:00), "2", datetime(2024-04-11 10:18:00), "1", datetime(2024-04-11 11:00:00),
      "3", datetime(2024-04-11 11:30:00), "2", datetime(2024-04-11 13:30:00), "2", datetime(2024-04-11 10:16:00)]
      | sort by ID asc, Timestamp asc
      | project start = row_window_session(Timestamp, 1h, 5m, ID != prev(ID))`;
    expect(run(query).rows.map(([start]) => String(start).slice(11, 16))).toEqual([
      "10:00",
      "11:00",
      "10:16",
      "10:16",
      "13:30",
      "11:30",
    ]);
  });

  test("a null time ends a session", () => {
    const source =
      "datatable(t:datetime)[datetime(2020-01-01), datetime(null), datetime(2020-01-01 00:00:01)] | serialize";
    expect(column("row_window_session(t, 1d, 1d)", source)).toEqual([
      "2020-01-01T00:00:00Z",
      null,
      "2020-01-01T00:00:01Z",
    ]);
  });

  test.each([
    ["a default that depends on the row", "datatable(v:long)[1] | serialize p = prev(v, 1, v)"],
    ["rows in no order", "datatable(v:long)[1] | extend p = prev(v)"],
    ["a sum of text", "datatable(v:string)['x'] | serialize p = row_cumsum(v)"],
    ["a rank of dynamics", "print v = dynamic(1) | serialize p = row_rank_min(v)"],
  ])("%s is refused", (_claim, query) => {
    expect(() => run(query)).toThrow(/KQL1\d\d/);
  });
});

test("rows of a range are in order", () => {
  const query = "range x from 1 to 3 step 1 | extend y = x * 10 | extend before = prev(y), n = row_number()";
  expect(run(query).rows).toEqual([
    [1, 10, null, 1],
    [2, 20, 10, 2],
    [3, 30, 20, 3],
  ]);
});
