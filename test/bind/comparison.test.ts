/** What may stand on the two sides of a comparison. */
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/index.js";

function answer(expression: string): unknown {
  const query = `datatable(flag:bool)[true, false] | project answer = ${expression}`;
  return new Workspace()
    .query(query)
    .toObjects()
    .map((row) => row.answer);
}

describe("a bool beside a number", () => {
  test.each([
    ["flag == 0", [false, true]],
    ["flag == 1", [true, false]],
    ["flag != 0", [true, false]],
    ["flag <> 1.0", [false, true]],
    ["1 == flag", [true, false]],
    ["flag == int(1)", [true, false]],
  ])("%s", (expression, expected) => {
    expect(answer(expression)).toEqual(expected);
  });

  test.each(["flag == 2", "flag == -1", "flag == tolong(flag)"])("%s is not supported", (expression) => {
    expect(() => answer(expression)).toThrow("KQL205");
  });

  test.each(["flag < 1", "flag >= 0"])("%s has no order", (expression) => {
    expect(() => answer(expression)).toThrow(/KQL\d+/);
  });
});
