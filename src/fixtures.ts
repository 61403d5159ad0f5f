/**
 * The entry `kqlunit/fixtures`: builders of log rows as Entra writes them, background noise, and attack scenarios. All
 * are plain functions of what they are given: no clock, no chance.
 */

export {
  type AadNonInteractiveUserSignInLogsRow,
  aadNonInteractiveUserSignInLogs,
} from "./testing/fixtures/aad-non-interactive-user-sign-in-logs.js";
export { type AdfsSignInLogsRow, adfsSignInLogs } from "./testing/fixtures/adfs-sign-in-logs.js";
export {
  type AppConsentEvent,
  type AppEvent,
  auditLogs,
  type DeviceEvent,
  type GroupEvent,
  type OtherAuditEvent,
  type PolicyEvent,
  type RoleEvent,
  type SecurityInfoEvent,
  type UserAuditEvent,
  type UserUpdate,
} from "./testing/fixtures/audit-logs.js";
export type {
  AuditEvent,
  AuditLogsRow,
  AuditOperation,
  InitiatedBy,
  ModifiedProperty,
  TargetResource,
} from "./testing/fixtures/audit-row.js";
export type { Actor, User } from "./testing/fixtures/identity.js";
export { type NoiseOptions, type NoiseRows, type NoiseTable, noise } from "./testing/fixtures/noise.js";
export { type Repetition, repeat, type Span } from "./testing/fixtures/repeat.js";
export {
  type AttackOnUser,
  type BulkPasswordReset,
  type FailedPortalAccess,
  type Scenario,
  type ScenarioTables,
  scenarios,
} from "./testing/fixtures/scenarios.js";
export {
  type Device,
  type FailedSignIn,
  type Place,
  places,
  type SignIn,
  type SignInError,
  signInErrors,
} from "./testing/fixtures/sign-in.js";
export { type SigninLogsRow, signinLogs } from "./testing/fixtures/signin-logs.js";
export type { Instant } from "./testing/fixtures/time.js";
