import { Workspace } from "../../engine/workspace.js";
import { tellingRun } from "../../explain/suppression.js";
import { explainRun } from "../../report/explain-run.js";
import { phasesHtml, timelineHtml } from "../../report/timeline-html.js";
import { phasesJson, timelineJson } from "../../report/timeline-json.js";
import { formatPhases, formatTimeline, phasesSummary } from "../../report/timeline-text.js";
import { delayTables, type IngestionDelay } from "../../rules/delayed-table.js";
import type { PhaseOutcome } from "../../rules/phases.js";
import type { Rule } from "../../rules/rule.js";
import { runRule } from "../../rules/run-rule.js";
import type { Timeline } from "../../rules/simulate.js";
import { simulateRule, simulateRulePhases } from "../../rules/simulate-rule.js";
import { jsonText } from "../../types/json-text.js";
import { parseTimespan } from "../../types/timespan.js";
import { CommandFailure, exitOk } from "../failure.js";
import { periodOption, readRule, timeOption } from "../load-rule.js";
import { flagOption, type Options, textOption } from "../options.js";
import { prepareProject } from "../prepare-project.js";
import { tellUnread } from "../tell-unread.js";
import { writeTextFile } from "../write-text.js";

/** `kqlunit simulate`: a rule on its schedule. */
export async function simulateCommand(path: string, options: Options): Promise<number> {
  const rule = readRule(path);
  const workspace = new Workspace();
  (await prepareProject(options))(workspace);
  tellUnread(workspace, rule.query.text);
  applyDelay(workspace, options);
  const periodTicks = periodOption(options, rule);
  const range = {
    from: timeOption("from", textOption(options, "from") ?? ""),
    to: timeOption("to", textOption(options, "to") ?? ""),
    ...(periodTicks === undefined ? {} : { periodTicks }),
    ...closing(options),
  };
  if (range.from >= range.to) throw new CommandFailure("--from must be before --to");
  const phase = textOption(options, "phase");
  if (phase !== undefined && phase !== "all")
    throw new CommandFailure(`--phase ${phase}: only \`all\` is known`);
  if (phase === undefined) {
    const timeline = simulateRule(rule, workspace, range);
    report(options, {
      text: () => `${formatTimeline(timeline)}${quietCause(rule, workspace, timeline, periodTicks)}`,
      json: () => timelineJson(timeline),
      html: () => timelineHtml(timeline),
    });
  } else {
    const outcomes = simulateRulePhases(rule, workspace, range);
    report(options, {
      text: () => `${formatPhases(outcomes)}${phasesCause(rule, workspace, outcomes, periodTicks)}`,
      json: () => phasesJson(outcomes),
      html: () => phasesHtml(outcomes),
    });
  }
  return exitOk;
}

/** `--close-after`: what analysts do, so that reopening shows. */
function closing(options: Options): { readonly closeIncidentsAfterTicks?: number } {
  const text = textOption(options, "closeAfter");
  if (text === undefined) return {};
  const ticks = parseTimespan(text);
  if (ticks === null || ticks < 0)
    throw new CommandFailure(`--close-after ${text}: not a timespan such as 2h`);
  return { closeIncidentsAfterTicks: Number(ticks) };
}

/** Why a rule that never fired stayed quiet: its run that saw most rows, explained. */
function quietCause(
  rule: Rule,
  workspace: Workspace,
  timeline: Timeline,
  periodTicks: number | undefined,
): string {
  const told = tellingRun(timeline, []);
  if (told?.status !== "quiet" || timeline.events.length === 0) return "";
  const options = periodTicks === undefined ? {} : { periodTicks };
  const run = runRule(rule, workspace, { at: told.at, record: true, ...options });
  const source = { name: rule.source.name, text: rule.query.text };
  const text = explainRun({ source, run, trace: run.trace, workspace });
  return `\nwhy the run at ${told.at} stayed quiet, which saw most rows:\n${text}\n`;
}

/** Of several outcomes the commonest in which the rule never fired, explained. */
function phasesCause(
  rule: Rule,
  workspace: Workspace,
  outcomes: readonly PhaseOutcome[],
  periodTicks: number | undefined,
): string {
  const quiet = outcomes.find(({ timeline }) => timeline.alerts.length === 0);
  if (quiet === undefined) return "";
  const cause = quietCause(rule, workspace, quiet.timeline, periodTicks);
  return cause === "" || outcomes.length < 2 ? cause : `\n${phasesSummary(outcomes)}\n${cause}`;
}

interface Reports {
  readonly text: () => string;
  readonly json: () => unknown;
  readonly html: () => string;
}

function report(options: Options, { text, json, html }: Reports): void {
  const file = textOption(options, "html");
  if (file !== undefined) writeTextFile(file, html());
  process.stdout.write(flagOption(options, "json") ? `${jsonText(json(), 2)}\n` : text());
}

/** `--delay`: a timespan, or the column that holds the time of ingestion or the delay. */
function applyDelay(workspace: Workspace, options: Options): void {
  const text = textOption(options, "delay");
  if (text === undefined) return;
  const ticks = parseTimespan(text);
  if (ticks !== null && ticks < 0)
    throw new CommandFailure(`--delay ${text}: rows cannot arrive before they are made`);
  const delay: IngestionDelay =
    ticks === null ? { kind: "column", column: text } : { kind: "constant", ticks: Number(ticks) };
  if (delayTables(workspace, delay) === 0 && ticks === null)
    throw new CommandFailure(
      `--delay ${text}: neither a timespan such as 7m nor a datetime or timespan column of the data`,
    );
}
