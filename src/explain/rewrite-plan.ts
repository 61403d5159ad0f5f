/** Plans with one thing changed: what a counterfactual run executes. */
import type { BoundExpression, BoundOperator, BoundPipeline } from "../bind/bound.js";
import type { Kernel, ScalarEntry } from "../functions/entry.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";

/** Operators of a plan and what stands in their place. */
export type Replacements = ReadonlyMap<BoundOperator, BoundOperator>;

/** The plan with operators replaced, wherever they stand. What is shared stays shared. */
export function replaceOperators(pipeline: BoundPipeline, replacements: Replacements): BoundPipeline {
  const done = new Map<BoundPipeline, BoundPipeline>();

  const rewrite = (from: BoundPipeline): BoundPipeline => {
    let to = done.get(from);
    if (to === undefined) {
      to = rewriteParts(from);
      done.set(from, to);
    }
    return to;
  };

  const rewriteParts = (from: BoundPipeline): BoundPipeline => {
    const { source, operators, rest } = from;
    const newSource =
      source.kind === "shared"
        ? { ...source, pipeline: rewrite(source.pipeline) }
        : source.kind === "generator"
          ? { ...source, operator: replace(source.operator) }
          : source;
    return {
      ...from,
      source: newSource,
      operators: operators.map(replace),
      ...(rest === undefined
        ? {}
        : { rest: (columns, resolveOpen) => rewriteParts(rest(columns, resolveOpen)) }),
    };
  };

  const replace = (operator: BoundOperator): BoundOperator => {
    const found = replacements.get(operator) ?? operator;
    const chosen = hasNested(found) ? { ...found, nested: rewrite(found.nested) } : found;
    return chosen.inputs.length === 0 ? chosen : { ...chosen, inputs: chosen.inputs.map(rewrite) };
  };

  return rewrite(pipeline);
}

/** Operators that run a sub-query, such as `mv-apply`. */
function hasNested(operator: BoundOperator): operator is BoundOperator & { readonly nested: BoundPipeline } {
  return "nested" in operator && isPipeline(operator.nested);
}

function isPipeline(value: unknown): value is BoundPipeline {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "bound-pipeline";
}

/** Makes an expression of a function of our own over the cells of others. The function must be pure. */
export function computed(
  type: KqlType,
  args: readonly BoundExpression[],
  kernel: (...cells: Cell[]) => Cell,
): BoundExpression {
  const entry: ScalarEntry = { summary: "", page: "", signatures: [], nulls: "custom", examples: {} };
  return {
    kind: "call",
    type,
    span: args[0].span,
    name: "",
    entry,
    signature: { parameters: [], returns: type, minCount: args.length, maxCount: args.length },
    // Kernels are typed by the cells that they take; this one takes any.
    kernel: kernel as unknown as Kernel,
    args,
    readCount: args.length,
  };
}

/** The operator with other fields. The kind says which fields it has; callers have tested for it. */
export function withFields<Operator extends BoundOperator>(
  operator: Operator,
  fields: Partial<Operator>,
): Operator {
  return { ...operator, ...fields };
}
