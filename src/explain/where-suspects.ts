/** Why a `where` lost rows. */
import type { BoundExpression } from "../bind/bound.js";
import { isWhere } from "../rules/plan/operator-shapes.js";
import { acceptAlso } from "./changed-where.js";
import { conditionSuspects } from "./condition-suspects.js";
import { atomsOf } from "./conditions.js";
import type { Finding } from "./findings.js";
import type { OperatorPlace } from "./flow.js";
import { aggregatesBehind } from "./group.js";
import { thresholdSuspects } from "./group-suspects.js";
import { rowsHeldBefore } from "./held-before.js";
import type { Loss } from "./loss.js";
import { type NearRow, nearestRows } from "./near-rows.js";
import { timeScale } from "./order-suspects.js";
import { isFollowed, type Search, type Suspect } from "./suspects.js";
import { relatedTimes, timeSuspects } from "./time-suspects.js";

/** Most lost rows that one condition is explained by. */
const maxRows = 100_000;

/** Near rows that are tried; more where they are equally near. */
const nearRows = 3;
const mostNearRows = 20;

function nearest(near: readonly NearRow[]): readonly NearRow[] {
  const last = near[nearRows - 1];
  return near.slice(0, mostNearRows).filter((row, at) => at < nearRows || row.gap === last.gap);
}

/** Why a `where` lost rows: by each of its conditions, and by the rows that came nearest to passing all. */
export function whereSuspects(search: Search, place: OperatorPlace): Suspect[] {
  const { operator } = place.operator;
  if (!isWhere(operator)) return [];
  const losses = lossesOf(search, place, operator.conjuncts);
  const suspects = losses.flatMap((loss) => {
    if (kindOf(search, place, loss.condition, loss.rows[0]) !== "single") return [];
    return conditionSuspects(search, loss).map((suspect) => ({
      ...suspect,
      finding: withHeldBefore(suspect.finding, loss, operator.conjuncts.indexOf(loss.condition)),
      explains: place.index,
    }));
  });
  return [...suspects, ...rowSuspects(search, place, operator.conjuncts, losses)];
}

/** What no row has that came to a condition may be in rows that never came to it. */
function withHeldBefore(finding: Finding, { place, condition, rows, total }: Loss, ordinal: number): Finding {
  if (finding.kind !== "literal-absent" || rows.length < total) return finding;
  const heldBefore = rowsHeldBefore(place, condition, ordinal);
  return heldBefore === 0 ? finding : { ...finding, heldBefore };
}

type ConditionKind = "single" | "threshold" | "times";

/** Whether a condition is, in one row, about one value, an aggregate, or the order of two times. */
function kindOf(
  search: Search,
  place: OperatorPlace,
  condition: BoundExpression,
  row: number,
): ConditionKind {
  if (relatedTimes(place, condition, row) !== undefined) return "times";
  const isCompared = atomsOf(condition, place).some(({ kind }) => kind === "order" || kind === "pair");
  return isCompared && aggregatesBehind(search, place, condition, row).length > 0 ? "threshold" : "single";
}

function lossesOf(search: Search, place: OperatorPlace, conjuncts: readonly BoundExpression[]): Loss[] {
  const { lostBy, rowsIn } = place.operator;
  if (lostBy === undefined) return [];
  const rows = conjuncts.map((): number[] => []);
  const counts = conjuncts.map(() => 0);
  for (let row = 0; row < lostBy.length; row++) {
    const conjunct = lostBy[row];
    if (conjunct < 0) continue;
    counts[conjunct]++;
    if (rows[conjunct].length < maxRows && isFollowed(search, place.before, row)) rows[conjunct].push(row);
  }
  let total = rowsIn;
  return conjuncts.flatMap((condition, conjunct): Loss[] => {
    const loss: Loss = {
      place,
      accept: (values, accepts) => acceptAlso(place, [{ conjunct, values, accepts }]),
      condition,
      rows: rows[conjunct],
      total,
    };
    total -= counts[conjunct];
    return loss.rows.length === 0 ? [] : [loss];
  });
}

/** Rows as wholes: those nearest to passing all conditions on aggregates, or on the order of times. */
function rowSuspects(
  search: Search,
  place: OperatorPlace,
  conditions: readonly BoundExpression[],
  losses: readonly Loss[],
): Suspect[] {
  const makers = { threshold: thresholdSuspects, times: timeSuspects } as const;
  return (["threshold", "times"] as const).flatMap((kind) =>
    nearest(nearOfKind(search, place, { kind, conditions, losses })).flatMap((near) =>
      makers[kind](search, near),
    ),
  );
}

interface Sought {
  readonly kind: ConditionKind;
  readonly conditions: readonly BoundExpression[];
  readonly losses: readonly Loss[];
}

function nearOfKind(search: Search, place: OperatorPlace, { kind, conditions, losses }: Sought): NearRow[] {
  const [first] = losses;
  if (first === undefined) return [];
  const isKind = (condition: BoundExpression) => kindOf(search, place, condition, first.rows[0]) === kind;
  const rows = losses.filter(({ condition }) => isKind(condition)).flatMap((loss) => loss.rows);
  if (rows.length === 0) return [];
  const conjuncts = conditions.map((condition, ordinal) => ({ ordinal, condition }));
  const compared = conjuncts.filter(({ condition }) => isKind(condition));
  return nearestRows(place, compared, rows, timeScale(search));
}

/** Groups that came near to the thresholds of a `where` on aggregates, nearest first. */
export function nearGroups(search: Search, place: OperatorPlace): NearRow[] {
  const { operator } = place.operator;
  if (!isWhere(operator)) return [];
  const conditions = operator.conjuncts;
  const losses = lossesOf(search, place, conditions);
  return nearOfKind(search, place, { kind: "threshold", conditions, losses });
}
