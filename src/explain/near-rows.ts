/** Rows that came near to passing a `where`: the tests that each fails, and by how much. */
import type { BoundExpression } from "../bind/bound.js";
import type { Cell } from "../types/value.js";
import { cellReader } from "../vector/vector.js";
import { type Acceptance, acceptAlso } from "./changed-where.js";
import { type Atom, atomsOf, columnsIn } from "./conditions.js";
import type { FailedTest } from "./findings.js";
import type { OperatorPlace } from "./flow.js";
import { gapOf } from "./order-suspects.js";
import { cellOfRow, evaluateAt, rowsInto } from "./rows.js";
import type { Change } from "./subject.js";
import { keyOf } from "./suspects.js";

/** A condition of a `where`, by its ordinal. */
export interface Conjunct {
  readonly ordinal: number;
  readonly condition: BoundExpression;
}

export interface FailedConjunct extends Conjunct {
  readonly test: FailedTest;
  /** The value that failed. */
  readonly subject: BoundExpression;
  readonly gap: number;
}

export interface NearRow {
  readonly place: OperatorPlace;
  /** Row of the place's stream. */
  readonly row: number;
  readonly failed: readonly FailedConjunct[];
  readonly gap: number;
}

type Comparing = Extract<Atom, { readonly kind: "order" | "pair" }>;

interface JudgedAtom {
  readonly atom: Comparing;
  readonly value: (row: number) => Cell;
  readonly bound: (row: number) => Cell;
}

/** The nearest of some rows: those that fail fewest of the conditions, by the smallest gaps. */
export function nearestRows(
  place: OperatorPlace,
  conjuncts: readonly Conjunct[],
  rows: readonly number[],
  scaleTicks: number,
): NearRow[] {
  const { batch } = rowsInto(place);
  const some = batch.select(Int32Array.from(rows));
  const judged = conjuncts.map((conjunct) => ({
    ...conjunct,
    holds: cellReader(evaluateAt(place, conjunct.condition, some)),
    atoms: atomsOf(conjunct.condition, place).flatMap((atom): JudgedAtom[] => {
      if (atom.kind !== "order" && atom.kind !== "pair") return [];
      const value = cellReader(evaluateAt(place, atom.subject, some));
      if (atom.kind === "order") return [{ atom, value, bound: () => atom.bound.cell }];
      return [{ atom, value, bound: cellReader(evaluateAt(place, atom.other, some)) }];
    }),
  }));
  const measured = rows.flatMap((_, at): MeasuredRow[] => {
    let count = 0;
    let gap = 0;
    for (const { holds, atoms } of judged) {
      if (atoms.length === 0 || holds(at) === true) continue;
      count++;
      gap += Math.min(...atoms.map((atom) => gapIn(atom, at, scaleTicks)));
    }
    return count === 0 ? [] : [{ at, count, gap }];
  });
  return measured
    .sort((a, b) => a.count - b.count || a.gap - b.gap)
    .slice(0, mostNear)
    .map(({ at, gap }) => {
      const lacking = judged.filter(({ holds }) => holds(at) !== true);
      const failed = lacking.flatMap((conjunct) => nearestAtom(conjunct, at, scaleTicks));
      return { place, row: rows[at], failed, gap };
    });
}

/** Rows that are told of at most. */
const mostNear = 200;

/** A row by how many conditions it fails, and by how much. */
interface MeasuredRow {
  readonly at: number;
  readonly count: number;
  readonly gap: number;
}

/** By how much a row fails a test. */
function gapIn({ atom, value, bound }: JudgedAtom, row: number, scaleTicks: number): number {
  const other = atom.kind === "order" ? atom.boundExpression : atom.other;
  const limit = { operator: atom.operator, bound: { cell: bound(row), type: other.type } };
  return gapOf(value(row), limit, scaleTicks) ?? 1;
}

/** Of the tests that an `or` leaves open, the one that is nearest to holding. */
function nearestAtom(
  { ordinal, condition, atoms }: Conjunct & { readonly atoms: readonly JudgedAtom[] },
  row: number,
  scaleTicks: number,
): FailedConjunct[] {
  const failed = atoms.map((judged): FailedConjunct => {
    const { atom, value, bound } = judged;
    const other = atom.kind === "order" ? atom.boundExpression : atom.other;
    const test: FailedTest = {
      span: condition.span,
      subjectSpan: atom.subject.span,
      value: { cell: value(row), type: atom.subject.type },
      operator: atom.operator,
      bound: { cell: bound(row), type: other.type },
      boundSpan: other.span,
    };
    return { ordinal, condition, test, subject: atom.subject, gap: gapIn(judged, row, scaleTicks) };
  });
  failed.sort((a, b) => a.gap - b.gap);
  return failed.slice(0, 1);
}

/** The `where` with the conditions that a row fails holding for rows with the very same values. */
export function acceptRow({ place, row, failed }: NearRow): Change {
  return acceptAlso(
    place,
    failed.map(({ ordinal, condition }): Acceptance => {
      const values = columnsIn(condition);
      const wanted = values.map((value) => keyOf(cellOfRow(place, value, row), value.type));
      return {
        conjunct: ordinal,
        values,
        accepts: (cells) => cells.every((cell, at) => keyOf(cell, values[at].type) === wanted[at]),
      };
    }),
  );
}
