/** Conditions on text that lost rows: near values, values that occur nowhere, empty columns, exclusions. */
import type { BoundExpression } from "../bind/bound.js";
import { isJoin } from "../rules/plan/visit-plan.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { type Atom, isEmptyCell, textOfCell } from "./conditions.js";
import { columnEmpty, type EmptyFacts } from "./empty-columns.js";
import type { Finding, NamedCell } from "./findings.js";
import type { OperatorPlace } from "./flow.js";
import { backward } from "./lineage.js";
import { emptyCause } from "./made-of.js";
import { isThere, type NearText, nearestText } from "./near-text.js";
import { cellOfRow, readerAt } from "./rows.js";
import type { Change } from "./subject.js";
import { concerned, type Search, type Suspect } from "./suspects.js";

type TextAtom = Extract<Atom, { readonly kind: "text" }>;
export type FilledAtom = Extract<Atom, { readonly kind: "filled" }>;

/** Rows that one condition lost. */
export interface Loss {
  readonly place: OperatorPlace;
  /** The change by which the condition also holds for some values. */
  readonly accept: (
    values: readonly BoundExpression[],
    accepts: (cells: readonly Cell[]) => boolean,
  ) => Change;
  readonly condition: BoundExpression;
  /** Rows of the place's stream. */
  readonly rows: readonly number[];
  /** Rows that the condition was put to. */
  readonly total: number;
}

interface ValueRows {
  readonly value: string;
  readonly isEmpty: boolean;
  readonly rows: number[];
}

/** Distinct values that are looked at; there may be as many as rows. */
const maxValues = 2000;

export function valuesAmong(
  place: OperatorPlace,
  subject: BoundExpression,
  rows: readonly number[],
): ValueRows[] {
  const read = readerAt(place, subject, rows);
  const values = new Map<string, ValueRows>();
  rows.forEach((row, at) => {
    const cell = read(at);
    const value = textOfCell({ cell, type: subject.type });
    const known = values.get(value);
    if (known !== undefined) known.rows.push(row);
    else if (values.size < maxValues) values.set(value, { value, isEmpty: isEmptyCell(cell), rows: [row] });
  });
  return [...values.values()];
}

export function textSuspects(search: Search, loss: Loss, atom: TextAtom): Suspect[] {
  const values = valuesAmong(loss.place, atom.subject, loss.rows);
  return atom.isNegated
    ? excludedSuspects(loss, atom, values)
    : [...emptySuspects(search, loss, atom, values), ...nearSuspects(loss, atom, values)];
}

/** How far an exclusion is from being what the user overlooked. */
const excludedDistance = 0.45;

function excludedSuspects(loss: Loss, atom: TextAtom | FilledAtom, values: readonly ValueRows[]): Suspect[] {
  return mostFrequent(values, 3).map(({ value, rows }) => ({
    finding: {
      kind: "excluded",
      place: loss.place.index,
      span: loss.condition.span,
      subjectSpan: atom.subject.span,
      value,
      rows: concerned(loss.place.before, rows, loss.total),
      distance: excludedDistance,
    },
    ...acceptValues(loss, atom.subject, [value]),
  }));
}

function emptySuspects(
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
  const finding =
    madeEmpty(subject, place, atom.subject, empty.rows, facts) ??
    columnEmpty(subject, atom.subject, columnsAt(subject, place), facts);
  return [{ finding, ...acceptValues(loss, atom.subject, [empty.value]) }];
}

