/** Why a run gave what it gave, in short: the pipeline with its row counts, and the step where the rows were lost. */
import type { PipelineTrace } from "../exec/trace.js";
import { type FailedCondition, nearMisses, type TypedCell } from "../explain/near-misses.js";
import { type Step, stepsOf } from "../explain/steps.js";
import type { RuleRun } from "../rules/run-rule.js";
import { positionAt, type SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";
import { exportCell } from "../types/export.js";
import { printable } from "./format-result.js";

export interface ExplainedRun {
  /** Text that the spans of the trace point into. */
  readonly source: SourceText;
  readonly trace: PipelineTrace | undefined;
  /** The rule's run; absent for plain queries. */
  readonly run?: RuleRun | undefined;
}

/** Columns that a step's text may take. */
const maxStepWidth = 56;

export function explainRun({ source, trace }: ExplainedRun): string {
  if (trace === undefined) return "";
  const steps = stepsOf(trace);
  const lost = steps.find(({ depth, rowsIn, rowsOut }) => depth === 0 && (rowsIn ?? 1) > 0 && rowsOut === 0);
  const lines = steps.map((step) => stepLine(step, source, step === lost));
  return ["rows after each step:", ...lines, ...nearestLines(trace, lost, source)].map(printable).join("\n");
}

function stepLine(step: Step, source: SourceText, isLost: boolean): string {
  const counts = `${step.rowsIn === undefined ? "" : `${step.rowsIn} -> `}${step.rowsOut}`;
  const text = textAt(source, step.span);
  const label = text.length > maxStepWidth ? `${text.slice(0, maxStepWidth - 3)}...` : text;
  const { line } = positionAt(source.text, step.span.start);
  const mark = isLost ? "  <- all rows are lost here" : "";
  return `${counts.padStart(12)}  ${"  ".repeat(step.depth)}${label} (line ${line})${mark}`;
}

function nearestLines(trace: PipelineTrace, lost: Step | undefined, source: SourceText): string[] {
  const at = trace.operators.findIndex((operator) => operator === lost?.trace);
  if (at === -1) return [];
  return nearMisses(trace, at, 1).map(({ label, failed }) => {
    const name = label.map((cell) => `${cell.name} ${cellText(cell)}`).join(", ");
    const reasons = failed.map((condition) => failedText(condition, source)).join("; ");
    return `nearest: ${name === "" ? "" : `${name}: `}${reasons}`;
  });
}

function failedText({ span, comparison }: FailedCondition, source: SourceText): string {
  const condition = textAt(source, span);
  if (comparison === undefined) return `not ${condition}`;
  const { left, leftSpan, right, operator } = comparison;
  const needs = operator === "==" || operator === ">=" ? "" : `${operator} `;
  return `${textAt(source, leftSpan)} ${cellText(left)}, needs ${needs}${cellText(right)} (${condition})`;
}

function textAt(source: SourceText, span: Span): string {
  return source.text.slice(span.start, span.end).replace(/\s+/g, " ");
}

function cellText({ cell, type }: TypedCell): string {
  const value = exportCell(cell, type);
  if (typeof value === "string") return value === "" ? '""' : value;
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}
