import type { RunQuery } from "../../src/rules/evaluations.js";
import type { RuleResult } from "../../src/rules/rule-result.js";
import type { RunWindow } from "../../src/rules/schedule.js";
import type { TimelineEvent } from "../../src/rules/simulate.js";
import { printDatetime } from "../../src/types/datetime.js";
import type { Ticks } from "../../src/types/int64.js";

/** An event whose row index is its place in the list, with somebody who caused it. */
export interface UserEvent extends TimelineEvent {
  readonly user: string;
}

/** Whether a run sees an event, straight from the definition. */
export function isSeen(window: RunWindow, event: TimelineEvent): boolean {
  const { generated } = event;
  if (generated === null) return false;
  const ingested = event.ingested ?? generated;
  const time = window.clock === "generated" ? generated : ingested;
  return time >= window.from && time < window.to && ingested < window.visibleUntil;
}

export interface CountQuery {
  /** Groups are counted per multiple of this. */
  readonly binTicks: number;
  readonly atLeast: number;
  /** The query's own `TimeGenerated > ago(x)`. */
  readonly agoTicks: number;
}

/** `where TimeGenerated > ago(x) | summarize n = count() by user, bin(TimeGenerated, b) | where n >= k`. */
export function countQuery(events: readonly UserEvent[], query: CountQuery): RunQuery {
  return (window) => {
    const groups = new Map<string, { user: string; bin: Ticks; members: number[] }>();
    events.forEach((event, index) => {
      const time = Number(event.generated);
      if (!isSeen(window, event) || time <= Number(window.at) - query.agoTicks) return;
      const bin = Math.floor(time / query.binTicks) * query.binTicks;
      const key = `${event.user} ${bin}`;
      const group = groups.get(key) ?? { user: event.user, bin, members: [] };
      group.members.push(index);
      groups.set(key, group);
    });
    const kept = [...groups.values()].filter(({ members }) => members.length >= query.atLeast);
    const result: RuleResult = {
      columns: [
        { name: "user", type: "string" },
        { name: "n", type: "long" },
        { name: "TimeGenerated", type: "datetime" },
      ],
      rows: kept.map(({ user, members, bin }) => [user, members.length, printDatetime(bin)]),
    };
    return { ...result, sources: (row) => kept[row].members };
  };
}
