/** Joins as the language defines them: every row of one side against every row of the other. */
import type { Cell } from "../../../src/types/value.js";

type Row = readonly Cell[];

export interface Side {
  readonly rows: readonly Row[];
  readonly key: number;
  /** What a row that has no partner holds in its place. */
  readonly nothing: Row;
}

export const joinKinds = [
  "inner",
  "innerunique",
  "leftouter",
  "rightouter",
  "fullouter",
  "leftsemi",
  "leftanti",
  "rightsemi",
  "rightanti",
] as const;

export type JoinKind = (typeof joinKinds)[number];

/** Null meets null and NaN meets NaN. */
function meets(left: Cell, right: Cell): boolean {
  if (typeof left === "object" && typeof right === "object" && left !== null && right !== null) {
    return String(left) === String(right);
  }
  return left === right || Object.is(left, right);
}

export function naiveJoin(kind: JoinKind, left: Side, right: Side): readonly Row[] {
  const lefts = kind === "innerunique" ? firstOfEach(left) : left.rows;
  const matches = (a: Row, b: Row): boolean => meets(a[left.key], b[right.key]);
  const pairs = lefts.flatMap((a) => right.rows.filter((b) => matches(a, b)).map((b) => [...a, ...b]));
  const leftOnly = lefts.filter((a) => !right.rows.some((b) => matches(a, b)));
  const rightOnly = right.rows.filter((b) => !lefts.some((a) => matches(a, b)));
  const paddedLeft = leftOnly.map((a) => [...a, ...right.nothing]);
  const paddedRight = rightOnly.map((b) => [...left.nothing, ...b]);
  switch (kind) {
    case "inner":
    case "innerunique":
      return pairs;
    case "leftouter":
      return [...pairs, ...paddedLeft];
    case "rightouter":
      return [...pairs, ...paddedRight];
    case "fullouter":
      return [...pairs, ...paddedLeft, ...paddedRight];
    case "leftsemi":
      return lefts.filter((a) => !leftOnly.includes(a));
    case "leftanti":
      return leftOnly;
    case "rightsemi":
      return right.rows.filter((b) => !rightOnly.includes(b));
    case "rightanti":
      return rightOnly;
  }
}

function firstOfEach({ rows, key }: Side): readonly Row[] {
  return rows.filter((row, at) => rows.findIndex((other) => meets(other[key], row[key])) === at);
}
