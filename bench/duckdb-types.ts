/** The tables of the benches as DuckDB types. */

export type DuckdbMode = "struct" | "json";

type Columns = Readonly<Record<string, string>>;

const change = "STRUCT(displayName VARCHAR, oldValue VARCHAR, newValue VARCHAR)";
const device = "STRUCT(deviceId VARCHAR, operatingSystem VARCHAR, browser VARCHAR, isCompliant BOOLEAN)";
const coordinates = "STRUCT(latitude DOUBLE, longitude DOUBLE)";
const location = `STRUCT(city VARCHAR, state VARCHAR, countryOrRegion VARCHAR, geoCoordinates ${coordinates})`;
const status = "STRUCT(errorCode BIGINT, failureReason VARCHAR, additionalDetails VARCHAR)";
const actingUser =
  '"user" STRUCT(id UUID, displayName VARCHAR, userPrincipalName VARCHAR, ipAddress VARCHAR, roles JSON[])';
const actingApp =
  "app STRUCT(appId VARCHAR, displayName VARCHAR, servicePrincipalId UUID, servicePrincipalName VARCHAR)";
const target = `STRUCT(id UUID, displayName VARCHAR, "type" VARCHAR, userPrincipalName VARCHAR, modifiedProperties ${change}[], administrativeUnits JSON[])`;

const texts = (names: string): Columns =>
  Object.fromEntries(names.split(" ").map((name) => [name, "VARCHAR"]));

const signIn: Columns = {
  ...texts(
    "TenantId OperationName Category ResultType ResultDescription Identity Level Location AppDisplayName",
  ),
  ...texts(
    "AppId AuthenticationRequirement IPAddress UserAgent UserDisplayName UserId UserPrincipalName Type",
  ),
  TimeGenerated: "TIMESTAMP",
  CorrelationId: "UUID",
};

/** Columns by table. Those with a STRUCT are dynamic in KQL, and text in the mode `json`. */
const tables: Readonly<Record<string, Columns>> = {
  AuditLogs: {
    ...texts(
      "TenantId SourceSystem ResourceId OperationName OperationVersion Category ResultType ResultDescription",
    ),
    ...texts(
      "Resource ResourceGroup Identity Level Location Id LoggedByService Result ResultReason AADTenantId",
    ),
    ...texts("ActivityDisplayName AADOperationType Type"),
    TimeGenerated: "TIMESTAMP",
    ActivityDateTime: "TIMESTAMP",
    CorrelationId: "UUID",
    DurationMs: "BIGINT",
    AdditionalDetails: 'STRUCT("key" VARCHAR, "value" VARCHAR)[]',
    InitiatedBy: `STRUCT(${actingUser}, ${actingApp})`,
    TargetResources: `${target}[]`,
  },
  SecurityEvent: {
    ...texts(
      "Account AccountType Activity CommandLine Computer EventData IpAddress LogonTypeName NewProcessName",
    ),
    ...texts(
      "ParentProcessName ProcessName SubjectDomainName SubjectLogonId SubjectUserName TargetDomainName",
    ),
    ...texts("TargetSid TargetUserName TenantId Type"),
    EventID: "INTEGER",
    LogonType: "INTEGER",
    TimeGenerated: "TIMESTAMP",
  },
  CommonSecurityLog: {
    ...texts(
      "Activity ApplicationProtocol Computer DestinationIP DeviceAction DeviceName DeviceProduct DeviceVendor",
    ),
    ...texts("DeviceVersion LogSeverity Protocol SourceIP SourceUserID TenantId Type"),
    DestinationPort: "INTEGER",
    SourcePort: "INTEGER",
    ReceivedBytes: "BIGINT",
    SentBytes: "BIGINT",
    TimeGenerated: "TIMESTAMP",
  },
  DeviceProcessEvents: {
    ...texts("AccountName ActionType DeviceId DeviceName FileName FolderPath InitiatingProcessFileName"),
    ...texts("ProcessCommandLine SHA256 Type"),
    ProcessId: "BIGINT",
    TimeGenerated: "TIMESTAMP",
  },
  DeviceFileEvents: {
    ...texts("ActionType DeviceId DeviceName FileName FolderPath InitiatingProcessAccountName"),
    ...texts("InitiatingProcessFileName InitiatingProcessParentFileName SHA256 Type"),
    TimeGenerated: "TIMESTAMP",
  },
  ThreatIntelligenceIndicator: {
    ...texts("ActivityGroupNames Description FileName IndicatorId ThreatType Type Url"),
    Active: "BOOLEAN",
    ConfidenceScore: "DOUBLE",
    ExpirationDateTime: "TIMESTAMP",
    TimeGenerated: "TIMESTAMP",
  },
  OfficeActivity: {
    ...texts("ClientIP ClientInfoString Client_IPAddress Folders MailboxGuid MailboxOwnerUPN OfficeObjectId"),
    ...texts(
      "OfficeWorkload Operation RecordType ResultStatus SourceFileName Type UserAgent UserId UserType",
    ),
    TimeGenerated: "TIMESTAMP",
  },
  SigninLogs: { ...signIn, DeviceDetail: device, LocationDetails: location, Status: status },
  ADFSSignInLogs: { ...signIn, ...texts("DeviceDetail Status") },
  AADNonInteractiveUserSignInLogs: { ...signIn, ...texts("DeviceDetail LocationDetails Status") },
};

/** The DuckDB type of each column of a table. */
export function tableColumns(table: string, mode: DuckdbMode): Columns {
  const columns = tables[table];
  if (!columns) throw new Error(`no DuckDB types for the table ${table}`);
  if (mode === "struct") return columns;
  return Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, type.startsWith("STRUCT") ? "JSON" : type]),
  );
}
