/** Package entry `kqlunit`: the engine and the rules, for Node and browsers alike. */

export type { TableSchema } from "./engine/catalog.js";
export { type CompiledQuery, type CompileOptions, compile } from "./engine/compile.js";
export type { InputRow } from "./engine/inferred-schema.js";
export type { PublicCell, QueryResult } from "./engine/result.js";
export {
  type QueryOptions,
  type TableOptions,
  Workspace,
  type WorkspaceOptions,
} from "./engine/workspace.js";
export type { Limits } from "./exec/limits.js";
export type { Table } from "./exec/table.js";
export type { PipelineTrace } from "./exec/trace.js";
export type { Alert, AlertEntity } from "./rules/alert.js";
export {
  DetectionRule,
  type DetectionRunOptions,
  parseRule,
  parseRules,
  type TableRows,
} from "./rules/detection-rule.js";
export type { Incident } from "./rules/incidents.js";
export type { Rule } from "./rules/rule.js";
export type { RuleRun } from "./rules/run-rule.js";
export type { Diagnostic, Severity } from "./text/diagnostic.js";
export { InternalError, KqlError } from "./text/errors.js";
export type { KqlType } from "./types/kql-type.js";
