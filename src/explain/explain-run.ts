/** Why a run gave what it gave, in short: the pipeline with its row counts, and the step where the rows were lost. */
import type { PipelineTrace } from "../exec/trace.js";
import { positionAt, type SourceText } from "../text/source.js";
import { type Step, stepsOf } from "./steps.js";

export interface ShortExplanation {
  /** Text that the spans of the trace point into. */
  readonly source: SourceText;
  readonly trace: PipelineTrace | undefined;
}

/** Columns that a step's text may take. */
const maxStepWidth = 56;

export function explainRun({ source, trace }: ShortExplanation): string {
  if (trace === undefined) return "";
  const steps = stepsOf(trace);
  const lost = steps.find(({ depth, rowsIn, rowsOut }) => depth === 0 && (rowsIn ?? 1) > 0 && rowsOut === 0);
  const lines = steps.map((step) => stepLine(step, source, step === lost));
  return ["rows after each step:", ...lines].join("\n");
}

function stepLine(step: Step, source: SourceText, isLost: boolean): string {
  const counts = `${step.rowsIn === undefined ? "" : `${step.rowsIn} -> `}${step.rowsOut}`;
  const text = source.text.slice(step.span.start, step.span.end).replace(/\s+/g, " ");
  const label = text.length > maxStepWidth ? `${text.slice(0, maxStepWidth - 3)}...` : text;
  const { line } = positionAt(source.text, step.span.start);
  const mark = isLost ? "  <- all rows are lost here" : "";
  return `${counts.padStart(12)}  ${"  ".repeat(step.depth)}${label} (line ${line})${mark}`;
}
