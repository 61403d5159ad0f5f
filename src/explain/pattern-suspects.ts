/** Texts that a regular expression does not match: whether letter case is all that keeps it from doing so. */
import type { BoundExpression } from "../bind/bound.js";
import { constantAt, textOfCell } from "./conditions.js";
import { acceptValues, type Loss, mostFrequent, valuesAmong } from "./loss.js";
import { readerAt } from "./rows.js";
import { concerned, type Suspect } from "./suspects.js";

/** Undefined for what is no `matches regex` with a constant pattern. */
export function patternSuspects(loss: Loss, expression: BoundExpression): Suspect[] | undefined {
  if (expression.kind !== "call" || expression.name !== "matches regex") return undefined;
  const [subject, pattern] = expression.args;
  if (pattern?.isRunConstant !== true) return undefined;
  const literal = textOfCell(constantAt(pattern, loss.place));
  const values = valuesAmong(loss.place, subject, loss.rows);
  const alike = rowsThatFold(loss, expression, literal);
  const differing = values.filter((value) => alike.has(value.rows[0]));
  const unmatched: Unmatched = { loss, subject, literal };
  return differing.length > 0 ? [caseSuspect(unmatched, differing)] : absentSuspects(unmatched, values);
}

/** Rows that the pattern would match if letter case were no matter. */
function rowsThatFold(
  { place, rows }: Loss,
  expression: Extract<BoundExpression, { readonly kind: "call" }>,
  literal: string,
): ReadonlySet<number> {
  const [subject, { span }] = expression.args;
  const pattern = {
    kind: "constant",
    value: `(?i)${literal}`,
    type: "string",
    span,
    isRunConstant: true,
  } as const;
  // The bound kernel has the pattern worked into it.
  const kernel = expression.entry.kernel ?? expression.kernel;
  const matches = readerAt(place, { ...expression, kernel, args: [subject, pattern], readCount: 2 }, rows);
  return new Set(rows.filter((_, at) => matches(at) === true));
}

interface Unmatched {
  readonly loss: Loss;
  readonly subject: BoundExpression;
  readonly literal: string;
}

type Values = ReturnType<typeof valuesAmong>;

function factsOf({ loss: { place, condition }, subject }: Unmatched) {
  return { place: place.index, span: condition.span, subjectSpan: subject.span, how: "pattern" } as const;
}

function caseSuspect(unmatched: Unmatched, values: Values): Suspect {
  const { loss, subject, literal } = unmatched;
  const rows = concerned(
    loss.place.before,
    values.flatMap((found) => found.rows),
    loss.total,
  );
  const texts = values.map(({ value }) => value);
  const facts = { nearness: "case", value: texts[0], literal, rows, distance: 0.05 } as const;
  return {
    finding: { kind: "text-differs", ...factsOf(unmatched), ...facts },
    ...acceptValues(loss, subject, texts),
  };
}

function absentSuspects(unmatched: Unmatched, values: Values): Suspect[] {
  const { loss, subject, literal } = unmatched;
  const common = mostFrequent(values, 3);
  return common.map((found) => ({
    finding: {
      kind: "literal-absent",
      ...factsOf(unmatched),
      literals: [literal],
      values: [found, ...common.filter((other) => other !== found)].map(({ value, rows }) => ({
        value,
        count: rows.length,
      })),
      rows: concerned(loss.place.before, found.rows, loss.total),
      distance: loss.rows.length === loss.total ? 0.6 : 0.8,
    },
    ...acceptValues(loss, subject, [found.value]),
  }));
}
