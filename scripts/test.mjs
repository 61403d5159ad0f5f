// Runs the test suite (arguments are passed to Vitest) and ends with one line: `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-test-"));
const report = join(folder, "report.json");
const arguments_ = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json"];
const run = spawnSync("node", [...arguments_, `--outputFile.json=${report}`, ...process.argv.slice(2)], {
  stdio: "inherit",
});
try {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A file that does not load has no tests of its own; it counts as one failure.
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  if (numPendingTests > 0) console.log(`${numPendingTests} SKIPPED`);
  console.log(`${numPassedTests} passed, ${numFailedTests + brokenFiles} failed`);
} catch {
  console.log("0 passed, 1 failed");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(run.status ?? 1);
