import { readFileSync, writeFileSync } from "node:fs";
import { findFiles } from "../../node/find-files.js";
import { renderDiagnostic } from "../../text/render-diagnostic.js";
import { CommandFailure, exitFindings, exitOk } from "../failure.js";
import { formatFile } from "../format-file.js";
import { flagOption, type Options } from "../options.js";

/** `kqlunit fmt`: formatted text on standard output, or with `--check` and `--write` the files that would change. */
export async function fmtCommand(paths: readonly string[], options: Options): Promise<number> {
  const files = findFiles(paths.length === 0 ? ["."] : paths, isFormattable);
  if (files.length === 0)
    throw new CommandFailure(`no rule or query files in ${paths.join(", ") || "this folder"}`);
  const isCheck = flagOption(options, "check");
  const isWrite = flagOption(options, "write");
  let changed = 0;
  let hasErrors = false;
  for (const file of files) {
    const text = readText(file);
    const formatted = formatFile({ name: file, text });
    for (const diagnostic of formatted.diagnostics) {
      process.stderr.write(`${renderDiagnostic(diagnostic, { name: file, text })}\n`);
      hasErrors ||= diagnostic.severity === "error";
    }
    if (formatted.text !== text) {
      changed++;
      if (isWrite) writeFileSync(file, formatted.text);
      if (isWrite || isCheck) process.stdout.write(`${file}\n`);
    }
    if (!isWrite && !isCheck) process.stdout.write(formatted.text);
  }
  return hasErrors || (isCheck && changed > 0) ? exitFindings : exitOk;
}

function isFormattable(name: string): boolean {
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
