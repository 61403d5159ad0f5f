import { ticksOf } from "../../engine/workspace.js";
import type { RuleResult } from "../../rules/rule-result.js";
import type { SimulatedRun, Timeline } from "../../rules/simulate.js";
import { InternalError } from "../../text/errors.js";
import { ImportFailure, importCell } from "../../types/import.js";
import type { Ticks } from "../../types/int64.js";
import type { Outcome, RunFailure } from "./check-expectation.js";
import type { ResultTable } from "./match-rows.js";

/** A schedule as expectations see it: all its runs together, and each of them by its time. */
export function timelineOutcome(timeline: Timeline, origin: Ticks): Outcome {
  const runs = new Map(timeline.runs.map((run) => [ticksOf(run.at), run]));
  return {
    results: timeline.runs.filter(isExecuted).map(({ result }) => tableOf(result)),
    alerts: timeline.runs.flatMap((run) => alertsOf(timeline, run)),
    incidents: timeline.incidents,
    firedAt: timeline.runs.filter(({ status }) => status === "fired").map(({ at }) => ticksOf(at)),
    runAt: (at) => {
      const run = runs.get(at);
      return run === undefined ? undefined : runOutcome(timeline, run, origin);
    },
    origin,
  };
}

/** One run; its incidents are those that its alerts fell into, as they stand at the end. */
function runOutcome(timeline: Timeline, run: SimulatedRun, origin: Ticks): Outcome {
  const alerts = alertsOf(timeline, run);
  const ids = new Set(alerts.map(({ id }) => id));
  return {
    results: [tableOf(run.result)],
    alerts,
    incidents: timeline.incidents.filter((incident) => incident.alerts.some((id) => ids.has(id))),
    firedAt: [],
    origin,
    ...(run.failure === undefined ? {} : { failure: failureOf(run.failure) }),
  };
}

function alertsOf(timeline: Timeline, run: SimulatedRun) {
  return run.alerts.map((index) => timeline.alerts[index].alert);
}

const isExecuted = ({ status }: SimulatedRun) => status === "fired" || status === "quiet";

function failureOf(diagnostics: NonNullable<SimulatedRun["failure"]>): RunFailure {
  return {
    codes: diagnostics.map(({ code }) => code),
    message: diagnostics.map(({ code, message }) => `${code}: ${message}`).join("; "),
  };
}

/** Public cells back as the engine's own. */
function tableOf({ columns, rows }: RuleResult): ResultTable {
  return {
    columns,
    rows: rows.map((cells) =>
      cells.map((cell, col) => {
        const imported = importCell(cell, columns[col].type);
        if (imported instanceof ImportFailure)
          throw new InternalError(`a result cell is no ${columns[col].type}`);
        return imported;
      }),
    ),
  };
}
