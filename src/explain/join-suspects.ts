/** Why a join lost rows: keys that the other side does not have, or has; duplicates. */
import { isJoin } from "../rules/plan/operator-shapes.js";
import type { Cell } from "../types/value.js";
import { nameOf } from "./conditions.js";
import { emptyKeys } from "./empty-keys.js";
import type { Finding } from "./findings.js";
import { lastPlace, type OperatorPlace } from "./flow.js";
import { nextRows } from "./forward.js";
import {
  type Joined,
  type KeyRows,
  keyText,
  maxKeys,
  type Side,
  sideOf,
  substituteKeys,
} from "./joined-keys.js";
import { nearKeys } from "./near-keys.js";
import { withFields } from "./rewrite-plan.js";
import { rowsInto, rowsOfInput } from "./rows.js";
import { concerned, isFollowed, type Search, type Suspect } from "./suspects.js";

/** Why a join lost rows: by keys without a partner; in an anti-join, by those that have one. */
export function joinSuspects(search: Search, place: OperatorPlace): Suspect[] {
  const { operator } = place.operator;
  if (!isJoin(operator) || place.before === undefined) return [];
  const rightStage = place.feeds[operator.right];
  if (rightStage === undefined) return [];
  const left = sideOf("left", place.before, rowsInto(place).batch, operator.keys.left, place);
  const right = sideOf(
    "right",
    lastPlace(rightStage),
    rowsOfInput(place, operator.right).batch,
    operator.keys.right,
    place,
  );
  const joined: Joined = { search, place, operator, left, right };
  const lost = lostKeys(joined, left, undefined);
  if (operator.joinKind === "rightanti")
    return excludedRight(joined, lostKeys(joined, right, operator.right));
  if (operator.joinKind.endsWith("anti")) return excludedKeys(joined, lost);
  if (left.keys.size === 0 || right.keys.size === 0) return [];
  const suspects = [...emptyKeys(joined, left, right), ...emptyKeys(joined, right, left)];
  const missing = lost.filter(({ texts }) => !right.keys.has(keyText(texts)));
  const rightLost = lostKeys(joined, right, operator.right).filter(
    ({ texts }) => !left.keys.has(keyText(texts)),
  );
  return [
    ...suspects,
    ...nearKeys(joined, missing),
    ...(suspects.length > 0 ? [] : eitherMissing(joined, missing, rightLost)),
    ...duplicateKeys(joined, lost),
  ];
}

/** Keys of a side's followed rows that went into no row, those of most rows first. */
function lostKeys({ search, place, operator }: Joined, side: Side, input: number | undefined): KeyRows[] {
  // Rows without a partner go on; what they lack may lose them later.
  const isOuter = operator.joinKind === `${side.name}outer` || operator.joinKind === "fullouter";
  return [...side.keys.values()]
    .map((key) => ({
      ...key,
      rows: key.rows.filter(
        (row) => isFollowed(search, side.place, row) && (isOuter || nextRows(place, input, row).length === 0),
      ),
    }))
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => b.rows.length - a.rows.length)
    .slice(0, maxKeys);
}

/** Anybody's key makes a join match: whatever else may have kept the right one away comes first. */
const missingDistance = 0.93;

/** The keys that the other side lacks, by the side where they are fewer: a rare event among many others. */
function eitherMissing(joined: Joined, left: readonly KeyRows[], right: readonly KeyRows[]): Suspect[] {
  const isLeft = right.length === 0 || (left.length > 0 && left.length <= right.length);
  return isLeft ? missingKeys(joined, left, joined.right) : missingKeys(joined, right, joined.left);
}

/** Keys with nothing like them on the other side. */
function missingKeys(joined: Joined, missing: readonly KeyRows[], other: Side): Suspect[] {
  const { place, left } = joined;
  const side = other.name === "left" ? joined.right : left;
  const others = [...other.keys.values()].sort((a, b) => b.rows.length - a.rows.length);
  return missing.slice(0, 3).flatMap((key): Suspect[] => {
    const at = firstMissing(key, others);
    const candidates = others
      .filter(({ texts }) => texts.every((text, part) => part === at || text === key.texts[part]))
      .slice(0, 2);
    const tried = candidates.length === 0 ? [undefined] : candidates;
    return tried.map((candidate): Suspect => {
      const finding: Finding = {
        kind: "key-missing",
        place: place.index,
        span: side.expressions[at].span,
        side: side.name,
        name: nameOf(side.expressions[at]),
        key: key.texts[at],
        others: others.slice(0, 4).map(({ texts }) => texts[at]),
        rows: concerned(side.place, key.rows, side.place?.rowsOut ?? 0),
        distance: missingDistance,
      };
      if (candidate === undefined) return { finding };
      const pair: readonly [string, Cell] =
        side.name === "left" ? [key.texts[at], candidate.cells[at]] : [candidate.texts[at], key.cells[at]];
      return { finding, change: substituteKeys(joined, at, [pair]), check: { kind: "equal-keys" } };
    });
  });
}

/** The part of a key that the other side does not have at all. */
function firstMissing(key: KeyRows, others: readonly KeyRows[]): number {
  const at = key.texts.findIndex((text, part) => !others.some(({ texts }) => texts[part] === text));
  return at === -1 ? 0 : at;
}

function excludedKeys(joined: Joined, lost: readonly KeyRows[]): Suspect[] {
  const { place, operator, left } = joined;
  if (operator.joinKind !== "leftanti") return [];
  return lost.slice(0, 3).map((key) => ({
    finding: keyExcluded(place, left, key),
    ...(left.expressions[0].type === "string"
      ? {
          change: substituteKeys(joined, 0, [[key.texts[0], `${key.texts[0]}\u0000`]]),
          check: { kind: "equal-keys" },
        }
      : {}),
  }));
}

function excludedRight({ place, right }: Joined, lost: readonly KeyRows[]): Suspect[] {
  return lost.slice(0, 3).map((key) => ({ finding: keyExcluded(place, right, key) }));
}

function keyExcluded(join: OperatorPlace, { place, expressions }: Side, key: KeyRows): Finding {
  const [expression] = expressions;
  return {
    kind: "key-excluded",
    place: join.index,
    span: expression.span,
    name: nameOf(expression),
    key: key.texts[0],
    rows: concerned(place, key.rows, place?.rowsOut ?? 0),
    distance: 0.4,
  };
}

/** Rows with a key that the right side has: `innerunique` has kept one of several. */
function duplicateKeys({ place, operator, left, right }: Joined, lost: readonly KeyRows[]): Suspect[] {
  if (operator.joinKind !== "innerunique") return [];
  const dropped = lost.filter(({ texts }) => right.keys.has(keyText(texts)));
  const [first] = dropped;
  if (first === undefined) return [];
  const joinKind = "inner";
  return [
    {
      finding: {
        kind: "duplicates-dropped",
        place: place.index,
        span: place.operator.operator.keyword,
        name: nameOf(left.expressions[0]),
        key: first.texts[0],
        rows: concerned(
          left.place,
          dropped.flatMap(({ rows }) => rows),
          left.place?.rowsOut ?? 0,
        ),
        distance: 0.1,
      },
      change: { plan: new Map([[operator, withFields(operator, { joinKind })]]) },
      check: { kind: "kept-duplicates" },
    },
  ];
}
