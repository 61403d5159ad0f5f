/** What we and the official parser say of 500 queries that are one token away from real ones. */
import type { Diagnostic } from "../../src/text/diagnostic.js";
import { accepted } from "./accepted.js";
import { mutantOf, seededRandom } from "./mutants.js";
import { type OfficialError, officialErrors } from "./official-analyzer.js";
import { corpusQueries } from "./shared-queries.js";
import { parse } from "./syntax-values.js";

export interface MutantVerdict {
  readonly text: string;
  /** Where the change begins. */
  readonly at: number;
  /** First errors. */
  readonly ours: Diagnostic | undefined;
  readonly official: OfficialError | undefined;
}

export function mutantVerdicts(): readonly MutantVerdict[] {
  const real = corpusQueries().filter(({ valid, query }) => valid === true && query.length < 3000);
  const sources = real.length > 0 ? real.map(({ query }) => query) : accepted;
  const random = seededRandom(20_200_101);
  const mutants = Array.from({ length: 500 }, () =>
    mutantOf(sources[Math.floor(random() * sources.length)], random),
  );
  return mutants.map(({ text, at }) => {
    return { text, at, ours: parse(text).diagnostics[0], official: officialErrors(text)[0] };
  });
}

export function isSameVerdict({ ours, official }: MutantVerdict): boolean {
  return (ours === undefined) === (official === undefined);
}
