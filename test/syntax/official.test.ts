import { describe, expect, it } from "vitest";
import { positionAt } from "../../src/text/source.js";
import { accepted } from "./accepted.js";
import { mutantOf, seededRandom } from "./mutants.js";
import { officialErrors } from "./official-analyzer.js";
import { rejected } from "./rejected.js";
import { corpusQueries } from "./shared-queries.js";
import { parse } from "./syntax-values.js";

describe("the official parser", () => {
  it("accepts what we accept", () => {
    expect(accepted.filter((query) => officialErrors(query).length > 0)).toEqual([]);
  });

  it("refuses what we refuse", () => {
    const refusedHereOnly = rejected.filter(([query]) => officialErrors(query).length === 0);
    expect(refusedHereOnly).toEqual([]);
  });
});

/**
 * Where verdicts differ on purpose: `a = b` in a condition is refused here when parsed and by the official analyzer when
 * bound; names without quotes in brackets, which no documentation has, are names for it.
 */
const knownDifferences = [/^unexpected `=`, expected an expression$/, /expected a string$/];

describe("mutants of real queries", () => {
  const real = corpusQueries().filter(({ valid, query }) => valid === true && query.length < 3000);
  const sources = real.length > 0 ? real.map(({ query }) => query) : accepted;
  const random = seededRandom(20_200_101);
  const mutants = Array.from({ length: 500 }, () =>
    mutantOf(sources[Math.floor(random() * sources.length)], random),
  );
  const verdicts = mutants.map(({ text, at }) => {
    const ours = parse(text).diagnostics[0];
    const official = officialErrors(text)[0];
    return { text, at, ours, official };
  });

  it("get the official verdict in at least 98 of 100 cases", () => {
    const different = verdicts.filter(
      ({ ours, official }) => (ours === undefined) !== (official === undefined),
    );
    const unexplained = different.filter(
      ({ ours }) => ours === undefined || !knownDifferences.some((pattern) => pattern.test(ours.message)),
    );
    expect(different.length / mutants.length).toBeLessThanOrEqual(0.02);
    expect(
      unexplained.map(({ text, at }) => text.slice(Math.max(0, at - 40), at + 40)).length,
    ).toBeLessThanOrEqual(3);
  });

  it("are refused on the official line in at least 97 of 100 cases", () => {
    const refused = verdicts.filter(({ ours, official }) => ours !== undefined && official !== undefined);
    const sameLine = refused.filter(
      ({ text, ours, official }) =>
        positionAt(text, ours?.span.start ?? -1).line === positionAt(text, official?.start ?? -1).line,
    );
    expect(sameLine.length / refused.length).toBeGreaterThanOrEqual(0.97);
  });
});
