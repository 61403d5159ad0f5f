/** What the runner of test files tells; reporters print it. */
import type { ConditionCoverage } from "./coverage.js";

export type CaseStatus = "passed" | "failed" | "error" | "skipped";

export interface CaseFailure {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface CaseResult {
  readonly name: string;
  readonly status: CaseStatus;
  readonly ms: number;
  readonly failures: readonly CaseFailure[];
  /** Remarks that fail nothing, rendered. */
  readonly warnings: readonly string[];
  /** Why the result is what it is; for failing cases. */
  readonly explanation: string | undefined;
  /** On one line, why a file with rows could not be read. */
  readonly unreadable?: string;
}

export interface FileResult {
  readonly file: string;
  /** Path of the rule, as the file names it; absent for plain queries. */
  readonly rule: string | undefined;
  readonly cases: readonly CaseResult[];
  /** What keeps the whole file from running, rendered. */
  readonly errors: readonly string[];
  /** On one line, why the file, or one that it names, could not be read; absent when all could. */
  readonly unreadable?: string;
  /** Present when asked for. */
  readonly coverage?: readonly ConditionCoverage[];
}