/** The finding that a value is absent for what an operator or a function made of the source. */
function madeEmpty(
  subject: Search["subject"],
  place: OperatorPlace,
  expression: BoundExpression,
  rows: readonly number[],
  facts: EmptyFacts,
): Finding | undefined {
  const cause = emptyCause(place, expression, rows);
  if (cause === undefined) return undefined;
  const { subjectSpan: _, name, ...common } = facts;
  switch (cause.kind) {
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
      const parsed = notParsed(cause.place, rows.length, cause.rows[0], common);
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

/** What is known of the columns of a place's stream. */
export function columnsAt({ visits }: Search["subject"], place: OperatorPlace) {
  return visits.get(place.operator.operator)?.input ?? [];
}

/** Name of an expression that is a column, or of the column it reads. */
export function nameOf(expression: BoundExpression): string {
  if (expression.kind === "column") return expression.name;
  if (expression.kind === "conversion") return nameOf(expression.operand);
  return "";
}

/** Conditions that ask whether a value is there. */
export function filledSuspects(search: Search, loss: Loss, atom: FilledAtom): Suspect[] {
  const values = valuesAmong(loss.place, atom.subject, loss.rows);
  return atom.isNegated ? excludedSuspects(loss, atom, values) : emptySuspects(search, loss, atom, values);
}

function nearSuspects(loss: Loss, atom: TextAtom, values: readonly ValueRows[]): Suspect[] {
  const literals = [...new Set(atom.literals.map(textOfCell))];
  const isText = spelt.has(atom.subject.type);
  const filled = values.filter(({ isEmpty }) => !isEmpty);
  const near = filled.flatMap((found): NearValue[] => {
    // Of several that must all be there, those that are there are not what is amiss.
    const asked = atom.isAll ? literals.filter((text) => !isThere(found.value, text, atom.place)) : literals;
    const nearest = nearestText(found.value, asked, atom.place);
    if (nearest === undefined) return [];
    // Numbers and times are not misspelt.
    return [{ ...found, nearest: isText ? nearest : { ...nearest, nearness: "other", distance: 1 } }];
  });
  near.sort((a, b) => a.nearest.distance - b.nearest.distance || b.rows.length - a.rows.length);
  const isLike = near.filter(({ nearest }) => nearest.nearness !== "other");
  const suspects = groupAlike(isLike)
    .slice(0, 4)
    .map((alike) => differsSuspect(loss, atom, alike));
  return [...suspects, ...unlikeSuspects(loss, atom, literals, near)];
}

const spelt: ReadonlySet<KqlType> = new Set(["string", "dynamic", "guid"]);

type NearValue = ValueRows & { readonly nearest: NearText };

/** Values that differ from literals in the same way make one suspect: all of them would be written right. */
function groupAlike(near: readonly NearValue[]): NearValue[][] {
  const groups = new Map<string, NearValue[]>();
  for (const value of near) {
    const { nearness, literal } = value.nearest;
    const key =
      nearness === "case" || nearness === "space" ? nearness : `${nearness} ${literal} ${value.value}`;
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return [...groups.values()];
}

function differsSuspect(loss: Loss, atom: TextAtom, alike: readonly NearValue[]): Suspect {
  const [{ nearest }] = alike;
  const { nearness, literal, value, distance } = nearest;
  return {
    finding: {
      kind: "text-differs",
      place: loss.place.index,
      span: loss.condition.span,
      subjectSpan: atom.subject.span,
      nearness: nearness === "other" ? "spelling" : nearness,
      value,
      literal,
      how: atom.place,
      rows: concerned(
        loss.place.before,
        alike.flatMap(({ rows }) => rows),
        loss.total,
      ),
      distance,
    },
    ...acceptValues(
      loss,
      atom.subject,
      alike.map((other) => other.value),
    ),
  };
}

/** Values with nothing in common with what is asked for: the nearest, and the most frequent. */
function unlikeSuspects(
  loss: Loss,
  atom: TextAtom,
  literals: readonly string[],
  near: readonly NearValue[],
): Suspect[] {
  const unlike = near.filter(({ nearest }) => nearest.nearness === "other");
  const chosen = new Set([...unlike.slice(0, 2), ...mostFrequent(unlike, 1)]);
  const isAbsent = loss.rows.length === loss.total;
  const common = mostFrequent(unlike, 4).map(({ value, rows }) => ({ value, count: rows.length }));
  return [...chosen].map((found) => ({
    finding: {
      kind: "literal-absent",
      place: loss.place.index,
      span: loss.condition.span,
      subjectSpan: atom.subject.span,
      literals: atom.isAll ? [found.nearest.literal] : literals.slice(0, 20),
      how: atom.place,
      values: [
        { value: found.value, count: found.rows.length },
        ...common.filter(({ value }) => value !== found.value),
      ],
      rows: concerned(loss.place.before, found.rows, loss.total),
      // Where other rows pass the condition, those that do not are likely to be none of the user's business.
      distance: Math.min(0.95, found.nearest.distance * (isAbsent ? 0.7 : 1)),
    },
    ...acceptValues(loss, atom.subject, [found.value]),
  }));
}

export function mostFrequent<T extends ValueRows>(values: readonly T[], count: number): T[] {
  return [...values].sort((a, b) => b.rows.length - a.rows.length).slice(0, count);
}

/** The condition that also holds for some values of its subject. */
export function acceptValues(
  { accept }: Loss,
  subject: BoundExpression,
  values: readonly string[],
): Pick<Suspect, "change" | "check"> {
  const accepted = new Set(values);
  return {
    change: accept([subject], ([cell]) => accepted.has(textOfCell({ cell, type: subject.type }))),
    check: { kind: "accepted", value: { cell: values[0], type: "string" } },
  };
}
