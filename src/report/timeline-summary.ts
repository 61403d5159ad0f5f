/** What a timeline comes down to, for every way of printing it. */

import type { UnseenReason } from "../rules/sightings.js";
import type { SimulatedRun, Timeline, TimelineAlert } from "../rules/simulate.js";

/** Runs one after the other that say the same: quiet ones are told as a stretch. */
export interface RunStretch {
  readonly status: SimulatedRun["status"];
  readonly runs: readonly SimulatedRun[];
}

/** Fired and failed runs stand alone; quiet and suppressed ones are gathered. */
export function stretchesOf(timeline: Timeline): readonly RunStretch[] {
  const stretches: { status: SimulatedRun["status"]; runs: SimulatedRun[] }[] = [];
  for (const run of timeline.runs) {
    const last = stretches[stretches.length - 1];
    const joins = last?.status === run.status && (run.status === "quiet" || run.status === "suppressed");
    if (joins) last.runs.push(run);
    else stretches.push({ status: run.status, runs: [run] });
  }
  return stretches;
}

/** Rows that no run looked at, by table and reason. */
export interface UnseenRows {
  readonly table: string;
  readonly reason: UnseenReason;
  readonly rows: readonly number[];
}

/** Rows outside the simulated time are no news and left out. */
export function unseenRows(timeline: Timeline): readonly UnseenRows[] {
  const groups = new Map<string, { table: string; reason: UnseenReason; rows: number[] }>();
  timeline.stories.forEach(({ unseen }, index) => {
    if (unseen === undefined || unseen === "before" || unseen === "after") return;
    const { table, row } = timeline.events[index];
    const key = `${table} ${unseen}`;
    const group = groups.get(key) ?? { table, reason: unseen, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** Rows behind the alerts of more than one run. */
export function repeatedRows(timeline: Timeline): number {
  return timeline.stories.filter(({ alertingRuns }) => alertingRuns > 1).length;
}

/** Number of the incident of each alert, by the alert's identifier. */
export function incidentNumbers(timeline: Timeline): ReadonlyMap<string, number> {
  return new Map(timeline.incidents.flatMap(({ alerts, number }) => alerts.map((id) => [id, number])));
}

export function countRunsBy(timeline: Timeline, status: SimulatedRun["status"]): number {
  return timeline.runs.filter((run) => run.status === status).length;
}

/** `repeats alert 1 (7 of 15 rows are new)`; nothing for an alert of new rows alone. */
export function repeatText({ repeats, events, newEvents }: TimelineAlert): string | undefined {
  if (repeats.length === 0) return undefined;
  const numbers = repeats.map((index) => index + 1).join(", ");
  const rows = newEvents === 0 ? "no new rows" : `${newEvents} of ${events} rows are new`;
  return `repeats alert ${numbers} (${rows})`;
}

export const unseenWords: Readonly<Record<UnseenReason, string>> = {
  late: "arrived after every run whose window holds them",
  gap: "fall between the windows",
  suppressed: "fall only into suppressed runs",
  before: "lie before the first window",
  after: "come after the last run",
  timeless: "have no TimeGenerated",
};
