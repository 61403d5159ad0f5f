/** The rule and the clock of `run`, `explain` and `simulate`. */
import type { Workspace } from "../engine/workspace.js";
import { readTextFile } from "../node/read-text.js";
import { diagnosticLine } from "../report/diagnostic-line.js";
import { periodOf } from "../rules/detection-rule.js";
import { unreadableCodes } from "../rules/diagnostics.js";
import { mistakesIn, parseRule } from "../rules/parse-rule.js";
import { isPeriodOpen, type Rule } from "../rules/rule.js";
import { printShort } from "../rules/timespan-text.js";
import { KqlError, reasonOf } from "../text/errors.js";
import { renderDiagnostic } from "../text/render-diagnostic.js";
import { ticksPerSecond } from "../types/calendar.js";
import { parseDatetime, printDatetime } from "../types/datetime.js";
import { addInt64, type Ticks } from "../types/int64.js";
import { CommandFailure } from "./failure.js";
import { type Options, textOption } from "./options.js";

/**
 * Reads the one rule of a file; its warnings go to stderr.
 * @throws DataFileError, CommandFailure for a file that can't be read; KqlError for one that holds no rule to run.
 */
export function readRule(path: string): Rule {
  const parsed = parseRule(readTextFile(path), { fileName: path });
  const { rules, diagnostics, source } = parsed;
  const [rule] = rules;
  const mistakes = mistakesIn(parsed, rules.slice(0, 1));
  if (rule === undefined || mistakes.length > 0) {
    const unreadable = mistakes.find(({ code }) => unreadableCodes.has(code));
    if (unreadable !== undefined) throw new CommandFailure(diagnosticLine(unreadable, source));
    throw new KqlError(mistakes, source);
  }
  for (const diagnostic of diagnostics) process.stderr.write(`${renderDiagnostic(diagnostic, source)}\n`);
  if (rules.length > 1) {
    process.stderr.write(
      `kqlunit: ${path} holds ${rules.length} rules; this is about the first, \`${rule.name}\`\n`,
    );
  }
  return rule;
}

/** `--at`, else just after the newest TimeGenerated of the data. */
export function scheduledTime(options: Options, workspace: Workspace): Ticks {
  const text = textOption(options, "at");
  if (text !== undefined) return timeOption("at", text);
  const newest = workspace.newestTime();
  if (newest === undefined)
    throw new CommandFailure("no --at, and no row with a TimeGenerated to take the time from");
  const at = addInt64(newest, ticksPerSecond);
  process.stderr.write(
    `kqlunit: running at ${printDatetime(at)}, just after the newest row; --at sets another time\n`,
  );
  return at;
}

/** Reads the time of an option. @throws CommandFailure */
export function timeOption(name: string, text: string): Ticks {
  const ticks = parseDatetime(text);
  if (ticks === null) throw new CommandFailure(`--${name} ${text}: not a time such as 2026-04-06T12:00:00Z`);
  return ticks;
}

/** `--period`, in ticks, for a rule that has none; for one that has, a word that it isn't used. */
export function periodOption(options: Options, rule: Rule): number | undefined {
  const text = textOption(options, "period");
  if (text === undefined) return undefined;
  const ticks = readPeriod(text);
  if (isPeriodOpen(rule)) return ticks;
  process.stderr.write(
    rule.kind === "NRT"
      ? "kqlunit: --period is left out: an NRT rule looks at what each minute brings\n"
      : `kqlunit: --period is left out: the rule has a \`queryPeriod\` of its own, ${printShort(rule.periodTicks)}\n`,
  );
  return undefined;
}

function readPeriod(text: string): number {
  try {
    return periodOf(text);
  } catch (error) {
    throw new CommandFailure(`--period: ${reasonOf(error)}`);
  }
}
