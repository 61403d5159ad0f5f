/** The places where the last rows were lost: without rows from there, the result is empty whatever else happens. */
import type { BoundExpression } from "../bind/bound.js";
import { isJoin, isWhere } from "../rules/plan/operator-shapes.js";
import { type Flow, lastPlace, type OperatorPlace, type Place, type Stage } from "./flow.js";

/** None when the result has rows. */
export function criticalPlaces({ result }: Flow): ReadonlySet<Place> {
  const found = new Set<Place>();
  if (lastPlace(result).rowsOut === 0) collect(result, found);
  return found;
}

/** Behind the first place without rows, all is made of none: a row of a `summarize` without keys, too. */
function collect(stage: Stage, found: Set<Place>): void {
  const place = stage.places.find(({ rowsOut }) => rowsOut === 0);
  if (place === undefined) return;
  const feeds = emptyFeeds(place);
  if (feeds.length === 0) found.add(place);
  for (const feed of feeds) collect(feed, found);
}

/** The inputs, or the sub-query, that a place has no rows for want of. Of several tables that are put together, those with rows matter. */
function emptyFeeds(place: Place): readonly Stage[] {
  const empty = place.feeds.filter((stage) => lastPlace(stage).rowsOut === 0);
  if (place.operator === undefined) return empty;
  if (place.nested !== undefined) return [place.feeds[place.nested]];
  const { operator, rowsIn } = place.operator;
  if (place.before === undefined || rowsIn === 0) {
    const fed = empty.filter(readsRows);
    return fed.length > 0 ? fed : empty;
  }
  if (isWhere(operator)) return emptyLists(place, operator.conjuncts);
  return isJoin(operator) && !operator.joinKind.endsWith("anti") ? empty : [];
}

/** The lists that conditions lost rows for and that have nothing in them. */
function emptyLists(
  { feeds, operator: { lostBy } }: OperatorPlace,
  conjuncts: readonly BoundExpression[],
): readonly Stage[] {
  const lost = new Set(lostBy);
  return conjuncts.flatMap((condition, ordinal) => {
    if (condition.kind !== "list-input" || condition.operator.startsWith("!") || !lost.has(ordinal))
      return [];
    const list = feeds[condition.input];
    return list?.places.some(({ rowsOut }) => rowsOut === 0) ? [list] : [];
  });
}

/** Whether any table behind a pipeline has rows. */
function readsRows({ places }: Stage): boolean {
  return places.some(
    ({ source, feeds }) => (source?.kind === "scan" && source.rowsInTable > 0) || feeds.some(readsRows),
  );
}
