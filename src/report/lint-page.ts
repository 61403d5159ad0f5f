import { fileLints } from "../rules/check/file-lints.js";
import { lints } from "../rules/check/lints.js";
import { suppressionCodes } from "../rules/check/suppress-wording.js";
import { ruleCodes } from "../rules/diagnostics.js";
import type { Severity } from "../text/diagnostic.js";

/** What the documentation and SARIF say of a code. */
export interface LintPage {
  readonly code: string;
  readonly level: Severity;
  readonly part: "file" | "deploy" | "logic";
  /** One sentence. */
  readonly summary: string;
  readonly why: string;
  readonly bad: string;
  readonly good: string;
  /** The examples are whole files of this name; absent: keys of an otherwise sound rule. */
  readonly fileName?: string;
}

/** A page for every code that `check` prints of rules and their files, in order. */
export const lintPages: readonly LintPage[] = [
  ...Object.entries(fileLints).map(([code, lint]) => ({ ...lint, part: "file" as const, ...headOf(code) })),
  ...Object.entries(lints).map(([code, { part, level, summary, why, bad, good }]) => ({
    code,
    part,
    level,
    summary,
    why,
    bad,
    good,
  })),
].sort((a, b) => (a.code < b.code ? -1 : 1));

function headOf(code: string): Pick<LintPage, "code" | "level" | "summary"> {
  const heads: Readonly<Record<string, readonly [Severity, string]>> = { ...ruleCodes, ...suppressionCodes };
  const [level, title] = heads[code];
  return { code, level, summary: `${title}.` };
}

const parts = { file: "rule file", deploy: "deployment", logic: "logic" } as const;

/** A code as a page of Markdown: what it finds and why, with an example that has the fault and one without it. */
export function printLintPage({ code, level, part, summary, why, bad, good, fileName }: LintPage): string {
  return `# ${code}: ${summary.replace(/\.$/, "")}

${level}, ${parts[part]}

${why}

## Finds

${example(bad, fileName)}

## Finds nothing

${example(good, fileName)}
`;
}

/** All codes as a list, each with a link to its page. */
export function printLintList(): string {
  const rows = lintPages.map(
    ({ code, level, part, summary }) => `| [${code}](${code}.md) | ${level} | ${parts[part]} | ${summary} |`,
  );
  return ["| code | level | about | finds |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** Whole files, or keys that stand out of an otherwise sound rule; long ones are cut. */
function example(text: string, fileName = "rule.yaml"): string {
  const lines = text.split("\n").flatMap((line) => (/^-\w/.test(line) ? `# without ${line.slice(1)}` : line));
  const left = lines.filter((line) => line.startsWith("# without "));
  const cut = [...left, ...lines.filter((line) => !left.includes(line))].map((line) =>
    line.length > maxLine ? `${line.slice(0, maxLine)} ...` : line,
  );
  const shown = cut.length > maxLines ? [...cut.slice(0, maxLines), "  ..."] : cut;
  return `\`\`\`${fileName.replace(/^.*\./, "")}\n${shown.join("\n")}\n\`\`\``;
}

const maxLine = 160;
const maxLines = 25;
