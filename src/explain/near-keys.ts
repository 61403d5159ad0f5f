/** Keys of the two sides of a join that are nearly the same. */
import type { BoundExpression } from "../bind/bound.js";
import { foldCase } from "../functions/text-case.js";
import { ticksPerDay } from "../types/calendar.js";
import { nameOf } from "./conditions.js";
import { type Joined, type KeyRows, maxKeys, substituteKeys } from "./joined-keys.js";
import { type Nearness, nearestText } from "./near-text.js";
import { measureOf } from "./order-suspects.js";
import { concerned, type Suspect } from "./suspects.js";

interface NearKey {
  readonly left: KeyRows;
  readonly right: KeyRows;
  /** Ordinal of the key that differs. */
  readonly at: number;
  readonly nearness: Exclude<Nearness, "other"> | "form" | "time";
  readonly distance: number;
}

/** Keys of the two sides that differ in one part, and there only a little. */
export function nearKeys(joined: Joined, missing: readonly KeyRows[]): Suspect[] {
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
