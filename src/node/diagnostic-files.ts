/** Files that diagnostic settings write into storage accounts: `insights-logs-CATEGORY/.../h=12/m=00/PT1H.json`. */
import { closeSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { builtinTableNames } from "../schemas/schemas.js";
import { DataFileError } from "./data-error.js";

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

/** Whether a file is named as diagnostic settings name what they write to storage: `PT1H.json`. */
export function isDiagnosticFile(path: string): boolean {
  return /^PT1[HM]\.json(\.gz)?$/i.test(basename(path));
}

/**
 * The table of such a file, by its folder or else the categories in its first records; undefined when neither tells.
 * @throws DataFileError when those records belong to several tables.
 */
export function diagnosticTable(path: string): string | undefined {
  const folder = /(?:^|[\\/])insights-(?:activity-)?logs-([a-z0-9-]+)(?=[\\/])/i.exec(path);
  if (folder !== null) return tableOf(folder[1]);
  const tables = new Set(firstCategories(path).flatMap((category) => tableOf(category) ?? []));
  if (tables.size > 1) {
    const message = `it holds records of ${[...tables].join(" and ")}; split it into one file a category`;
    throw new DataFileError(path, undefined, message);
  }
  return tables.values().next().value;
}

function tableOf(category: string): string | undefined {
  const lower = category.toLowerCase();
  return categoryTables.get(lower) ?? builtinTableNames().find((name) => name.toLowerCase() === lower);
}

function firstCategories(path: string): string[] {
  const head = Buffer.alloc(headSize);
  let handle: number | undefined;
  try {
    handle = openSync(path, "r");
    const length = readSync(handle, head, 0, headSize, 0);
    const found = head.toString("utf8", 0, length).matchAll(/"category"\s*:\s*"([^"\\]+)"/g);
    return [...found].map(([, category]) => category);
  } catch {
    return []; // reading the file itself will say what is wrong with it
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
