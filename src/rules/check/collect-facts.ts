/** Fills the facts of a rule's query from its bound plan. */
import type { BoundExpression, BoundOperator, BoundPipeline, BoundSource } from "../../bind/bound.js";
import { type BoundText, hasErrors } from "../../engine/bind-text.js";
import type { Workspace } from "../../engine/workspace.js";
import { operatorSyntax } from "../../operators/syntax-table.js";
import { parseQuery } from "../../syntax/parse.js";
import type { Span } from "../../text/span.js";
import { expressionInfo, nothingKnown } from "../plan/column-origin.js";
import { hasAggregates, hasLayout, isJoin, isWhere, partsOfOperator } from "../plan/operator-shapes.js";
import { type ColumnInfos, countsRows, type OperatorVisit, visitPlan } from "../plan/visit-plan.js";
import type { Rule } from "../rule.js";
import { fileSpan } from "../text-map.js";
import { bindAssumingWatchlists } from "./assume-watchlists.js";
import type {
  AggregationFact,
  JoinFact,
  OutputFact,
  QueryFacts,
  ScanFact,
  SelfCountFact,
  UnrepeatableFact,
  WildcardFact,
} from "./facts.js";
import { looksOf, type WhereBounds } from "./looks-at.js";
import { noPredicates, type PredicateFacts, readPredicate, scanKey } from "./predicate-facts.js";
import { canHaveManyRows, multipliesRows, orderOf, unusedColumns } from "./shape-facts.js";
import { type SyntaxFacts, syntaxFacts } from "./syntax-facts.js";

/** The facts of a rule's query; undefined when it doesn't bind. */
export function collectFacts(rule: Rule, workspace: Workspace): QueryFacts | undefined {
  const bound = workspace.bind(rule.query.text, rule.source.name);
  if (hasErrors(bound.diagnostics)) return undefined;
  const lacksWatchlist = bound.query.unsupported.some(({ code }) => code === missingWatchlist);
  const whole = (lacksWatchlist ? bindAssumingWatchlists(rule, workspace) : undefined) ?? bound;
  const [pipeline] = whole.query.results;
  return pipeline === undefined
    ? undefined
    : inFile(new FactCollector(rule, { bound: whole, isGuessed: whole !== bound, pipeline }).collect(), rule);
}

const missingWatchlist = "KQL206";

/** What the service refuses whether or not it binds. */
export function wildcardsOf(rule: Rule): readonly WildcardFact[] {
  const { text, map } = rule.query;
  const { wildcards } = syntaxFacts(parseQuery(text, operatorSyntax).query, text);
  return wildcards.map(({ span, ...fact }) => ({ ...fact, span: fileSpan(map, span) }));
}

/** Columns that tell how an event ended. `ResultStatus` is none of them: many workloads leave it empty. */
const outcomeColumns: readonly string[] = ["Result", "ResultType", "ActivityStatusValue", "ActivityStatus"];
const outcomeRelatives: readonly string[] = [
  ...outcomeColumns,
  "ResultStatus",
  "ResultSignature",
  "ResultDescription",
  "ResultReason",
  "ActivitySubstatusValue",
  "Status",
  "ConditionalAccessStatus",
];

/** Columns that tell what happened. */
const eventColumn = /operation|activity|category|action|event|^app|command|method|^client|record/i;

class FactCollector {
  private readonly syntax: SyntaxFacts;
  private readonly predicates: PredicateFacts;
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
  private readonly bounds = new Map<BoundOperator, WhereBounds>();
  private readonly selfCounts: SelfCountFact[] = [];
  private readonly kinds = new Set<string>();

  private readonly bound: BoundText;
  private readonly pipeline: BoundPipeline;
  private readonly isGuessed: boolean;

  constructor(
    private readonly rule: Rule,
    { bound, isGuessed, pipeline }: { bound: BoundText; isGuessed: boolean; pipeline: BoundPipeline },
  ) {
    this.bound = bound;
    this.isGuessed = isGuessed;
    this.pipeline = pipeline;
    const { text } = rule.query;
    this.syntax = syntaxFacts(parseQuery(text, operatorSyntax).query, text);
    this.predicates = noPredicates(this.syntax.numericLets);
  }

