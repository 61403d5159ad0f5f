import { expect, test } from "vitest";
import { resultOf } from "./evaluate.js";
import { nullRows, ordinaryCalls } from "./null-rows.js";

test.each(nullRows)("%s", (expression, expected) => {
  expect(resultOf(expression)).toEqual(expected);
});

test.each(ordinaryCalls)("%s is not null", (expression) => {
  expect(resultOf(expression)).not.toBeNull();
});
