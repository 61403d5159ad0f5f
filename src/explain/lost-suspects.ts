/** Places that lost rows by other means than conditions and joins: limits, patterns, empty arrays, and the rest. */
import type { BoundExpression, BoundOperator } from "../bind/bound.js";
import { isWhere, partsOfOperator } from "../rules/plan/operator-shapes.js";
import { isDynamicArray } from "../types/value.js";
import { columnsIn, isEmptyCell } from "./conditions.js";
import type { EmptyFacts } from "./empty-columns.js";
import { madeEmpty, notParsed } from "./empty-suspects.js";
import type { Finding } from "./findings.js";
import type { OperatorPlace, Place } from "./flow.js";
import { nextRows } from "./forward.js";
import { makingOf } from "./made-of.js";
import { cellOfRow, readerAt, rowsInto } from "./rows.js";
import { isSearch } from "./search-legs.js";
import type { Subject } from "./subject.js";
import { concerned, isFollowed, type Search, type Suspect } from "./suspects.js";

const cutting = new Set(["take", "top", "sample", "sample-distinct", "top-hitters", "top-nested"]);
/** Of those, the ones that hand on rows as they are: without them, all rows go on. */
const plainlyCutting = new Set(["take", "top", "sample"]);

/** Rows that a limit cut off, wherever it stands. */
export function cutSuspects(search: Search, place: OperatorPlace): Suspect[] {
  if (!plainlyCutting.has(place.kind) || place.before === undefined) return [];
  const cut = rowsLostAt(search, place);
  if (cut.length === 0) return [];
  const { operator } = place.operator;
  const rows = concerned(place.before, cut, place.operator.rowsIn);
  return [
    {
      finding: { kind: "rows-cut", place: place.index, span: place.span, rows, distance: 0.4 },
      change: { plan: new Map([[operator, lettingThrough(operator)]]) },
      check: { kind: "dropped-condition" },
    },
  ];
}

/** A `where` that asks for nothing. */
export function lettingThrough({
  span,
  keyword,
  output,
}: Pick<BoundOperator, "span" | "keyword" | "output">): BoundOperator {
  const where: BoundOperator & { readonly conjuncts: readonly BoundExpression[] } = {
    kind: "where",
    span,
    keyword,
    output,
    inputs: [],
    conjuncts: [],
  };
  return where;
}

function rowsLostAt(search: Search, place: OperatorPlace): number[] {
  const rows: number[] = [];
  for (let row = 0; row < place.operator.rowsIn; row++) {
    if (isFollowed(search, place.before, row) && nextRows(place, undefined, row).length === 0) rows.push(row);
  }
  return rows;
}

/** Places that lost their last rows and that nobody has a suspicion about. */
export function lostSuspects(
  search: Search,
  critical: ReadonlySet<Place>,
  suspects: readonly Suspect[],
): Suspect[] {
  if (search.followed !== undefined) return [];
  return [...critical].flatMap((place): Suspect[] => {
    const isGiven = place.operator === undefined && place.given !== undefined;
    if (place.operator === undefined && !isGiven) return [];
    const isTold = ({ finding, explains }: Suspect) => (explains ?? finding.place) === place.index;
    if (suspects.some(isTold)) return [];
    return [{ finding: lossFinding(search, place) }];
  });
}

type LossFacts = Pick<EmptyFacts, "place" | "span" | "rows" | "distance">;

function lossFinding({ subject }: Search, place: Place): Finding {
  const from = place.operator === undefined ? place.given?.place : place.before;
  const total = place.operator?.rowsIn ?? from?.rowsOut ?? 0;
  const rows = concerned(
    from,
    Array.from({ length: total }, (_, row) => row),
    total,
  );
  const facts: LossFacts = { place: place.index, span: place.span, rows, distance: 0.5 };
  if (place.operator === undefined) {
    return { kind: "nothing-to-expand", ...facts, subjectSpan: undefined, value: undefined };
  }
  if (cutting.has(place.kind)) return { kind: "rows-cut", ...facts };
  const parsed = notParsed(place, total, 0, facts);
  if (parsed !== undefined) return parsed;
  const absent = absentColumn(subject, place, facts);
  if (absent !== undefined) return absent;
  return expanding.has(place.kind)
    ? { kind: "nothing-to-expand", ...facts, ...expandedAt(place) }
    : { kind: "rows-lost", ...facts };
}

/** A column that the operator reads and that no row has a value of; an empty array of the source is a value. */
function absentColumn(subject: Subject, place: OperatorPlace, facts: LossFacts): Finding | undefined {
  const { length } = rowsInto(place).batch;
  if (isWhere(place.operator.operator) || isSearch(place.operator.operator) || length === 0) return undefined;
  const rows = Array.from({ length }, (_, row) => row);
  for (const column of partsOfOperator(place.operator.operator).expressions.flatMap(columnsIn)) {
    const read = readerAt(place, column, rows);
    if (!rows.every((_, row) => isEmptyCell(read(row)))) continue;
    const making = makingOf(place, column, rows);
    const isSource = making.kind === "place" && making.place.operator === undefined;
    if (isSource && isDynamicArray(read(0))) return undefined;
    return madeEmpty(subject, making, { ...facts, subjectSpan: column.span, name: column.name });
  }
  return undefined;
}

const expanding = new Set(["mv-expand", "mv-apply"]);

/** What was to be expanded, with its value in the first row. */
function expandedAt(
  place: OperatorPlace,
): Pick<Extract<Finding, { kind: "nothing-to-expand" }>, "subjectSpan" | "value"> {
  const { operator } = place.operator;
  const [source] = isExpanding(operator) ? operator.expansion.sources : [];
  if (source === undefined || place.operator.rowsIn === 0)
    return { subjectSpan: undefined, value: undefined };
  const cell = cellOfRow(place, source, 0);
  return { subjectSpan: source.span, value: { cell, type: source.type } };
}

function isExpanding(
  operator: BoundOperator,
): operator is BoundOperator & { readonly expansion: { readonly sources: readonly BoundExpression[] } } {
  return expanding.has(operator.kind) && "expansion" in operator;
}