  collect(): QueryFacts {
    const { bound, pipeline, predicates } = this;
    const [columns] = visitPlan(bound.query.results, {
      source: (source, within) => this.source(source, within),
      operator: (visit) => this.operator(visit),
      openRest: () => {
        this.isOpen = true;
      },
    });
    return {
      columns: this.outputs(columns),
      isOpen: pipeline.output.isOpen || this.isOpen,
      canHaveManyRows: canHaveManyRows(pipeline),
      order: orderOf(pipeline),
      scans: this.scanFacts(),
      lookbacks: predicates.lookbacks.filter(({ clock }) => clock === "generated"),
      windowEnds: predicates.windowEnds,
      looks: looksOf(pipeline, this.bounds),
      selfCounts: this.selfCounts,
      moreResults: bound.query.results.slice(1).map(({ span }) => span),
      joins: this.joins,
      comparisons: predicates.comparisons,
      aggregations: [...this.aggregations.values()].map((fact) => ({
        ...fact,
        onlyGrouped: fact.onlyGrouped.filter(({ name }) => this.syntax.usedOnce.has(name)),
      })),
      timeWindows: predicates.timeWindows,
      latestOnly: predicates.latestOnly,
      deprecated: this.syntax.deprecated,
      unused: [...this.syntax.unusedLets, ...unusedColumns(pipeline)],
      unrepeatable: [...predicates.unrepeatable, ...this.takes],
      contains: predicates.contains,
      dedupes: this.dedupes(),
    };
  }

  private outputs(columns: ColumnInfos): readonly OutputFact[] {
    return this.pipeline.output.columns.flatMap(({ name, type, isHidden }, index) => {
      if (isHidden === true) return [];
      const { origin, isSame = false } = columns[index] ?? nothingKnown;
      return [{ name, type, origin, isSame, span: this.nameSpans.get(name) }];
    });
  }

  private source(source: BoundSource, { operators }: BoundPipeline): void {
    const isGuessed = this.isGuessed && source.kind === "scan" && source.origin === "watchlist";
    // Any column may come along, unless the query names those it takes.
    if (isGuessed && !operators.some(({ kind }) => choosesColumns.has(kind))) this.isOpen = true;
    if (source.kind !== "scan" || source.origin !== undefined) return;
    const names = source.columns.map(({ name }) => name);
    if (!names.includes("TimeGenerated")) return;
    const outcome = outcomeColumns.filter((name) => names.includes(name));
    this.scans.push({ table: source.table, span: source.span, outcome: outcome.slice(0, 1) });
  }

  private scanFacts(): readonly ScanFact[] {
    const { readColumns, timeFiltered } = this.predicates;
    return this.scans.map(({ table, span, outcome }) => {
      const key = scanKey({ table, start: span.start });
      const reads = (column: string) => readColumns.has(`${table}.${column}`) || this.mayRead(column);
      const read = [...readColumns].filter((name) => name.startsWith(`${table}.`));
      return {
        table,
        span,
        hasTimeFilter: timeFiltered.has(key) || this.mayRead("TimeGenerated"),
        outcomeColumns: outcome,
        filtersOutcome: outcomeRelatives.some(reads),
        selectsEvents: read.some((name) => eventColumn.test(name.slice(table.length + 1))),
      };
    });
  }

  /** A part of the query that can't be seen names the column, and may well filter by it. */
  private mayRead(name: string): boolean {
    return this.isOpen && this.syntax.names.has(name);
  }

