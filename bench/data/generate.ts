/**
 * Logs to measure with: deterministic, of realistic size and skew (few busy users, a long tail), nearly in order of
 * time, spread over the day before `benchNow`. Nested columns that the table holds as text are JSON text here too.
 */

import { guidOf } from "../../src/testing/fixtures/identity.js";
import { type Random, randomFrom } from "../../src/testing/fixtures/random.js";

/** When the rules are run on the data. */
export const benchNow = "2026-04-06T12:00:00Z";

export const benchTables = [
  "AuditLogs",
  "SigninLogs",
  "ADFSSignInLogs",
  "AADNonInteractiveUserSignInLogs",
] as const;

export type BenchTable = (typeof benchTables)[number];
export type BenchRow = Readonly<Record<string, unknown>>;

export interface GenerateOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Default 24; the rows lie in this many hours before `benchNow`. */
  readonly hours?: number;
  /** Default a tenth of the rows, from 20 to 50,000. */
  readonly users?: number;
}

/** What the row makers draw from. */
export interface RowContext {
  readonly random: Random;
  readonly index: number;
  /** ISO 8601 with six fractional digits: what DuckDB's TIMESTAMP holds without loss. */
  readonly time: string;
  /** The busy one. */
  readonly user: number;
  readonly users: number;
}

/** The rows as an array of fresh objects; for small counts. */
export function generateRows(table: BenchTable, count: number, options: GenerateOptions = {}): BenchRow[] {
  return Array.from(streamRows(table, count, options));
}

/** The rows one by one; memory stays bounded by the number of users. */
export function streamRows(
  table: BenchTable,
  count: number,
  options: GenerateOptions = {},
): Iterable<BenchRow> {
  return rowsOverTime(makers[table], count, {
    ...options,
    seed: (options.seed ?? 1) * 64 + benchTables.indexOf(table),
  });
}

/** Rows by any maker, evenly spread over time with jitter. */
export function* rowsOverTime(
  make: (context: RowContext) => BenchRow,
  count: number,
  { seed = 1, hours = 24, users = Math.max(20, Math.min(50_000, Math.floor(count / 10))) }: GenerateOptions,
): Generator<BenchRow> {
  const random = randomFrom(seed);
  const spanMs = hours * 3_600_000;
  const startMs = Date.parse(benchNow) - spanMs;
  for (let index = 0; index < count; index++) {
    const ms = startMs + Math.floor((spanMs * (index + random.next())) / count);
    const micros = String(random.below(1000)).padStart(3, "0");
    const time = `${new Date(ms).toISOString().slice(0, 23)}${micros}Z`;
    yield make({ random, index, time, user: random.skewed(users), users });
  }
}

const makers: Readonly<Record<BenchTable, (context: RowContext) => BenchRow>> = {
  AuditLogs: auditRow,
  SigninLogs: (context) => {
    const { shared, device, location, status } = signInRow(context, "SigninLogs");
    return { ...shared, DeviceDetail: device, LocationDetails: location, Status: status };
  },
  ADFSSignInLogs: (context) => {
    const { shared, device, status } = signInRow(context, "ADFSSignInLogs");
    return { ...shared, DeviceDetail: JSON.stringify(device), Status: JSON.stringify(status) };
  },
  AADNonInteractiveUserSignInLogs: (context) => {
    const { shared, device, location, status } = signInRow(context, "AADNonInteractiveUserSignInLogs");
    const texts = { DeviceDetail: device, LocationDetails: location, Status: status };
    return {
      ...shared,
      ...Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, JSON.stringify(v)])),
    };
  },
};

const tenant = guidOf("tenant", "bench");

const operations: readonly (readonly [readonly [name: string, category: string], weight: number])[] = [
  [["Update user", "UserManagement"], 22],
  [["Add member to group", "GroupManagement"], 14],
  [["Remove member from group", "GroupManagement"], 7],
  [["Update device", "DeviceManagement"], 9],
  [["Register device", "DeviceManagement"], 4],
  [["Update application", "ApplicationManagement"], 8],
  [["Add service principal", "ApplicationManagement"], 4],
  [["Consent to application", "ApplicationManagement"], 2],
  [["Add member to role", "RoleManagement"], 2],
  [["Update conditional access policy", "Policy"], 2],
  [["Change user password", "UserManagement"], 4],
  [["Update StsRefreshTokenValidFrom Timestamp", "UserManagement"], 4],
  [["Update PasswordProfile", "UserManagement"], 3],
  [["Reset user password", "UserManagement"], 2],
  [["Reset password (by admin)", "UserManagement"], 1],
  [["User registered security info", "UserManagement"], 3],
  [["User deleted security info", "UserManagement"], 1],
  [["Admin registered security info", "UserManagement"], 1],
  [["User changed default security info", "UserManagement"], 1],
  [["User started security info registration", "UserManagement"], 1],
  [["Validate user authentication", "Authentication"], 2],
  [["Accept Terms Of Use", "TermsOfUse"], 2],
];

