/**
 * The five sample rules in DuckDB SQL: same columns, same rows, and as fast as we know to write them. Measured and kept:
 * `lower(...)` with `contains` before a regular expression (once for each distinct value of a compressed column),
 * `list_distinct(list(x))` for sets of small groups, a range of timestamps in place of a difference of intervals.
 */

import type { AnswerShape } from "./answers.js";
import { type BenchTable, benchNow } from "./data/generate.js";
import type { DuckdbMode } from "./duckdb-types.js";

export interface SeedRule {
  /** Name of the rule file in rules/, without `.yaml`. */
  readonly rule: string;
  readonly tables: readonly BenchTable[];
  readonly shape: AnswerShape;
}

export const seedRules: readonly SeedRule[] = [
  {
    rule: "bulk-password-profile-updates",
    tables: ["AuditLogs"],
    shape: { sets: { TargetUsers: 20, Operations: Infinity, CorrelationIds: 5 } },
  },
  {
    rule: "adfs-stale-token-after-password-change",
    tables: ["AuditLogs", "ADFSSignInLogs"],
    shape: { sets: { IPs: Infinity, Countries: Infinity, Apps: Infinity, Protocols: Infinity } },
  },
  {
    rule: "account-mfa-modifications",
    tables: ["AuditLogs"],
    shape: { sets: { ModifiedAccounts: 100, Actions: 10 } },
  },
  {
    rule: "non-interactive-sign-in-then-privileged-action",
    tables: ["AuditLogs", "AADNonInteractiveUserSignInLogs"],
    shape: { json: ["TargetResources"] },
  },
  {
    rule: "failed-azure-portal-access",
    tables: ["SigninLogs"],
    shape: { sets: { IPAddresses: Infinity, set_OS: Infinity, set_Browser: Infinity, set_City: Infinity } },
  },
];

/** The query of the rule at this place of `seedRules`, as of `now`. */
export function seedSql(seed: number, mode: DuckdbMode, now: string = benchNow): string {
  const query = queries[seed];
  if (!query) throw new RangeError(`there is no sample rule ${seed}`);
  return query({ path: mode === "struct" ? structPath : jsonPath, now: timestamp(now) });
}

interface Dialect {
  /** The text at a path into a nested column, null where there is none. */
  path(column: string, ...steps: readonly (string | number)[]): string;
  readonly now: string;
}

function structPath(column: string, ...steps: readonly (string | number)[]): string {
  const text = steps.map((step) => (typeof step === "number" ? `[${step + 1}]` : `."${step}"`)).join("");
  return `${column}${text}`;
}

function jsonPath(column: string, ...steps: readonly (string | number)[]): string {
  const text = steps.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return `json_extract_string(${column}, '$${text}')`;
}

export function timestamp(iso: string): string {
  return `TIMESTAMP '${iso.replace("T", " ").replace("Z", "")}'`;
}

const strings = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");

const queries: readonly ((dialect: Dialect) => string)[] = [
  bulkPasswordUpdates,
  adfsStaleToken,
  mfaModifications,
  silentSignInThenAction,
  failedPortalAccess,
];

function bulkPasswordUpdates({ path, now }: Dialect): string {
  return `
    SELECT *, date_diff('minute', FirstEvent, LastEvent) AS DurationMinutes
    FROM (
      SELECT
        CASE WHEN InitiatedByUPN <> '' THEN InitiatedByUPN ELSE InitiatedByApp END AS Actor,
        InitiatedByUPN,
        date_trunc('hour', Time) AS TimeGenerated,
        count(*) AS UpdateCount,
        len(list_distinct(list(TargetUserUPN))) AS DistinctTargets,
        list_distinct(list(TargetUserUPN))[:20] AS TargetUsers,
        list_distinct(list(ActivityDisplayName)) AS Operations,
        min(Time) AS FirstEvent,
        max(Time) AS LastEvent,
        list_distinct(list(CorrelationId))[:5] AS CorrelationIds
      FROM (
        SELECT
          TimeGenerated AS Time, ActivityDisplayName, CorrelationId,
          coalesce(${path("InitiatedBy", "user", "userPrincipalName")}, '') AS InitiatedByUPN,
          coalesce(${path("InitiatedBy", "app", "displayName")}, '') AS InitiatedByApp,
          coalesce(${path("TargetResources", 0, "userPrincipalName")}, '') AS TargetUserUPN
        FROM AuditLogs
        WHERE TimeGenerated > ${now} - INTERVAL 2 HOUR
          AND ActivityDisplayName IN (${strings([
            "Update PasswordProfile",
            "Update StsRefreshTokenValidFrom Timestamp",
            "Reset user password",
            "Change user password",
          ])})
          AND Result = 'success')
      GROUP BY 1, 2, 3)
    WHERE UpdateCount >= 5 AND DistinctTargets >= 3`;
}

const changePhrases = [
  "Reset password",
  "Change password",
  "Update user",
  "User changed password",
  "Admin updated user authentication method",
  "Update Authentication Method",
  "Delete Authentication Method",
];

