/** The further rules in DuckDB SQL, by the id of their query. */

import type { DuckdbMode } from "./duckdb-types.js";
import { timestamp } from "./seeds-sql.js";

/** A query for columns stored this way, as of a moment in ISO 8601. */
type FurtherQuery = (mode: DuckdbMode, now: string) => string;

export const furtherQueries: ReadonlyMap<string, FurtherQuery> = new Map<string, FurtherQuery>([
  ["c0f976ef203f", portalBruteForce],
  ["7c99d904c71b", (_mode, now) => networkBeaconing(timestamp(now))],
  ["d70026e8ff57", (_mode, now) => nestedRemoteDesktop(timestamp(now))],
  ["13894b67245c", (_mode, now) => leastCommonProcess(timestamp(now))],
  ["866c1cf03d7e", () => accountAddedAndRemoved()],
  ["820e0aa10d56", (_mode, now) => createdAccounts(timestamp(now))],
  ["6ea472cbf017", (_mode, now) => buildCompromise(timestamp(now))],
  ["3e8d9c9c9784", (_mode, now) => indicatorFiles(timestamp(now))],
  ["60038136b10b", (_mode, now) => otherMailboxes(timestamp(now))],
  ["65d20d9e8393", (mode, now) => growingLocations(mode, timestamp(now))],
]);

const jsonText = (column: string, field: string) => `json_extract_string(${column}, '$.${field}')`;
const structField = (column: string, field: string) => `${column}."${field}"`;
const setOf = (column: string) => `list_distinct(list(${column}))`;

function portalBruteForce(mode: DuckdbMode): string {
  const branch = (table: string, field: (column: string, field: string) => string) => `
    SELECT *, unnest(IPAddresses) AS IPAddress FROM (
      SELECT
        time_bucket(INTERVAL 20 MINUTE, TimeGenerated) AS Bin, UserDisplayName, UserPrincipalName, AppDisplayName, Type,
        min(TimeGenerated) AS StartTime, max(TimeGenerated) AS EndTime,
        ${setOf("IPAddress")} AS IPAddresses,
        ${setOf(field("DeviceDetail", "operatingSystem"))} AS set_OS,
        ${setOf(field("DeviceDetail", "browser"))} AS set_Browser,
        ${setOf(`coalesce(${field("LocationDetails", "city")}, '')`)} AS set_City,
        ${setOf(`coalesce(${field("LocationDetails", "state")}, '')`)} AS set_State,
        ${setOf(`coalesce(${field("LocationDetails", "countryOrRegion")}, '')`)} AS set_Region,
        ${setOf("ResultType")} AS set_ResultType,
        count(*) FILTER (ResultType NOT IN ('0', '50125', '50140', '70043', '70044')) AS FailureCount,
        count(*) FILTER (ResultType IN ('0', '50125', '50140', '70043', '70044')) AS SuccessCount
      FROM ${table}
      WHERE contains(lower(AppDisplayName), 'azure portal')
        AND regexp_matches(AppDisplayName, '(?i)(?:^|[^a-z0-9])azure portal(?:$|[^a-z0-9])')
      GROUP BY 1, 2, 3, 4, 5)
    WHERE FailureCount >= 5 AND SuccessCount >= 1`;
  return `
    SELECT
      Bin AS TimeGenerated, UserDisplayName, UserPrincipalName, AppDisplayName, Type, StartTime, EndTime, IPAddress,
      set_OS, set_Browser, set_City, set_State, set_Region, set_ResultType, FailureCount, SuccessCount,
      StartTime AS "timestamp", UserPrincipalName AS AccountCustomEntity, IPAddress AS IPCustomEntity
    FROM (
      ${branch("SigninLogs", mode === "struct" ? structField : jsonText)}
      UNION ALL
      ${branch("AADNonInteractiveUserSignInLogs", jsonText)})`;
}

const privateAddress = "^127\\.|^10\\.|^172\\.1[6-9]\\.|^172\\.2[0-9]\\.|^172\\.3[0-1]\\.|^192\\.168\\.";

