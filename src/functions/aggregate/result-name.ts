/** How unnamed columns of aggregates are called. */
import type { ArgumentInfo } from "../entry.js";

/** `sum(x)` is `sum_x`; an argument without a name of its own gives `sum_`. */
export function named(prefix: string): (args: readonly ArgumentInfo[]) => string {
  return ([first]) => `${prefix}_${first?.columnName ?? ""}`;
}

/** The name of the first argument as it is. */
export function namedAsArgument([first]: readonly ArgumentInfo[]): string | undefined {
  return first?.columnName;
}
