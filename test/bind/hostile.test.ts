import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasErrors } from "../../src/engine/bind-text.js";
import { Workspace } from "../../src/engine/workspace.js";
import { KqlError } from "../../src/text/errors.js";
import { accepted } from "../syntax/accepted.js";
import { mutantOf, seededRandom } from "../syntax/mutants.js";
import { corpusQueries, hasShared } from "../syntax/shared-queries.js";
import { bindOverSample, mistakesIn } from "./bind-over-sample.js";

/** Lets that each name the one before. */
function chain(count: number, first: string, next: (before: string) => string): string {
  const lines = Array.from(
    { length: count },
    (_, at) => `let x${at} = ${at === 0 ? first : next(`x${at - 1}`)};`,
  );
  return lines.join("\n");
}

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
  });

  it("10,000 unknown columns are told in bounded time", () => {
    const text = `T | project ${Array.from({ length: 10_000 }, (_, at) => `zz${at}`).join(", ")}`;
    expect(mistakesIn(text)).toHaveLength(10_000);
  });
});

/** One thing inside another, so many levels deep. */
function nested(open: string, inside: string, close: string, depth = 10_000): string {
  return open.repeat(depth) + inside + close.repeat(depth);
}

describe("50,000 items of a list", () => {
  const many = (item: (at: number) => string): string =>
    Array.from({ length: 50_000 }, (_, at) => item(at)).join(", ");

  it.each([
    ["new columns", `T | extend ${many((at) => `c${at} = ${at}`)}`],
    ["columns of one name", `T | project ${many(() => "tolong(l)")}`],
    ["columns of a table that is not known", `Nowhere | sort by ${many((at) => `c${at}`)}`],
    ["tables", `find in (${many(() => "T")}) where s == 'x'`],
    ["levels of groups", `T | ${many(() => "top-nested of s by count()")}`],
  ])(
    "%s bind in bounded time",
    (_, text) => {
      const before = process.cpuUsage();
      bindOverSample(text);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).toBeLessThan(20);
    },
    120_000,
  );
});

describe("10,000 levels", () => {
  it.each([
    ["parentheses", `print ${nested("(", "1", ")")}`],
    ["open parentheses", `print ${"(".repeat(10_000)}`],
    ["closing parentheses", `T | where l == 1${")".repeat(10_000)}`],
    ["brackets", `print dynamic(${nested("[", "1", "]")})`],
    ["indexes", `T | project ${nested("d[", "0", "]")}`],
    ["braces", `print dynamic(${nested('{"a":', "1", "}")})`],
    ["functions", nested("let f = () { ", "T", " };")],
    ["unions", nested("union (", "T", ")")],
    ["joins", `T ${nested("| join (T ", "", ") on s")}`],
    ["negations", `T | where ${nested("not(", "b", ")")}`],
    ["calls", `T | project ${nested("strcat(", "s", ")")}`],
    ["conditions", `T | project ${nested("iff(b, ", "1", ", 2)")}`],
    ["sub-queries", `print ${nested("toscalar(print ", "1", ")")}`],
    ["sums", `print ${nested("(1 + ", "1", ")")}`],
    ["minus signs", `print ${"-".repeat(10_000)}1`],
    ["members", `T | project d${".a".repeat(10_000)}`],
    ["names of members", `T | project d${"['a']".repeat(10_000)}`],
  ])("of %s are told in bounded time", (_claim, text) => {
    const [first] = mistakesIn(text);
    expect(first).toMatch(/^KQL0\d\d /);
  });

  it("of texts side by side bind", () => {
    const text = `print ${"'a' ".repeat(10_000)}`;
    expect(mistakesIn(text)).toEqual([]);
  });
});

