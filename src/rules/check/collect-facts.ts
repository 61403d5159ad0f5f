/** Fills the facts of a rule's query from its bound plan. */
import type { BoundExpression, BoundOperator, BoundPipeline, BoundSource } from "../../bind/bound.js";
import { type BoundText, hasErrors } from "../../engine/bind-text.js";
import type { Workspace } from "../../engine/workspace.js";
import { operatorSyntax } from "../../operators/syntax-table.js";
import { parseQuery } from "../../syntax/parse.js";
import type { Span } from "../../text/span.js";
import { clockUse } from "../plan/clock-use.js";
import { eventClock, expressionInfo } from "../plan/column-origin.js";
import {
  type ColumnInfos,
  countsRows,
  hasAggregates,
  hasLayout,
  isJoin,
  isWhere,
  type OperatorVisit,
  visitPlan,
} from "../plan/visit-plan.js";
import type { Rule } from "../rule.js";
import { fileSpan } from "../text-map.js";
import type {
  AggregationFact,
  JoinFact,
  OutputFact,
  QueryFacts,
  ScanFact,
  UnrepeatableFact,
} from "./facts.js";
import { noPredicates, readPredicate } from "./predicate-facts.js";
import { canHaveManyRows, multipliesRows, orderOf, unusedColumns } from "./shape-facts.js";
import { syntaxFacts } from "./syntax-facts.js";

/** The facts of a rule's query; undefined when it doesn't bind. */
export function collectFacts(rule: Rule, workspace: Workspace): QueryFacts | undefined {
  const bound = workspace.bind(rule.query.text, rule.source.name);
  const [pipeline] = bound.query.results;
  if (hasErrors(bound.diagnostics) || pipeline === undefined) return undefined;
  return inFile(new FactCollector(rule, bound, pipeline).collect(), rule);
}

/** Columns that tell how an event ended. */
const outcomeColumns: readonly string[] = [
  "Result",
  "ResultType",
  "ResultStatus",
  "ActivityStatusValue",
  "ActivityStatus",
];
const outcomeRelatives: readonly string[] = [
  ...outcomeColumns,
  "ResultSignature",
  "ResultDescription",
  "ResultReason",
  "ActivitySubstatusValue",
  "Status",
];

class FactCollector {
  private readonly predicates = noPredicates();
  private readonly joins: JoinFact[] = [];
  private readonly scans: {
    readonly table: string;
    readonly span: Span;
    readonly outcome: readonly string[];
  }[] = [];
  private readonly nameSpans = new Map<string, Span>();
  private readonly takes: UnrepeatableFact[] = [];
  /** Some part has columns that are known only at run time, which can change names everywhere after it. */
  private isOpen = false;
  private readonly aggregations = new Map<BoundOperator, AggregationFact>();

  constructor(
    private readonly rule: Rule,
    private readonly bound: BoundText,
    private readonly pipeline: BoundPipeline,
  ) {}

  collect(): QueryFacts {
    const { rule, bound, pipeline, predicates } = this;
    const [columns] = visitPlan(bound.query.results, {
      source: (source) => this.source(source),
      operator: (visit) => this.operator(visit),
      openRest: () => {
        this.isOpen = true;
      },
    });
    const syntax = syntaxFacts(parseQuery(rule.query.text, operatorSyntax).query, rule.query.text);
    return {
      columns: this.outputs(columns),
      isOpen: pipeline.output.isOpen || this.isOpen,
      canHaveManyRows: canHaveManyRows(pipeline),
      order: orderOf(pipeline),
      scans: this.scanFacts(),
      lookbacks: predicates.lookbacks.filter(({ clock }) => clock === "generated"),
      joins: this.joins,
      comparisons: predicates.comparisons,
      aggregations: [...this.aggregations.values()],
      timeWindows: predicates.timeWindows,
      latestOnly: predicates.latestOnly,
      deprecated: syntax.deprecated,
      unused: [...syntax.unusedLets, ...unusedColumns(pipeline)],
      unrepeatable: [...predicates.unrepeatable, ...this.takes],
      contains: predicates.contains,
      wildcards: syntax.wildcards,
      dedupes: this.dedupes(),
    };
  }

  private outputs(columns: ColumnInfos): readonly OutputFact[] {
    return this.pipeline.output.columns.flatMap(({ name, type, isHidden }, index) => {
      if (isHidden === true) return [];
      return [{ name, type, origin: columns[index]?.origin, span: this.nameSpans.get(name) }];
    });
  }

  private source(source: BoundSource): void {
    if (source.kind !== "scan" || source.origin !== undefined) return;
    const names = source.columns.map(({ name }) => name);
    if (!names.includes("TimeGenerated")) return;
    const outcome = outcomeColumns.filter((name) => names.includes(name));
    this.scans.push({ table: source.table, span: source.span, outcome: outcome.slice(0, 1) });
  }

  private scanFacts(): readonly ScanFact[] {
    const { readColumns, timeFiltered } = this.predicates;
    return this.scans.map(({ table, span, outcome }) => ({
      table,
      span,
      hasTimeFilter: timeFiltered.has(table),
      outcomeColumns: outcome,
      filtersOutcome: outcomeRelatives.some((column) => readColumns.has(`${table}.${column}`)),
    }));
  }

