import { describe, expect, it } from "vitest";
import { compareAnswers } from "../../bench/answers.js";

const shape = { sets: { Names: 3 }, json: ["Bag"] };

function answer(...rows: readonly (readonly unknown[])[]) {
  return { columns: ["Id", "Names", "Bag"], rows };
}

describe("two answers", () => {
  it("are the same whatever the order of rows, of sets and of keys", () => {
    const one = answer([1, ["a", "b"], { x: 1, y: [2] }], [2, [], null]);
    const other = answer([2, [], null], [1, ["b", "a"], '{"y":[2],"x":1}']);
    expect(compareAnswers(one, other, shape)).toEqual({ same: true, why: "" });
  });

  it("are the same when a field is null in one and missing in the other", () => {
    expect(compareAnswers(answer([1, [], { x: null }]), answer([1, [], {}]), shape).same).toBe(true);
  });

  it("are the same when a full set kept other elements", () => {
    expect(
      compareAnswers(answer([1, ["a", "b", "c"], null]), answer([1, ["a", "b", "d"], null]), shape).same,
    ).toBe(true);
  });

  it.each([
    ["a cell", answer([1, [], null]), answer([2, [], null])],
    ["an element", answer([1, ["a"], null]), answer([1, ["b"], null])],
    ["a number of rows", answer([1, [], null]), answer([1, [], null], [1, [], null])],
    [
      "how often a row comes",
      answer([1, [], null], [2, [], null], [2, [], null]),
      answer([1, [], null], [1, [], null], [2, [], null]),
    ],
    ["names", answer(), { ...answer(), columns: ["Id", "Bag", "Names"] }],
  ])("differ by %s", (_what, one, other) => {
    const { same, why } = compareAnswers(one, other, shape);
    expect(same).toBe(false);
    expect(why).not.toBe("");
  });
});
