/** The state of one lowering. */
import type { Diagnostic } from "../text/diagnostic.js";
import type { LowerContext } from "./lower-context.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";

export interface Lowering {
  readonly text: string;
  readonly table: OperatorSyntaxTable;
  /** Entry points of the other lowering files, which call each other through it. */
  readonly context: LowerContext;
  /** Levels of expression around the current place. */
  depth: number;
  report(diagnostic: Diagnostic): void;
}
