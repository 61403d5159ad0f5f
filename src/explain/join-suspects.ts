/** Why a join lost rows: keys that the other side does not have, or has; duplicates. */
import type { BoundExpression } from "../bind/bound.js";
import { foldCase } from "../functions/text-case.js";
import { isJoin } from "../rules/plan/operator-shapes.js";
import { ticksPerDay } from "../rules/timespan-text.js";
import type { Cell } from "../types/value.js";
import type { Batch } from "../vector/batch.js";
import { cellReader } from "../vector/vector.js";
import { columnsIn, isEmptyCell, nameOf, textOfCell } from "./conditions.js";
import { columnEmpty, type EmptyFacts } from "./empty-columns.js";
import { madeEmpty } from "./empty-suspects.js";
import type { Finding } from "./findings.js";
import { lastPlace, type OperatorPlace, type Place } from "./flow.js";
import { nextRows } from "./forward.js";
import { makingOut } from "./made-of.js";
import { type Nearness, nearestText } from "./near-text.js";
import { measureOf } from "./order-suspects.js";
import { computed, withFields } from "./rewrite-plan.js";
import { evaluateAt, rowsInto, rowsOfInput } from "./rows.js";
import type { Change } from "./subject.js";
import { concerned, isFollowed, type Search, type Suspect } from "./suspects.js";

type Join = Extract<OperatorPlace["operator"]["operator"], object> & {
  readonly right: number;
  readonly joinKind: string;
  readonly keys: { readonly left: readonly BoundExpression[]; readonly right: readonly BoundExpression[] };
};

/** One key of one side, with the rows that have it. */
interface KeyRows {
  readonly cells: readonly Cell[];
  readonly texts: readonly string[];
  readonly rows: number[];
}

interface Side {
  readonly name: "left" | "right";
  /** Emits the side's rows. */
  readonly place: Place | undefined;
  readonly expressions: readonly BoundExpression[];
  readonly keys: ReadonlyMap<string, KeyRows>;
}

interface Joined {
  readonly search: Search;
  readonly place: OperatorPlace;
  readonly operator: Join;
  readonly left: Side;
  readonly right: Side;
}

/** Most rows of a side, and most keys, that are compared. */
const maxRows = 200_000;
const maxKeys = 300;

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

function sideOf(
  name: Side["name"],
  place: Place,
  batch: Batch,
  expressions: readonly BoundExpression[],
  join: OperatorPlace,
): Side {
  const keys = new Map<string, KeyRows>();
  const readers = expressions.map((expression) => cellReader(evaluateAt(join, expression, batch)));
  for (let row = 0; row < Math.min(batch.length, maxRows); row++) {
    const cells = readers.map((read) => read(row));
    const texts = cells.map((cell, at) => textOfCell({ cell, type: expressions[at].type }));
    const key = keyText(texts);
    const known = keys.get(key);
    if (known !== undefined) known.rows.push(row);
    else keys.set(key, { cells, texts, rows: [row] });
  }
  return { name, place, expressions, keys };
}

