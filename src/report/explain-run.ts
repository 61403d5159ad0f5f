/** Why a run gave what it gave, in short: the cause, and the pipeline with its row counts. */
import type { Workspace } from "../engine/workspace.js";
import type { PipelineTrace } from "../exec/trace.js";
import { criticalPlaces } from "../explain/critical-places.js";
import { type Explanation, explain } from "../explain/explain.js";
import { type Flow, flowOf, type Place, rowsInOf } from "../explain/flow.js";
import type { SuppressedBy } from "../explain/suppression.js";
import type { QueryPlace, RuleRun } from "../rules/run-rule.js";
import type { SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";
import { firedLines } from "./explain-result.js";
import { checkText, sentenceOf } from "./explain-sentences.js";
import { count, cut, lineOf, Words, wrap } from "./explain-words.js";
import { printable } from "./format-result.js";

export interface ExplainedRun {
  /** Text that the spans of the trace point into. */
  readonly source: SourceText;
  readonly trace: PipelineTrace | undefined;
  /** The rule's run; absent for plain queries. */
  readonly run?: RuleRun | undefined;
  /** Set when the schedule leaves the run out. */
  readonly suppressedBy?: SuppressedBy | undefined;
  /** Where a query that is no rule's stands. */
  readonly place?: QueryPlace | undefined;
  /** What a plain query read. */
  readonly workspace?: Workspace | undefined;
}

/** The short form, as failing tests print it. */
export function explainRun(explained: ExplainedRun): string {
  const { source, trace, run, place, suppressedBy, workspace = run?.workspace } = explained;
  if (trace === undefined) return "";
  if (workspace === undefined) {
    const line = (span: Span) => lineOf(source, place, span);
    return stepLines(flowOf(trace), source, line).join("\n");
  }
  const explanation = explain({ source, trace, workspace, run, place, suppressedBy });
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

/** Steps without rows that stand together as one line: so many, or more. */
const fewIdle = 3;

/** Each step with its row counts, one a line; the steps that lost the last rows are marked. */
export function stepLines(flow: Flow, source: SourceText, line: (span: Span) => number): string[] {
  const lost = losingPlaces(flow);
  const { places } = flow;
  const lines: string[] = [];
  for (let at = 0; at < places.length; ) {
    let end = at;
    while (end < places.length && isIdle(places[end])) end++;
    if (end - at >= fewIdle) {
      lines.push(
        `${"0 -> 0".padStart(12)}  ${count(end - at, "step")} without rows (${linesOf(places.slice(at, end), line)})`,
      );
      at = end;
    } else {
      lines.push(stepLine(places[at], lost, source, line));
      at++;
    }
  }
  return ["rows after each step:", ...lines];
}

function stepLine(
  place: Place,
  lost: ReadonlySet<Place>,
  source: SourceText,
  line: (span: Span) => number,
): string {
  const rowsIn = rowsInOf(place);
  const counts = `${rowsIn === undefined ? "" : `${rowsIn} -> `}${place.rowsOut}`;
  const indent = "  ".repeat(Math.min(place.depth, 6));
  const text = cut(stepText(place, source), Math.max(20, maxStepWidth - indent.length));
  return `${counts.padStart(12)}  ${indent}${text} (line ${line(place.span)})${lost.has(place) ? " <- lost" : ""}`;
}

/** Rows neither came nor went; tables are always told of. */
function isIdle(place: Place): boolean {
  return place.rowsOut === 0 && place.source?.kind !== "scan" && (rowsInOf(place) ?? 0) === 0;
}

function linesOf(places: readonly Place[], line: (span: Span) => number): string {
  const numbers = places.map(({ span }) => line(span));
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}

/** The steps that had the last rows and handed none on. */
function losingPlaces(flow: Flow): ReadonlySet<Place> {
  return new Set([...criticalPlaces(flow)].filter((place) => (rowsInOf(place) ?? 0) > 0));
}

/** A step in the words of the query; a table that is named by a parameter with its name. */
export function stepText({ span, source: from }: Place, source: SourceText): string {
  const whole = printable(source.text.slice(span.start, span.end).replace(/\s+/g, " "));
  // What hands rows to a sub-query ends where that begins.
  const text = from?.kind === "given" ? whole.replace(/( on)? ?[({]? ?$/, "") : whole;
  return from?.kind !== "scan" || text.includes(from.table) ? text : `${text} [${from.table}]`;
}
