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
    ["set notruncation; set truncationmaxrecords = 5; T", []],
  ])("%s", (query, mistakes) => {
    expect(mistakesIn(query)).toEqual(mistakes);
  });

  it.each([
    "set query_take_max_records = 1; print 1",
    "set query_datetimescope_from = datetime(2020-01-01); print 1",
    "set query_results_apply_getschema; print 1",
  ])("%s is not ignored", (query) => {
    const option = /query_\w+/.exec(query)?.[0];
    expect(() => new Workspace().query(query)).toThrow(`\`set ${option}\` is not supported yet`);
  });
});
