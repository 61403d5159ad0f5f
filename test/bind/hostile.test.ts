import { describe, expect, it } from "vitest";
import { bindOverSample, mistakesIn } from "./bind-over-sample.js";

/** Lets that each name the one before. */
function chain(count: number, first: string, next: (before: string) => string): string {
  const lines = Array.from(
    { length: count },
    (_, at) => `let x${at} = ${at === 0 ? first : next(`x${at - 1}`)};`,
  );
  return lines.join("\n");
}

function timed(text: string): number {
  const start = performance.now();
  bindOverSample(text);
  return performance.now() - start;
}

const seconds = 1000;

describe("texts made to hurt", () => {
  it.each([
    ["a value that doubles", `${chain(60, "now() - ago(1d)", (x) => `${x} + ${x}`)}\nprint x59`, "KQL115"],
    ["a text that doubles", `${chain(60, "'ab'", (x) => `strcat(${x}, ${x})`)}\nprint x59`, "KQL115"],
    [
      "a function that doubles",
      `${chain(40, "(a:long) { a }", (x) => `(a:long) { ${x}(a) + ${x}(a) }`)}\nprint x39(1)`,
      "KQL115",
    ],
    [
      "an argument that doubles",
      `let f = (a:timespan) { a + a };\nprint ${"f(".repeat(60)}1h * rand()${")".repeat(60)}`,
      "KQL115",
    ],
    ["tables that double", `${chain(40, "() { T }", (x) => `() { union ${x}(), ${x}() }`)}\nx39()`, "KQL115"],
    [
      "functions far down",
      `${chain(2000, "(a:long) { a }", (x) => `(a:long) { ${x}(a) }`)}\nprint x1999(1)`,
      "KQL114",
    ],
  ])("%s is refused", (_claim, text, code) => {
    expect(mistakesIn(text)[0]?.slice(0, 6)).toBe(code);
  });

  it.each([
    ["shared tables that double", `${chain(60, "T | take 1", (x) => `union ${x}, ${x}`)}\nx59`],
    ["20,000 operators", `T ${"| where l == 1 ".repeat(20_000)}`],
    ["20,000 lets", `${chain(20_000, "1", (x) => `${x} + 1`)}\nprint x19999`],
    [
      "a list of 50,000 numbers",
      `T | where l in (${Array.from({ length: 50_000 }, (_, at) => at).join(",")})`,
    ],
    ["an or of 20,000 sides", `T | where ${"l == 1 or ".repeat(20_000)} l == 2`],
    ["1,000 unions in a row", `T ${"| union (T | take 1) ".repeat(1000)}`],
  ])("%s binds", (_claim, text) => {
    expect(mistakesIn(text)).toEqual([]);
    expect(timed(text)).toBeLessThan(20 * seconds);
  });

  it("10,000 unknown columns are told in bounded time", () => {
    const text = `T | project ${Array.from({ length: 10_000 }, (_, at) => `zz${at}`).join(", ")}`;
    expect(mistakesIn(text)).toHaveLength(10_000);
    expect(timed(text)).toBeLessThan(20 * seconds);
  });
});
