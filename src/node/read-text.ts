import { readFileSync, statSync } from "node:fs";
import { DataFileError } from "./data-error.js";

/** Longer texts are no rules, queries or tests; V8 has no string for them either. */
const maxBytes = 256 * 1024 * 1024;

/** Text of a file in UTF-8, byte order mark included. @throws DataFileError that says why it can't be read. */
export function readTextFile(path: string): string {
  try {
    if (statSync(path).size > maxBytes)
      throw new DataFileError(path, undefined, "the file is larger than 256 MB");
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    throw error instanceof DataFileError ? error : new DataFileError(path, undefined, fileProblem(error));
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file or folder"],
  ["ENOTDIR", "no such file or folder"],
  ["EISDIR", "this is a folder, not a file"],
  ["EACCES", "no permission; check the file's access rights"],
  ["EPERM", "no permission; check the file's access rights"],
  ["EROFS", "the disk is read-only"],
  ["ENOSPC", "the disk is full"],
  ["ERR_ENCODING_INVALID_ENCODED_DATA", "not UTF-8 text; save the file as UTF-8"],
]);

/** What a failed reading or writing says to people. */
export function fileProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return reasons.get(code) ?? error.message;
}
