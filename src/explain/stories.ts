/** What became of rows of the source tables: in which result rows they are, or where and why they were lost. */
import type { BoundExpression } from "../bind/bound.js";
import { conjunctsOf } from "../exec/expression-traits.js";
import { isJoin, isWhere } from "../rules/plan/operator-shapes.js";
import type { Span } from "../text/span.js";
import type { Ticks } from "../types/int64.js";
import { cellReader } from "../vector/vector.js";
import { atomsOf, columnsIn, isEmptyCell, type TypedCell } from "./conditions.js";
import type { FailedTest, NamedCell } from "./findings.js";
import { type Flow, lastPlace, type OperatorPlace, type Place } from "./flow.js";
import { fatesOf, forward, reached, resultRowsIn } from "./forward.js";
import { backward, type RowsByPlace, type SourceRow, scansOf } from "./lineage.js";
import { nearestRows } from "./near-rows.js";
import { timeScale } from "./order-suspects.js";
import { cellOfRow, evaluateAt, rowsInto, rowsOfInput } from "./rows.js";
import { timesOf } from "./scan-times.js";
import { type SearchLeg, searchLegOf } from "./search-legs.js";
import type { Subject } from "./subject.js";
import { cellsOfRow, labelOf } from "./suspects.js";

/** The fate of one source row. A table may be read several times: the furthest way counts. */
export type Fate =
  | { readonly kind: "result"; readonly rows: readonly number[] }
  | {
      readonly kind: "lost";
      /** Index of the place. */
      readonly place: number;
      readonly span: Span;
      readonly loss: Loss;
    }
  /** Outside the run's window, or not there yet. */
  | {
      readonly kind: "unseen";
      readonly reason: "before" | "after" | "late";
      readonly generated: TypedCell;
      readonly ingested: TypedCell;
      readonly from: Ticks;
      readonly to: Ticks;
      readonly visibleUntil: Ticks;
    }
  /** The query does not read the table, or stopped before the row. */
  | { readonly kind: "unread" };

/** How an operator lost a row. */
export type Loss =
  /** The condition that the row, or what it went into, fails; the values that it reads. */
  | {
      readonly kind: "condition";
      readonly span: Span;
      readonly label: readonly NamedCell[];
      readonly columns: readonly NamedCell[];
      readonly test: FailedTest | undefined;
    }
  /** A join found no partner, or a partner where there should be none. */
  | { readonly kind: "key"; readonly side: "left" | "right"; readonly keys: readonly NamedCell[] }
  /** Read by a `toscalar` or an `in (...)`, and nothing of it goes on as a row. */
  | { readonly kind: "read" }
  | { readonly kind: "operator"; readonly operator: string };

export interface Story {
  readonly source: SourceRow;
  readonly fate: Fate;
}

/** The stories of some source rows. */
export function storiesOf(subject: Subject, sources: readonly SourceRow[]): Story[] {
  const fates = fatesOf(subject.flow);
  const finders = new Map<string, (row: number) => Fate>();
  return sources.map((source) => {
    let find = finders.get(source.table);
    if (find === undefined) {
      find = fateFinder(subject, source.table, fates);
      finders.set(source.table, find);
    }
    return { source, fate: find(source.row) };
  });
}

function fateFinder(
  subject: Subject,
  table: string,
  fates: ReturnType<typeof fatesOf>,
): (row: number) => Fate {
  const { flow } = subject;
  const scans = scansOf(flow, table).map((scan) => ({ scan, ordinals: ordinalsOf(scan) }));
  return (row) => {
    const seen = scans.flatMap(({ scan, ordinals }) => {
      const own = fates.get(scan);
      return own === undefined ? [] : (ordinals.get(row) ?? []).map((ordinal) => ({ scan, ordinal, own }));
    });
    if (seen.length === 0)
      return unseenFate(
        subject,
        scans.map(({ scan }) => scan),
        row,
      );
    const furthest = seen.reduce((best, next) =>
      next.own.place[next.ordinal] > best.own.place[best.ordinal] ? next : best,
    );
    const { own, ordinal } = furthest;
    if (own.place[ordinal] === reached) {
      const rows = seen.flatMap(({ scan, ordinal: at }) => resultRowsIn(forward(flow, scan, [at]), flow));
      return { kind: "result", rows: [...new Set(rows)].sort((a, b) => a - b) };
    }
    const place = flow.places[own.place[ordinal]];
    const loss = lossAt(subject, place, own.at[ordinal], own.input[ordinal]);
    return { kind: "lost", place: place.index, span: place.span, loss };
  };
}

