import { expect, it } from "vitest";
import { plainJson } from "../../src/types/export.js";
import { parseJson } from "../../src/types/json.js";
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

it("keeps keys that are numbers where they came", () => {
  const text = '{"b":{"z":1.5,"5":[2]},"10":{},"9":null}';
  expect(jsonText(plainJson(parseJson(text) ?? null))).toBe(text);
});
