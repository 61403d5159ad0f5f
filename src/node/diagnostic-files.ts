/** Files that diagnostic settings write into storage accounts: `insights-logs-CATEGORY/.../h=12/m=00/PT1H.json`. */
import { closeSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { builtinTableNames } from "../schemas/schemas.js";

/** Categories that are not called as their table is, letter case aside. */
const categoryTables: ReadonlyMap<string, string> = new Map([
  ["noninteractiveusersigninlogs", "AADNonInteractiveUserSignInLogs"],
  ["serviceprincipalsigninlogs", "AADServicePrincipalSignInLogs"],
  ["managedidentitysigninlogs", "AADManagedIdentitySignInLogs"],
  ["provisioninglogs", "AADProvisioningLogs"],
  ["riskyusers", "AADRiskyUsers"],
  ["userriskevents", "AADUserRiskEvents"],
  ["administrative", "AzureActivity"],
]);

const headSize = 1 << 16;

export function isDiagnosticFile(path: string): boolean {
  return /^PT1[HM]\.json(\.gz)?$/i.test(basename(path));
}

/** The table of such a file, by its folder or else its first record; undefined when neither tells. */
export function diagnosticTable(path: string): string | undefined {
  const folder = /(?:^|[\\/])insights-(?:activity-)?logs-([a-z0-9-]+)(?=[\\/])/i.exec(path);
  const category = folder?.[1] ?? firstCategory(path);
  return category === undefined ? undefined : tableOf(category);
}

function tableOf(category: string): string | undefined {
  const lower = category.toLowerCase();
  return categoryTables.get(lower) ?? builtinTableNames().find((name) => name.toLowerCase() === lower);
}

function firstCategory(path: string): string | undefined {
  const head = Buffer.alloc(headSize);
  let handle: number | undefined;
  try {
    handle = openSync(path, "r");
    const length = readSync(handle, head, 0, headSize, 0);
    return /"category"\s*:\s*"([^"\\]+)"/.exec(head.toString("utf8", 0, length))?.[1];
  } catch {
    return undefined; // reading the file itself will say what is wrong with it
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
