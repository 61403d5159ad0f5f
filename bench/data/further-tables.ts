/** Logs for the further rules: the columns that rules look at, and enough others to weigh what real rows weigh. */

import {
  type BenchRow,
  type GenerateOptions,
  idOf,
  ipOf,
  nameOf,
  type RowContext,
  rowsOverTime,
  upnOf,
} from "./generate.js";

export const furtherTables = [
  "SecurityEvent",
  "CommonSecurityLog",
  "DeviceProcessEvents",
  "DeviceFileEvents",
  "ThreatIntelligenceIndicator",
  "OfficeActivity",
] as const;

export type FurtherTable = (typeof furtherTables)[number];

/** The rows one by one, spread over `hours` before `benchNow`. */
export function streamFurtherRows(
  table: FurtherTable,
  count: number,
  options: GenerateOptions = {},
): Iterable<BenchRow> {
  const seed = (options.seed ?? 1) * 64 + 32 + furtherTables.indexOf(table);
  const maker = table === "CommonSecurityLog" ? firewallMaker(count) : makers[table];
  return rowsOverTime(maker, count, { ...options, seed });
}

type Maker = (context: RowContext) => BenchRow;

const makers: Readonly<Record<Exclude<FurtherTable, "CommonSecurityLog">, Maker>> = {
  SecurityEvent: securityEvent,
  DeviceProcessEvents: deviceProcess,
  DeviceFileEvents: deviceFile,
  ThreatIntelligenceIndicator: indicator,
  OfficeActivity: officeActivity,
};

const workspace = idOf("app", "workspace");

function accountOf(user: number): string {
  return `CONTOSO\\${nameOf(user).split(" ").slice(0, 2).join(".")}${user}`;
}

/** SecurityEvent: process starts, logons, and changes of groups. */
function securityEvent(context: RowContext): BenchRow {
  const { random, time, user } = context;
  const draw = random.next();
  const shared = { TenantId: workspace, TimeGenerated: time, Type: "SecurityEvent" };
  if (draw < 0.55) return { ...shared, ...processStart(context) };
  if (draw < 0.97) return { ...shared, ...logon(context, draw < 0.6) };
  return { ...shared, ...groupChange(context), Account: accountOf(user % 20) };
}

const programs = [
  "C:\\Windows\\System32\\svchost.exe",
  "C:\\Windows\\System32\\conhost.exe",
  "C:\\Windows\\System32\\cmd.exe",
  "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
  "C:\\Windows\\System32\\taskhostw.exe",
  "C:\\Windows\\System32\\net.exe",
  "C:\\Windows\\SysWOW64\\net1.exe",
  "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files\\Contoso\\Agent\\agent.exe",
];

function processStart({ random, user, users }: RowContext): BenchRow {
  const isRare = random.chance(0.02);
  const rareName = `C:\\Users\\user${user % 50}\\AppData\\Local\\Temp\\setup${random.below(users)}.exe`;
  const program = isRare ? rareName : random.pick(programs);
  return {
    EventID: 4688,
    Activity: "4688 - A new process has been created.",
    Account: accountOf(user),
    AccountType: "User",
    Computer: `WS-${user % 5000}.contoso.com`,
    SubjectUserName: accountOf(user).slice("CONTOSO\\".length),
    SubjectDomainName: "CONTOSO",
    SubjectLogonId: `0x${(user * 977).toString(16)}`,
    NewProcessName: program,
    ParentProcessName: random.pick(programs),
    CommandLine: commandLine(random, program),
    EventData: processData(program),
  };
}

function commandLine(random: RowContext["random"], program: string): string {
  if (!/net1?\.exe$/.test(program)) return `"${program}" -k ${random.below(1000)}`;
  const name = `svc${random.below(400)}`;
  const commands = [
    `net  user ${name} P@ss${random.below(9)} /add`,
    `net user ${name} * /ADD /domain`,
    `net user ${name} /delete`,
    "net use * /del",
    `NET USER ${name} Winter26 /add /y`,
  ];
  return random.pick(commands);
}

function processData(program: string): string {
  const fields = { NewProcessName: program, TokenElevationType: "%%1938", MandatoryLabel: "S-1-16-8192" };
  return eventData(fields);
}

function eventData(fields: Readonly<Record<string, string>>): string {
  const items = Object.entries(fields).map(([name, value]) => `<Data Name="${name}">${value}</Data>`);
  return `<EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${items.join("")}</EventData>`;
}

