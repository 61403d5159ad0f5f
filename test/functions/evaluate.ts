/** Evaluates expressions through the library: `print` of one column. */
import { Workspace } from "../../src/engine/workspace.js";

export interface Evaluated {
  readonly type: string;
  /** In the public form of cells. */
  readonly value: unknown;
}

const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });

/** @throws KqlError for mistakes in the expression */
export function evaluate(expression: string): Evaluated {
  const result = workspace.query(`print it = ${expression}`);
  return { type: result.columns[0].type, value: result.toArrays()[0][0] };
}

export function resultOf(expression: string): unknown {
  return evaluate(expression).value;
}
