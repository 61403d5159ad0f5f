/**
 * How much time the query looks at, on each way from a table to the result. The tables that only say which rows to
 * keep, or what is known of them, don't count: the baseline of an anti join, the right side of a lookup.
 */
import type { BoundOperator, BoundPipeline, BoundSource } from "../../bind/bound.js";
import type { Span } from "../../text/span.js";
import { isJoin } from "../plan/operator-shapes.js";
import type { LookFact } from "./facts.js";
import { scanKey, type TimeBound } from "./predicate-facts.js";

/** The bounds that a `where` puts on event times. */
export interface WhereBounds {
  readonly lookbacks: readonly TimeBound[];
  readonly windowEnds: readonly TimeBound[];
}

interface Way {
  readonly scan: string;
  /** From how long ago, and until when; `span` is the earlier bound's. */
  readonly fromTicks: number;
  readonly toTicks: number;
  readonly span: Span | undefined;
}

/** What is looked at on each way that has a bound. */
export function looksOf(
  pipeline: BoundPipeline,
  bounds: ReadonlyMap<BoundOperator, WhereBounds>,
): readonly LookFact[] {
  return waysOf(pipeline, bounds).flatMap(({ span, fromTicks, toTicks }) =>
    span === undefined ? [] : [{ span, ticks: fromTicks - toTicks }],
  );
}

function waysOf(pipeline: BoundPipeline, bounds: ReadonlyMap<BoundOperator, WhereBounds>): readonly Way[] {
  const inside = (inner: BoundPipeline) => waysOf(inner, bounds);
  let ways = waysOfSource(pipeline.source, inside);
  for (const operator of pipeline.operators) {
    const bound = bounds.get(operator);
    if (bound !== undefined) ways = ways.map((way) => narrowed(way, bound));
    else ways = joined(operator, ways, inside);
  }
  return ways;
}

function waysOfSource(
  source: BoundSource,
  inside: (pipeline: BoundPipeline) => readonly Way[],
): readonly Way[] {
  switch (source.kind) {
    case "scan": {
      const hasTime =
        source.origin === undefined && source.columns.some(({ name }) => name === "TimeGenerated");
      const scan = scanKey({ table: source.table, start: source.span.start });
      return hasTime ? [{ scan, fromTicks: Number.POSITIVE_INFINITY, toTicks: 0, span: undefined }] : [];
    }
    case "shared":
      return inside(source.pipeline);
    case "generator":
      return source.operator.inputs.flatMap(inside);
    case "given":
      return [];
  }
}

function narrowed(way: Way, { lookbacks, windowEnds }: WhereBounds): Way {
  const applies = ({ scans }: TimeBound) => scans.some((scan) => scanKey(scan) === way.scan);
  let { fromTicks, span } = way;
  for (const bound of lookbacks.filter(applies))
    if (bound.ticks < fromTicks) ({ ticks: fromTicks, span } = bound);
  const toTicks = Math.max(way.toTicks, ...windowEnds.filter(applies).map(({ ticks }) => ticks));
  return { ...way, fromTicks, span, toTicks };
}

function joined(
  operator: BoundOperator,
  ways: readonly Way[],
  inside: (pipeline: BoundPipeline) => readonly Way[],
): readonly Way[] {
  if (operator.kind === "union") return [...ways, ...operator.inputs.flatMap(inside)];
  if (!isJoin(operator)) return ways;
  const right = inside(operator.inputs[operator.right]);
  if (operator.joinKind.startsWith("right")) return right;
  if (operator.kind === "lookup" || operator.joinKind.startsWith("left")) return ways;
  // Of a pair, one event is the news and the other what is known; which is which the longer look tells.
  return reach(right) > reach(ways) ? right : ways;
}

const reach = (ways: readonly Way[]) =>
  Math.max(Number.NEGATIVE_INFINITY, ...ways.map(({ fromTicks, toTicks }) => fromTicks - toTicks));
