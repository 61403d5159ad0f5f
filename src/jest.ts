/**
 * Package entry `kqlunit/jest`: importing it (or naming it in `setupFilesAfterEnv`) adds the matchers to `expect`. As
 * CommonJS it also hands out the library, which Jest on Node 20 could not load as a module.
 */
import type { RuleMatchers } from "./testing/matchers/matcher-types.js";
import { matchers } from "./testing/matchers/table.js";

interface Expect {
  extend(matchers: object): void;
}

// Jest provides `expect` as a global; its package is not imported, so that none is needed to build this one.
const { expect } = globalThis as { expect?: Expect };
if (expect === undefined)
  throw new Error("kqlunit/jest must be imported inside Jest, where `expect` is a global");
expect.extend(matchers);

declare global {
  namespace jest {
    interface Matchers<R> extends RuleMatchers<R> {}
  }
}

export * as fixtures from "./fixtures.js";
export { compile, KqlError, parseRule, parseRules, Workspace } from "./index.js";
export { loadRule, loadRules, loadTable, loadTables } from "./node/index.js";
export type { ExpectedAlert, RowOptions } from "./testing/matchers/matchers.js";
export type { RuleMatchers };
