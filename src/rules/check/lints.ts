import { deployKeyLints } from "./deploy-keys.js";
import { deployMappingLints } from "./deploy-mappings.js";
import type { LintTable } from "./lint.js";
import { logicAlertLints } from "./logic-alerts.js";
import { logicQueryLints } from "./logic-query.js";
import { logicScheduleLints } from "./logic-schedule.js";
import { logicStyleLints } from "./logic-style.js";

/** Every check of rules, by code. */
export const lints: LintTable = {
  ...deployKeyLints,
  ...deployMappingLints,
  ...logicAlertLints,
  ...logicScheduleLints,
  ...logicQueryLints,
  ...logicStyleLints,
};
