/** Which conditions of a rule's `where` operators the test cases exercised: each should both keep and drop a row. */
import type { BoundExpression } from "../../bind/bound.js";
import type { OperatorTrace, PipelineTrace, SourceTrace } from "../../exec/trace.js";
import { isWhere } from "../../rules/plan/operator-shapes.js";
import type { QueryPlace } from "../../rules/run-rule.js";
import { fileSpan } from "../../rules/text-map.js";
import { positionAt } from "../../text/source.js";
import type { Span } from "../../text/span.js";

export interface ConditionCoverage {
  readonly text: string;
  /** Place in the file that the query stands in, counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Rows that it let through, and dropped, over all cases. */
  readonly kept: number;
  readonly dropped: number;
}

/** Adds up the traces of one query's cases. */
export class CoverageCollector {
  private readonly conditions = new Map<string, { span: Span; kept: number; dropped: number }>();

  constructor(private readonly place: QueryPlace) {}

  add(trace: PipelineTrace): void {
    this.pipeline(trace, new Set());
  }

  /** In source order. */
  result(): ConditionCoverage[] {
    const { query, source } = this.place;
    return [...this.conditions.values()]
      .sort((a, b) => a.span.start - b.span.start)
      .map(({ span, kept, dropped }) => ({
        text: query.text.slice(span.start, span.end).replace(/\s+/g, " "),
        ...positionAt(source.text, fileSpan(query.map, span).start),
        kept,
        dropped,
      }));
  }

  private pipeline({ source, operators }: PipelineTrace, seen: Set<PipelineTrace>): void {
    this.sourceOf(source, seen);
    for (const operator of operators) this.operator(operator, seen);
  }

  /** A shared pipeline ran once, however often it is named. */
  private sourceOf(source: SourceTrace, seen: Set<PipelineTrace>): void {
    if (source.kind === "generator") this.operator(source.operator, seen);
    if (source.kind !== "shared" || seen.has(source.pipeline)) return;
    seen.add(source.pipeline);
    this.pipeline(source.pipeline, seen);
  }

  private operator(trace: OperatorTrace, seen: Set<PipelineTrace>): void {
    for (const input of [...trace.inputs, ...trace.nested]) {
      if (seen.has(input)) continue;
      seen.add(input);
      this.pipeline(input, seen);
    }
    if (isWhere(trace.operator)) this.where(trace, trace.operator.conjuncts);
  }

  private where({ rowsIn, lostBy }: OperatorTrace, conjuncts: readonly BoundExpression[]): void {
    const dropped = new Array<number>(conjuncts.length).fill(0);
    for (const conjunct of lostBy ?? []) if (conjunct >= 0) dropped[conjunct]++;
    let left = rowsIn;
    conjuncts.forEach(({ span }, at) => {
      const key = `${span.start}-${span.end}`;
      const known = this.conditions.get(key) ?? { span, kept: 0, dropped: 0 };
      left -= dropped[at];
      known.kept += left;
      known.dropped += dropped[at];
      this.conditions.set(key, known);
    });
  }
}
