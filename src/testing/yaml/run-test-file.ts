/** Runs the cases of a test file. Everything outside the text of the file comes through `TestHost`. */
import type { SourceText } from "../../text/source.js";
import { CoverageCollector } from "./coverage.js";
import { fileProblems, loadSubject } from "./load-subject.js";
import { parseTestFile } from "./parse-test-file.js";
import { type FileRun, runCase } from "./run-case.js";
import type { TestHost } from "./test-host.js";
import type { FileResult } from "./test-result.js";

export interface RunOptions {
  /** Only cases whose name holds the text. */
  readonly filter?: string;
  /** Tell which conditions the cases exercised; cases on a schedule do not count. */
  readonly coverage?: boolean;
}

/** Runs one test file. Never throws for what the file says. */
export function runTestFile(source: SourceText, host: TestHost, options: RunOptions = {}): FileResult {
  const { file, diagnostics } = parseTestFile(source);
  const result = { file: source.name, rule: undefined, cases: [] };
  if (file === undefined) {
    return { ...result, ...fileProblems(diagnostics, source) };
  }
  const subject = loadSubject(file, host);
  if (subject.errors !== undefined) return { ...result, ...subject };
  const coverage = options.coverage === true ? new CoverageCollector(subject.subject.place) : undefined;
  const shared: FileRun = { file, subject: subject.subject, host, coverage };
  const { filter } = options;
  const cases = file.cases
    .filter(({ name }) => filter === undefined || name.includes(filter))
    .map((item) => runCase(shared, item));
  const told = new Set<string>();
  const unreadable = cases.find((item) => item.unreadable !== undefined)?.unreadable;
  return {
    file: source.name,
    rule: file.subject.kind === "rule" ? file.subject.path : undefined,
    cases: cases.map((item) => ({ ...item, warnings: item.warnings.filter((text) => isNew(told, text)) })),
    errors: [],
    ...(unreadable === undefined ? {} : { unreadable }),
    ...(coverage === undefined ? {} : { coverage: coverage.result() }),
  };
}

/** What cases share, such as defaults, is warned of once. */
function isNew(told: Set<string>, text: string): boolean {
  const before = told.size;
  return told.add(text).size > before;
}
