import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLexer, tokenize } from "../../grammar/tokens.js";
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import { formatQuery } from "../../src/syntax/format.js";
import { printQuery } from "../../src/syntax/print.js";
import { accepted } from "./accepted.js";
import { mutantOf, seededRandom } from "./mutants.js";
import { parse, parsed, withoutPlaces } from "./syntax-values.js";

const lexer = createLexer();

/** Words of the language and some that are not. */
const words = [
  "T",
  "|",
  "where",
  "extend",
  "summarize",
  "by",
  "join",
  "on",
  "union",
  "let",
  "=",
  ";",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  "a",
  "b.c",
  "1",
  "1.5",
  "1h",
  "'x'",
  '"y',
  "and",
  "or",
  "in",
  "!in",
  "has",
  "==",
  "<",
  "-",
  "*",
  "/",
  "..",
  ".",
  ":",
  "=>",
  "dynamic",
  "datetime(2020-01-01)",
  "datatable",
  "print",
  "range",
  "from",
  "to",
  "step",
  "mv-expand",
  "to typeof(long)",
  "parse",
  "with",
  "kind=inner",
  "hint.strategy=x",
  "desc",
  "nulls first",
  "toscalar",
  "f(",
  "not(",
  "count()",
  "// c\n",
  "\n",
  "@",
  "#",
  "$left",
  "make-series",
  "default=0",
  "scan",
  "step s:",
  "graph-match",
  "-->",
  "top-nested",
  "of",
  "evaluate",
  "typeof",
  "as",
  "é",
  "`",
];

function answers(text: string): void {
  const { query, diagnostics } = parse(text);
  for (const { span } of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
  const starts = diagnostics.map(({ span }) => span.start);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  const printed = printQuery(query, operatorSyntax);
  const formatted = formatQuery(text, operatorSyntax);
  if (diagnostics.length > 0) {
    expect(formatted.text).toBe(text);
    return;
  }
  const tree = withoutPlaces(query, { raw: false });
  expect(withoutPlaces(parsed(printed), { raw: false })).toEqual(tree);
  expect(withoutPlaces(parsed(formatted.text), { raw: false })).toEqual(tree);
  expect(formatQuery(formatted.text, operatorSyntax).text).toBe(formatted.text);
}

/** Comments and line breaks put between the tokens of a query. */
function commented(query: string, seed: number): string {
  const random = seededRandom(seed);
  const { tokens } = tokenize(lexer, query);
  let text = "";
  let end = 0;
  for (const { startOffset, image } of tokens) {
    text += query.slice(end, startOffset);
    const kind = random();
    if (kind < 0.08) text += ` // c${startOffset}\n`;
    else if (kind < 0.16) text += `\n// c${startOffset}\n`;
    else if (kind < 0.2) text += `\n\n// c${startOffset}\n\n`;
    else if (kind < 0.25) text += "\n";
    text += image;
    end = startOffset + image.length;
  }
  return `${text}${query.slice(end)}${random() < 0.2 ? " // end" : ""}`;
}

describe("any text", () => {
  it("of random characters is answered", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), answers), { numRuns: 300 });
  });

  it("of printable characters is answered", () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), answers), { numRuns: 300 });
  });

  it("of words of the language is answered", () => {
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((list) => list.join(" "));
    fc.assert(fc.property(soup, answers), { numRuns: 1500 });
  });

  it("with comments anywhere keeps them when formatted", () => {
    fc.assert(
      fc.property(fc.constantFrom(...accepted), fc.integer(), (query, seed) => {
        const text = commented(query, seed);
        if (parse(text).diagnostics.length > 0) return;
        const commentsOf = (source: string): readonly string[] =>
          (tokenize(lexer, source).groups.comments ?? []).map(({ image }) => image.trimEnd());
        const formatted = formatQuery(text, operatorSyntax).text;
        expect(commentsOf(formatted)).toEqual(commentsOf(text));
        expect(withoutPlaces(parsed(formatted), { raw: false })).toEqual(
          withoutPlaces(parsed(text), { raw: false }),
        );
        expect(formatQuery(formatted, operatorSyntax).text).toBe(formatted);
      }),
      { numRuns: 3000 },
    );
  });

  it("that is nearly a query is answered", () => {
    const mutant = fc
      .record({ query: fc.constantFrom(...accepted), seed: fc.integer() })
      .map(({ query, seed }) => {
        const random = seededRandom(seed);
        const once = mutantOf(query.trim() === "" ? "T" : query, random).text;
        return random() < 0.5 || once.trim() === "" ? once : mutantOf(once, random).text;
      });
    fc.assert(fc.property(mutant, answers), { numRuns: 3000 });
  });
});
