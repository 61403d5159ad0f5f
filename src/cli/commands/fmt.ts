import { findFiles } from "../../node/find-files.js";
import { readTextFile } from "../../node/read-text.js";
import { diagnosticLine } from "../../report/diagnostic-line.js";
import { unreadableCodes } from "../../rules/diagnostics.js";
import { renderDiagnostic } from "../../text/render-diagnostic.js";
import { CommandFailure, exitFindings, exitOk, exitUsage } from "../failure.js";
import { formatFile } from "../format-file.js";
import { flagOption, type Options } from "../options.js";
import { writeTextFile } from "../write-text.js";

/** `kqlunit fmt`: formatted text on standard output, or with `--check` and `--write` the files that would change. */
export async function fmtCommand(paths: readonly string[], options: Options): Promise<number> {
  const files = findFiles(paths.length === 0 ? ["."] : paths, isFormattable);
  if (files.length === 0)
    throw new CommandFailure(`no rule or query files in ${paths.join(", ") || "this folder"}`);
  const isCheck = flagOption(options, "check");
  const isWrite = flagOption(options, "write");
  let changed = 0;
  let hasErrors = false;
  let hasUnreadable = false;
  for (const file of files) {
    const text = readTextFile(file);
    const formatted = formatFile({ name: file, text });
    const unreadable = formatted.diagnostics.find(({ code }) => unreadableCodes.has(code));
    if (unreadable !== undefined) {
      process.stderr.write(`kqlunit: ${diagnosticLine(unreadable, { name: file, text })}\n`);
      hasUnreadable = true;
      continue;
    }
    for (const diagnostic of formatted.diagnostics) {
      process.stderr.write(`${renderDiagnostic(diagnostic, { name: file, text })}\n`);
      hasErrors ||= diagnostic.severity === "error";
    }
    if (formatted.text !== text) {
      changed++;
      if (isWrite) writeTextFile(file, formatted.text);
      if (isWrite || isCheck) process.stdout.write(`${file}\n`);
    }
    if (!isWrite && !isCheck) process.stdout.write(formatted.text);
  }
  if (hasUnreadable) return exitUsage;
  return hasErrors || (isCheck && changed > 0) ? exitFindings : exitOk;
}

function isFormattable(name: string): boolean {
  return (
    /\.(ya?ml|kql|csl|kusto)$/i.test(name) &&
    !/\.test\.ya?ml$/i.test(name) &&
    !/^kqlunit\.config\./.test(name)
  );
}
