/** Package entry `kqlunit/node`: what needs a file system. */
import { readFile } from "node:fs/promises";
import type { InputRow } from "../engine/inferred-schema.js";
import { type DetectionRule, parseRule, parseRules } from "../rules/detection-rule.js";
import { DataFileError } from "./data-error.js";
import { findDataFiles } from "./data-files.js";
import { readTables } from "./project.js";
import { readRows } from "./read-rows.js";

/**
 * Reads a rule file.
 * @throws DataFileError when the file cannot be read; KqlError (`RULE0xx`) when it holds no rule that can be run.
 */
export async function loadRule(path: string): Promise<DetectionRule> {
  return parseRule(await readRuleFile(path), { fileName: path });
}

/** Reads all rules of a file. */
export async function loadRules(path: string): Promise<readonly DetectionRule[]> {
  return parseRules(await readRuleFile(path), { fileName: path });
}

async function readRuleFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new DataFileError(path, undefined, error instanceof Error ? error.message : String(error));
  }
}

/** Rows of a data file: JSON, NDJSON or CSV, as logs are exported. @throws DataFileError */
export async function loadTable(path: string): Promise<readonly InputRow[]> {
  return findDataFiles(path).flatMap(readRows);
}

/** Rows by table of data files and folders; a table is named by its file. @throws DataFileError */
export async function loadTables(...paths: string[]): Promise<Record<string, readonly InputRow[]>> {
  return Object.fromEntries(readTables(paths));
}

export { DataFileError };
