import type { SourceText } from "../text/source.js";

/** Lines around a change. */
const context = 3;

/** A change of single lines as a unified diff, which `git apply` and `patch -p1` take. Both texts have as many lines. */
export function linePatch({ name, text }: SourceText, changed: string): string {
  const [before, after] = [linesOf(text), linesOf(changed)];
  const path = name.replaceAll("\\", "/").replace(/^\//, "");
  const hunks = hunksOf(before, after).map(({ from, to }) => {
    const size = to - from;
    const lines = Array.from({ length: size }, (_, offset) => offset + from).flatMap((line) =>
      before[line] === after[line] ? [` ${before[line]}`] : [`-${before[line]}`, `+${after[line]}`],
    );
    return `@@ -${from + 1},${size} +${from + 1},${size} @@\n${lines.join("")}`;
  });
  return `--- a/${path}\n+++ b/${path}\n${hunks.join("")}`;
}

/** Each with its end; a last line that lacks one is marked as patches do. */
function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return [
    ...lines.map((line) => `${line}\n`),
    ...(last === "" ? [] : [`${last}\n\\ No newline at end of file\n`]),
  ];
}

interface Hunk {
  readonly from: number;
  readonly to: number;
}

/** Stretches of lines around the changed ones; those that touch are one. */
function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  before.forEach((line, index) => {
    if (line === after[index]) return;
    const from = Math.max(0, index - context);
    const to = Math.min(before.length, index + context + 1);
    const last = hunks[hunks.length - 1];
    if (last !== undefined && from <= last.to) hunks[hunks.length - 1] = { from: last.from, to };
    else hunks.push({ from, to });
  });
  return hunks;
}
