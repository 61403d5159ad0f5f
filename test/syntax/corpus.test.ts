import { describe, expect, it } from "vitest";
import { createLexer, tokenize } from "../../grammar/tokens.js";
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import { formatQuery } from "../../src/syntax/format.js";
import { printQuery } from "../../src/syntax/print.js";
import { positionAt } from "../../src/text/source.js";
import { officialErrors } from "./official-analyzer.js";
import { answeredQueries, corpusQueries, hasShared } from "./shared-queries.js";
import { parse, parsed, withoutPlaces } from "./syntax-values.js";

if (!hasShared) console.log("SKIPPED: no folder of real queries (KQLUNIT_SHARED names one)");

const lexer = createLexer();
const commentsOf = (text: string): readonly string[] =>
  (tokenize(lexer, text).groups.comments ?? []).map(({ image }) => image.trimEnd());

describe.skipIf(!hasShared)("real queries", () => {
  const valid = [...corpusQueries().filter((query) => query.valid === true), ...answeredQueries()];
  const invalid = corpusQueries().filter((query) => query.valid === false);

  it("parse, each that is valid", () => {
    const refused = valid.filter(({ query }) => parse(query).diagnostics.length > 0);
    expect(refused.map(({ id }) => id)).toEqual([]);
  });

  it("are refused on the line where the official parser refuses them", () => {
    const lines = invalid.map(({ id, query }) => ({
      id,
      ours: positionAt(query, parse(query).diagnostics[0].span.start).line,
      official: positionAt(query, officialErrors(query)[0].start).line,
    }));
    expect(lines.filter(({ ours, official }) => ours !== official)).toEqual([]);
  });

  it("are the same after printing and parsing", () => {
    const changed = valid.filter(({ query }) => {
      const tree = parsed(query);
      const again = parsed(printQuery(tree, operatorSyntax));
      return JSON.stringify(comparable(again)) !== JSON.stringify(comparable(tree));
    });
    expect(changed.map(({ id }) => id)).toEqual([]);
  });

  it("are the same after formatting, comments included, and formatting again changes nothing", () => {
    const changed = valid.filter(({ query }) => {
      const { text } = formatQuery(query, operatorSyntax);
      const isSame =
        JSON.stringify(comparable(parsed(text))) === JSON.stringify(comparable(parsed(query))) &&
        commentsOf(text).join("\n") === commentsOf(query).join("\n");
      return !isSame || formatQuery(text, operatorSyntax).text !== text;
    });
    expect(changed.map(({ id }) => id)).toEqual([]);
  });
});

/** JSON has no bigints, and adjacent strings keep the white space between them only in `raw`. */
function comparable(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(withoutPlaces(tree, { raw: false }), (_, value: unknown) =>
      typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))
        ? String(value)
        : value,
    ),
  );
}
