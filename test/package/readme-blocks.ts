import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface ReadmeBlock {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of README.md, in order. */
function readmeBlocks(): ReadmeBlock[] {
  const text = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, block]) => ({
    language,
    text: block,
  }));
}

/** The one block of a language that contains a text. */
export function readmeBlock(language: string, containing: string): string {
  const found = readmeBlocks().filter(
    (block) => block.language === language && block.text.includes(containing),
  );
  if (found.length !== 1)
    throw new Error(`README.md has ${found.length} ${language} blocks with ${containing}`);
  return found[0].text;
}

/** Calls of the command line, each with the variables set before it; without those that install first. */
export function readmeCommands(): string[] {
  const commands: string[] = [];
  for (const { language, text } of readmeBlocks()) {
    if (language !== "sh") continue;
    let variables = "";
    for (const line of text.split("\n")) {
      if (/^[A-Z]+=/.test(line)) variables += `${line}\n`;
      else if (line.includes("npx kqlunit") && !line.includes("npm ci")) commands.push(variables + line);
    }
  }
  return commands;
}
