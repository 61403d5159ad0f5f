import { expect, it } from "vitest";
import { jsonText } from "../../src/types/json-text.js";

const large = 9223372036854775807n;

it.each<[unknown, string]>([
  [large, "9223372036854775807"],
  [[1, -large], "[1,-9223372036854775807]"],
  [
    { a: { b: [large, null, "x\n", true, 1.5] }, c: undefined, d: {} },
    '{"a":{"b":[9223372036854775807,null,"x\\n",true,1.5]},"d":{}}',
  ],
  [[[], [large]], "[[],[9223372036854775807]]"],
])("%o keeps its digits", (value, expected) => {
  expect(jsonText(value)).toBe(expected);
});

it("indents as `JSON.stringify` does", () => {
  const value = (large: unknown) => ({ a: [large, [], {}, { b: [[1, "2"]] }], "é\n": null });
  expect(jsonText(value(large), 2)).toBe(
    JSON.stringify(value("#"), undefined, 2).replace('"#"', String(large)),
  );
});
