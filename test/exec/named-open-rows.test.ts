import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

const rows = `datatable(k:long, s:string, d:dynamic)[1, "a", dynamic({"x":1}), 2, "b", dynamic({"y":2})]`;

test.each([
  ["after pivot", `${rows} | project s, k | evaluate pivot(s, count()) | as A | where k > 1`, [[2, 0, 1]]],
  ["read again by union", `${rows} | evaluate bag_unpack(d) | as A | union A | count`, [[4]]],
  ["read again by join", `${rows} | evaluate bag_unpack(d) | as A | join A on k | summarize sum(x)`, [[1]]],
  ["twice", `${rows} | evaluate bag_unpack(d) | as A | where x == 1 | as B | union A, B | count`, [[4]]],
])("rows of open columns keep the name that `as` gives them: %s", (_, query, expected) => {
  expect(new Workspace().query(query).toArrays()).toEqual(expected);
});
