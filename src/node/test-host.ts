import { dirname, isAbsolute, join } from "node:path";
import type { InputRow } from "../engine/inferred-schema.js";
import type { Workspace } from "../engine/workspace.js";
import { explain } from "../explain/explain.js";
import { type ExplainedRun, explainRun } from "../report/explain-run.js";
import { formatExplanation } from "../report/explain-text.js";
import type { TestHost } from "../testing/yaml/test-host.js";
import { DataFileError } from "./data-error.js";
import { dataFile } from "./data-files.js";
import type { DataWarning } from "./load-faults.js";
import { readRows } from "./read-rows.js";
import { readTextFile } from "./read-text.js";

export interface TestHostOptions {
  /** Explain failing cases at length. */
  readonly explainsAtLength?: boolean;
  /** Told of what is odd in a data file, once. */
  readonly onWarning?: (warning: DataWarning) => void;
}

/** Files and the clock of this machine, for test files. Data files and rules are read once. */
export function testHost(prepare: (workspace: Workspace) => void, options: TestHostOptions = {}): TestHost {
  const rows = new Map<string, readonly InputRow[]>();
  const texts = new Map<string, string>();
  return {
    prepare,
    clockMs: () => performance.now(),
    explain: options.explainsAtLength === true ? explainAtLength : explainRun,
    readText(testFile, path) {
      const name = besides(testFile, path);
      let text = texts.get(name);
      if (text === undefined) {
        text = readTextFile(name);
        texts.set(name, text);
      }
      return { name, text };
    },
    readRows(testFile, path, columns) {
      const name = besides(testFile, path);
      const key = [name, ...columns.map((column) => `${column.name}:${column.type}`)].join("\n");
      let read = rows.get(key);
      if (read === undefined) {
        const file = dataFile(name);
        if (file === undefined || file.format === "parquet") {
          throw new DataFileError(name, undefined, "not a .json, .ndjson or .csv file");
        }
        read = readRows(file, { columns, ...(options.onWarning && { onWarning: options.onWarning }) });
        rows.set(key, read);
      }
      return read;
    },
  };
}

function explainAtLength(explained: ExplainedRun): string {
  const { source, trace, run, place, suppressedBy, workspace = run?.workspace } = explained;
  if (trace === undefined || workspace === undefined) return explainRun(explained);
  return formatExplanation(explain({ source, trace, workspace, run, place, suppressedBy }));
}

function besides(testFile: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(testFile), path);
}