const operationDraws = laidOut(operations);

const services = [
  "Azure AD Cloud Sync",
  "Microsoft Intune",
  "Device Registration Service",
  "HR Provisioning",
];
const changedProperties = [
  "PasswordProfile",
  "StsRefreshTokensValidFrom",
  "StrongAuthenticationMethod",
  "Mobile",
];
const browsers = ["Edge 123.0.0", "Chrome 123.0.0", "Safari 17.4", "Firefox 124.0", "Rich Client 4.57.0.0"];
const systems = ["Windows10", "Windows11", "MacOs", "Ios 17.4", "Android 14", "Linux"];

function auditRow({ random, index, time, user, users }: RowContext): BenchRow {
  const [operation, category] = random.pick(operationDraws);
  const correlation = randomGuid(random);
  const initiatedBy = initiator(random, user);
  return {
    TenantId: tenant,
    SourceSystem: "Azure AD",
    TimeGenerated: time,
    ResourceId: `/tenants/${tenant}/providers/Microsoft.aadiam`,
    OperationName: operation,
    OperationVersion: "1.0",
    Category: category,
    ResultType: "",
    ResultDescription: "",
    DurationMs: 0,
    CorrelationId: correlation,
    Resource: "Microsoft.aadiam",
    ResourceGroup: "Microsoft.aadiam",
    Identity: initiatedBy.app?.displayName ?? "",
    Level: "4",
    Location: "",
    AdditionalDetails: [{ key: "User-Agent", value: `Mozilla/5.0 ${random.pick(browsers)}` }],
    Id: `Directory_${correlation}_${index}`,
    InitiatedBy: initiatedBy,
    LoggedByService: "Core Directory",
    Result: random.chance(0.95) ? "success" : "failure",
    ResultReason: "",
    TargetResources: targets(random, { category, user, users, time, correlation }),
    AADTenantId: tenant,
    ActivityDisplayName: operation,
    ActivityDateTime: time,
    AADOperationType: "Update",
    Type: "AuditLogs",
  };
}

interface Initiator {
  readonly user?: BenchRow;
  readonly app?: { readonly displayName: string } & BenchRow;
}

function initiator(random: Random, user: number): Initiator {
  if (random.chance(0.25)) {
    const displayName = random.pick(services);
    return {
      app: {
        appId: null,
        displayName,
        servicePrincipalId: idOf("service principal", displayName),
        servicePrincipalName: null,
      },
    };
  }
  const ipAddress = random.chance(0.1) ? "" : ipOf(user, random.skewed(6));
  return {
    user: { id: userId(user), displayName: null, userPrincipalName: upnOf(user), ipAddress, roles: [] },
  };
}

interface TargetFacts {
  readonly category: string;
  readonly user: number;
  readonly users: number;
  readonly time: string;
  readonly correlation: string;
}

function targets(
  random: Random,
  { category, user, users, time, correlation }: TargetFacts,
): readonly BenchRow[] {
  const target = random.below(users);
  const modifiedProperties = Array.from({ length: 1 + random.below(3) }, () => ({
    displayName: random.pick(changedProperties),
    oldValue: "[]",
    newValue: `["${time}"]`,
  }));
  const isUser = category !== "ApplicationManagement" && category !== "DeviceManagement";
  const first = {
    id: userId(target),
    displayName: isUser ? nameOf(target) : `res-${target}`,
    type: isUser ? "User" : "Other",
    ...(isUser ? { userPrincipalName: upnOf(target) } : {}),
    modifiedProperties,
    administrativeUnits: [],
  };
  if (!random.chance(0.15)) return [first];
  return [first, { id: correlation, displayName: `grp-${user % 64}`, type: "Group", modifiedProperties: [] }];
}

const results: readonly (readonly [readonly [code: string, description: string], weight: number])[] = [
  [["0", ""], 86],
  [["50126", "Invalid username or password or Invalid on-premise username or password."], 7],
  [["50020", "User account does not exist in tenant and cannot access the application."], 2],
  [["50074", "Strong Authentication is required."], 3],
  [["53003", "Access has been blocked due to conditional access policies."], 2],
];

