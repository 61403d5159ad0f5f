/** The commands. The build bundles them apart from the options, which are parsed first. */
import { DataFileError } from "../node/data-error.js";
import { InternalError, KqlError } from "../text/errors.js";
import { CommandFailure, exitFindings, exitUsage } from "./failure.js";
import type { Options } from "./options.js";

type Paths = readonly string[];

/** Each gives an exit code, and loads what it needs when it is called. */
export const commands = {
  test: async (paths: Paths, options: Options) =>
    (await import("./commands/test.js")).testCommand(paths, options),
  run: async (rule: string, options: Options) =>
    (await import("./commands/run.js")).runCommand(rule, options),
  explain: async (rule: string, options: Options) =>
    (await import("./commands/explain.js")).explainCommand(rule, options),
  query: async (file: string | undefined, options: Options) =>
    (await import("./commands/query.js")).queryCommand(file, options),
  check: async (paths: Paths, options: Options) =>
    (await import("./commands/check.js")).checkCommand(paths, options),
  schema: async (table: string | undefined, options: Options) =>
    (await import("./commands/schema.js")).schemaCommand(table, options),
  inferSchema: async (file: string) => (await import("./commands/schema.js")).inferSchemaCommand(file),
  fmt: async (paths: Paths, options: Options) =>
    (await import("./commands/fmt.js")).fmtCommand(paths, options),
  simulate: async (rule: string, options: Options) =>
    (await import("./commands/simulate.js")).simulateCommand(rule, options),
};

export type Commands = typeof commands;

/** Tells the user what ended a command; the exit code. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailure || error instanceof DataFileError) {
    process.stderr.write(`kqlunit: ${error.message}\n`);
    return exitUsage;
  }
  if (error instanceof KqlError) {
    process.stderr.write(`${error.message}\n`);
    return exitFindings;
  }
  const message = error instanceof InternalError ? error.message : new InternalError(detailOf(error)).message;
  process.stderr.write(`kqlunit: ${message}\n`);
  return exitUsage;
}

/** The first frame of the stack is what a report needs. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frame = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  return `${error.message}${frame === undefined ? "" : ` (${frame.trim()})`}`;
}
