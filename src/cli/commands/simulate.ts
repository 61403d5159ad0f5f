import { writeFileSync } from "node:fs";
import { type Delay, delayedTable } from "../../engine/delayed-table.js";
import { Workspace } from "../../engine/workspace.js";
import { prepareWorkspace } from "../../node/project.js";
import { phasesHtml, timelineHtml } from "../../report/timeline-html.js";
import { phasesJson, timelineJson } from "../../report/timeline-json.js";
import { formatPhases, formatTimeline } from "../../report/timeline-text.js";
import { simulateRule, simulateRulePhases } from "../../rules/simulate-rule.js";
import { parseTimespan } from "../../types/timespan.js";
import { CommandFailure, exitOk } from "../failure.js";
import { periodOption, readRule, timeOption } from "../load-rule.js";
import { flagOption, type Options, textOption } from "../options.js";

/** `kqlunit simulate`: a rule on its schedule. */
export async function simulateCommand(path: string, options: Options): Promise<number> {
  const rule = readRule(path);
  const workspace = new Workspace();
  (await prepareWorkspace(options))(workspace);
  delayTables(workspace, options);
  const periodTicks = periodOption(options);
  const range = {
    from: timeOption("from", textOption(options, "from") ?? ""),
    to: timeOption("to", textOption(options, "to") ?? ""),
    ...(periodTicks === undefined ? {} : { periodTicks }),
  };
  const phase = textOption(options, "phase");
  if (phase !== undefined && phase !== "all")
    throw new CommandFailure(`--phase ${phase}: only \`all\` is known`);
  if (phase === undefined) {
    const timeline = simulateRule(rule, workspace, range);
    report(options, {
      text: () => formatTimeline(timeline),
      json: () => timelineJson(timeline),
      html: () => timelineHtml(timeline),
    });
  } else {
    const outcomes = simulateRulePhases(rule, workspace, range);
    report(options, {
      text: () => formatPhases(outcomes),
      json: () => phasesJson(outcomes),
      html: () => phasesHtml(outcomes),
    });
  }
  return exitOk;
}

interface Reports {
  readonly text: () => string;
  readonly json: () => unknown;
  readonly html: () => string;
}

function report(options: Options, { text, json, html }: Reports): void {
  const file = textOption(options, "html");
  if (file !== undefined) writeFileSync(file, html());
  process.stdout.write(flagOption(options, "json") ? `${JSON.stringify(json(), undefined, 2)}\n` : text());
}

/** `--delay`: a timespan, or the column that holds the ingestion time. */
function delayTables(workspace: Workspace, options: Options): void {
  const text = textOption(options, "delay");
  if (text === undefined) return;
  const ticks = parseTimespan(text);
  if (ticks !== null && ticks < 0)
    throw new CommandFailure(`--delay ${text}: rows cannot arrive before they are made`);
  const delay: Delay = ticks === null ? { kind: "column", name: text } : { kind: "constant", ticks };
  let isKnown = ticks !== null;
  for (const name of workspace.tableNames) {
    const table = workspace.table(name);
    if (table === undefined) continue;
    isKnown ||= table.columns.some((column) => column.name === text && column.type === "datetime");
    workspace.addLoadedTable(delayedTable(table, delay));
  }
  if (!isKnown)
    throw new CommandFailure(
      `--delay ${text}: neither a timespan such as 7m nor a datetime column of the data`,
    );
}
