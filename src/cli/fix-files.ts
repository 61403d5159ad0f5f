import type { Workspace } from "../engine/workspace.js";
import { linePatch } from "../report/line-patch.js";
import { applyFixes } from "../rules/check/apply-fixes.js";
import type { SourceText } from "../text/source.js";

/** Prints a file's text with its fixes in, of several files a patch; files themselves stay as they are. */
export function fixFiles(sources: readonly SourceText[], workspace: Workspace): void {
  const fixed = sources.map((source) => ({ source, ...applyFixes(source, workspace) }));
  const changed = fixed.filter(({ count }) => count > 0);
  if (sources.length === 1) process.stdout.write(fixed[0].text);
  else for (const { source, text } of changed) process.stdout.write(linePatch(source, text));
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const unsafe = sum(fixed.map((file) => file.unsafe));
  const left = unsafe > 0 ? `; ${unsafe} left, for the result would have other columns` : "";
  const count = sum(changed.map((file) => file.count));
  process.stderr.write(
    `kqlunit: ${count} old names replaced in ${changed.length} of ${sources.length} files${left}\n`,
  );
}
