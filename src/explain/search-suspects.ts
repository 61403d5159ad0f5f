/** Why `search` and `find` found no row of a table. */
import type { BoundExpression } from "../bind/bound.js";
import { conjunctsOf } from "../exec/expression-traits.js";
import { cellReader } from "../vector/vector.js";
import { conditionSuspects } from "./condition-suspects.js";
import { atomsOf, columnsIn, nameOf, type TextAtom, textOfCell } from "./conditions.js";
import type { OperatorPlace, Place } from "./flow.js";
import type { Loss } from "./loss.js";
import { computed } from "./rewrite-plan.js";
import { evaluateAt } from "./rows.js";
import { type SearchLeg, searchLegs } from "./search-legs.js";
import { concerned, isFollowed, type Search, type Suspect } from "./suspects.js";

export function searchSuspects(search: Search, place: OperatorPlace): Suspect[] {
  return searchLegs(place).flatMap((leg) =>
    lossesOf(search, leg).flatMap((loss) => {
      const suspects = anyColumnSuspects(search, loss) ?? conditionSuspects(search, loss);
      return suspects.map((suspect) => ({ ...suspect, explains: place.index }));
    }),
  );
}

/** The conditions of the predicate, each with the rows that it is the first to lose. */
function lossesOf(search: Search, leg: SearchLeg): Loss[] {
  const { place } = leg;
  const conjuncts = conjunctsOf(leg.predicate);
  const from = givenTo(place);
  let rows = Array.from({ length: place.operator.rowsIn }, (_, row) => row).filter((row) =>
    isFollowed(search, from, row),
  );
  return conjuncts.flatMap((condition, at): Loss[] => {
    const holds = cellReader(evaluateAt(place, condition));
    const total = rows.length;
    const lost = rows.filter((row) => holds(row) !== true);
    rows = rows.filter((row) => holds(row) === true);
    const read = columnsIn(condition);
    const isElsewhere = read.length > 0 && read.every(({ index }) => leg.missing.has(index));
    if (lost.length === 0 || isElsewhere) return [];
    const accept: Loss["accept"] = (values, accepts) =>
      leg.changed(
        computed("bool", [...conjuncts, ...values], (...cells) => {
          const rest = cells.slice(0, conjuncts.length).every((held, other) => held === true || other === at);
          return rest && (cells[at] === true || accepts(cells.slice(conjuncts.length)));
        }),
      );
    return [{ place, accept, condition, rows: lost, total }];
  });
}

function givenTo({ before }: OperatorPlace): Place | undefined {
  return before?.operator === undefined ? before?.given?.place : before;
}

/** Most columns that a term is looked for in one by one. */
const mostColumns = 60;

/** A term that may stand in any column: where it nearly stands; else that it stands nowhere. */
function anyColumnSuspects(search: Search, loss: Loss): Suspect[] | undefined {
  const { condition, place, rows, total } = loss;
  if (!isOfAnyColumn(condition)) return undefined;
  const atoms = atomsOf(condition, place).filter((atom): atom is TextAtom => atom.kind === "text");
  const [first] = atoms;
  if (first === undefined) return undefined;
  const near = atoms.slice(0, mostColumns).flatMap((atom) => {
    const found = conditionSuspects(search, { ...loss, condition: atom.expression });
    return found.flatMap((suspect): Suspect[] =>
      suspect.finding.kind === "text-differs"
        ? [{ ...suspect, finding: { ...suspect.finding, name: nameOf(atom.subject) } }]
        : [],
    );
  });
  const absent: Suspect = {
    finding: {
      kind: "literal-absent",
      place: place.index,
      span: condition.span,
      subjectSpan: condition.span,
      literals: first.literals.map(textOfCell),
      how: first.place,
      values: [],
      rows: concerned(place.before, rows, total),
      distance: 0.8,
    },
    change: loss.accept([], () => true),
    check: { kind: "dropped-condition" },
  };
  return [...near, absent];
}

/** `"term"`, `* has "term"`: one test for each column, all written in one place. */
function isOfAnyColumn(condition: BoundExpression): boolean {
  if (condition.kind !== "logical" || condition.operator !== "or") return false;
  return condition.operands.every(
    ({ span }) => span.start === condition.span.start && span.end === condition.span.end,
  );
}
