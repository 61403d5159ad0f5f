/** What a project brings, with remarks and progress on stderr. */
import { basename } from "node:path";
import type { Workspace } from "../engine/workspace.js";
import { type DataWarning, printWarning } from "../node/load-faults.js";
import { prepareWorkspace } from "../node/project.js";
import { flagOption, type Options } from "./options.js";

/** Loading that takes longer tells how far it is, every so often. */
const silentMs = 1000;
const intervalMs = { terminal: 200, other: 5000 };

/** Reads data, schemas and functions once; the function returned adds them to a workspace. */
export async function prepareProject(options: Options): Promise<(workspace: Workspace) => void> {
  const progress = new Progress();
  const prepare = await prepareWorkspace({
    ...options,
    lenient: flagOption(options, "lenient"),
    onWarning: (warning) => {
      progress.clear();
      tellWarning(warning);
    },
    onProgress: (file, share) => progress.tell(file, share),
  });
  progress.clear();
  return prepare;
}

export function tellWarning(warning: DataWarning): void {
  process.stderr.write(`kqlunit: warning: ${printWarning(warning)}\n`);
}

class Progress {
  private readonly isTerminal = process.stderr.isTTY === true;
  private nextMs = performance.now() + silentMs;
  private isShown = false;

  tell(file: string, share: number): void {
    if (share >= 1) this.clear();
    const now = performance.now();
    if (share >= 1 || now < this.nextMs) return;
    this.nextMs = now + (this.isTerminal ? intervalMs.terminal : intervalMs.other);
    const text = `reading ${basename(file)}: ${Math.floor(share * 100)} %`;
    process.stderr.write(this.isTerminal ? `\r\u001b[K${text}` : `kqlunit: ${text}\n`);
    this.isShown = this.isTerminal;
  }

  clear(): void {
    if (this.isShown) process.stderr.write("\r\u001b[K");
    this.isShown = false;
  }
}
