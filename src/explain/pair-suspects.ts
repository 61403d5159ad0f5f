/** Conditions over several values of a row: one of them is absent, or two texts that should be equal nearly are. */
import type { BoundExpression } from "../bind/bound.js";
import { type Atom, columnsIn, isEmptyCell, textOfCell } from "./conditions.js";
import type { Loss } from "./loss.js";
import { nearestText } from "./near-text.js";
import { otherSuspects } from "./order-suspects.js";
import { readerAt } from "./rows.js";
import { concerned, keyOf, type Search, type Suspect } from "./suspects.js";
import { filledSuspects } from "./text-suspects.js";

type PairAtom = Extract<Atom, { readonly kind: "pair" }>;

export function pairSuspects(search: Search, loss: Loss, atom: PairAtom): Suspect[] {
  return [
    ...absentSuspects(search, loss, atom.expression),
    ...nearPairs(loss, atom),
    ...otherSuspects(loss, atom.expression),
  ];
}

/** Columns of a condition that are empty in all of the rows. */
export function absentSuspects(
  search: Search,
  loss: Loss,
  expression: BoundExpression = loss.condition,
): Suspect[] {
  return columnsIn(expression).flatMap((subject) => {
    const read = readerAt(loss.place, subject, loss.rows);
    if (!loss.rows.every((_, at) => isEmptyCell(read(at)))) return [];
    return filledSuspects(search, loss, { kind: "filled", expression, subject, isNegated: false });
  });
}

/** Most rows whose texts are compared. */
const mostRows = 2000;

/** Texts of one row that are to be equal and differ a little. */
function nearPairs(loss: Loss, { subject, other, operator }: PairAtom): Suspect[] {
  if (operator !== "==" || subject.type !== "string" || other.type !== "string") return [];
  const rows = loss.rows.slice(0, mostRows);
  const [left, right] = [subject, other].map((side) => readerAt(loss.place, side, rows));
  const near = rows.flatMap((row, at) => {
    const [value, literal] = [left(at), right(at)].map((cell) => textOfCell({ cell, type: "string" }));
    const found = value === "" || literal === "" ? undefined : nearestText(value, [literal], "whole");
    return found === undefined || found.nearness === "other"
      ? []
      : [{ row, ...found, nearness: found.nearness }];
  });
  const nearest = near.toSorted((a, b) => a.distance - b.distance)[0];
  if (nearest === undefined) return [];
  const alike = near.filter(({ nearness }) => nearness === nearest.nearness);
  const accepted = new Set(
    alike.map(({ value, literal }) => `${keyOf(value, "string")} ${keyOf(literal, "string")}`),
  );
  return [
    {
      finding: {
        kind: "text-differs",
        place: loss.place.index,
        span: loss.condition.span,
        subjectSpan: subject.span,
        nearness: nearest.nearness,
        value: nearest.value,
        literal: nearest.literal,
        how: "whole",
        rows: concerned(
          loss.place.before,
          alike.map(({ row }) => row),
          loss.total,
        ),
        distance: nearest.distance,
      },
      change: loss.accept([subject, other], ([a, b]) =>
        accepted.has(`${keyOf(a, "string")} ${keyOf(b, "string")}`),
      ),
      check: { kind: "accepted", value: { cell: nearest.value, type: "string" } },
    },
  ];
}