function networkBeaconing(now: string): string {
  const keys = "DeviceName, SourceUserID, SourceIP, DestinationIP, DestinationPort";
  return `
    SELECT
      *, MostFrequentTimeDeltaCount / TotalEvents::DOUBLE * 100 AS BeaconPercent, TimeGenerated AS "timestamp",
      DestinationIP AS IPCustomEntity, SourceUserID AS AccountCustomEntity, DeviceName AS HostCustomEntity
    FROM (
      SELECT
        Hour AS TimeGenerated, ${keys},
        max(Events) AS MostFrequentTimeDeltaCount, arg_max(Delta, Events) AS MostFrequentTimeDeltainSeconds,
        sum(Events)::BIGINT AS TotalEvents, sum(Sent)::BIGINT AS TotalSentBytes, sum(Received)::BIGINT AS TotalReceivedBytes
      FROM (
        SELECT
          Delta, date_trunc('hour', TimeGenerated) AS Hour, ${keys},
          count(*) AS Events, sum(SentBytes) AS Sent, sum(ReceivedBytes) AS Received
        FROM (
          SELECT *, date_diff('second', TimeGenerated, lead(TimeGenerated) OVER (
            PARTITION BY SourceIP ORDER BY TimeGenerated, DestinationIP, DestinationPort)) AS Delta
          FROM CommonSecurityLog
          WHERE DeviceVendor = 'Palo Alto Networks' AND Activity = 'TRAFFIC'
            AND TimeGenerated BETWEEN ${now} - INTERVAL 2 DAY AND ${now} - INTERVAL 1 DAY
            AND NOT regexp_matches(DestinationIP, '${privateAddress}'))
        WHERE Delta > 10
        GROUP BY ALL)
      GROUP BY Hour, ${keys})
    WHERE TotalEvents > 15 AND BeaconPercent > 80`;
}

function nestedRemoteDesktop(now: string): string {
  return `
    WITH Sessions AS (
      SELECT
        TimeGenerated AS Hop, upper(Computer) AS Computer, IpAddress, lower(Account) AS Account, AccountType, Activity,
        LogonTypeName, ProcessName
      FROM SecurityEvent
      WHERE TimeGenerated >= ${now} - INTERVAL 1 DAY AND EventID = 4624 AND LogonType = 10),
    Busy AS (
      SELECT Account, IpAddress, upper(unnest(Computers)) AS Computer
      FROM (
        SELECT lower(Account) AS Account, IpAddress, ${setOf("Computer")} AS Computers
        FROM SecurityEvent
        WHERE TimeGenerated >= ${now} - INTERVAL 8 DAY AND TimeGenerated < ${now} - INTERVAL 1 DAY
          AND EventID = 4624 AND LogonType = 10
        GROUP BY date_trunc('day', TimeGenerated), 1, 2)
      WHERE len(Computers) >= 5)
    SELECT
      *, FirstHopFirstSeen AS "timestamp", Account AS AccountCustomEntity, FirstComputer AS HostCustomEntity,
      FirstIPAddress AS IPCustomEntity
    FROM (
      SELECT
        f.Account, f.Computer AS FirstComputer, f.IpAddress AS FirstIPAddress, s.Hop AS SecondHop,
        s.Computer AS SecondComputer, s.IpAddress AS SecondIPAddress, f.AccountType, f.Activity, f.LogonTypeName,
        f.ProcessName, min(f.Hop) AS FirstHopFirstSeen, max(f.Hop) AS FirstHopLastSeen
      FROM Sessions f JOIN Sessions s
        ON f.Account = s.Account AND f.Computer <> s.Computer AND f.IpAddress <> s.IpAddress
        AND s.Hop > f.Hop AND s.Hop <= f.Hop + INTERVAL 30 MINUTE
      WHERE NOT EXISTS (
        SELECT 1 FROM Busy b WHERE b.Account = f.Account AND b.Computer = s.Computer AND b.IpAddress = s.IpAddress)
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)`;
}

