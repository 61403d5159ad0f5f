/**
 * Which rows that are handed in a nested pipeline reads, and where. Most read them once, at their start; the body of a
 * function over a tabular parameter may name it again: `T | join (T | ...)`, `toscalar(T | ...)`.
 */
import type { BoundPipeline, BoundSource } from "../bind/bound.js";

export interface GivenRows {
  /** Sources that stand for the rows. The plan holds one object for each, however often it is named. */
  readonly sources: ReadonlySet<BoundSource>;
  /** Some input of an operator reads them, too. */
  readonly inputsRead: boolean;
}

const known = new WeakMap<BoundPipeline, GivenRows>();

/** What a nested pipeline reads of the rows that it is given. Worked out once a pipeline. */
export function givenRowsOf(pipeline: BoundPipeline): GivenRows {
  let found = known.get(pipeline);
  if (found === undefined) {
    const sources = new Set<BoundSource>();
    const seen = new Set<BoundPipeline>();
    let inputsRead = false;
    visit(pipeline, seen, (source, isInput) => {
      sources.add(source);
      inputsRead ||= isInput;
    });
    found = { sources, inputsRead };
    known.set(pipeline, found);
  }
  return found;
}

function visit(
  pipeline: BoundPipeline,
  seen: Set<BoundPipeline>,
  found: (source: BoundSource, isInput: boolean) => void,
  isInput = false,
): void {
  if (seen.has(pipeline)) return;
  seen.add(pipeline);
  const { source, operators } = pipeline;
  if (source.kind === "given") found(source, isInput);
  if (source.kind === "shared") visit(source.pipeline, seen, found, true);
  for (const { inputs } of source.kind === "generator" ? [source.operator, ...operators] : operators) {
    for (const input of inputs) visit(input, seen, found, true);
  }
}
