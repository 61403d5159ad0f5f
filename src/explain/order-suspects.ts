/** Conditions on numbers and times of single rows that lost rows. */
import { Decimal } from "decimal.js";
import type { BoundExpression } from "../bind/bound.js";
import type { Cell } from "../types/value.js";
import { type Atom, columnsIn, type FilledAtom, type OrderOperator, type TypedCell } from "./conditions.js";
import type { FailedTest } from "./findings.js";
import type { Loss } from "./loss.js";
import { readerAt } from "./rows.js";
import { concerned, leavesOf, type Search, type Suspect } from "./suspects.js";
import { filledSuspects } from "./text-suspects.js";

type OrderAtom = Extract<Atom, { readonly kind: "order" }>;

/** A number for cells that have a distance from one another: numbers, times, decimals. */
export function measureOf(cell: Cell): number | undefined {
  if (typeof cell === "number" || typeof cell === "bigint") return Number(cell);
  return Decimal.isDecimal(cell) ? cell.toNumber() : undefined;
}

/** Distance of a value from passing a test: as a share of the bound for numbers, of `scaleTicks` for times; 1 at most. */
export function gapOf(
  value: Cell,
  { operator, bound }: { readonly operator: OrderOperator; readonly bound: TypedCell },
  scaleTicks: number,
): number | undefined {
  const [from, limit] = [measureOf(value), measureOf(bound.cell)];
  if (from === undefined || limit === undefined) return undefined;
  if (bound.type === "datetime" || bound.type === "timespan") {
    return Math.min(1, Math.abs(from - limit) / scaleTicks);
  }
  const isWhole = Number.isInteger(from) && Number.isInteger(limit);
  const to = limit + (isWhole && operator === ">" ? 1 : isWhole && operator === "<" ? -1 : 0);
  return Math.min(1, Math.abs(from - to) / Math.max(1, Math.abs(to)));
}

const ticksPerDay = 864_000_000_000;

/** As `gapOf`; numbers made of timespans are ticks, too. */
function gapTo(value: Cell, { bound, subject, operator }: OrderAtom, scaleTicks: number): number | undefined {
  const isTime = columnsIn(subject).some(({ type }) => type === "timespan" || type === "datetime");
  const asTime: TypedCell = isTime ? { cell: bound.cell, type: "timespan" } : bound;
  return gapOf(value, { operator, bound: asTime }, scaleTicks);
}

/** What counts as far in time: the rule's look-back. */
export function timeScale({ subject }: Search): number {
  return subject.run?.rule.periodTicks ?? ticksPerDay;
}

/** Rows beyond a bound, the nearest to it told; rows whose value is absent are told apart. */
export function orderSuspects(search: Search, loss: Loss, atom: OrderAtom): Suspect[] {
  const read = readerAt(loss.place, atom.subject, loss.rows);
  const near = loss.rows.flatMap((row, at): Measured[] => {
    const cell = read(at);
    const gap = gapTo(cell, atom, timeScale(search));
    return gap === undefined ? [] : [{ row, cell, gap }];
  });
  const empty = near.length === loss.rows.length ? [] : filledSuspects(search, loss, filledAtom(atom));
  return near.length === 0 ? empty : [rangeSuspect(loss, atom, near), ...empty];
}

interface Measured {
  readonly row: number;
  readonly cell: Cell;
  readonly gap: number;
}

/** The row that comes nearest to passing, with the others that have a distance at all. */
function rangeSuspect(loss: Loss, atom: OrderAtom, near: readonly Measured[]): Suspect {
  const { place, condition } = loss;
  const nearest = near.reduce((best, next) => (next.gap < best.gap ? next : best));
  const others = near.map(({ row }) => row).filter((row) => row !== nearest.row);
  const failed: FailedTest = {
    span: condition.span,
    subjectSpan: atom.subject.span,
    value: { cell: nearest.cell, type: atom.subject.type },
    operator: atom.operator,
    bound: atom.bound,
    boundSpan: atom.boundExpression.span,
  };
  return {
    finding: {
      kind: "out-of-range",
      place: place.index,
      span: condition.span,
      failed,
      columns: leavesOf(place, atom.subject, nearest.row),
      rows: concerned(place.before, [nearest.row, ...others], loss.total),
      distance: 0.15 + 0.6 * nearest.gap,
    },
    change: loss.accept([atom.subject], ([cell]) => measureOf(cell) !== undefined),
    check: { kind: "dropped-condition" },
  };
}

function filledAtom({ expression, subject }: OrderAtom): FilledAtom {
  return { kind: "filled", expression, subject, isNegated: false };
}

/** Conditions that are not taken apart. */
export function otherSuspects(loss: Loss, expression: BoundExpression): Suspect[] {
  const { place, condition, accept, rows, total } = loss;
  return [
    {
      finding: {
        kind: "condition-failed",
        place: place.index,
        span: condition.span,
        columns: leavesOf(place, expression, rows[0]),
        rows: concerned(place.before, rows, total),
        // The condition that lost the last rows comes first.
        distance: rows.length === total ? 0.58 : 0.6,
      },
      change: accept([], () => true),
      check: { kind: "dropped-condition" },
    },
  ];
}