function adfsStaleToken({ path, now }: Dialect): string {
  const contained = changePhrases
    .map((phrase) => `contains(lower(OperationName), '${phrase.toLowerCase()}')`)
    .join(" OR ");
  const terms = `(?i)(?:^|[^a-z0-9])(?:${changePhrases.join("|")})(?:$|[^a-z0-9])`;
  const upn = path("TargetResources", 0, "userPrincipalName");
  return `
    WITH PasswordChanges AS (
      SELECT ${upn} AS UPN, max(TimeGenerated) AS ChangeTime
      FROM AuditLogs
      WHERE TimeGenerated > ${now} - INTERVAL 1 DAY
        AND (${contained}) AND regexp_matches(OperationName, '${terms}')
        AND ${upn} <> ''
      GROUP BY 1)
    SELECT
      UserPrincipalName, ChangeTime,
      count(*) AS TokensAfterChange,
      list(DISTINCT IPAddress) AS IPs,
      list(DISTINCT Location) AS Countries,
      list(DISTINCT AppDisplayName) AS Apps,
      list(DISTINCT AuthenticationRequirement) AS Protocols,
      max(TimeGenerated) AS LastSeen,
      min(TimeGenerated) AS FirstTokenAfter
    FROM ADFSSignInLogs JOIN PasswordChanges ON UserPrincipalName = UPN
    WHERE TimeGenerated > ${now} - INTERVAL 1 DAY AND ResultType = '0' AND TimeGenerated > ChangeTime
    GROUP BY 1, 2
    ORDER BY TokensAfterChange DESC`;
}

function mfaModifications({ path, now }: Dialect): string {
  return `
    SELECT
      coalesce(CAST(Initiator AS VARCHAR), '') AS InitiatorID, InitiatorUPN, FromIP, ModifiedAccounts, "Start", "End",
      Actions,
      split_part(InitiatorUPN, '@', 1) AS InitiatorName,
      split_part(InitiatorUPN, '@', 2) AS InitiatorSuffix
    FROM (
      SELECT
        ${path("InitiatedBy", "user", "id")} AS Initiator,
        lower(coalesce(${path("InitiatedBy", "user", "userPrincipalName")}, '')) AS InitiatorUPN,
        coalesce(${path("InitiatedBy", "user", "ipAddress")}, '') AS FromIP,
        list_distinct(list(coalesce(${path("TargetResources", 0, "userPrincipalName")}, '')))[:100] AS ModifiedAccounts,
        min(TimeGenerated) AS "Start",
        max(TimeGenerated) AS "End",
        list_distinct(list(OperationName))[:10] AS Actions
      FROM AuditLogs
      WHERE TimeGenerated >= ${now} - INTERVAL 1 DAY
        AND lower(Category) = 'usermanagement'
        AND lower(OperationName) IN (${strings([
          "admin registered security info",
          "admin updated security info",
          "admin deleted security info",
          "user registered security info",
          "user changed default security info",
          "user deleted security info",
          "user registered all required security info",
          "user started security info registration",
        ])})
      GROUP BY 1, 2, 3)`;
}

function silentSignInThenAction({ path, now }: Dialect): string {
  return `
    WITH NonInteractiveUsers AS (
      SELECT UserPrincipalName AS SignedInUPN, IPAddress, max(TimeGenerated) AS LastNISignIn
      FROM AADNonInteractiveUserSignInLogs
      WHERE TimeGenerated > ${now} - INTERVAL 2 HOUR AND ResultType = '0'
      GROUP BY 1, 2)
    SELECT
      TimeGenerated AS AuditTime, UPN AS UserPrincipalName, OperationName, Result AS AuditResult, Category,
      TargetResources, LastNISignIn, IPAddress,
      TimeGenerated - LastNISignIn AS TimeSinceNISignIn
    FROM (
      SELECT
        TimeGenerated, OperationName, Result, Category, TargetResources,
        ${path("InitiatedBy", "user", "userPrincipalName")} AS UPN
      FROM AuditLogs
      WHERE TimeGenerated > ${now} - INTERVAL 2 HOUR
        AND Category IN (${strings([
          "RoleManagement",
          "ApplicationManagement",
          "GroupManagement",
          "Policy",
          "DeviceManagement",
          "UserManagement",
        ])}))
    JOIN NonInteractiveUsers ON UPN = SignedInUPN
    WHERE UPN <> '' AND TimeGenerated BETWEEN LastNISignIn AND LastNISignIn + INTERVAL 60 MINUTE
    ORDER BY AuditTime DESC`;
}

function failedPortalAccess({ path, now }: Dialect): string {
  const state = path("LocationDetails", "state");
  return `
    SELECT
      UserDisplayName, UserPrincipalName, AppDisplayName, ResultType, ResultDescription,
      coalesce(CAST(${path("Status", "errorCode")} AS VARCHAR), '') AS StatusCode,
      coalesce(${path("Status", "additionalDetails")}, '') AS StatusDetails,
      Location, coalesce(${state}, '') AS State,
      min(TimeGenerated) AS StartTime,
      max(TimeGenerated) AS EndTime,
      list_distinct(list(IPAddress)) AS IPAddresses,
      len(list_distinct(list(IPAddress))) AS DistinctIPCount,
      list_distinct(list(${path("DeviceDetail", "operatingSystem")})) AS set_OS,
      list_distinct(list(${path("DeviceDetail", "browser")})) AS set_Browser,
      list_distinct(list(coalesce(${path("LocationDetails", "city")}, ''))) AS set_City,
      count(*) AS AttemptCount,
      min(TimeGenerated) AS "timestamp",
      UserPrincipalName AS AccountCustomEntity
    FROM SigninLogs
    WHERE TimeGenerated >= ${now} - INTERVAL 1 DAY
      AND contains(lower(AppDisplayName), 'azure portal')
      AND ResultType IN ('50126', '50020')
    GROUP BY ALL
    ORDER BY AttemptCount DESC`;
}
