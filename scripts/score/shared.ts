import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of recorded answers and real queries; undefined where there is none. */
export function sharedFolder(): string | undefined {
  const folder = process.env.KQLUNIT_SHARED ?? join(import.meta.dirname, "../../../shared");
  return existsSync(join(folder, "conformance")) ? folder : undefined;
}

export function readJsonLines<T>(file: string): T[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): T => JSON.parse(line));
}
