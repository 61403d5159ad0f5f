/** Running `top-nested`: level by level, the rows of each group of the level before are grouped anew and cut down. */
import type { BoundShape } from "../bind/bind-context.js";
import type {
  BoundAggregateList,
  BoundExpression,
  BoundOperator,
  BoundOutput,
  Column,
} from "../bind/bound.js";
import { startAggregation } from "../exec/aggregation.js";
import { collectInput } from "../exec/collect.js";
import { GroupLineage } from "../exec/group-lineage.js";
import { Grouping } from "../exec/grouping.js";
import { rowCount } from "../exec/row-count.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import { sortRows } from "../exec/sort.js";
import type { Cell } from "../types/value.js";
import { newInts } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import { cellReader, type Vector, vectorOf } from "../vector/vector.js";

export interface NestedLevel {
  readonly value: BoundOutput;
  readonly aggregates: BoundAggregateList;
  /** Absent: all groups. */
  readonly count: BoundExpression | undefined;
  /** Value of the group that gathers the rest; absent: the rest is dropped. */
  readonly others: BoundExpression | undefined;
  readonly isDescending: boolean;
}

export interface TopNestedShape extends BoundShape {
  readonly levels: readonly NestedLevel[];
  readonly inputColumns: readonly Column[];
}

/** A group of one level. */
interface Group {
  readonly parent: number;
  readonly value: Cell;
  readonly aggregate: Cell;
  /** It gathers the rest. */
  readonly isRest: boolean;
}

/** The groups of a level, in the order of output, and the group of each row; -1 for rows dropped. */
interface Grouped {
  readonly groups: readonly Group[];
  readonly rowGroups: Int32Array;
}

export function startTopNested(bound: TopNestedShape & BoundOperator, run: OperatorRun, out: Sink): Sink {
  return collectInput(bound.inputColumns, run, (all) => {
    const top: Group = { parent: -1, value: null, aggregate: null, isRest: false };
    let grouped: Grouped = { groups: [top], rowGroups: new Int32Array(all.length) };
    const levels = bound.levels.map((level) => {
      grouped = nextLevel(level, grouped, all, run);
      return grouped.groups;
    });
    const { length } = grouped.groups;
    if (length > 0 && all.length > 0) {
      const lineage = run.isRecording ? new GroupLineage() : undefined;
      lineage?.add(grouped.rowGroups);
      out.push(outputRows(bound.levels, levels), lineage?.finish(length));
    }
    out.finish();
  });
}

/** Of the lists that a level makes of its rows. */
const bytesPerRow = 100;
const bytesPerGroup = 200;

function nextLevel(level: NestedLevel, before: Grouped, all: Batch, run: OperatorRun): Grouped {
  run.checkDeadline();
  run.reserveMemory(before.rowGroups.length * bytesPerRow);
  const rows = keptRows(before.rowGroups);
  const batch = all.select(rows);
  const parents = rows.map((row) => before.rowGroups[row]);
  const values = run.evaluate(level.value.expression, batch);
  const grouping = new Grouping(["long", "bool", level.value.column.type], run);
  // Rows of a group that gathers the rest stay together.
  const isRest = Array.from(parents, (parent) => before.groups[parent].isRest);
  const keys = [vectorOf("long", Array.from(parents)), vectorOf("bool", isRest), blanked(values, isRest)];
  const groups = grouping.add(keys, batch.length);
  run.reserveMemory(grouping.groupCount * bytesPerGroup);
  const aggregated = aggregate(level, batch, groups, grouping.groupCount, run);
  const candidates = groupsOf(grouping, aggregated);
  const chosen = choose(level, candidates, aggregated, run);
  return arrange(level, { before, candidates, chosen, batch, rows, groups }, run);
}

function keptRows(rowGroups: Int32Array): Int32Array {
  const rows = newInts(rowGroups.length);
  let count = 0;
  for (let row = 0; row < rowGroups.length; row++) if (rowGroups[row] >= 0) rows[count++] = row;
  return rows.subarray(0, count);
}

function blanked(values: Vector, isRest: readonly boolean[]): Vector {
  if (!isRest.includes(true)) return values;
  const read = cellReader(values);
  return vectorOf(
    values.type,
    isRest.map((rest, row) => (rest ? null : read(row))),
  );
}

function aggregate(
  level: NestedLevel,
  batch: Batch,
  groups: Int32Array,
  groupCount: number,
  run: OperatorRun,
): Vector {
  const aggregation = startAggregation(level.aggregates, run);
  aggregation.add(batch, groups, groupCount);
  return aggregation.finish(groupCount).column(0);
}

