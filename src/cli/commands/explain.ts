import { Workspace } from "../../engine/workspace.js";
import { explainRun } from "../../report/explain-run.js";
import { runRule } from "../../rules/run-rule.js";
import { exitOk } from "../failure.js";
import { periodOption, readRule, scheduledTime } from "../load-rule.js";
import type { Options } from "../options.js";
import { prepareProject } from "../prepare-project.js";

/** `kqlunit explain`: why a rule fired, or stayed quiet. */
export async function explainCommand(path: string, options: Options): Promise<number> {
  const rule = readRule(path);
  const workspace = new Workspace();
  (await prepareProject(options))(workspace);
  const at = scheduledTime(options, workspace);
  const periodTicks = periodOption(options);
  const run = runRule(rule, workspace, {
    at,
    record: true,
    ...(periodTicks === undefined ? {} : { periodTicks }),
  });
  const verdict = run.fired ? "fired" : "stayed quiet";
  process.stdout.write(`${rule.name}\nat ${run.at}: ${verdict}\n\n`);
  process.stdout.write(
    `${explainRun({ source: { name: rule.source.name, text: rule.query.text }, trace: run.trace })}\n`,
  );
  return exitOk;
}
