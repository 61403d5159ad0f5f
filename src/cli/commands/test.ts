import { existsSync } from "node:fs";
import { findFiles, findGlobs } from "../../node/find-files.js";
import { projectConfig } from "../../node/project.js";
import { readTextFile } from "../../node/read-text.js";
import { testHost } from "../../node/test-host.js";
import { watchFiles } from "../../node/watch.js";
import { reportCoverage } from "../../testing/reporters/coverage.js";
import { reportFile, reportSummary } from "../../testing/reporters/default.js";
import { reportGithub, reportJson, reportJunit } from "../../testing/reporters/machine.js";
import { isGood, summarize } from "../../testing/reporters/summary.js";
import { runTestFile } from "../../testing/yaml/run-test-file.js";
import type { FileResult } from "../../testing/yaml/test-result.js";
import { reasonOf } from "../../text/errors.js";
import { CommandFailure, exitFindings, exitOk, exitUsage } from "../failure.js";
import { flagOption, type Options, textOption } from "../options.js";
import { prepareProject, tellWarning } from "../prepare-project.js";
import { paint } from "../terminal.js";

const reporters = ["default", "junit", "json", "github"] as const;
type Reporter = (typeof reporters)[number];

/** `kqlunit test`: runs test files and reports; with `--watch` again whenever a file changes. */
export async function testCommand(paths: readonly string[], options: Options): Promise<number> {
  const roots = paths.length === 0 ? ["."] : paths;
  // The project file is read anew for every run, for it may be what changed.
  if (!flagOption(options, "watch")) return runTests(paths, options);
  await watchFiles(roots, async () => {
    try {
      await runTests(paths, options);
    } catch (error) {
      // While files are being edited anything may be wrong with them for a moment.
      process.stderr.write(`kqlunit: ${reasonOf(error)}\n`);
    }
    process.stdout.write("\nwatching for changes; Ctrl+C ends it\n");
  });
  return exitOk;
}

async function runTests(paths: readonly string[], options: Options): Promise<number> {
  const wanted = reportersOf(textOption(options, "reporter") ?? "default");
  const globs = paths.length === 0 ? (projectConfig(options)?.tests ?? []) : [];
  const roots = paths.length === 0 ? ["."] : paths.map(testsBeside);
  const files = globs.length > 0 ? findGlobs(globs) : findFiles(roots, (name) => testFileName.test(name));
  if (files.length === 0) {
    throw new CommandFailure(
      `no ${globs.length > 0 ? globs.join(", ") : `*.test.yaml in ${roots.join(", ")}`}`,
    );
  }
  const explainsAtLength = flagOption(options, "explain");
  const host = testHost(await prepareProject(options), { explainsAtLength, onWarning: tellWarning });
  const filter = textOption(options, "filter");
  const coverage = flagOption(options, "coverage");
  const results: FileResult[] = [];
  for (const file of files) {
    const source = { name: file, text: readTextFile(file) };
    const result = runTestFile(source, host, filter === undefined ? { coverage } : { coverage, filter });
    if (filter !== undefined && result.cases.length === 0 && result.errors.length === 0) continue;
    results.push(result);
    if (wanted.includes("default")) process.stdout.write(reportFile(result, paint));
  }
  if (filter !== undefined && results.length === 0)
    throw new CommandFailure(`no case is named like \`${filter}\``);
  if (wanted.includes("default")) {
    if (coverage) process.stdout.write(`\n${reportCoverage(results)}`);
    process.stdout.write(reportSummary(results, paint));
  }
  if (wanted.includes("json")) process.stdout.write(reportJson(results));
  if (wanted.includes("junit")) process.stdout.write(reportJunit(results));
  if (wanted.includes("github")) process.stdout.write(reportGithub(results));
  const unreadable = results.flatMap((result) => result.unreadable ?? []);
  for (const line of unreadable) process.stderr.write(`kqlunit: ${line}\n`);
  if (unreadable.length > 0) return exitUsage;
  return isGood(summarize(results)) ? exitOk : exitFindings;
}

const testFileName = /\.test\.ya?ml$/;

/** A rule file stands for the tests beside it. */
function testsBeside(path: string): string {
  const match = /^(.*)\.(ya?ml|json|kql)$/.exec(path);
  if (match === null || testFileName.test(path)) return path;
  const found = [".test.yaml", ".test.yml"]
    .map((ending) => match[1] + ending)
    .find((name) => existsSync(name));
  if (found !== undefined) return found;
  throw new CommandFailure(`${path} is no test file, and no ${match[1]}.test.yaml stands beside it`);
}

function reportersOf(text: string): Reporter[] {
  return text.split(",").map((name) => {
    const reporter = reporters.find((candidate) => candidate === name.trim());
    if (reporter === undefined)
      throw new CommandFailure(`--reporter ${name}: one of ${reporters.join(", ")}`);
    return reporter;
  });
}
