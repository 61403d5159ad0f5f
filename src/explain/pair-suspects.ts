/** Conditions over several values of a row: one of them is absent, or two texts that should be equal nearly are. */

import type { BoundExpression } from "../bind/bound.js";
import { jsonText } from "../types/json-text.js";
import { type Atom, columnsIn, isEmptyCell, textOfCell } from "./conditions.js";
import type { Loss } from "./loss.js";
import { type NearText, nearestText } from "./near-text.js";
import { otherSuspects } from "./order-suspects.js";
import { readerAt } from "./rows.js";
import { concerned, type Search, type Suspect } from "./suspects.js";
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
  const near = rows.flatMap((row, at): NearPair[] => {
    const [value, literal] = [left(at), right(at)].map((cell) => textOfCell({ cell, type: "string" }));
    const found = value === "" || literal === "" ? undefined : nearestText(value, [literal], "whole");
    if (found === undefined || found.nearness === "other") return [];
    return [{ ...found, row, nearness: found.nearness }];
  });
  const [nearest] = near.toSorted((a, b) => a.distance - b.distance);
  if (nearest === undefined) return [];
  const alike = near.filter(({ nearness }) => nearness === nearest.nearness);
  return [differsSuspect(loss, [subject, other], nearest, alike)];
}

type NearPair = Omit<NearText, "nearness"> & {
  readonly row: number;
  readonly nearness: Exclude<NearText["nearness"], "other">;
};

function differsSuspect(
  loss: Loss,
  sides: readonly [subject: BoundExpression, other: BoundExpression],
  { nearness, value, literal, distance }: NearPair,
  alike: readonly NearPair[],
): Suspect {
  const accepted = new Set(alike.map((pair) => jsonText([pair.value, pair.literal])));
  const rows = alike.map(({ row }) => row);
  return {
    finding: {
      kind: "text-differs",
      place: loss.place.index,
      span: loss.condition.span,
      subjectSpan: sides[0].span,
      nearness,
      value,
      literal,
      how: "whole",
      rows: concerned(loss.place.before, rows, loss.total),
      distance,
    },
    change: loss.accept(sides, (cells) => accepted.has(jsonText(cells))),
    check: { kind: "accepted", value: { cell: value, type: "string" } },
  };
}
