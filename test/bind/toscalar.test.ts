import { expect, test } from "vitest";
import { Workspace } from "../../src/index.js";

const rows = (query: string) => new Workspace().query(query).toArrays();

test.each(["rand()", "new_guid()", "strcat(new_guid(), 'x')"])(
  "toscalar(%s) is one value for all rows",
  (call) => {
    const query = `let once = toscalar(${call}); range n from 1 to 5 step 1 | extend v = once | summarize dcount(v)`;
    expect(rows(query)).toEqual([[1]]);
  },
);

test("two calls of toscalar are two values", () => {
  expect(rows("print toscalar(new_guid()) == toscalar(new_guid())")).toEqual([[false]]);
});

test("toscalar of a constant is that constant", () => {
  expect(rows("let limit = toscalar(2); range n from 1 to 5 step 1 | take limit")).toHaveLength(2);
});

test("toscalar refuses what differs from row to row", () => {
  expect(() => rows("range n from 1 to 5 step 1 | extend v = toscalar(n + 1)")).toThrow(/KQL101/);
});
