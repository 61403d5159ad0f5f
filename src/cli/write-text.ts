import { writeFileSync } from "node:fs";
import { fileProblem } from "../node/read-text.js";
import { CommandFailure } from "./failure.js";

/** @throws CommandFailure that names the file. */
export function writeTextFile(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CommandFailure(`${path}: ${fileProblem(error)}`);
  }
}