const resultDraws = laidOut(results);

const places = [
  ["US", "Washington", "Seattle"],
  ["US", "Texas", "Austin"],
  ["DE", "Berlin", "Berlin"],
  ["ES", "Madrid", "Madrid"],
  ["GB", "England", "London"],
  ["IN", "Karnataka", "Bengaluru"],
  ["BR", "Sao Paulo", "Sao Paulo"],
  ["JP", "Tokyo", "Tokyo"],
] as const;

const cloudApps = [
  "Azure Portal",
  "Microsoft Teams",
  "Office 365 Exchange Online",
  "Office 365 SharePoint Online",
  "Windows Sign In",
  "Microsoft Azure PowerShell",
  "Azure Portal - Preview",
  "My Apps",
  "OfficeHome",
  "Graph Explorer",
];
const federatedApps = ["ADFS Portal", "SAP Fiori", "Salesforce", "ServiceNow"];

function signInRow({ random, time, user }: RowContext, table: BenchTable) {
  const [code, description] = random.pick(resultDraws);
  const [country, state, city] = places[(user + (random.chance(0.1) ? 1 : 0)) % places.length];
  const app =
    table === "ADFSSignInLogs" ? random.pick(federatedApps) : cloudApps[random.skewed(cloudApps.length)];
  const shared = {
    TenantId: tenant,
    TimeGenerated: time,
    OperationName: "Sign-in activity",
    Category: table,
    ResultType: code,
    ResultDescription: description,
    CorrelationId: randomGuid(random),
    Identity: nameOf(user),
    Level: "4",
    Location: country,
    AppDisplayName: app,
    AppId: idOf("app", app),
    AuthenticationRequirement: random.chance(0.6)
      ? "singleFactorAuthentication"
      : "multiFactorAuthentication",
    IPAddress: ipOf(user, random.skewed(6)),
    UserAgent: `Mozilla/5.0 ${browsers[user % browsers.length]}`,
    UserDisplayName: nameOf(user),
    UserId: userId(user),
    UserPrincipalName: upnOf(user),
    Type: table,
  };
  const device = {
    deviceId: random.chance(0.5) ? "" : userId(user + 5),
    operatingSystem: systems[(user + (random.chance(0.1) ? 1 : 0)) % systems.length],
    browser: browsers[user % browsers.length],
    isCompliant: random.chance(0.5),
  };
  const geoCoordinates = { latitude: random.below(90_000) / 1000, longitude: random.below(90_000) / 1000 };
  const location = { city, state, countryOrRegion: country, geoCoordinates };
  const status = {
    errorCode: Number(code),
    failureReason: description,
    additionalDetails: code === "0" ? "MFA requirement satisfied by claim in the token" : "",
  };
  return { shared, device, location, status };
}

/** A weighted list laid out flat, so that a draw is one array access. */
function laidOut<T>(weighted: readonly (readonly [item: T, weight: number])[]): readonly T[] {
  return weighted.flatMap(([item, weight]) => Array<T>(weight).fill(item));
}

const firstNames = "anna bruno chen dipa erik fatma goran hana ivan jose kofi lena mia noor omar petra".split(
  " ",
);
const lastNames =
  "abe berg costa diaz evans fuchs gray hansen ito jones khan lopez moreau nowak okafor park".split(" ");

export function upnOf(user: number): string {
  return `${firstNames[user % 16]}.${lastNames[(user >> 4) % 16]}${user}@contoso.com`;
}

export function nameOf(user: number): string {
  const first = firstNames[user % 16];
  return `${first[0].toUpperCase()}${first.slice(1)} ${lastNames[(user >> 4) % 16]} ${user}`;
}

/** One of a user's addresses. */
export function ipOf(user: number, nth: number): string {
  return `${20 + ((user * 7 + nth) % 180)}.${(user >> 8) & 255}.${user & 255}.${((nth * 37 + user * 11) % 254) + 1}`;
}

const ids = new Map<string, string>();

/** The id of a thing, always the same. */
export function idOf(kind: "user" | "app" | "service principal", name: string | number): string {
  const key = `${kind} ${name}`;
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = guidOf(kind, name);
  ids.set(key, id);
  return id;
}

function userId(user: number): string {
  return idOf("user", user);
}

function randomGuid(random: Random): string {
  const [a, b, c, d] = [0, 1, 2, 3].map(() => random.below(0x1_0000_0000).toString(16).padStart(8, "0"));
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
