import { Workspace } from "../../engine/workspace.js";
import { formatAlert } from "../../report/format-alert.js";
import { formatTable } from "../../report/format-result.js";
import { runRule } from "../../rules/run-rule.js";
import { renderDiagnostic } from "../../text/render-diagnostic.js";
import { jsonText } from "../../types/json-text.js";
import { protocolResult } from "../batch.js";
import { exitOk } from "../failure.js";
import { periodOption, readRule, scheduledTime } from "../load-rule.js";
import { flagOption, type Options } from "../options.js";
import { prepareProject } from "../prepare-project.js";
import { tellUnread } from "../tell-unread.js";

/** `kqlunit run`: one run of a rule on data. */
export async function runCommand(path: string, options: Options): Promise<number> {
  const rule = readRule(path);
  const workspace = new Workspace();
  (await prepareProject(options))(workspace);
  tellUnread(workspace, rule.query.text);
  const at = scheduledTime(options, workspace);
  const periodTicks = periodOption(options, rule);
  const run = runRule(rule, workspace, { at, ...(periodTicks === undefined ? {} : { periodTicks }) });
  for (const diagnostic of run.diagnostics)
    process.stderr.write(`${renderDiagnostic(diagnostic, rule.source)}\n`);
  if (flagOption(options, "json")) {
    const { fired, alerts, incidents } = run;
    const answer = { rule: rule.name, at: run.at, fired, ...protocolResult(run.result), alerts, incidents };
    process.stdout.write(`${jsonText(answer, 2)}\n`);
    return exitOk;
  }
  const verdict = run.fired
    ? `fired: ${run.alerts.length === 1 ? "1 alert" : `${run.alerts.length} alerts`}`
    : "stayed quiet";
  process.stdout.write(`${rule.name}\nat ${run.at}: ${verdict}\n`);
  for (const alert of run.alerts) process.stdout.write(`\n${formatAlert(alert)}`);
  process.stdout.write(`\n${formatTable(run.result)}`);
  return exitOk;
}