function groupsOf(grouping: Grouping, aggregated: Vector): Group[] {
  const [parents, rests, values] = grouping.keys().map(cellReader);
  const read = cellReader(aggregated);
  return Array.from({ length: grouping.groupCount }, (_, group) => ({
    parent: Number(parents(group)),
    value: values(group),
    aggregate: read(group),
    isRest: rests(group) === true,
  }));
}

/** Groups that make it, best first, all parents mixed. */
function choose(
  level: NestedLevel,
  candidates: readonly Group[],
  aggregated: Vector,
  run: OperatorRun,
): number[] {
  const { isDescending } = level;
  const key = { vector: aggregated, isDescending, nullsFirst: !isDescending };
  const order = sortRows([key], candidates.length, () => run.checkDeadline());
  const most = level.count === undefined ? Number.POSITIVE_INFINITY : rowCount(level.count, run);
  const taken = new Map<number, number>();
  return Array.from(order).filter((group) => {
    const { parent, isRest } = candidates[group];
    const count = taken.get(parent) ?? 0;
    taken.set(parent, count + 1);
    return isRest || count < most;
  });
}

interface Choice {
  readonly before: Grouped;
  readonly candidates: readonly Group[];
  readonly chosen: readonly number[];
  readonly batch: Batch;
  /** Row of the whole input for each row of the batch, and its candidate group. */
  readonly rows: Int32Array;
  readonly groups: Int32Array;
}

/** The groups chosen, by parent, each parent's rest behind them. */
function arrange(level: NestedLevel, choice: Choice, run: OperatorRun): Grouped {
  const { before, candidates, chosen, rows, groups } = choice;
  const rest = level.others === undefined ? undefined : restOf(level, choice, run);
  const others = level.others === undefined ? null : run.constant(level.others);
  const made: Group[] = [];
  const placeOf = new Map<number, number>();
  const restPlace = new Map<number, number>();
  const byParent = new Map<number, number[]>();
  for (const group of chosen) {
    const { parent } = candidates[group];
    const siblings = byParent.get(parent);
    if (siblings === undefined) byParent.set(parent, [group]);
    else siblings.push(group);
  }
  for (let parent = 0; parent < before.groups.length; parent++) {
    for (const group of byParent.get(parent) ?? []) {
      placeOf.set(group, made.length);
      const { isRest, value } = candidates[group];
      made.push({ ...candidates[group], value: isRest ? others : value });
    }
    const gathered = rest?.get(parent);
    if (gathered === undefined) continue;
    restPlace.set(parent, made.length);
    made.push({ parent, value: others, aggregate: gathered, isRest: true });
  }
  const rowGroups = new Int32Array(before.rowGroups.length).fill(-1);
  for (let at = 0; at < rows.length; at++) {
    const group = groups[at];
    rowGroups[rows[at]] = placeOf.get(group) ?? restPlace.get(candidates[group].parent) ?? -1;
  }
  return { groups: made, rowGroups };
}

/** Aggregates of what did not make it, by parent. */
function restOf(
  level: NestedLevel,
  { candidates, chosen, batch, groups }: Choice,
  run: OperatorRun,
): Map<number, Cell> {
  const isChosen = new Set(chosen);
  const left = Int32Array.from(groups.keys()).filter((at) => !isChosen.has(groups[at]));
  if (left.length === 0) return new Map();
  const grouping = new Grouping(["long"], run);
  const parents = vectorOf(
    "long",
    Array.from(left, (at) => candidates[groups[at]].parent),
  );
  const restGroups = grouping.add([parents], left.length);
  const read = cellReader(aggregate(level, batch.select(left), restGroups, grouping.groupCount, run));
  const keys = cellReader(grouping.keys()[0]);
  return new Map(
    Array.from({ length: grouping.groupCount }, (_, group) => [Number(keys(group)), read(group)]),
  );
}

function outputRows(levels: readonly NestedLevel[], groups: readonly (readonly Group[])[]): Batch {
  const last = groups.length - 1;
  const columns: Vector[] = [];
  for (let depth = 0; depth < levels.length; depth++) {
    const chain = groups[last].map((group) => ancestor(group, last, depth, groups));
    const { value, aggregates } = levels[depth];
    columns.push(
      vectorOf(
        value.column.type,
        chain.map((group) => group.value),
      ),
    );
    columns.push(
      vectorOf(
        aggregates.outputs[0].column.type,
        chain.map((group) => group.aggregate),
      ),
    );
  }
  return Batch.of(groups[last].length, columns);
}

function ancestor(group: Group, from: number, depth: number, groups: readonly (readonly Group[])[]): Group {
  let current = group;
  for (let level = from; level > depth; level--) current = groups[level - 1][current.parent];
  return current;
}
