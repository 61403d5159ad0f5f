/** Package entry `kqlunit/vitest`: importing it adds the matchers to `expect`. */
import { expect } from "vitest";
import type { RuleMatchers } from "./testing/matchers/matcher-types.js";
import { matchers } from "./testing/matchers/table.js";

expect.extend(matchers);

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter must be named and typed as Vitest declares it
  interface Matchers<T = any> extends RuleMatchers<T> {}
}

export type { ExpectedAlert, RowOptions } from "./testing/matchers/matchers.js";
export type { RuleMatchers };
