/** Package entry `kqlunit/fast-check`: arbitraries of log rows, and ready properties. */
export { type GeneratedTables, type NearOptions, rowsNear } from "./testing/fuzz/near-rule.js";
export { type RowsOptions, rowOf, rowsOf, tablesOf } from "./testing/fuzz/row-arbitraries.js";
export {
  findThreshold,
  type SmallestCase,
  type ThresholdOptions,
  thresholdProperty,
} from "./testing/fuzz/threshold.js";
