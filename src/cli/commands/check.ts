import { Workspace } from "../../engine/workspace.js";
import { type Finding, findingFormats, formatFindings } from "../../report/format-findings.js";
import { lintPages } from "../../report/lint-page.js";
import type { KnownIdentifiers } from "../../rules/check/check-rule.js";
import { unreadableCodes } from "../../rules/diagnostics.js";
import { didYouMean } from "../../text/suggest.js";
import { noBaseline, readBaseline, writeBaseline } from "../baseline.js";
import { answerCheck, answerLines } from "../batch.js";
import { checkText } from "../check-text.js";
import { checkableFiles } from "../checkable-files.js";
import { CommandFailure, exitFindings, exitOk, exitUsage } from "../failure.js";
import { fixFiles } from "../fix-files.js";
import { choiceOption, flagOption, type Options, textOption } from "../options.js";
import { prepareProject } from "../prepare-project.js";

declare const KQLUNIT_VERSION: string;

/** `kqlunit check`: what is wrong with rules and queries. Would they bind and deploy, and do what they seem to. */
export async function checkCommand(paths: readonly string[], options: Options): Promise<number> {
  const prepare = await prepareProject(options);
  if (flagOption(options, "jsonl")) {
    if (paths.length > 1) throw new CommandFailure("--jsonl reads one file, or standard input");
    await answerLines(paths[0], (line) => answerCheck(line, prepare));
    return exitOk;
  }
  const settings = readSettings(options);
  const sources = checkableFiles(paths);
  const workspace = new Workspace();
  prepare(workspace);
  const { warnOn } = settings;
  const known: KnownIdentifiers = new Map();
  const found = sources.flatMap((source) => checkText(source, workspace, { warnOn, known }));
  const unreadable = tellUnreadable(found);
  if (flagOption(options, "fix")) fixFiles(sources, workspace);
  else if (settings.newBaseline !== undefined) keepBaseline(settings.newBaseline, found);
  else
    return report(
      found,
      sources.map(({ name }) => name),
      settings,
    );
  return unreadable ? exitUsage : exitOk;
}

type Settings = ReturnType<typeof readSettings>;

function readSettings(options: Options) {
  const baseline = textOption(options, "baseline");
  return {
    format: choiceOption(options, "format", findingFormats),
    failOn: choiceOption(options, "failOn", ["error", "warning"]),
    warnOn: codesOption(options),
    baseline: baseline === undefined ? noBaseline : readBaseline(baseline),
    newBaseline: textOption(options, "writeBaseline"),
  };
}

/** `--warn-on RULE121,RULE122`. */
function codesOption(options: Options): ReadonlySet<string> {
  const codes = (textOption(options, "warnOn") ?? "")
    .split(",")
    .map((code) => code.trim())
    .filter((code) => code !== "");
  const known = lintPages.map(({ code }) => code);
  const wrong = codes.find((code) => !known.includes(code) && !/^KQL\d{3}$/.test(code));
  if (wrong === undefined) return new Set(codes);
  throw new CommandFailure(
    [`--warn-on: there is no code \`${wrong}\``, ...didYouMean(wrong, known)].join("; "),
  );
}

function report(
  found: readonly Finding[],
  files: readonly string[],
  { format, failOn, baseline }: Settings,
): number {
  const shown = found.filter((finding) => isUnreadable(finding) || !baseline.has(finding));
  const knownCount = found.length - shown.length;
  const version = KQLUNIT_VERSION;
  process.stdout.write(
    formatFindings({ findings: shown, fileCount: files.length, knownCount, version }, format),
  );
  tellGone(baseline.countIn(files) - knownCount);
  if (shown.some(isUnreadable)) return exitUsage;
  const isBad = shown.some(
    ({ severity }) => severity === "error" || (failOn === "warning" && severity === "warning"),
  );
  return isBad ? exitFindings : exitOk;
}

/** Nobody can talk a file that isn't YAML into a rule. */
const isUnreadable = ({ code }: Finding) => unreadableCodes.has(code);

function tellUnreadable(found: readonly Finding[]): boolean {
  const unreadable = found.filter(isUnreadable);
  for (const { rendered } of unreadable) process.stderr.write(`kqlunit: ${rendered.split("\n", 1)[0]}\n`);
  return unreadable.length > 0;
}

function tellGone(count: number): void {
  if (count > 0)
    process.stderr.write(
      `kqlunit: ${count} of the baseline's findings aren't there any more; write it again\n`,
    );
}

function keepBaseline(path: string, found: readonly Finding[]): void {
  const kept = found.filter((finding) => !isUnreadable(finding));
  writeBaseline(path, kept);
  process.stdout.write(`${path}: ${kept.length} findings\n`);
}