function logon({ random, user }: RowContext, isRemoteDesktop: boolean): BenchRow {
  const account = isRemoteDesktop ? random.below(500) : user;
  const failed = !isRemoteDesktop && random.chance(0.2);
  const kind = isRemoteDesktop ? "10 - RemoteInteractive" : "3 - Network";
  return {
    EventID: failed ? 4625 : 4624,
    Activity: failed
      ? "4625 - An account failed to log on."
      : "4624 - An account was successfully logged on.",
    Account: random.chance(0.5) ? accountOf(account) : accountOf(account).toUpperCase(),
    AccountType: "User",
    Computer: `srv-${isRemoteDesktop ? (account * 13 + random.skewed(40)) % 400 : random.below(400)}.contoso.com`,
    IpAddress: ipOf(account, random.skewed(4)),
    LogonType: isRemoteDesktop ? 10 : 3,
    LogonTypeName: kind,
    ProcessName: isRemoteDesktop ? "C:\\Windows\\System32\\svchost.exe" : "-",
    SubjectUserName: "SRV$",
    SubjectDomainName: "CONTOSO",
    SubjectLogonId: "0x3e7",
    TargetUserName: accountOf(account),
    TargetDomainName: "CONTOSO",
    EventData: eventData({ TargetUserName: accountOf(account), LogonProcessName: "User32", KeyLength: "0" }),
  };
}

const groups = [
  ["Administrators", "S-1-5-32-544"],
  ["Remote Desktop Users", "S-1-5-32-555"],
  ["Domain Admins", "S-1-5-21-1004336348-1177238915-682003330-512"],
  ["Print Team", "S-1-5-21-1004336348-1177238915-682003330-4711"],
] as const;

function groupChange({ random, user }: RowContext): BenchRow {
  const [group, sid] = random.pick(groups);
  const isAdded = random.chance(0.5);
  const member = nameOf(random.below(300));
  return {
    EventID: random.pick(isAdded ? [4728, 4732, 4756] : [4729, 4733, 4757]),
    Activity: isAdded ? "4732 - A member was added to a group." : "4733 - A member was removed from a group.",
    AccountType: "User",
    Computer: `DC-${random.below(4)}.contoso.com`,
    SubjectUserName: accountOf(user % 20).slice("CONTOSO\\".length),
    SubjectDomainName: "CONTOSO",
    SubjectLogonId: `0x${(user % 20).toString(16)}`,
    TargetUserName: group,
    TargetDomainName: "CONTOSO",
    TargetSid: sid,
    EventData: eventData({ MemberName: `CN=${member},OU=Users,DC=contoso,DC=com`, TargetUserName: group }),
  };
}

const minutesOfTwoDays = 2880;

/** CommonSecurityLog: a firewall's traffic, with hosts among it that call out once a minute. */
function firewallMaker(count: number): Maker {
  const beacons = Math.max(1, Math.floor((count * 0.3) / (minutesOfTwoDays * 3)));
  return (context) => (context.random.chance(0.3) ? beaconTraffic(context, beacons) : traffic(context));
}

function firewallRow(time: string): BenchRow {
  return {
    TenantId: workspace,
    TimeGenerated: time,
    DeviceVendor: "Palo Alto Networks",
    DeviceProduct: "PAN-OS",
    DeviceVersion: "11.1.2",
    Activity: "TRAFFIC",
    LogSeverity: "3",
    DeviceAction: "allow",
    Protocol: "tcp",
    ApplicationProtocol: "ssl",
    Computer: "collector-1",
    Type: "CommonSecurityLog",
  };
}

/** Rows of one host and minute are alike but for the source port: whichever comes last, the sums are the same. */
function beaconTraffic({ random, time }: RowContext, beacons: number): BenchRow {
  const host = random.below(beacons);
  return {
    ...firewallRow(`${time.slice(0, 16)}:00.000000Z`),
    DeviceName: "fw-1",
    SourceUserID: `contoso\\svc${host}`,
    SourceIP: `172.16.${host >> 8}.${host & 255}`,
    SourcePort: 49152 + random.below(16000),
    DestinationIP: `45.83.${host % 200}.10`,
    DestinationPort: 443,
    SentBytes: 512 + host,
    ReceivedBytes: 128,
  };
}

function traffic({ random, time, user }: RowContext): BenchRow {
  const isInner = random.chance(0.4);
  return {
    ...firewallRow(time),
    DeviceName: `fw-${1 + random.below(3)}`,
    Activity: random.chance(0.9) ? "TRAFFIC" : "THREAT",
    SourceUserID: accountOf(user).toLowerCase(),
    SourceIP: `10.${(user >> 8) & 255}.${user & 255}.${1 + random.skewed(6)}`,
    SourcePort: 49152 + random.below(16000),
    DestinationIP: isInner ? `10.1.${random.below(8)}.${random.below(250)}` : ipOf(random.below(3000), 0),
    DestinationPort: random.pick([443, 443, 443, 80, 53, 22]),
    SentBytes: random.skewed(1_000_000),
    ReceivedBytes: random.skewed(10_000_000),
  };
}

const compilers = ["MSBuild.exe", "VBCSCompiler.exe", "msbuild.exe"];
const tools = ["git.exe", "node.exe", "cl.exe", "code.exe", "svchost.exe", "chrome.exe", "notmsbuild.exe2"];

