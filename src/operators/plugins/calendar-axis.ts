/** Steps of a timeline that are weeks, months or years: each begins where `startofweek` and its like say. */
import type { OperatorRun } from "../../exec/run.js";
import type { SeriesAxis } from "../../exec/series-axis.js";
import { countBoundaries, firstDayOf, midnightOf } from "../../functions/datetime-periods.js";
import { daysOf } from "../../types/calendar.js";
import type { Ticks } from "../../types/int64.js";
import type { Cell } from "../../types/value.js";

const periods = ["week", "month", "year"] as const;
type Period = (typeof periods)[number];

/** @param start where the first step begins, or within it when `isFree` */
export function calendarAxis(name: string, start: Cell, isFree: boolean, run: OperatorRun): SeriesAxis {
  const period = periods.find((known) => known === name);
  if (period === undefined)
    return run.fail("KQL330", "the step of the timeline must be a timespan, or `week`, `month` or `year`");
  const origin = start as Ticks; // of a datetime axis
  const first = firstPoint(period, origin, 0);
  // The page tells that a first week which does not begin on its day is empty, and nothing more.
  if (first !== origin && !isFree)
    run.fail("KQL330", `the timeline must begin where a ${period} does: \`startof${period}(...)\``);
  const indexOf = (value: Cell): number | null =>
    value === null ? null : Number(countBoundaries(period, value as Ticks, origin)); // likewise
  const point = (index: number): Cell => firstPoint(period, origin, index);
  return {
    indexOf,
    point,
    indexFrom(value) {
      const index = indexOf(value);
      return index === null || point(index) === value ? index : index + 1;
    },
  };
}

function firstPoint(period: Period, origin: Ticks, index: number): Cell {
  return midnightOf(firstDayOf(period, daysOf(origin), index));
}
