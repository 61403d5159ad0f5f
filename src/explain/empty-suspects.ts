/** Conditions that lost rows because a value is absent. */
import type { BoundExpression } from "../bind/bound.js";
import { isJoin } from "../rules/plan/operator-shapes.js";
import { emptyCause } from "./absent-values.js";
import { type FilledAtom, nameOf, type TextAtom, textOfCell } from "./conditions.js";
import { columnEmpty, type EmptyFacts, emptySource } from "./empty-columns.js";
import type { Finding, NamedCell } from "./findings.js";
import type { OperatorPlace } from "./flow.js";
import { backward } from "./lineage.js";
import { acceptValues, type Loss, type ValueRows } from "./loss.js";
import type { Making } from "./made-of.js";
import { cellOfRow } from "./rows.js";
import { columnsAt, concerned, type Search, type Suspect } from "./suspects.js";

/** Rows whose value is absent: never there, or made absent on the way. */
export function emptySuspects(
  { subject }: Search,
  loss: Loss,
  atom: TextAtom | FilledAtom,
  values: readonly ValueRows[],
): Suspect[] {
  const empty = values.find(({ isEmpty }) => isEmpty);
  if (empty === undefined) return [];
  const { place, condition, total } = loss;
  const share = empty.rows.length / total;
  const facts = {
    place: place.index,
    span: condition.span,
    subjectSpan: atom.subject.span,
    name: nameOf(atom.subject),
    rows: concerned(place.before, empty.rows, total),
    distance: share === 1 ? 0.06 : 0.35 - 0.1 * share,
  };
  const making: Making = { kind: "expression", place, expression: atom.subject, rows: empty.rows };
  const finding =
    madeEmpty(subject, making, facts) ?? columnEmpty(subject, atom.subject, columnsAt(subject, place), facts);
  return [{ finding, ...acceptValues(loss, atom.subject, [empty.value]) }];
}

/** The finding that a value is absent in the source, or for what an operator or a function made of that. */
export function madeEmpty(
  subject: Search["subject"],
  making: Making,
  facts: EmptyFacts,
): Finding | undefined {
  const cause = emptyCause(making);
  if (cause === undefined) return undefined;
  const { subjectSpan: _, name, ...common } = facts;
  switch (cause.kind) {
    case "source":
      return emptySource(subject, cause, facts);
    case "function":
      return {
        kind: "value-not-made",
        ...common,
        span: cause.expression.span,
        place: cause.place.index,
        subjectSpan: cause.expression.span,
        inputs: cause.inputs,
      };
    case "parse": {
      const parsed = notParsed(cause.place, making.rows.length, cause.rows[0], common);
      const { operator } = cause.place.operator;
      if (parsed?.kind !== "not-parsed" || parsed.value !== "" || !hasPattern(operator)) return parsed;
      const { text } = operator.pattern;
      const source = { ...facts, subjectSpan: text.span, name: nameOf(text) };
      return columnEmpty(subject, text, columnsAt(subject, cause.place), source);
    }
    case "join":
      return {
        kind: "no-partner",
        ...common,
        span: cause.place.operator.operator.keyword,
        place: cause.place.index,
        name,
        keys: leftKeys(cause.place, cause.rows[0]),
        // Whatever else may have kept the partner away comes first.
        distance: 0.5,
      };
  }
}

/** The finding that a text does not have the form that `parse` asks for; `row` is one that the operator emitted. */
export function notParsed(
  place: OperatorPlace,
  count: number,
  row: number,
  common: Pick<EmptyFacts, "rows" | "distance">,
): Finding | undefined {
  const { operator } = place.operator;
  if (!hasPattern(operator) || place.before === undefined || count === 0) return undefined;
  const origin = place.kind === "parse" ? [...(backward(place, [row]).get(place.before) ?? [])][0] : row;
  if (origin === undefined) return undefined;
  const value = textOfCell({ cell: cellOfRow(place, operator.pattern.text, origin), type: "string" });
  return {
    kind: "not-parsed",
    rows: common.rows,
    distance: common.distance,
    place: place.index,
    span: operator.span,
    subjectSpan: operator.pattern.text.span,
    value,
    missing: firstMissing(value, operator.pattern.literals),
  };
}

type Parsing = OperatorPlace["operator"]["operator"] & {
  readonly pattern: { readonly text: BoundExpression; readonly literals: readonly string[] };
};

function hasPattern(operator: OperatorPlace["operator"]["operator"]): operator is Parsing {
  return (operator.kind === "parse" || operator.kind === "parse-where") && "pattern" in operator;
}

/** The first of some texts that does not follow the others. */
function firstMissing(value: string, literals: readonly string[]): string | undefined {
  let from = 0;
  for (const literal of literals) {
    const at = value.indexOf(literal, from);
    if (at === -1) return literal;
    from = at + literal.length;
  }
  return undefined;
}

function leftKeys(place: OperatorPlace, row: number): NamedCell[] {
  const { operator } = place.operator;
  if (!isJoin(operator) || place.before === undefined) return [];
  const [left] = backward(place, [row]).get(place.before) ?? [];
  if (left === undefined) return [];
  return operator.keys.left.map((key) => ({
    name: nameOf(key),
    type: key.type,
    cell: cellOfRow(place, key, left),
  }));
}
