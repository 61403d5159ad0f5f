/** The places where the last rows were lost: without rows from there, the result is empty whatever else happens. */
import { isJoin } from "../rules/plan/operator-shapes.js";
import { type Flow, lastPlace, type Place, type Stage } from "./flow.js";

/** None when the result has rows. */
export function criticalPlaces({ result }: Flow): ReadonlySet<Place> {
  const found = new Set<Place>();
  collect(result, found);
  return found;
}

function collect(stage: Stage, found: Set<Place>): void {
  if (lastPlace(stage).rowsOut > 0) return;
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
  return isJoin(operator) && !operator.joinKind.endsWith("anti") ? empty : [];
}

/** Whether any table behind a pipeline has rows. */
function readsRows({ places }: Stage): boolean {
  return places.some(
    ({ source, feeds }) => (source?.kind === "scan" && source.rowsInTable > 0) || feeds.some(readsRows),
  );
}
