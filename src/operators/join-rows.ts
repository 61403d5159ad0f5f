/** Running `join` and `lookup`: rows of the left side stream by, those of the right are there from the start. */
import type { BoundExpression, Column } from "../bind/bound.js";
import { buildJoinIndex, countPairs, type JoinIndex, matchingPairs, type Pairs } from "../exec/join-index.js";
import { chosenRows, shifted } from "../exec/lineage.js";
import { nullRows } from "../exec/null-rows.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Lineage } from "../exec/trace.js";
import { newBytes, newInts } from "../vector/allocate.js";
import type { Batch } from "../vector/batch.js";
import type { JoinKeys } from "./join-keys.js";

export type JoinKind =
  | "innerunique"
  | "inner"
  | "leftouter"
  | "rightouter"
  | "fullouter"
  | "leftsemi"
  | "rightsemi"
  | "leftanti"
  | "rightanti";

export interface JoinPlan {
  readonly joinKind: JoinKind;
  readonly keys: JoinKeys;
  readonly leftColumns: readonly Column[];
  /** Input that is the right side. */
  readonly right: number;
  /** Its columns that are added to those of the left. */
  readonly added: readonly number[];
}

/** Joins the rows that stream in with the right side, which is complete by then and is indexed at once. */
export function startJoin(plan: JoinPlan, run: OperatorRun, out: Sink): Sink {
  const { batch } = run.inputs[plan.right];
  const index = buildJoinIndex(evaluateKeys(plan.keys.right, batch, run), batch.length, run);
  run.reserveMemory(batch.length * 8);
  switch (plan.joinKind) {
    case "leftsemi":
      return filterLeft(plan, index, { run, out, keepsMatched: true });
    case "leftanti":
      return filterLeft(plan, index, { run, out, keepsMatched: false });
    case "rightsemi":
      return filterRight(plan, index, { run, out, keepsMatched: true });
    case "rightanti":
      return filterRight(plan, index, { run, out, keepsMatched: false });
    default:
      return joinPairs(plan, index, run, out);
  }
}

function evaluateKeys(
  keys: readonly BoundExpression[],
  batch: Batch,
  run: OperatorRun,
): ReturnType<Batch["column"]>[] {
  return keys.map((key) => run.evaluate(key, batch));
}

interface FilterTarget {
  readonly run: OperatorRun;
  readonly out: Sink;
  readonly keepsMatched: boolean;
}

function filterLeft(
  { keys, right }: JoinPlan,
  index: JoinIndex,
  { run, out, keepsMatched }: FilterTarget,
): Sink {
  const chosenLeft = (rows: Int32Array) => chosenRows(run, rows, run.inputOffset);
  // A row that is kept for its partner comes from that, too: from the first, where there are several.
  const withPartners = (rows: Int32Array, groups: Int32Array): Lineage => ({
    kind: "pairs",
    left: shifted(rows, run.inputOffset),
    input: right,
    right: rows.map((row) => index.rows[index.offsets[groups[row]]]),
  });
  return {
    push(batch) {
      const groups = index.find(evaluateKeys(keys.left, batch, run), batch.length);
      const rows = rowsWhere(groups.length, (row) => groups[row] >= 0 === keepsMatched);
      if (rows.length === 0) return;
      const lineage = keepsMatched ? withPartners : chosenLeft;
      out.push(batch.select(rows), run.isRecording ? lineage(rows, groups) : undefined);
    },
    finish: () => out.finish(),
    isSatisfied: () => out.isSatisfied?.() ?? false,
  };
}