  private operator(visit: OperatorVisit): void {
    const { operator, input } = visit;
    const { text } = this.bound.source;
    if (isWhere(operator)) {
      for (const conjunct of operator.conjuncts) readPredicate(conjunct, input, text, this.predicates);
      this.noteThresholds(operator.conjuncts, input);
    }
    if (hasLayout(operator)) {
      for (const { column, span } of operator.layout.computed) this.nameSpans.set(column.name, span);
    }
    if (hasAggregates(operator)) this.aggregation(operator, input);
    this.join(visit);
    if (operator.kind === "sample" || operator.kind === "sample-distinct") {
      this.takes.push({ span: operator.keyword, kind: "rand" });
    }
    if (operator.kind === "take" && !inputOf(visit).isSerialized) {
      this.takes.push({ span: operator.span, kind: "take" });
    }
  }

  private aggregation(operator: BoundOperator, input: ColumnInfos): void {
    if (!hasAggregates(operator)) return;
    for (const { column, span } of [...operator.keys, ...operator.aggregates.outputs]) {
      this.nameSpans.set(column.name, span);
    }
    for (const { predicate } of operator.aggregates.aggregates) {
      if (predicate !== undefined) readPredicate(predicate, input, this.bound.source.text, this.predicates);
    }
    const bin = operator.keys.find(({ expression }) => binOf(expression, input) !== undefined);
    this.aggregations.set(operator, {
      span: operator.keyword,
      binTicks: bin === undefined ? undefined : binOf(bin.expression, input),
      binSpan: bin?.span,
      threshold: undefined,
      counts: operator.aggregates.aggregates.some(({ name }) => countsRows(name)),
      keys: operator.keys.map(({ expression }) => expressionInfo(expression, input).origin),
    });
  }

  /** `where n >= 5` behind `summarize n = count()`. */
  private noteThresholds(conjuncts: readonly BoundExpression[], input: ColumnInfos): void {
    for (const conjunct of conjuncts) {
      if (conjunct.kind !== "call" || (conjunct.name !== ">" && conjunct.name !== ">=")) continue;
      const [left, right] = conjunct.args;
      const { aggregate } = expressionInfo(left, input);
      if (aggregate === undefined || !countsRows(aggregate.name)) continue;
      if (right.kind !== "constant" || typeof right.value !== "number") continue;
      const known = this.aggregations.get(aggregate.operator);
      const isRowCount = aggregate.name === "count" || aggregate.name === "countif";
      const least = conjunct.name === ">" ? Math.floor(right.value) + 1 : Math.ceil(right.value);
      if (known === undefined || (known.threshold !== undefined && !isRowCount)) continue;
      this.aggregations.set(aggregate.operator, { ...known, threshold: least });
    }
  }

  private join({ operator, pipeline, index, input: left, inputs }: OperatorVisit): void {
    if (!isJoin(operator)) return;
    const right = inputs[operator.right] ?? [];
    const later = pipeline.operators.slice(index + 1);
    this.joins.push({
      span: operator.keyword,
      flavor: operator.joinKind,
      multiplies: multipliesRows(operator, later),
      keys: operator.keys.left.map((key, index) => ({
        span: key.span,
        left: expressionInfo(key, left).origin,
        right: expressionInfo(operator.keys.right[index], right).origin,
      })),
    });
  }

  /** A bound on ingestion time, or on event time no longer than the frequency, keeps old events out. */
  private dedupes(): boolean {
    const { frequencyTicks } = this.rule;
    const { lookbacks, clockOffsets } = this.predicates;
    if (lookbacks.some(({ clock }) => clock === "ingested")) return true;
    if (clockOffsets.some((offset) => offset <= frequencyTicks)) return true;
    const { comparisons } = clockUse(this.bound.query.results);
    return comparisons.some(
      ({ clock, offsetTicks }) => clock === "ingested" || offsetTicks <= frequencyTicks,
    );
  }
}

function inputOf({ pipeline, index }: OperatorVisit) {
  return index > 0
    ? pipeline.operators[index - 1].output
    : { isSerialized: isSerializedSource(pipeline.source) };
}

function isSerializedSource(source: BoundSource): boolean {
  if (source.kind === "shared") return source.pipeline.output.isSerialized;
  return source.kind === "generator" && source.operator.output.isSerialized;
}

/** The width of `bin(TimeGenerated, w)`. */
function binOf(expression: BoundExpression, input: ColumnInfos): number | undefined {
  if (expression.kind !== "call" || (expression.name !== "bin" && expression.name !== "floor"))
    return undefined;
  const [time, width] = expression.args;
  if (eventClock(expressionInfo(time, input).origin) !== "generated") return undefined;
  return width?.kind === "constant" && typeof width.value === "number" ? width.value : undefined;
}

/** The same facts with places in the rule's file. */
function inFile(facts: QueryFacts, rule: Rule): QueryFacts {
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key,
        isSpan(part) ? fileSpan(rule.query.map, part) : moved(part),
      ]),
    );
  };
  // The walk keeps the shape and changes spans alone.
  return moved(facts) as QueryFacts;
}

function isSpan(value: unknown): value is Span {
  if (typeof value !== "object" || value === null) return false;
  const keys = Object.keys(value);
  return keys.length === 2 && "start" in value && "end" in value && typeof value.start === "number";
}