function deviceProcess({ random, time, user }: RowContext): BenchRow {
  const isBuild = random.chance(0.02);
  const device = isBuild ? random.below(40) : user;
  const file = random.pick(isBuild ? compilers : tools);
  return {
    TimeGenerated: time,
    DeviceId: idOf("app", `device ${device}`),
    DeviceName: `dev-${device}.contoso.com`,
    ActionType: "ProcessCreated",
    AccountName: isBuild ? "builder" : accountOf(user).toLowerCase(),
    FileName: file,
    FolderPath: `C:\\Program Files\\Tools\\${file}`,
    InitiatingProcessFileName: random.pick(["devenv.exe", "explorer.exe", "agent.exe"]),
    ProcessCommandLine: `"${file}" /target:build /p:Configuration=Release src\\app${random.below(500)}.sln`,
    ProcessId: random.below(65_536),
    SHA256: idOf("app", file).replaceAll("-", "").repeat(2),
    Type: "DeviceProcessEvents",
  };
}

function deviceFile({ random, time, user }: RowContext): BenchRow {
  const isCode = random.chance(0.05);
  const device = isCode ? random.below(40) : user;
  const file = `file${random.below(3000)}${random.pick(isCode ? [".cs", ".cpp", ".CS"] : [".docx", ".log", ".css"])}`;
  const editor = random.pick(["code.exe", "devenv.exe", "notepad.exe", "powershell.exe"]);
  return {
    TimeGenerated: time,
    DeviceId: idOf("app", `device ${device}`),
    DeviceName: `dev-${device}.contoso.com`,
    ActionType: random.pick(["FileCreated", "FileModified", "FileDeleted", "FileRenamed"]),
    FileName: file,
    FolderPath: `C:\\src\\app\\${file}`,
    InitiatingProcessAccountName: accountOf(user % 200).toLowerCase(),
    InitiatingProcessFileName: editor,
    InitiatingProcessParentFileName: "explorer.exe",
    SHA256: idOf("app", file).replaceAll("-", "").repeat(2),
    Type: "DeviceFileEvents",
  };
}

/** Each indicator names a file of its own: a rule that keeps one row a file then has no choice. */
function indicator({ random, index, time }: RowContext): BenchRow {
  const days = random.chance(0.9) ? 30 : 0.01;
  const expires = new Date(Date.parse(time) + days * 24 * 3_600_000).toISOString();
  return {
    TimeGenerated: time,
    IndicatorId: `indicator-${index}`,
    Active: random.chance(0.95),
    FileName: random.chance(0.9) ? `report-${index}.docx` : "",
    Description: "File seen in a phishing campaign",
    ActivityGroupNames: "Group 7",
    ThreatType: "Malware",
    Url: `https://files.example.net/${index}`,
    ConfidenceScore: 50 + random.below(50),
    ExpirationDateTime: expires,
    Type: "ThreatIntelligenceIndicator",
  };
}

function officeActivity(context: RowContext): BenchRow {
  const { random, time } = context;
  const shared = {
    TimeGenerated: time,
    UserType: "Regular",
    ResultStatus: "Succeeded",
    Type: "OfficeActivity",
  };
  return { ...shared, ...(random.chance(0.3) ? mailAccess(context) : fileOperation(context)) };
}

const mailFolders = [
  "\\Inbox",
  "\\Sent Items",
  "\\Drafts",
  "\\Archive",
  "\\Deleted Items",
  "\\Finance",
  "\\Travel",
];

function mailAccess({ random, user, users }: RowContext): BenchRow {
  const owner = random.chance(0.05) ? random.below(users) : user;
  const count = 1 + random.below(3);
  const address = ipOf(user, random.skewed(3));
  const folders = Array.from({ length: count }, () => ({ Path: random.pick(mailFolders), Id: "LgAAAAB" }));
  return {
    OfficeWorkload: "Exchange",
    RecordType: "ExchangeItemAggregated",
    Operation: "MailItemsAccessed",
    UserId: upnOf(user),
    MailboxOwnerUPN: random.chance(0.5) ? upnOf(owner) : upnOf(owner).toUpperCase(),
    MailboxGuid: idOf("user", `mailbox ${owner}`),
    ClientIP: address,
    Client_IPAddress: random.chance(0.1) ? `[2001:db8::${user.toString(16).slice(-4)}]:443` : address,
    ClientInfoString: random.pick(["Client=OWA;Action=ViaProxy", "Client=REST;", "Client=MSExchangeRPC"]),
    Folders: random.chance(0.95) ? JSON.stringify(folders) : "",
  };
}

function fileOperation({ random, user, users }: RowContext): BenchRow {
  const file = `report-${random.below(users * 2)}.docx`;
  return {
    OfficeWorkload: "SharePoint",
    RecordType: "SharePointFileOperation",
    Operation: random.pick(["FileDownloaded", "FileUploaded", "FileAccessed", "FileModified"]),
    UserId: upnOf(user),
    ClientIP: ipOf(user, random.skewed(6)),
    UserAgent: random.pick(["Mozilla/5.0 Edge/123.0", "Mozilla/5.0 Chrome/123.0", "OneDriveMpc/1.0"]),
    SourceFileName: file,
    OfficeObjectId: `https://contoso.sharepoint.com/sites/team/Documents/${file}`,
  };
}
