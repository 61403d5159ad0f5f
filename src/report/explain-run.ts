/** Why a run gave what it gave, in short: the cause, and the pipeline with its row counts. */
import type { Workspace } from "../engine/workspace.js";
import type { PipelineTrace } from "../exec/trace.js";
import { type Explanation, explain } from "../explain/explain.js";
import { type Flow, flowOf, type Place, rowsInOf, type Stage } from "../explain/flow.js";
import type { SuppressedBy } from "../explain/suppression.js";
import type { RuleRun } from "../rules/run-rule.js";
import { positionAt, type SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";
import { firedLines } from "./explain-result.js";
import { checkText, sentenceOf } from "./explain-sentences.js";
import { cut, Words, wrap } from "./explain-words.js";
import { printable } from "./format-result.js";

export interface ExplainedRun {
  /** Text that the spans of the trace point into. */
  readonly source: SourceText;
  readonly trace: PipelineTrace | undefined;
  /** The rule's run; absent for plain queries. */
  readonly run?: RuleRun | undefined;
  /** Set when the schedule leaves the run out. */
  readonly suppressedBy?: SuppressedBy | undefined;
  /** What a plain query read. */
  readonly workspace?: Workspace | undefined;
}

/** The short form, as failing tests print it. */
export function explainRun(explained: ExplainedRun): string {
  const { source, trace, run, suppressedBy, workspace = run?.workspace } = explained;
  if (trace === undefined) return "";
  if (workspace === undefined) {
    const line = (span: Span) => positionAt(source.text, span.start).line;
    return stepLines(flowOf(trace), source, line).join("\n");
  }
  const explanation = explain({ source, trace, workspace, run, suppressedBy });
  const words = new Words(explanation.subject);
  const steps = stepLines(explanation.flow, source, (span) => words.line(span));
  const head = explanation.isFiring ? firedLines(explanation, words, 2) : causeLines(explanation, words, 1);
  return [...head, ...steps].join("\n");
}

/** The first findings, each with the change that shows it. */
export function causeLines(
  { findings, subject }: Pick<Explanation, "findings" | "subject">,
  words: Words,
  most: number,
): string[] {
  return findings.slice(0, most).flatMap((finding) => {
    const place = finding.span === undefined ? "" : ` (line ${words.line(finding.span)})`;
    const check = checkText(finding, subject, words);
    return [
      ...wrap(`${sentenceOf(finding, words)}${place}`),
      ...(check === undefined ? [] : wrap(check, 78).map((line) => `  ${line}`)),
    ];
  });
}

/** Columns that a step's text may take. */
const maxStepWidth = 48;

/** Each step with its row counts, one a line; the step that lost the last rows is marked. */
export function stepLines(flow: Flow, source: SourceText, line: (span: Span) => number): string[] {
  const { result } = flow;
  const lost = losingPlace(result);
  const lines = flow.places.map((place) => {
    const rowsIn = rowsInOf(place);
    const counts = `${rowsIn === undefined ? "" : `${rowsIn} -> `}${place.rowsOut}`;
    const indent = "  ".repeat(Math.min(place.depth, 6));
    const text = cut(stepText(place, source), Math.max(20, maxStepWidth - indent.length));
    const mark = place === lost ? " <- lost" : "";
    return `${counts.padStart(12)}  ${indent}${text} (line ${line(place.span)})${mark}`;
  });
  return ["rows after each step:", ...lines];
}

/** The step that lost the last rows; of a sub-query the one inside. */
function losingPlace({ places }: Stage): Place | undefined {
  const lost = places.find((place) => (rowsInOf(place) ?? 1) > 0 && place.rowsOut === 0);
  const nested = lost?.operator === undefined ? undefined : lost.nested;
  return lost === undefined || nested === undefined ? lost : (losingPlace(lost.feeds[nested]) ?? lost);
}

/** A step in the words of the query; a table that is named by a parameter with its name. */
export function stepText({ span, source: from }: Place, source: SourceText): string {
  const whole = printable(source.text.slice(span.start, span.end).replace(/\s+/g, " "));
  // What hands rows to a sub-query ends where that begins.
  const text = from?.kind === "given" ? whole.replace(/( on)? ?[({]? ?$/, "") : whole;
  return from?.kind !== "scan" || text.includes(from.table) ? text : `${text} [${from.table}]`;
}
