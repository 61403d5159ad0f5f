/** Keys of a rule that no check complains about. Examples of lints replace some of them. */
const baseKeys = new Map<string, string>([
  ["id", "id: 2b1f7a0e-7a51-4a5d-9d0e-0c1d2e3f4a5b"],
  ["name", "name: Storage account deleted"],
  ["description", "description: Somebody deletes a storage account."],
  ["severity", "severity: Medium"],
  [
    "requiredDataConnectors",
    "requiredDataConnectors:\n  - connectorId: AzureActivity\n    dataTypes: [AzureActivity]",
  ],
  ["queryFrequency", "queryFrequency: 1h"],
  ["queryPeriod", "queryPeriod: 1h"],
  ["triggerOperator", "triggerOperator: gt"],
  ["triggerThreshold", "triggerThreshold: 0"],
  ["tactics", "tactics: [Impact]"],
  ["relevantTechniques", "relevantTechniques: [T1485]"],
  [
    "query",
    `query: |
  AzureActivity
  | where TimeGenerated > ago(1h)
  | where OperationNameValue =~ "Microsoft.Storage/storageAccounts/delete"
  | where ActivityStatusValue =~ "Success"
  | where isnotempty(CallerIpAddress)
  | project TimeGenerated, Caller, CallerIpAddress, ResourceGroup`,
  ],
  [
    "entityMappings",
    `entityMappings:
  - entityType: IP
    fieldMappings:
      - identifier: Address
        columnName: CallerIpAddress`,
  ],
  ["version", "version: 1.0.0"],
  ["kind", "kind: Scheduled"],
]);

/**
 * The text of a rule file with some keys in place of the sound ones. A line `-key` leaves that key out; comments in
 * the example stay.
 */
export function exampleRule(keys: string): string {
  const lines = keys.split("\n");
  const left = new Set(lines.filter((line) => /^-\w/.test(line)).map((line) => line.slice(1).trim()));
  const given = new Set(lines.flatMap((line) => /^(\w+):/.exec(line)?.slice(1, 2) ?? []));
  const kept = [...baseKeys].filter(([key]) => !left.has(key) && !given.has(key)).map(([, text]) => text);
  return `${[...kept, ...lines.filter((line) => !/^-\w/.test(line))].join("\n").trimEnd()}\n`;
}

/** The key `query` with these lines. */
export const queryKey = (lines: string) => `query: |\n${lines.replace(/^/gm, "  ")}`;

/** The key `query` over the last hour of the table that sound examples read. */
export const activityQuery = (lines: string) =>
  queryKey(`AzureActivity\n| where TimeGenerated > ago(1h)\n${lines}`);

export const keptColumns = "| project TimeGenerated, Caller, CallerIpAddress";