function keyText(texts: readonly string[]): string {
  return JSON.stringify(texts);
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

/** A key that is absent in all rows of a side. */
function emptyKeys(joined: Joined, side: Side, other: Side): Suspect[] {
  return side.expressions.flatMap((expression, at): Suspect[] => {
    const keys = [...side.keys.values()];
    const empty = keys.filter(({ cells }) => isEmptyCell(cells[at]));
    const [first] = empty;
    if (first === undefined || empty.length < keys.length || side.place === undefined) return [];
    const partner = [...other.keys.values()].find(({ texts }) =>
      texts.every((text, part) => part === at || text === first.texts[part]),
    );
    const rows = empty.flatMap((key) => key.rows);
    return [
      {
        finding: keyEmpty(joined, side, expression, rows),
        explains: joined.place.index,
        ...(partner === undefined
          ? {}
          : {
              change: substituteKeys(joined, at, [
                side.name === "left"
                  ? [first.texts[at], partner.cells[at]]
                  : [partner.texts[at], first.cells[at]],
              ]),
              check: { kind: "equal-keys" },
            }),
      },
    ];
  });
}

function keyEmpty(
  { search: { subject }, place, operator }: Joined,
  side: Side,
  expression: BoundExpression,
  rows: readonly number[],
): Finding {
  const facts: EmptyFacts = {
    place: place.index,
    span: expression.span,
    subjectSpan: expression.span,
    name: nameOf(expression),
    rows: concerned(side.place, rows, side.place?.rowsOut ?? 0),
    distance: 0.07,
  };
  const visit = subject.visits.get(operator);
  const columns = (side.name === "left" ? visit?.input : visit?.inputs[operator.right]) ?? [];
  const [column] = columnsIn(expression);
  const made =
    side.place === undefined || column === undefined
      ? undefined
      : madeEmpty(subject, makingOut(side.place, column.index, rows), facts);
  return made ?? columnEmpty(subject, expression, columns, facts);
}

interface NearKey {
  readonly left: KeyRows;
  readonly right: KeyRows;
  /** Ordinal of the key that differs. */
  readonly at: number;
  readonly nearness: Exclude<Nearness, "other"> | "form" | "time";
  readonly distance: number;
}

/** Keys of the two sides that differ in one part, and there only a little. */
function nearKeys(joined: Joined, missing: readonly KeyRows[]): Suspect[] {
  const { place, left, right } = joined;
  const others = [...right.keys.values()].slice(0, 10 * maxKeys);
  const near = missing.flatMap((key) => {
    const found = others.flatMap((other) => nearKey(key, other, left.expressions));
    found.sort((a, b) => a.distance - b.distance);
    return found.slice(0, 1);
  });
  near.sort((a, b) => a.distance - b.distance);
  const kinds = new Set(near.map(({ nearness, at }) => `${nearness} ${at}`));
  return [...kinds].slice(0, 4).flatMap((kind): Suspect[] => {
    const alike = near.filter(({ nearness, at }) => `${nearness} ${at}` === kind);
    const [first] = alike;
    if (first === undefined) return [];
    const { at } = first;
    const rows = alike.flatMap((pair) => pair.left.rows);
    return [
      {
        finding: {
          kind: "key-differs",
          place: place.index,
          span: left.expressions[at].span,
          nearness: first.nearness,
          name: nameOf(left.expressions[at]),
          left: first.left.texts[at],
          right: first.right.texts[at],
          rows: concerned(left.place, rows, left.place?.rowsOut ?? 0),
          distance: first.distance,
        },
        change: substituteKeys(
          joined,
          at,
          alike.map((pair) => [pair.left.texts[at], pair.right.cells[at]]),
        ),
        check: { kind: "equal-keys" },
      },
    ];
  });
}

function nearKey(left: KeyRows, right: KeyRows, expressions: readonly BoundExpression[]): NearKey[] {
  const different = left.texts.flatMap((text, at) => (text === right.texts[at] ? [] : [at]));
  const [at] = different;
  if (different.length !== 1) return [];
  const [from, to] = [left.texts[at], right.texts[at]];
  if (from === "" || to === "") return [];
  if (expressions[at].type === "datetime") return nearTime(left, right, at);
  const nearest = nearestText(to, [from], "whole");
  if (nearest !== undefined && nearest.nearness !== "other") {
    return [{ left, right, at, nearness: nearest.nearness, distance: nearest.distance }];
  }
  return bareName(from) === bareName(to) ? [{ left, right, at, nearness: "form", distance: 0.2 }] : [];
}

/** Times that differ: the nearer, the likelier that a burst was cut in two. */
function nearTime(left: KeyRows, right: KeyRows, at: number): NearKey[] {
  const [from, to] = [measureOf(left.cells[at]), measureOf(right.cells[at])];
  if (from === undefined || to === undefined || left.cells.length === 1) return [];
  const days = Math.abs(from - to) / ticksPerDay;
  return [{ left, right, at, nearness: "time", distance: 0.15 + 0.3 * Math.min(1, days / 7) }];
}

/** `eve` of `eve@contoso.com`, `CONTOSO\eve`, `host` of `host.contoso.com`. */
function bareName(text: string): string {
  const name = foldCase(text);
  const behind = name.slice(name.lastIndexOf("\\") + 1);
  const before = behind.split("@")[0];
  return /^[\d.]+$/.test(before) ? before : before.split(".")[0];
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

/** The join with some keys of the left side taken for others. */
function substituteKeys(
  { operator }: Joined,
  at: number,
  pairs: readonly (readonly [from: string, to: Cell])[],
): Change {
  const substitutes = new Map(pairs);
  const keys = operator.keys.left.map((expression, part) =>
    part === at
      ? computed(expression.type, [expression], (cell) => {
          const to = substitutes.get(textOfCell({ cell, type: expression.type }));
          return to === undefined ? cell : to;
        })
      : expression,
  );
  return {
    plan: new Map([[operator, withFields(operator, { keys: { ...operator.keys, left: keys } })]]),
  };
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
