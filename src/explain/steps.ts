/** A trace as a list of steps with the rows that came in and out of each. */
import type { OperatorTrace, PipelineTrace, SourceTrace } from "../exec/trace.js";
import type { Span } from "../text/span.js";

export interface Step {
  /** 0 for the pipeline of the result, 1 for what feeds it (lets, joined sides), and so on. */
  readonly depth: number;
  readonly kind: string;
  readonly span: Span;
  /** Absent for sources. */
  readonly rowsIn: number | undefined;
  readonly rowsOut: number;
  readonly trace: OperatorTrace | SourceTrace;
}

/** Steps in the order in which rows pass them; what feeds a step stands before it, one level deeper. */
export function stepsOf(trace: PipelineTrace, depth = 0): Step[] {
  const steps = sourceSteps(trace.source, depth);
  for (const operator of trace.operators) steps.push(...operatorSteps(operator, depth));
  return steps;
}

function sourceSteps(source: SourceTrace, depth: number): Step[] {
  const { span, rowsOut } = source;
  switch (source.kind) {
    case "scan":
    case "given":
      return [{ depth, kind: source.kind, span, rowsIn: undefined, rowsOut, trace: source }];
    case "shared":
      return [
        ...stepsOf(source.pipeline, depth + 1),
        { depth, kind: source.kind, span, rowsIn: undefined, rowsOut, trace: source },
      ];
    case "generator":
      return operatorSteps(source.operator, depth);
  }
}

function operatorSteps(operator: OperatorTrace, depth: number): Step[] {
  const { kind, span, rowsIn, rowsOut } = operator;
  return [
    ...operator.inputs.flatMap((input) => stepsOf(input, depth + 1)),
    { depth, kind, span, rowsIn, rowsOut, trace: operator },
  ];
}
