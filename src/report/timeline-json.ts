import type { Alert } from "../rules/alert.js";
import type { PhaseOutcome } from "../rules/phases.js";
import type { RuleResult } from "../rules/rule-result.js";
import type { Timeline } from "../rules/simulate.js";
import type { PlainJson } from "../types/export.js";
import { unseenRows } from "./timeline-summary.js";

/** A timeline as plain JSON. Rows of results stand with the runs that fired. */
export function timelineJson(timeline: Timeline): PlainJson {
  const { rule, runs, alerts, incidents, evaluations } = timeline;
  return {
    rule: { id: rule.id ?? null, name: rule.name, file: rule.source.name },
    runs: runs.map(({ at, from, to, status, rowsSeen, result, alerts: indexes, failure }) => ({
      at,
      from,
      to,
      status,
      rowsSeen,
      rowCount: result.rows.length,
      alerts: [...indexes],
      ...(status === "fired" ? { rows: rowObjects(result) } : {}),
      ...(failure === undefined ? {} : { error: failureJson(failure) }),
    })),
    alerts: alerts.map(({ alert, run, events, newEvents, repeats }) => ({
      ...alertJson(alert),
      run,
      sourceRows: events ?? null,
      newSourceRows: newEvents ?? null,
      repeats: [...repeats],
    })),
    incidents: incidents.map(({ securityIncident, ...incident }) => ({
      ...incident,
      closedTime: incident.closedTime ?? null,
      securityIncident,
    })),
    unseen: unseenRows(timeline).map(({ table, reason, rows }) => ({ table, reason, rows: [...rows] })),
    evaluations,
  };
}

function alertJson(alert: Alert): { readonly [key: string]: PlainJson } {
  return { ...alert, entities: alert.entities.map((entity) => ({ ...entity })), rows: [...alert.rows] };
}

function failureJson(failure: readonly { readonly code: string; readonly message: string }[]): PlainJson {
  const [first] = failure;
  return first === undefined ? null : { code: first.code, message: first.message };
}

/** Long integers and the reals that JSON lacks are text. */
function rowObjects({ columns, rows }: RuleResult): PlainJson {
  return rows.map((cells) =>
    Object.fromEntries(
      columns.map(({ name }, col): [string, PlainJson] => {
        const cell = cells[col];
        if (typeof cell === "bigint") return [name, String(cell)];
        return [name, typeof cell === "number" && !Number.isFinite(cell) ? String(cell) : cell];
      }),
    ),
  );
}

/** Outcomes of a sweep over all phases; ranges in ticks of 100 ns after the first start. */
export function phasesJson(outcomes: readonly PhaseOutcome[]): PlainJson {
  return outcomes.map(({ phases, share, timeline }) => ({
    share,
    phases: phases.map(({ from, to }) => ({ from, to })),
    timeline: timelineJson(timeline),
  }));
}