/** Where a scan emitted each row of its table: once, or once for each run of a sub-query. */
function ordinalsOf({ source }: Place): ReadonlyMap<number, readonly number[]> {
  const ordinals = new Map<number, number[]>();
  if (source?.kind !== "scan") return ordinals;
  for (let ordinal = 0; ordinal < source.rows.length; ordinal++) {
    const row = source.rows[ordinal];
    const known = ordinals.get(row);
    if (known === undefined) ordinals.set(row, [ordinal]);
    else known.push(ordinal);
  }
  return ordinals;
}

function unseenFate(subject: Subject, scans: readonly Place[], row: number): Fate {
  const window = subject.run?.window;
  const [scan] = scans;
  if (window === undefined || scan?.source?.kind !== "scan") return { kind: "unread" };
  const times = timesOf(subject, scan.source)?.[row];
  if (times === undefined) return { kind: "unread" };
  const clock = window.clock === "ingested" ? times.ingested : times.generated;
  const isBefore = clock === null || clock < window.from;
  const isAfter = clock !== null && clock >= window.to;
  const isLate = times.ingested !== null && times.ingested >= window.visibleUntil;
  if (!isBefore && !isAfter && !isLate) return { kind: "unread" };
  return {
    kind: "unseen",
    reason: isBefore ? "before" : isAfter ? "after" : "late",
    generated: { cell: times.generated, type: "datetime" },
    ingested: { cell: times.ingested, type: "datetime" },
    from: window.from,
    to: window.to,
    visibleUntil: window.visibleUntil,
  };
}

/** How a place lost a row of its stream, or of an input. */
function lossAt(subject: Subject, place: Place, row: number, input: number): Loss {
  if (place.operator === undefined) return { kind: "operator", operator: place.kind };
  const { operator, lostBy } = place.operator;
  if (isJoin(operator) && (input === -1 || input === operator.right)) {
    const side = input === -1 ? "left" : "right";
    return { kind: "key", side, keys: keysOf(place, operator.keys[side], side, row) };
  }
  const leg = searchLegOf(place, input === -1 ? undefined : input);
  if (leg !== undefined) return searchLoss(subject, leg, row);
  if (input !== -1) return { kind: "read" };
  const conjunct = lostBy?.[row] ?? -1;
  if (!isWhere(operator) || conjunct < 0) return { kind: "operator", operator: place.kind };
  return conditionLoss(subject, place, operator.conjuncts[conjunct], row);
}

function searchLoss(subject: Subject, { place, predicate }: SearchLeg, row: number): Loss {
  const failed = conjunctsOf(predicate).find((condition) => cellOfRow(place, condition, row) !== true);
  return conditionLoss(subject, place, failed ?? predicate, row);
}

/** Cells of a row that a lost row is told with. */
const mostCells = 8;

function conditionLoss(
  subject: Subject,
  place: OperatorPlace,
  condition: BoundExpression,
  row: number,
): Loss {
  const near = nearestRows(
    place,
    [{ ordinal: 0, condition }],
    [row],
    timeScale({ subject, followed: undefined }),
  );
  const cells = cellsOfRow(
    place,
    columnsIn(condition).map(({ index }) => index),
    row,
  );
  const filled = cells.length > mostCells ? cells.filter(({ cell }) => !isEmptyCell(cell)) : cells;
  const columns = filled.slice(0, mostCells);
  return {
    kind: "condition",
    span: condition.span,
    label: labelOf(subject, place, row),
    columns,
    test: near[0]?.failed[0]?.test ?? textTest(place, condition, row),
  };
}

/** The value and the literal of a condition on text that asks for a single one. */
function textTest(place: OperatorPlace, condition: BoundExpression, row: number): FailedTest | undefined {
  const [atom, ...others] = atomsOf(condition, place);
  if (atom.kind !== "text" || others.length > 0 || atom.literals.length !== 1 || atom.place !== "whole")
    return undefined;
  const value = cellOfRow(place, atom.subject, row);
  return {
    span: condition.span,
    subjectSpan: atom.subject.span,
    value: { cell: value, type: atom.subject.type },
    operator: atom.isNegated ? "!=" : "==",
    bound: atom.literals[0],
    boundSpan: condition.span,
  };
}

function keysOf(
  place: OperatorPlace,
  expressions: readonly BoundExpression[],
  side: "left" | "right",
  row: number,
): NamedCell[] {
  const { operator } = place.operator;
  if (!isJoin(operator)) return [];
  const { batch } = side === "left" ? rowsInto(place) : rowsOfInput(place, operator.right);
  const one = batch.select(Int32Array.of(row));
  return expressions.map((expression) => ({
    name: columnsIn(expression)[0]?.name ?? "",
    type: expression.type,
    cell: cellReader(evaluateAt(place, expression, one))(0),
  }));
}

/** All rows behind result rows, at every place. */
export function originsOf({ result }: Flow, rows: readonly number[]): RowsByPlace {
  return backward(lastPlace(result), rows);
}