function leastCommonProcess(now: string): string {
  return `
    SELECT *, StartTimeUtc AS "timestamp"
    FROM (
      SELECT
        Parts[1] || '-' || len(Parts) || '-' || Parts[-1] AS DriveDepthProc,
        min(TimeGenerated) AS StartTimeUtc, max(TimeGenerated) AS EndTimeUtc, count(*) AS TimesSeen,
        len(${setOf("Computer")}) AS HostCount, ${setOf("Computer")} AS Hosts,
        len(${setOf("SubjectUserName")}) AS UserCount, ${setOf("SubjectUserName")} AS Users
      FROM (
        SELECT TimeGenerated, Computer, SubjectUserName, string_split(NewProcessName, '\\') AS Parts
        FROM SecurityEvent
        WHERE EventID = 4688 AND TimeGenerated > ${now} - INTERVAL 7 DAY AND TimeGenerated < ${now})
      WHERE Parts[-1] NOT IN ('foo.exe', 'baz.exe')
      GROUP BY 1)
    WHERE TimesSeen < 15`;
}

const localSid = "S-1-5-32-5[0-9][0-9]$";
const domainSid = [500, 1102, 1103, 498, 1000]
  .map((id) => `S-1-5-21-[0-9]*-[0-9]*-[0-9]*-${id === 500 ? "5[0-9][0-9]" : id}$`)
  .join("|");

/** Members whose group changed by one of the events; \`parse\` takes what stands between two marks. */
function memberChanges(events: string): string {
  return `
    SELECT *, split_part(split_part(EventData, '"MemberName">', 2), ',OU', 1) AS Member
    FROM SecurityEvent
    WHERE EventID IN (${events})
      AND (regexp_matches(TargetSid, '${localSid}') OR regexp_matches(TargetSid, '${domainSid}'))
      AND regexp_matches(EventData, '"MemberName">.+,OU')`;
}

function accountAddedAndRemoved(): string {
  return `
    SELECT
      Change AS AccountAdded_GroupAddedTo_AddingAccount, AccountAddedTime, AccountRemovedTime, Computer, RemovedAccountId,
      RemovedByUser, RemovedByUserLogonId, GroupRemovedFrom, TargetDomainName,
      date_diff('second', AccountAddedTime, AccountRemovedTime) AS DurationinSecondAfter_Removed,
      AccountAddedTime AS "timestamp", RemovedAccountId AS AccountCustomEntity, Computer AS HostCustomEntity
    FROM (
      SELECT Member || '||' || TargetUserName || '||' || Account AS Change, TimeGenerated AS AccountAddedTime
      FROM (${memberChanges("4728, 4732, 4756")}))
    JOIN (
      SELECT
        Member || '||' || TargetUserName || '||' || Account AS Change, TimeGenerated AS AccountRemovedTime, Computer,
        lower(Member) AS RemovedAccountId, SubjectUserName AS RemovedByUser, SubjectLogonId AS RemovedByUserLogonId,
        TargetUserName AS GroupRemovedFrom, TargetDomainName
      FROM (${memberChanges("4729, 4733, 4757")}))
    USING (Change)
    WHERE DurationinSecondAfter_Removed > 0`;
}

function createdAccounts(now: string): string {
  return `
    SELECT
      CreatedUser, NOT contains(lower(ProcessCommandLine), '/do') AS CreatedOnLocalMachine, InitiatingProcessFileName,
      FileName, ProcessCommandLine, '' AS InitiatingProcessCommandLine,
      min(TimeGenerated) AS StartTimeUtc, max(TimeGenerated) AS EndTimeUtc, count(DISTINCT Computer) AS MachineCount,
      min(TimeGenerated) AS "timestamp", CreatedUser AS AccountCustomEntity
    FROM (
      SELECT
        TimeGenerated, Computer, ParentProcessName AS InitiatingProcessFileName, CommandLine AS ProcessCommandLine,
        string_split(NewProcessName, '\\')[-1] AS FileName,
        regexp_extract(CommandLine, '(?i)^.*?user (.*?) .*?/ad', 1) AS CreatedUser
      FROM SecurityEvent
      WHERE TimeGenerated >= ${now} - INTERVAL 1 DAY AND EventID = 4688)
    WHERE lower(FileName) IN ('net.exe', 'net1.exe')
      AND (contains(lower(ProcessCommandLine), '/add')
        OR (contains(lower(ProcessCommandLine), '/do') AND NOT contains(lower(ProcessCommandLine), '/domain')))
    GROUP BY ALL`;
}

