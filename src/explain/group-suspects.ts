/** Thresholds on aggregates: the groups that came near, and rows that were counted in other groups. */
import type { BoundExpression } from "../bind/bound.js";
import { foldCase } from "../functions/text-case.js";
import type { Aggregating } from "../rules/plan/operator-shapes.js";
import type { Cell } from "../types/value.js";
import { cellReader } from "../vector/vector.js";
import { columnsIn, isEmptyCell, nameOf, type TypedCell } from "./conditions.js";
import { countedSuspects } from "./counted-suspects.js";
import { columnEmpty } from "./empty-columns.js";
import type { FailedTest, Sibling } from "./findings.js";
import type { OperatorPlace } from "./flow.js";
import { aggregatesBehind, type Group, groupOf, inputRows } from "./group.js";
import { acceptRow, type NearRow } from "./near-rows.js";
import { measureOf } from "./order-suspects.js";
import { computed, withFields } from "./rewrite-plan.js";
import { cellOfRow, readerAt, rowsOutOf } from "./rows.js";
import { columnsAt, concerned, keyOf, labelOf, type Search, type Suspect } from "./suspects.js";

/** Near rows of a `where` on aggregates as suspects: the threshold itself, and what keeps the group below it. */
export function thresholdSuspects(search: Search, near: NearRow): Suspect[] {
  const { place } = near;
  const group = groupOf(search, near);
  const facts = {
    place: place.index,
    span: near.failed[0].test.span,
    label: labelOf(search.subject, place, near.row),
    failed: near.failed.map(({ test }) => test),
    rows: concerned(place.before, [near.row], place.operator.rowsIn),
  };
  const splits = group === undefined ? [] : keySplits(group, near);
  const threshold: Suspect = {
    finding: {
      kind: "below-threshold",
      ...facts,
      siblings: splits.find(({ reason }) => reason === "time")?.siblings ?? [],
      distance: Math.min(0.95, 0.1 + 0.6 * near.gap),
    },
    change: acceptRow(near),
    check: { kind: "accepted", value: facts.failed[0].value },
  };
  const suspects: Suspect[] = splits.map(({ reason, key, siblings, value, merges, operator }) => ({
    finding: {
      kind: "group-split",
      ...facts,
      reason,
      column: operator.keys[key].column.name,
      value,
      siblings,
      distance: splitDistance[reason],
    },
    change: mergeKeys(operator, merges),
    check: { kind: "counted-together" },
  }));
  const empty = group === undefined ? [] : emptyArguments(search, group, near, facts);
  const counted = group === undefined ? [] : countedSuspects(search, group, near);
  return [threshold, ...suspects, ...empty, ...counted];
}

/** Groups of other actors may always be added up; those of the next hour, or of another spelling, belong together. */
const splitDistance = { time: 0.12, case: 0.08, value: 0.6 } as const;

interface Split {
  readonly reason: keyof typeof splitDistance;
  readonly operator: Aggregating;
  /** Ordinal of the key by which the groups differ, or of the first of them. */
  readonly key: number;
  readonly value: TypedCell;
  readonly siblings: readonly Sibling[];
  readonly merges: readonly KeyMerge[];
}

/** Values of a key that would count as this group's. */
interface KeyMerge {
  readonly key: number;
  readonly into: TypedCell;
  readonly from: ReadonlySet<string>;
}

