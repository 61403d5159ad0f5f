/** Keys of a join that are absent. */
import type { BoundExpression } from "../bind/bound.js";
import { columnsIn, isEmptyCell, nameOf } from "./conditions.js";
import { columnEmpty, type EmptyFacts } from "./empty-columns.js";
import { madeEmpty } from "./empty-suspects.js";
import type { Finding } from "./findings.js";
import { type Joined, type Side, substituteKeys } from "./joined-keys.js";
import { makingOut } from "./made-of.js";
import { concerned, type Suspect } from "./suspects.js";

/** A key that is absent in all rows of a side. */
export function emptyKeys(joined: Joined, side: Side, other: Side): Suspect[] {
  return side.expressions.flatMap((expression, at): Suspect[] => {
    const keys = [...side.keys.values()];
    const empty = keys.filter(({ cells }) => isEmptyCell(cells[at]));
    const [first] = empty;
    if (first === undefined || empty.length < keys.length || side.place === undefined) return [];
    const partner = [...other.keys.values()].find(({ texts }) =>
      texts.every((text, part) => part === at || text === first.texts[part]),
    );
    const rows = empty.flatMap((key) => key.rows);
    return [
      {
        finding: keyEmpty(joined, side, expression, rows),
        explains: joined.place.index,
        ...(partner === undefined
          ? {}
          : {
              change: substituteKeys(joined, at, [
                side.name === "left"
                  ? [first.texts[at], partner.cells[at]]
                  : [partner.texts[at], first.cells[at]],
              ]),
              check: { kind: "equal-keys" },
            }),
      },
    ];
  });
}

function keyEmpty(
  { search: { subject }, place, operator }: Joined,
  side: Side,
  expression: BoundExpression,
  rows: readonly number[],
): Finding {
  const facts: EmptyFacts = {
    place: place.index,
    span: expression.span,
    subjectSpan: expression.span,
    name: nameOf(expression),
    rows: concerned(side.place, rows, side.place?.rowsOut ?? 0),
    distance: 0.07,
  };
  const visit = subject.visits.get(operator);
  const columns = (side.name === "left" ? visit?.input : visit?.inputs[operator.right]) ?? [];
  const [column] = columnsIn(expression);
  const made =
    side.place === undefined || column === undefined
      ? undefined
      : madeEmpty(subject, makingOut(side.place, column.index, rows), facts);
  return made ?? columnEmpty(subject, expression, columns, facts);
}
