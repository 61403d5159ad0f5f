/** The world outside a test file, as the runner sees it. */
import type { Column } from "../../bind/bound.js";
import type { InputRow } from "../../engine/inferred-schema.js";
import type { Workspace } from "../../engine/workspace.js";
import type { SuppressedBy } from "../../explain/suppression.js";
import type { QueryPlace, RuleRun } from "../../rules/run-rule.js";
import type { SourceText } from "../../text/source.js";

/** What the runner needs from outside. Paths in test files are relative to the file. */
export interface TestHost {
  /** Text of a file named in a test file. @throws Error with the reason. */
  readText(testFile: string, path: string): { readonly name: string; readonly text: string };
  /** Rows of a data file named in a test file, for a table. @throws Error with the reason. */
  readRows(testFile: string, path: string, columns: readonly Column[]): readonly InputRow[];
  /** Adds what every query of the project may name. */
  prepare(workspace: Workspace): void;
  /** Milliseconds since any fixed moment. */
  clockMs(): number;
  /** Explains a run, for a failing case; the empty text for nothing to say. */
  explain(run: ExplainedRun): string;
}

/** What an explanation may draw on: the case's run, done again with recording on. */
export interface ExplainedRun {
  readonly source: SourceText;
  readonly run: RuleRun | undefined;
  readonly trace: RuleRun["trace"];
  /** Set when the schedule leaves the run out. */
  readonly suppressedBy?: SuppressedBy | undefined;
  /** Where a query that is no rule's stands. */
  readonly place?: QueryPlace | undefined;
  /** What the case gives. */
  readonly workspace: Workspace;
}
