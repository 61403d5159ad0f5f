/** Conditions on text that lost rows: near values, values that occur nowhere, exclusions. */
import type { KqlType } from "../types/kql-type.js";
import { type FilledAtom, isEmptyCell, type TextAtom, textOfCell } from "./conditions.js";
import { columnEmpty } from "./empty-columns.js";
import { emptySuspects } from "./empty-suspects.js";
import { acceptValues, type Loss, mostFrequent, type ValueRows, valuesAmong } from "./loss.js";
import { isThere, type NearText, nearestText } from "./near-text.js";
import { textsOf } from "./query-texts.js";
import { rowsOfInput } from "./rows.js";
import { concerned, type Search, type Suspect } from "./suspects.js";

/** By the values of the rows: absent ones, those that are nearly what is asked for, and the most frequent others. */
export function textSuspects(search: Search, loss: Loss, atom: TextAtom): Suspect[] {
  const values = valuesAmong(loss.place, atom.subject, loss.rows);
  return atom.isNegated
    ? excludedSuspects(loss, atom, values)
    : [
        ...emptySuspects(search, loss, atom, values),
        ...(emptyListSuspects(search, loss, atom, values) ?? nearSuspects(search, loss, atom, values)),
      ];
}

/** A list that a sub-query made, with nothing but absent values in it. */
function emptyListSuspects(
  { subject }: Search,
  loss: Loss,
  { expression, subject: tested, literals }: TextAtom,
  values: readonly ValueRows[],
): Suspect[] | undefined {
  const { place, condition, total } = loss;
  if (expression.kind !== "list-input" || literals.length === 0) return undefined;
  if (!literals.every(({ cell }) => isEmptyCell(cell))) return undefined;
  const { columns } = rowsOfInput(place, expression.input);
  const [{ name, type }] = columns;
  const made = { kind: "column", index: 0, name, type, span: expression.span } as const;
  const infos = subject.visits.get(place.operator.operator)?.inputs[expression.input] ?? [];
  return mostFrequent(values, 1).map(({ value, rows }) => ({
    finding: columnEmpty(subject, made, infos, {
      place: place.index,
      span: condition.span,
      subjectSpan: tested.span,
      name,
      rows: concerned(place.before, rows, total),
      distance: 0.07,
    }),
    ...acceptValues(loss, tested, [value]),
  }));
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

/** Conditions that ask whether a value is there. */
export function filledSuspects(search: Search, loss: Loss, atom: FilledAtom): Suspect[] {
  const values = valuesAmong(loss.place, atom.subject, loss.rows);
  return atom.isNegated ? excludedSuspects(loss, atom, values) : emptySuspects(search, loss, atom, values);
}

function nearSuspects(
  { subject }: Search,
  loss: Loss,
  atom: TextAtom,
  values: readonly ValueRows[],
): Suspect[] {
  const literals = [...new Set(atom.literals.map(textOfCell))];
  const isText = spelt.has(atom.subject.type);
  const filled = values.filter(({ isEmpty }) => !isEmpty);
  const near = filled.flatMap((found): NearValue[] => {
    // Of several that must all be there, those that are there are not what is amiss.
    const asked = atom.isAll ? literals.filter((text) => !isThere(found.value, text, atom.place)) : literals;
    const nearest = nearestText(found.value, asked, atom.place);
    if (nearest === undefined) return [];
    // Numbers and times are not misspelt, and what the query asks for elsewhere is meant.
    const isMeant = nearest.nearness === "spelling" && textsOf(subject).has(found.value);
    const isLike = isText && !isMeant;
    return [{ ...found, nearest: isLike ? nearest : { ...nearest, nearness: "other", distance: 1 } }];
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
  if (literals.length === 0) return [];
  const chosen = new Set([...unlike.slice(0, 2), ...mostFrequent(unlike, 3)]);
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