  private operator(visit: OperatorVisit): void {
    const { operator, input } = visit;
    const { text } = this.bound.source;
    this.kinds.add(operator.kind);
    if (operator.kind === "sort") this.ranking(operator, input);
    if (isWhere(operator)) {
      const { lookbacks, windowEnds } = this.predicates;
      const [known, ends] = [lookbacks.length, windowEnds.length];
      for (const conjunct of operator.conjuncts) readPredicate(conjunct, input, text, this.predicates);
      this.bounds.set(operator, {
        lookbacks: lookbacks.slice(known).filter(({ clock }) => clock === "generated"),
        windowEnds: windowEnds.slice(ends),
      });
      this.noteThresholds(operator.conjuncts, input);
      this.noteLists(visit);
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
    for (const { predicate } of operator.aggregates.aggregates) {
      if (predicate !== undefined) readPredicate(predicate, input, this.bound.source.text, this.predicates);
    }
    const onlyGrouped = operator.keys.flatMap(({ expression }) => {
      const span = expression.kind === "column" ? this.nameSpans.get(expression.name) : undefined;
      return expression.kind === "column" && span !== undefined ? [{ name: expression.name, span }] : [];
    });
    for (const { column, span } of [...operator.keys, ...operator.aggregates.outputs]) {
      this.nameSpans.set(column.name, span);
    }
    const bins = operator.keys.map(({ expression }) => expressionInfo(expression, input).binTicks);
    const bin = bins.findIndex((ticks) => ticks !== undefined);
    this.selfCounts.push(...selfCountsOf(operator));
    this.aggregations.set(operator, {
      span: operator.keyword,
      binTicks: bins[bin],
      binSpan: operator.keys[bin]?.span,
      threshold: undefined,
      isRanked: false,
      onlyGrouped,
      counts: operator.aggregates.aggregates.some(({ name }) => countsRows(name)),
      keys: operator.keys.map(({ expression }) => expressionInfo(expression, input).origin),
    });
  }

  /** `where user in (Others | project user)` matches as a join does. */
  private noteLists({ operator, input, inputs }: OperatorVisit): void {
    if (!isWhere(operator)) return;
    for (const condition of operator.conjuncts) {
      if (condition.kind !== "list-input" || condition.operator !== "in") continue;
      const left = expressionInfo(condition.left, input).origin;
      const right = inputs[condition.input]?.[0]?.origin;
      const { span } = condition;
      this.joins.push({ span, flavor: "leftsemi", multiplies: false, keys: [{ span, left, right }] });
    }
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

  private ranking(operator: BoundOperator, input: ColumnInfos): void {
    for (const expression of partsOfOperator(operator).expressions) {
      const { aggregate } = expressionInfo(expression, input);
      const known = aggregate && this.aggregations.get(aggregate.operator);
      if (known === undefined || !countsRows(aggregate?.name ?? "")) continue;
      this.aggregations.set(aggregate?.operator ?? operator, { ...known, isRanked: true });
    }
  }

  private join({ operator, pipeline, index, input: left, inputs }: OperatorVisit): void {
    if (!isJoin(operator)) return;
    const right = inputs[operator.right] ?? [];
    // What is left out by an anti join is no alert: a burst that is split there alerts all the more.
    if (operator.joinKind.includes("anti")) {
      for (const dropped of operator.inputs[operator.right].operators) this.aggregations.delete(dropped);
    }
    const later = pipeline.operators.slice(index + 1);
    this.joins.push({
      span: operator.keyword,
      flavor: operator.joinKind,
      multiplies: !this.kinds.has("make-series") && multipliesRows({ operator, pipeline, index }, later),
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
    const { lookbacks, lowerBounds } = this.predicates;
    const isNew = (ticks: number) => ticks <= frequencyTicks;
    if (lookbacks.some(({ clock, ticks }) => clock === "ingested" && isNew(ticks))) return true;
    return lowerBounds.some(isNew) || this.comparesPast();
  }

  /** Bounds may stand where they can't be seen; past values in a series may all serve to judge its end. */
  private comparesPast(): boolean {
    const { names } = this.syntax;
    if (this.isOpen && ["ago", "now", "ingestion_time"].some((name) => names.has(name))) return true;
    return this.kinds.has("make-series") || (this.kinds.has("mv-apply") && names.has("make_list"));
  }
}

const choosesColumns: ReadonlySet<string> = new Set(["project", "project-keep", "summarize", "distinct"]);

function inputOf({ pipeline, index }: OperatorVisit) {
  return index > 0
    ? pipeline.operators[index - 1].output
    : { isSerialized: isSerializedSource(pipeline.source) };
}

function isSerializedSource(source: BoundSource): boolean {
  if (source.kind === "shared") return source.pipeline.output.isSerialized;
  return source.kind === "generator" && source.operator.output.isSerialized;
}

/** `dcount(x) by x`, which is 1 in every group. */
function selfCountsOf(operator: BoundOperator): readonly SelfCountFact[] {
  if (!hasAggregates(operator)) return [];
  const keys = operator.keys.flatMap(({ expression }) =>
    expression.kind === "column" ? [expression.index] : [],
  );
  return operator.aggregates.aggregates.flatMap(({ name, args: [counted], span }) =>
    countsDistinct.has(name) && counted?.kind === "column" && keys.includes(counted.index)
      ? [{ span, aggregate: name, column: counted.name }]
      : [],
  );
}

const countsDistinct: ReadonlySet<string> = new Set(["dcount", "count_distinct"]);

/** The same facts with places in the rule's file. */
function inFile(facts: QueryFacts, rule: Rule): QueryFacts {
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== "object" || value === null) return value;
    if (isSpan(value)) return fileSpan(rule.query.map, value);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, moved(part)]));
  };
  // The walk keeps the shape and changes spans alone.
  return moved(facts) as QueryFacts;
}

function isSpan(value: unknown): value is Span {
  if (typeof value !== "object" || value === null) return false;
  const keys = Object.keys(value);
  return keys.length === 2 && "start" in value && "end" in value && typeof value.start === "number";
}