interface OtherGroup {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** Groups that differ from one in a single key, or in letter case only. */
function keySplits(group: Group, near: NearRow): Split[] {
  const { keys } = group.operator;
  const { own, others } = groupsLike(group);
  const split = (reason: Split["reason"], by: readonly number[], chosen: readonly OtherGroup[]): Split => ({
    reason,
    operator: group.operator,
    key: by[0],
    value: { cell: own[by[0]], type: keys[by[0]].column.type },
    siblings: chosen.slice(0, 5).map((other) => siblingOf(group, near, other, by[0])),
    merges: by.map((key) => {
      const { type } = keys[key].column;
      const from = new Set(chosen.map(({ cells }) => keyOf(cells[key], type)));
      return { key, into: { cell: own[key], type }, from };
    }),
  });
  const differing = ({ cells }: OtherGroup) =>
    keys.flatMap(({ column }, key) =>
      keyOf(cells[key], column.type) === keyOf(own[key], column.type) ? [] : [key],
    );
  const alike = others.filter(({ cells }) => cells.every((cell, key) => folded(cell) === folded(own[key])));
  const byCase = alike.length === 0 ? [] : [split("case", [...new Set(alike.flatMap(differing))], alike)];
  const byKey = keys.flatMap(({ expression }, key): Split[] => {
    const single = others.filter((other) => {
      const by = differing(other);
      return by.length === 1 && by[0] === key && !alike.includes(other);
    });
    if (single.length === 0) return [];
    if (!isBinned(expression)) return [split("value", [key], single)];
    return neighbours(own[key], key, single).map((other) => split("time", [key], [other]));
  });
  return [...byCase, ...byKey];
}

/** Most groups that are compared with one; rules over real logs may have millions. */
const maxGroups = 100_000;

/** A group's keys, and the other groups that differ in one of them or in letter case. */
function groupsLike({ place, operator, row }: Group): {
  readonly own: readonly Cell[];
  readonly others: readonly OtherGroup[];
} {
  const keys = foldedKeys(place, operator.keys.length);
  const { batch } = rowsOutOf(place);
  const readers = keys.map((_, col) => cellReader(batch.column(col)));
  const cellsOf = (group: number) => readers.map((read) => read(group));
  const own = cellsOf(row);
  const ownFolded = own.map(folded);
  const others: OtherGroup[] = [];
  for (let other = 0; other < Math.min(batch.length, maxGroups); other++) {
    let different = 0;
    for (let key = 0; key < keys.length && different <= 1; key++) {
      if (keys[key][other] !== ownFolded[key]) different++;
    }
    if (different <= 1 && other !== row) others.push({ row: other, cells: cellsOf(other) });
  }
  return { own, others };
}

const foldedOf = new WeakMap<OperatorPlace, readonly (readonly Cell[])[]>();

/** The keys of each group without their letter case, by column: several groups are compared with all others. */
function foldedKeys(place: OperatorPlace, count: number): readonly (readonly Cell[])[] {
  let known = foldedOf.get(place);
  if (known === undefined) {
    const { batch } = rowsOutOf(place);
    const length = Math.min(batch.length, maxGroups);
    known = Array.from({ length: count }, (_, col) => {
      const read = cellReader(batch.column(col));
      return Array.from({ length }, (_, group) => folded(read(group)));
    });
    foldedOf.set(place, known);
  }
  return known;
}

const folded = (cell: Cell): Cell => (typeof cell === "string" ? foldCase(cell) : cell);

const binning = new Set([
  "bin",
  "floor",
  "bin_at",
  "startofday",
  "startofweek",
  "startofmonth",
  "startofyear",
]);

function isBinned(expression: BoundExpression): boolean {
  return expression.kind === "call" && binning.has(expression.name);
}

/** The next group on either side. */
function neighbours(own: Cell, key: number, others: readonly OtherGroup[]): OtherGroup[] {
  const from = measureOf(own);
  if (from === undefined) return [];
  const measured = others.flatMap((other) => {
    const to = measureOf(other.cells[key]);
    return to === undefined ? [] : [{ other, distance: to - from }];
  });
  const nearest = (side: number) =>
    measured
      .filter(({ distance }) => distance * side > 0)
      .sort((a, b) => Math.abs(a.distance) - Math.abs(b.distance))
      .slice(0, 1);
  return [...nearest(-1), ...nearest(1)].map(({ other }) => other);
}

/** What the failed tests' values are in another group; nothing where they cannot be told from the groups' own rows. */
function siblingOf(
  { place, operator }: Group,
  { place: where, failed }: NearRow,
  { row, cells }: OtherGroup,
  key: number,
): Sibling {
  const isSameRows = where.before !== undefined && where.before.rowsOut === place.rowsOut;
  const counts = isSameRows
    ? failed.map(
        ({ subject, test }): TypedCell => ({
          cell: cellOfRow(where, subject, row),
          type: test.value.type,
        }),
      )
    : [];
  const value = { cell: cells[key], type: operator.keys[key].column.type };
  return { value, counts, rowCount: inputRows(place, [row]).length };
}

/** The `summarize` with some values of its keys counted as others. */
function mergeKeys(operator: Aggregating, merges: readonly KeyMerge[]): NonNullable<Suspect["change"]> {
  const keys = [...operator.keys];
  for (const { key, into, from } of merges) {
    const output = keys[key];
    const { type } = output.column;
    const expression = computed(type, [output.expression], (value) =>
      from.has(keyOf(value, type)) ? into.cell : value,
    );
    keys[key] = { ...output, expression };
  }
  return { plan: new Map([[operator, withFields(operator, { keys })]]) };
}

interface ThresholdFacts {
  readonly place: number;
  readonly failed: readonly FailedTest[];
}

/** Values that an aggregate was to count and that are absent in all rows of the group. */
function emptyArguments(
  search: Search,
  group: Group,
  near: NearRow,
  { place, failed }: ThresholdFacts,
): Suspect[] {
  const { subject } = search;
  const rows = inputRows(group.place, [group.row]);
  const { aggregates, outputs } = group.operator.aggregates;
  const all = aggregates.flatMap((aggregate) => aggregate.columns.map(() => aggregate));
  return near.failed.flatMap(({ subject: tested, test }): Suspect[] => {
    const names = new Set(aggregatesBehind(search, near.place, tested, near.row).map(({ name }) => name));
    const used = outputs
      .filter(({ column }) => names.has(column.name))
      .flatMap(({ expression }) => columnsIn(expression))
      .flatMap(({ index }) => all[index]?.args ?? []);
    const [argument] = used.filter((arg) => arg.isRunConstant !== true);
    if (argument === undefined || !isEmptyIn(group.place, rows, argument)) return [];
    return [
      {
        finding: columnEmpty(subject, argument, columnsAt(subject, group.place), {
          place,
          span: test.span,
          subjectSpan: argument.span,
          name: nameOf(argument),
          rows: concerned(group.place.before, rows, rows.length),
          distance: 0.07,
          failed,
        }),
        change: acceptRow(near),
        check: { kind: "accepted", value: test.value },
      },
    ];
  });
}

function isEmptyIn(place: OperatorPlace, rows: readonly number[], argument: BoundExpression): boolean {
  if (rows.length === 0) return false;
  const read = readerAt(place, argument, rows);
  return rows.every((_, at) => isEmptyCell(read(at)));
}
