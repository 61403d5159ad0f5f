import type { BoundPipeline } from "../bind/bound.js";

const known = new WeakMap<BoundPipeline, readonly BoundPipeline[]>();

/**
 * The pipelines inside a nested one that stand for the rows handed in and are named from several places, as the tabular
 * parameter of a function is: `T | join (T | ...)`, `toscalar(T | ...)`.
 */
export function namedGivenRows(pipeline: BoundPipeline): readonly BoundPipeline[] {
  let found = known.get(pipeline);
  if (found === undefined) {
    const names = new Set<BoundPipeline>();
    visit(pipeline, names, new Set());
    found = [...names];
    known.set(pipeline, found);
  }
  return found;
}

function visit(pipeline: BoundPipeline, names: Set<BoundPipeline>, seen: Set<BoundPipeline>): void {
  if (seen.has(pipeline)) return;
  seen.add(pipeline);
  const { source, operators } = pipeline;
  if (source.kind === "shared") {
    const inner = source.pipeline;
    if (inner.source.kind === "given" && inner.operators.length === 0) names.add(inner);
    else visit(inner, names, seen);
  }
  for (const operator of source.kind === "generator" ? [source.operator, ...operators] : operators) {
    for (const input of operator.inputs) visitInput(input, names, seen);
  }
}

function visitInput(input: BoundPipeline, names: Set<BoundPipeline>, seen: Set<BoundPipeline>): void {
  if (input.source.kind === "given" && input.operators.length === 0) names.add(input);
  else visit(input, names, seen);
}
