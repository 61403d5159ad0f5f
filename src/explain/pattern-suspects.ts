/** Texts that a regular expression does not match: whether letter case is all that keeps it from doing so. */
import type { BoundExpression } from "../bind/bound.js";
import { cellReader } from "../vector/vector.js";
import { constantAt, textOfCell } from "./conditions.js";
import { evaluateAt, rowsInto } from "./rows.js";
import { concerned, type Suspect } from "./suspects.js";
import { acceptValues, type Loss, mostFrequent, valuesAmong } from "./text-suspects.js";

/** Undefined for what is no `matches regex` with a constant pattern. */
export function patternSuspects(loss: Loss, expression: BoundExpression): Suspect[] | undefined {
  if (expression.kind !== "call" || expression.name !== "matches regex") return undefined;
  const [subject, pattern] = expression.args;
  if (pattern?.isRunConstant !== true) return undefined;
  const { place, condition, rows, total } = loss;
  const literal = textOfCell(constantAt(pattern, place));
  const values = valuesAmong(place, subject, rows);
  const folded: BoundExpression = {
    ...expression,
    // The bound kernel has the pattern worked into it.
    kernel: expression.entry.kernel ?? expression.kernel,
    args: [
      subject,
      { kind: "constant", value: `(?i)${literal}`, type: "string", span: pattern.span, isRunConstant: true },
    ],
  };
  const batch = rowsInto(place).batch.select(Int32Array.from(rows));
  const matches = cellReader(evaluateAt(place, folded, batch));
  const alike = new Set(rows.filter((_, at) => matches(at) === true));
  const differing = values.filter((value) => alike.has(value.rows[0]));
  const facts = {
    place: place.index,
    span: condition.span,
    subjectSpan: subject.span,
    how: "pattern",
  } as const;
  const [first] = differing;
  if (first !== undefined) {
    const finding = {
      kind: "text-differs",
      ...facts,
      nearness: "case",
      value: first.value,
      literal,
      rows: concerned(place.before, [...alike], total),
      distance: 0.05,
    } as const;
    return [
      {
        finding,
        ...acceptValues(
          loss,
          subject,
          differing.map(({ value }) => value),
        ),
      },
    ];
  }
  const common = mostFrequent(values, 3);
  return common.map((found) => ({
    finding: {
      kind: "literal-absent",
      ...facts,
      literals: [literal],
      values: [found, ...common.filter((other) => other !== found)].map((other) => ({
        value: other.value,
        count: other.rows.length,
      })),
      rows: concerned(place.before, found.rows, total),
      distance: rows.length === total ? 0.6 : 0.8,
    },
    ...acceptValues(loss, subject, [found.value]),
  }));
}
