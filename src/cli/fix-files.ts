import { writeFileSync } from "node:fs";
import type { Workspace } from "../engine/workspace.js";
import { applyFixes } from "../rules/check/apply-fixes.js";
import type { SourceText } from "../text/source.js";

/** Prints texts with their fixes in, of several files only those that change; with `write`, writes the files. */
export function fixFiles(sources: readonly SourceText[], workspace: Workspace, write: boolean): void {
  const fixed = sources.map((source) => ({ source, ...applyFixes(source, workspace) }));
  const changed = fixed.filter(({ count }) => count > 0);
  if (write) for (const { source, text } of changed) writeFileSync(source.name, text);
  else if (sources.length === 1) process.stdout.write(fixed[0].text);
  else for (const { source, text } of changed) process.stdout.write(`==> ${source.name} <==\n${text}\n`);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const unsafe = sum(fixed.map((file) => file.unsafe));
  const left = unsafe > 0 ? `; ${unsafe} left, for the result would have other columns` : "";
  const count = sum(changed.map((file) => file.count));
  process.stderr.write(
    `kqlunit: ${count} old names replaced in ${changed.length} of ${sources.length} files${left}\n`,
  );
}