const builders = ["msbuild.exe", "dontnet.exe", "vbcscompiler.exe"];

function buildCompromise(now: string): string {
  const contained = builders.map((name) => `contains(lower(FileName), '${name}')`).join(" OR ");
  const names = builders.map((name) => name.replace(".", "\\.")).join("|");
  return `
    WITH Builds AS (
      SELECT DISTINCT
        InitiatingProcessFileName AS BuildParentProcess, FileName AS BuildProcess, DeviceName,
        time_bucket(INTERVAL 5 MINUTE, TimeGenerated) AS timekey, TimeGenerated AS BuildProcessTime
      FROM DeviceProcessEvents
      WHERE TimeGenerated > ${now} - INTERVAL 1 DAY
        AND (${contained}) AND regexp_matches(FileName, '(?i)(?:^|[^a-z0-9])(?:${names})(?:$|[^a-z0-9])')),
    Edits AS (
      SELECT DISTINCT
        InitiatingProcessAccountName AS FileEditAccount, DeviceName, FileName AS FileEdited,
        InitiatingProcessFileName AS FileEditProcess, time_bucket(INTERVAL 5 MINUTE, TimeGenerated) AS timekey,
        TimeGenerated AS FileEditTime
      FROM DeviceFileEvents
      WHERE TimeGenerated > ${now} - INTERVAL 1 DAY AND ActionType IN ('FileCreated', 'FileModified')
        AND (ends_with(lower(FileName), '.cs') OR ends_with(lower(FileName), '.cpp')))
    SELECT
      timekey, DeviceName, BuildParentProcess, BuildProcess,
      ${setOf("FileEdited")} AS set_FileEdited, ${setOf("FileEditProcess")} AS set_FileEditProcess,
      ${setOf("FileEditAccount")} AS set_FileEditAccount, DeviceName AS HostCustomEntity, timekey AS "timestamp"
    FROM Builds JOIN Edits USING (timekey, DeviceName)
    WHERE BuildProcessTime <= FileEditTime
    GROUP BY 1, 2, 3, 4`;
}

function indicatorFiles(now: string): string {
  return `
    SELECT
      i.TimeGenerated AS LatestIndicatorTime, Description, ActivityGroupNames, IndicatorId, ThreatType, Url,
      ExpirationDateTime, ConfidenceScore, o.TimeGenerated AS OfficeActivity_TimeGenerated, FileName, UserId, ClientIP,
      OfficeObjectId, o.TimeGenerated AS "timestamp", UserId AS AccountCustomEntity, ClientIP AS IPCustomEntity,
      Url AS URLCustomEntity
    FROM (
      SELECT DISTINCT ON (FileName) *
      FROM ThreatIntelligenceIndicator
      WHERE TimeGenerated >= ${now} - INTERVAL 14 DAY AND ExpirationDateTime > ${now} AND Active AND FileName <> '') i
    JOIN OfficeActivity o ON FileName = SourceFileName
    WHERE o.TimeGenerated >= ${now} - INTERVAL 1 HOUR AND SourceFileName <> ''
      AND o.TimeGenerated >= i.TimeGenerated AND o.TimeGenerated < ExpirationDateTime
    QUALIFY row_number() OVER (PARTITION BY IndicatorId ORDER BY i.TimeGenerated DESC) = 1`;
}