function filterRight(plan: JoinPlan, index: JoinIndex, { run, out, keepsMatched }: FilterTarget): Sink {
  const matched = newBytes(index.groupCount);
  const partners = new Int32Array(run.isRecording && keepsMatched ? index.groupCount : 0).fill(-1);
  return {
    push(batch) {
      const groups = index.find(evaluateKeys(plan.keys.left, batch, run), batch.length);
      markMatched(groups, matched);
      if (partners.length > 0) rememberFirst(groups, partners, run.inputOffset);
    },
    finish() {
      const { batch } = run.inputs[plan.right];
      const rows = rowsWhere(batch.length, (row) => (matched[index.groups[row]] === 1) === keepsMatched);
      const lineage = (): Lineage => {
        const left = rows.map((row) => partners[index.groups[row]] ?? -1);
        return { kind: "pairs", left, input: plan.right, right: rows };
      };
      if (rows.length > 0) out.push(batch.select(rows), run.isRecording ? lineage() : undefined);
      out.finish();
    },
  };
}

function fromRight(plan: JoinPlan, rows: Int32Array, run: OperatorRun): Lineage | undefined {
  return run.isRecording ? { kind: "input", input: plan.right, rows } : undefined;
}

/** The first row of the left side for each group that it has. */
function rememberFirst(groups: Int32Array, partners: Int32Array, offset: number): void {
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row];
    if (group >= 0 && partners[group] === -1) partners[group] = row + offset;
  }
}

function markMatched(groups: Int32Array, matched: Uint8Array): void {
  for (let row = 0; row < groups.length; row++) if (groups[row] >= 0) matched[groups[row]] = 1;
}

function rowsWhere(length: number, test: (row: number) => boolean): Int32Array {
  const rows = newInts(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (test(row)) rows[count++] = row;
  return rows.subarray(0, count);
}

function joinPairs(plan: JoinPlan, index: JoinIndex, run: OperatorRun, out: Sink): Sink {
  const { joinKind: kind } = plan;
  const keepsLeft = kind === "leftouter" || kind === "fullouter";
  const keepsRight = kind === "rightouter" || kind === "fullouter";
  const added = run.inputs[plan.right].batch.project(plan.added);
  const seen = kind === "innerunique" || keepsRight ? newBytes(index.groupCount) : undefined;
  let emitted = 0;
  return {
    push(batch) {
      const groups = index.find(evaluateKeys(plan.keys.left, batch, run), batch.length);
      if (seen !== undefined && kind === "innerunique") dropRepeated(groups, seen);
      else if (seen !== undefined) markMatched(groups, seen);
      emitted += admit(countPairs(groups, index, keepsLeft), emitted, run);
      for (const pairs of matchingPairs(groups, index, keepsLeft)) {
        run.checkDeadline();
        const rows = batch.select(pairs.left).beside(added.select(pairs.right));
        out.push(rows, pairLineage(plan, pairs, run));
      }
    },
    finish() {
      if (keepsRight && seen !== undefined) {
        const rows = rowsWhere(index.groups.length, (row) => seen[index.groups[row]] === 0);
        const unmatched = nullRows(plan.leftColumns, rows.length).beside(added.select(rows));
        if (rows.length > 0) out.push(unmatched, fromRight(plan, rows, run));
      }
      out.finish();
    },
    isSatisfied: () => !keepsRight && (out.isSatisfied?.() ?? false),
  };
}

/** The number of pairs, when there is room for them. */
function admit(pairs: number, emitted: number, run: OperatorRun): number {
  if (emitted + pairs > run.limits.maxRows) {
    const total = emitted + pairs;
    run.failLimit(
      `its keys match in at least ${total} pairs of rows, more than ${run.limits.maxRows}`,
      "make the keys more selective, or summarize one side first",
    );
  }
  return pairs;
}

/** Of left rows with one key only the first of all goes on. */
function dropRepeated(groups: Int32Array, seen: Uint8Array): void {
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row];
    if (group < 0) continue;
    if (seen[group] === 1) groups[row] = -1;
    else seen[group] = 1;
  }
}

function pairLineage(plan: JoinPlan, { left, right }: Pairs, run: OperatorRun): Lineage | undefined {
  if (!run.isRecording) return undefined;
  return { kind: "pairs", left: shifted(left, run.inputOffset), input: plan.right, right };
}
