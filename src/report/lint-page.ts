import type { Lint } from "../rules/check/lint.js";

/** A check as a page of Markdown: what it finds and why, with an example that has the fault and one without it. */
export function lintPage(code: string, lint: Lint): string {
  const part = lint.part === "deploy" ? "deployment" : "logic";
  return `# ${code}: ${lint.summary.replace(/\.$/, "")}

${lint.level}, ${part}

${lint.why}

## Finds

${example(lint.bad)}

## Finds nothing

${example(lint.good)}
`;
}

/** Keys that stand out of an otherwise sound rule; long ones are cut. */
function example(keys: string): string {
  const left = keys.split("\n").filter((line) => /^-\w/.test(line));
  const given = keys.split("\n").filter((line) => !/^-\w/.test(line));
  const remarks = left.map((line) => `# without ${line.slice(1)}`);
  const lines = [...remarks, ...given].map((line) =>
    line.length > maxLine ? `${line.slice(0, maxLine)} ...` : line,
  );
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines), "  ..."] : lines;
  return `\`\`\`yaml\n${shown.join("\n")}\n\`\`\``;
}

const maxLine = 160;
const maxLines = 25;
