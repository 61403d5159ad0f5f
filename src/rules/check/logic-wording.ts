/** Whether a rule does what its name and description say: amounts, and spans of time. */

import { ticksPerDay, ticksPerHour, ticksPerMinute } from "../../types/calendar.js";
import type { Rule } from "../rule.js";
import type { ComparisonFact } from "./facts.js";
import type { CheckSubject, Finding } from "./lint.js";
import { span as timespan } from "./wording.js";

const numberWords = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const amount =
  /\b(?:at least|more than|greater than|over|exceeds|exceeding|minimum of) (\w+)|\b(\w+) or more\b/gi;

/** Numbers that a text gives as least amounts: `five or more`, `at least 10`, `more than 9`. */
function amountsIn(text: string): readonly number[] {
  return [...text.matchAll(amount)].flatMap((match) => {
    const word = (match[1] ?? match[2]).toLowerCase();
    const value = numberOf(word);
    if (!Number.isInteger(value)) return [];
    return /^(?:more than|greater than|over|exceed)/i.test(match[0]) ? [value, value + 1] : [value];
  });
}

/** All numbers of a text but those of times: `10 logons or 3 addresses within 5 minutes` has 10 and 3. */
function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(/\b(\w+)\b(?!(?:-| )?(?:second|min|hour|day|week|%))/gi)]
    .map(([, word]) => numberOf(word.toLowerCase()))
    .filter(Number.isInteger);
}

function textsOf({ name, description, alertDetails }: Rule): string {
  const { titleFormat = "", descriptionFormat = "" } = alertDetails;
  return [name, description, titleFormat, descriptionFormat].join("\n");
}

const numberOf = (word: string) => (numberWords.includes(word) ? numberWords.indexOf(word) : Number(word));

const duration = /\bwithin (?:the (?:last|past|same|next) )?(an?|\w+)[ -](minute|min|hour|day)s?\b/gi;
const unitsOf: ReadonlyMap<string, number> = new Map([
  ["minute", ticksPerMinute],
  ["min", ticksPerMinute],
  ["hour", ticksPerHour],
  ["day", ticksPerDay],
]);

/** `within 30 minutes` where the query takes pairs of events up to two hours apart. */
export function textAndWindows({ rule, query }: CheckSubject): readonly Finding[] {
  const said = [...textsOf(rule).toLowerCase().matchAll(duration)].flatMap(([, word, unit]) => {
    const ticks = (/^an?$/.test(word) ? 1 : numberOf(word)) * (unitsOf.get(unit) ?? Number.NaN);
    return Number.isNaN(ticks) ? [] : [ticks];
  });
  const windows = query?.timeWindows ?? [];
  const lookbacks = (query?.lookbacks ?? []).map(({ ticks }) => ticks);
  // `abs(t2 - t1) < 10m` is a window of twenty minutes to some.
  const wide = windows.flatMap(({ ticks }) => [ticks, 2 * ticks]);
  const known = [...wide, ...lookbacks, rule.periodTicks, rule.frequencyTicks];
  if (said.length === 0 || said.some((ticks) => known.includes(ticks))) return [];
  return windows.map(({ span, ticks }) => ({
    span,
    message: `the description says within ${timespan(said[0])}, but the query takes events up to ${timespan(ticks)} apart`,
  }));
}

/** `five or more` where the query asks for another number. */
export function textAndThresholds({ rule, query }: CheckSubject): readonly Finding[] {
  const said = amountsIn(textsOf(rule));
  if (said.length === 0) return [];
  const thresholds = (query?.comparisons ?? []).flatMap(thresholdOf);
  const isSaid = ({ least }: Threshold) => said.includes(least);
  const named = thresholds.some(isSaid) ? numbersIn(textsOf(rule)) : said;
  // With several thresholds and none of them in the text, the text speaks of something else.
  if (thresholds.length > 1 && !thresholds.some(isSaid)) return [];
  return thresholds
    .filter((threshold) => threshold.least > 1 && !isSaid(threshold) && !named.includes(threshold.least))
    .map(({ span, column, least }) => ({
      span,
      message: `the description speaks of ${said[0]} or more, but the query asks for ${least} of \`${column}\``,
    }));
}

interface Threshold {
  readonly span: Finding["span"];
  readonly column: string;
  readonly least: number;
}

/** `n >= 5`, where `n` is an aggregate. */
function thresholdOf({ span, operator, column, aggregate, literals }: ComparisonFact): readonly Threshold[] {
  const [literal] = literals;
  const isLeast = operator === ">=" || operator === ">";
  if (!isLeast || literals.length !== 1 || aggregate === undefined || typeof literal.value !== "number")
    return [];
  const least = operator === ">" ? literal.value + 1 : literal.value;
  return [{ span, column: column ?? aggregate, least }];
}
