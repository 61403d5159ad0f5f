import { readFileSync } from "node:fs";
import { Workspace } from "../../engine/workspace.js";
import { findFiles } from "../../node/find-files.js";
import { readLines } from "../../node/read-lines.js";
import { type Finding, findingFormats, formatFindings } from "../../report/format-findings.js";
import { unreadableCodes } from "../../rules/diagnostics.js";
import { answerCheck } from "../batch.js";
import { checkText } from "../check-text.js";
import { CommandFailure, exitFindings, exitOk, exitUsage } from "../failure.js";
import { choiceOption, flagOption, type Options } from "../options.js";
import { prepareProject } from "../prepare-project.js";

/** `kqlunit check`: parses and binds rules and queries, and reports what is wrong with them. */
export async function checkCommand(paths: readonly string[], options: Options): Promise<number> {
  const prepare = await prepareProject(options);
  if (flagOption(options, "jsonl")) {
    for await (const line of readLines(process.stdin))
      process.stdout.write(`${answerCheck(line, prepare)}\n`);
    return exitOk;
  }
  const format = choiceOption(options, "format", findingFormats);
  const failOn = choiceOption(options, "failOn", ["error", "warning"]);
  const files = findFiles(paths.length === 0 ? ["."] : paths, isCheckable);
  if (files.length === 0)
    throw new CommandFailure(`no rule or query files in ${paths.join(", ") || "this folder"}`);
  const workspace = new Workspace();
  prepare(workspace);
  const findings: Finding[] = files.flatMap((file) =>
    checkText({ name: file, text: readText(file) }, workspace),
  );
  process.stdout.write(formatFindings(findings, format, files.length));
  const unreadable = findings.filter(({ code }) => unreadableCodes.has(code));
  for (const { rendered } of unreadable) process.stderr.write(`kqlunit: ${rendered.split("\n", 1)[0]}\n`);
  if (unreadable.length > 0) return exitUsage;
  const isBad = findings.some(
    ({ severity }) => severity === "error" || (failOn === "warning" && severity === "warning"),
  );
  return isBad ? exitFindings : exitOk;
}

function isCheckable(name: string): boolean {
  return (
    /\.(ya?ml|kql|csl|kusto)$/i.test(name) &&
    !/\.test\.ya?ml$/i.test(name) &&
    !/^kqlunit\.config\./.test(name)
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandFailure(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
