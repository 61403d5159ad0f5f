/** An entity type of rule files: the identifiers it takes and which of them tell entities apart. */
export interface EntityType {
  readonly identifiers: readonly string[];
  /** At least one of these sets must be mapped, or the service refuses the rule. */
  readonly enough: readonly (readonly string[])[];
  /** Sets that really identify the entity, so that incidents can join up over it. */
  readonly strong: readonly (readonly string[])[];
  /** `Type` of the entity in the `Entities` column of an alert. */
  readonly alertType: string;
}

const words = (text: string) => text.split(" ");
/** Sets of identifiers, `+` inside a set. */
const sets = (text: string) => (text === "" ? [] : words(text).map((set) => set.split("+")));

function entity(alertType: string, identifiers: string, enough: string, strong: string): EntityType {
  return { alertType, identifiers: words(identifiers), enough: sets(enough), strong: sets(strong) };
}

/** Entity types that the service maps, by name. `MailCluster` and what follows have no strength of their own to speak of. */
export const entityTypes: ReadonlyMap<string, EntityType> = new Map([
  [
    "Account",
    entity(
      "account",
      "Name FullName NTDomain DnsDomain UPNSuffix Sid AadTenantId AadUserId PUID IsDomainJoined DisplayName ObjectGuid",
      "FullName Sid Name AadUserId PUID ObjectGuid",
      "Name+UPNSuffix AadUserId Sid Name+NTDomain Name+DnsDomain PUID ObjectGuid",
    ),
  ],
  [
    "Host",
    entity(
      "host",
      "DnsDomain NTDomain HostName FullName NetBiosName AzureID OMSAgentID OSFamily OSVersion IsDomainJoined",
      "FullName HostName NetBiosName AzureID OMSAgentID",
      "HostName+NTDomain HostName+DnsDomain NetBiosName+NTDomain NetBiosName+DnsDomain AzureID OMSAgentID",
    ),
  ],
  ["IP", entity("ip", "Address AddressScope", "Address", "Address")],
  ["URL", entity("url", "Url", "Url", "Url")],
  ["AzureResource", entity("azure-resource", "ResourceId", "ResourceId", "ResourceId")],
  ["CloudApplication", entity("cloud-application", "AppId Name InstanceName", "AppId Name", "AppId Name")],
  ["DNS", entity("dns", "DomainName", "DomainName", "")],
  ["File", entity("file", "Directory Name", "Name", "Directory+Name")],
  ["FileHash", entity("filehash", "Algorithm Value", "Algorithm+Value", "Algorithm+Value")],
  ["Malware", entity("malware", "Name Category", "Name", "Name+Category")],
  [
    "Process",
    entity("process", "ProcessId CommandLine ElevationToken CreationTimeUtc", "CommandLine ProcessId", ""),
  ],
  ["RegistryKey", entity("registry-key", "Hive Key", "Hive Key", "Hive+Key")],
  ["RegistryValue", entity("registry-value", "Name Value ValueType", "Name", "")],
  [
    "SecurityGroup",
    entity(
      "security-group",
      "DistinguishedName SID ObjectGuid",
      "DistinguishedName SID ObjectGuid",
      "DistinguishedName SID ObjectGuid",
    ),
  ],
  [
    "Mailbox",
    entity(
      "mailbox",
      "MailboxPrimaryAddress DisplayName Upn ExternalDirectoryObjectId RiskLevel",
      "MailboxPrimaryAddress",
      "MailboxPrimaryAddress",
    ),
  ],
  [
    "MailCluster",
    entity(
      "mail-cluster",
      "NetworkMessageIds CountByDeliveryStatus CountByThreatType CountByProtectionStatus Threats Query QueryTime MailCount IsVolumeAnomaly Source ClusterSourceIdentifier ClusterSourceType ClusterQueryStartTime ClusterQueryEndTime ClusterGroup",
      "Query Source",
      "Query+Source",
    ),
  ],
  [
    "MailMessage",
    entity(
      "mail-message",
      "Recipient Urls Threats Sender P1Sender P1SenderDisplayName P1SenderDomain SenderIP P2Sender P2SenderDisplayName P2SenderDomain ReceivedDate NetworkMessageId InternetMessageId Subject BodyFingerprintBin1 BodyFingerprintBin2 BodyFingerprintBin3 BodyFingerprintBin4 BodyFingerprintBin5 AntispamDirection DeliveryAction DeliveryLocation Language ThreatDetectionMethods",
      "NetworkMessageId Recipient",
      "NetworkMessageId+Recipient",
    ),
  ],
  [
    "SubmissionMail",
    entity(
      "submission-mail",
      "SubmissionId SubmissionDate Submitter NetworkMessageId Timestamp Recipient Sender SenderIp Subject ReportType",
      "SubmissionId NetworkMessageId Recipient Submitter",
      "SubmissionId+NetworkMessageId+Recipient+Submitter",
    ),
  ],
]);

/** Mappable in 2021 and gone from later versions of the service. */
export const retiredEntityTypes: ReadonlyMap<string, EntityType> = new Map([
  ["IoTDevice", entity("iotdevice", "DeviceId", "DeviceId", "DeviceId")],
]);

const typesByAlertName: ReadonlyMap<string, string> = new Map(
  [...entityTypes, ...retiredEntityTypes].flatMap(([name, type]) => [
    [type.alertType, name],
    [name.toLowerCase(), name],
  ]),
);

/** The name of rule files for a type as alerts print it: `account` gives `Account`; unknown types stay as they are. */
export function entityTypeNamed(alertType: string): string {
  return typesByAlertName.get(alertType.toLowerCase()) ?? alertType;
}

/** The type as alerts print it. */
export function alertTypeOf(name: string): string {
  return (entityTypes.get(name) ?? retiredEntityTypes.get(name))?.alertType ?? name.toLowerCase();
}

/** Names of built-in accounts; an account entity mapped to one of them by `Name` is dropped. Compared in upper case. */
const droppedAccountNames: ReadonlySet<string> = new Set([
  "ADMIN",
  "ADMINISTRATOR",
  "SYSTEM",
  "ROOT",
  "ANONYMOUS",
  "AUTHENTICATED USER",
  "NETWORK",
  "NULL",
  "LOCAL SYSTEM",
  "LOCALSYSTEM",
  "NETWORK SERVICE",
]);

/** In any letter case. */
export function isDroppedAccountName(name: string): boolean {
  return droppedAccountNames.has(name.toUpperCase());
}

export const tacticNames: readonly string[] = [
  "Reconnaissance",
  "ResourceDevelopment",
  "InitialAccess",
  "Execution",
  "Persistence",
  "PrivilegeEscalation",
  "DefenseEvasion",
  "CredentialAccess",
  "Discovery",
  "LateralMovement",
  "Collection",
  "Exfiltration",
  "CommandAndControl",
  "Impact",
  "PreAttack",
  "ImpairProcessControl",
  "InhibitResponseFunction",
];

export const severityNames = ["Informational", "Low", "Medium", "High"] as const;
