import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { mistakesIn } from "./bind-over-sample.js";

describe("set", () => {
  it.each([
    ["print now()", "2020-01-01T00:00:00Z"],
    ["print ago(1d)", "2019-12-31T00:00:00Z"],
    ["print now(-1h)", "2019-12-31T23:00:00Z"],
    ["range t from ago(1h) to now() step 1h | summarize max(t)", "2020-01-01T00:00:00Z"],
  ])("query_now is the clock of %s", (query, time) => {
    const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
    const text = `set query_now = datetime(2020-01-01); ${query}`;
    expect(workspace.query(text).toArrays()).toEqual([[time]]);
    expect(workspace.query(text, { now: "2025-01-01" }).toArrays()).toEqual([[time]]);
    expect(workspace.query("print now()").toArrays()).toEqual([["2026-04-06T12:00:00Z"]]);
  });

  it.each([
    ["set query_now = 5; T", ["KQL107 expected a datetime, but this is long"]],
    ["set query_now = ago(1d); T", ["KQL108 expected a constant, but this depends on the rows"]],
    ["set query_take_max_records = 'x'; T", ["KQL107 expected a whole number, but this is string"]],
    ["set notruncation; set truncationmaxrecords = 5; T", []],
  ])("%s", (query, mistakes) => {
    expect(mistakesIn(query)).toEqual(mistakes);
  });

  it.each([
    "set query_datetimescope_from = datetime(2020-01-01); print 1",
    'set query_datetimescope_column = "x"; print 1',
  ])("%s is not ignored", (query) => {
    const option = /query_\w+/.exec(query)?.[0];
    expect(() => new Workspace().query(query)).toThrow(`\`set ${option}\` is not supported yet`);
  });

  it.each([
    ["set query_take_max_records = 2; range x from 1 to 5 step 1", [[1], [2]]],
    ["set query_take_max_records = 2; range x from 1 to 5 step 1 | count", [[5]]],
    ["set query_take_max_records = 9; range x from 1 to 2 step 1", [[1], [2]]],
    [
      "set query_take_max_records = 1; set query_take_max_records = 4; range x from 1 to 5 step 1 | top 3 by x",
      [[5]],
    ],
    ["set query_take_max_records = 1; let T = datatable(a:long)[7, 8]; T", [[7]]],
  ])("%s gives the first rows", (query, rows) => {
    expect(new Workspace().query(query).toArrays()).toEqual(rows);
  });

  it("query_take_max_records limits each result", () => {
    const query =
      "set query_take_max_records = 1; range x from 1 to 3 step 1; range y from 4 to 6 step 1 | fork (take 2) (count)";
    expect(new Workspace().queryAll(query).map((result) => result.toArrays())).toEqual([[[1]], [[4]], [[3]]]);
  });

  it.each([
    ["set query_results_apply_getschema; print a = 1, b = 'x'", ["a", "b"]],
    ["set query_results_apply_getschema = true; datatable(t:datetime)[]", ["t"]],
  ])("%s tells the columns", (query, names) => {
    expect(
      new Workspace()
        .query(query)
        .toObjects()
        .map(({ ColumnName }) => ColumnName),
    ).toEqual(names);
  });

  it("query_results_apply_getschema may be set to false", () => {
    const query = "set query_results_apply_getschema = false; print a = 1";
    expect(new Workspace().query(query).toObjects()).toEqual([{ a: 1 }]);
  });
});