function otherMailboxes(now: string): string {
  const opened =
    "lower(Operation) = 'mailitemsaccessed' AND lower(ResultStatus) = 'succeeded' AND lower(MailboxOwnerUPN) <> lower(UserId)";
  return `
    SELECT
      UserId, len(set_MailboxGuid) AS user_count, len(set_folders) AS folder_count, set_MailboxOwnerUPN, set_ClientIP,
      set_ClientInfoString, set_folders, StartTime, EndTime, set_MailboxGuid,
      CASE WHEN user_count > 1 AND folder_count > 5 THEN 'Both User and Folder Threshold Exceeded'
        WHEN folder_count > 5 AND user_count < 1 THEN 'Folder Count Threshold Exceeded'
        ELSE 'User Threshold Exceeded' END AS Reason,
      StartTime AS "timestamp", UserId AS AccountCustomEntity
    FROM (
      SELECT
        UserId, max(TimeGenerated) AS StartTime, min(TimeGenerated) AS EndTime, ${setOf("Folder")} AS set_folders,
        ${setOf("ClientInfoString")} AS set_ClientInfoString, ${setOf("Address")} AS set_ClientIP,
        ${setOf("MailboxGuid")} AS set_MailboxGuid, ${setOf("MailboxOwnerUPN")} AS set_MailboxOwnerUPN
      FROM (
        SELECT
          *, unnest(CAST(json_extract_string(Folders, '$[*].Path') AS VARCHAR[])) AS Folder,
          CASE WHEN starts_with(Client_IPAddress, '[') THEN regexp_extract(Client_IPAddress, '\\[([^\\]]*)', 1)
            ELSE Client_IPAddress END AS Address
        FROM OfficeActivity o
        WHERE TimeGenerated > ${now} - INTERVAL 14 DAY AND ${opened} AND Folders <> ''
          AND NOT EXISTS (
            SELECT 1 FROM OfficeActivity past
            WHERE past.TimeGenerated BETWEEN ${now} - INTERVAL 30 DAY AND ${now} - INTERVAL 14 DAY
              AND ${opened.replace(/\b(Operation|ResultStatus|MailboxOwnerUPN|UserId)\b/g, "past.$1")}
              AND past.MailboxOwnerUPN = o.MailboxOwnerUPN AND past.UserId = o.UserId))
      GROUP BY UserId)
    WHERE user_count > 1 OR folder_count > 5
    ORDER BY user_count DESC`;
}

/** The line is fitted from sums over the fifteen days, of which those without a sign-in count nothing. */
/** `make-series ... in range` bins whole days, as `bin()` does, the last one included. */
function growingLocations(mode: DuckdbMode, now: string): string {
  const field = mode === "struct" ? structField : jsonText;
  const parts = ["countryOrRegion", "state", "city"].map(
    (name) => `coalesce(${field("LocationDetails", name)}, '')`,
  );
  return `
    SELECT
      UserPrincipalName, AppDisplayName,
      list_transform(range(15), lambda bin: coalesce(list_sum(list_transform(list_filter(
        Days, lambda d: d.Bin = bin), lambda d: d.Places)), 0)::BIGINT) AS dLocationCount,
      (15 * Sxy - 105 * Sy) ** 2 / ((15 * 1015 - 105 * 105) * (15 * Syy - Sy * Sy)) AS RSquare,
      (15 * Sxy - 105 * Sy) / (15 * 1015 - 105 * 105)::DOUBLE AS Slope
    FROM (
      SELECT
        UserPrincipalName, AppDisplayName, list({Bin: Bin, Places: Places}) AS Days,
        sum(Places)::DOUBLE AS Sy, sum(Bin * Places)::DOUBLE AS Sxy, sum(Places * Places)::DOUBLE AS Syy
      FROM (
        SELECT
          UserPrincipalName, AppDisplayName,
          date_diff('day', ${now} - INTERVAL 14 DAY, TimeGenerated) AS Bin,
          count(DISTINCT ${parts.join(" || '/' || ")} || ';') AS Places
        FROM SigninLogs
        WHERE TimeGenerated >= ${now} - INTERVAL 14 DAY AND TimeGenerated <= ${now}
        GROUP BY 1, 2, 3)
      GROUP BY 1, 2)
    ORDER BY Slope DESC
    LIMIT 3`;
}
