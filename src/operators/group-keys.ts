/** What rows may be grouped by. */
import type { BindContext } from "../bind/bind-context.js";
import type { BoundOutput } from "../bind/bound.js";
import { dynamicKey } from "./diagnostics.js";

/** Tells of keys that are dynamic values: no operator groups by them. */
export function reportDynamicKeys(
  operator: string,
  keys: readonly Pick<BoundOutput, "expression" | "span">[],
  context: BindContext,
): void {
  for (const { expression, span } of keys) {
    if (expression.type === "dynamic" && expression.isTypeOpen !== true)
      context.report(dynamicKey(operator, span));
  }
}