describe("a text of a megabyte", () => {
  const megabyte = 1_000_000;
  const filled = (piece: string): string => piece.repeat(Math.ceil(megabyte / piece.length));
  it.each([
    ["operators", `T ${filled("| where s == 'x' and l > 2 | extend c = strcat(s, 'e', l + 1)\n")}`],
    ["columns", `T | project ${filled("l + 1, ")} s`],
    ["text", `print '${filled("a")}'`],
    ["a dynamic value", `print dynamic([${filled("1,")}1])`],
    ["comments", `T ${filled("// nothing\n")}| take 1`],
    ["rows", `datatable (a:long, b:string) [${filled("1, 'x',\n")}]`],
  ])(
    "made of %s binds",
    (_claim, text) => {
      expect(mistakesIn(text)).toEqual([]);
    },
    60_000,
  );

  it.each([
    ["names that nothing has", `T | where ${filled("zz == 1 or ")} b`],
    ["pipes", filled("|")],
    ["the beginnings of texts", filled("'")],
    ["semicolons", filled("T | take 1;")],
    ["declarations", filled("let a = 1;")],
  ])(
    "made of %s is answered",
    (_claim, text) => {
      bindOverSample(text);
    },
    60_000,
  );
});

/** An answer, or mistakes that name their places. */
function answers(text: string): void {
  const { query, diagnostics } = bindOverSample(text);
  for (const { code, message, span } of [...diagnostics, ...query.unsupported]) {
    expect(`${code} ${message}`).toMatch(/^KQL[0-3]\d\d ./);
    expect(span.start).toBeLessThanOrEqual(span.end);
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
  if (hasErrors(diagnostics) || query.unsupported.length > 0) return;
  const workspace = new Workspace({
    now: "2026-01-01T00:00:00Z",
    limits: { timeoutMs: 2000, maxRows: 100_000 },
  });
  workspace.addTable("T", []);
  try {
    workspace.query(text);
  } catch (error) {
    expect(error).toBeInstanceOf(KqlError);
  }
}

/** A query that a few changes have been made to. */
function mutated(queries: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({ at: fc.nat(queries.length - 1), seed: fc.integer(), changes: fc.integer({ min: 1, max: 3 }) })
    .map(({ at, seed, changes }) => {
      const random = seededRandom(seed);
      let text = queries[at];
      for (let change = 0; change < changes && text.trim() !== ""; change++)
        text = mutantOf(text, random).text;
      return text;
    });
}

describe("a text is answered or told to be wrong", () => {
  it("if it is random bytes", () => {
    const bytes = fc.uint8Array({ maxLength: 400 });
    const read = (label: string) => bytes.map((list) => new TextDecoder(label).decode(list));
    fc.assert(fc.property(fc.oneof(read("utf-8"), read("latin1"), read("utf-16le")), answers), {
      numRuns: 600,
    });
  });

  it("if it is random bytes behind an operator", () => {
    const bytes = fc.string({ maxLength: 60 });
    const heads = [
      "T | where ",
      "T | project ",
      "T | summarize ",
      "T | join ",
      "let f = ",
      "T | parse s with ",
    ];
    const texts = fc.record({ head: fc.constantFrom(...heads), tail: bytes });
    fc.assert(
      fc.property(texts, ({ head, tail }) => answers(head + tail)),
      { numRuns: 600 },
    );
  });

  it("if it is the beginning of a query", () => {
    const beginning = fc
      .record({ query: fc.constantFrom(...accepted), end: fc.nat(80) })
      .map(({ query, end }) => query.slice(0, end));
    fc.assert(fc.property(beginning, answers), { numRuns: 600 });
  }, 60_000);

  it("if it is nearly a query", () => {
    fc.assert(fc.property(mutated(accepted), answers), { numRuns: 1000 });
  }, 60_000);

  it.runIf(hasShared)(
    "if it is nearly one of the corpus",
    () => {
      const queries = corpusQueries().map(({ query }) => query);
      fc.assert(fc.property(mutated(queries), answers), { numRuns: 400 });
    },
    120_000,
  );
  if (!hasShared) console.log("SKIPPED: mutants of the corpus, which is not here");
});
