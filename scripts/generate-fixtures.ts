// Writes the sample logs under fixtures/noise and fixtures/scenarios: `npx tsx scripts/generate-fixtures.ts`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type NoiseTable, noise, type Scenario, type ScenarioTables, scenarios } from "../src/fixtures.js";

/** When the rules are to be run on the samples. */
const samplesAt = "2026-04-06T12:00:00Z";

const noiseTables: readonly NoiseTable[] = [
  "AuditLogs",
  "SigninLogs",
  "ADFSSignInLogs",
  "AADNonInteractiveUserSignInLogs",
];

const scenarioOfRule: Readonly<Record<string, (scenario: Scenario) => ScenarioTables>> = {
  "bulk-password-profile-updates": scenarios.bulkPasswordReset,
  "adfs-stale-token-after-password-change": scenarios.adfsStaleToken,
  "account-mfa-modifications": scenarios.mfaModification,
  "non-interactive-sign-in-then-privileged-action": scenarios.silentSignInThenRoleAssignment,
  "failed-azure-portal-access": scenarios.failedPortalAccess,
};

/** Text of each sample file, by its path below fixtures/. */
export function fixtureFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const day = { from: "2026-04-05T12:00:00Z", to: samplesAt };
  for (const table of noiseTables) {
    files.set(`noise/${table}.ndjson`, ndjson(noise(table, { seed: 1, rows: 200, ...day })));
  }
  for (const [rule, scenario] of Object.entries(scenarioOfRule)) {
    for (const outcome of ["fires", "near miss"] as const) {
      const folder = `scenarios/${rule}/${outcome.replace(" ", "-")}`;
      for (const [table, rows] of Object.entries(scenario({ at: samplesAt, outcome }))) {
        files.set(`${folder}/${table}.ndjson`, ndjson(rows));
      }
    }
  }
  return files;
}

function ndjson(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

function writeFixtures(folder: string): void {
  for (const generated of ["noise", "scenarios"]) {
    rmSync(path.join(folder, generated), { recursive: true, force: true });
  }
  for (const [file, text] of fixtureFiles()) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

const script = fileURLToPath(import.meta.url);
if (process.argv[1] === script) writeFixtures(path.join(path.dirname(script), "..", "fixtures"));
