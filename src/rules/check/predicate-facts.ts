/** Facts of single conditions: comparisons, time windows, the clock. */
import type { BoundCall, BoundConstant, BoundExpression } from "../../bind/bound.js";
import { partsOf } from "../../exec/expression-traits.js";
import type { Span } from "../../text/span.js";
import { clockValueOf } from "../plan/clock-use.js";
import {
  anyPart,
  type ColumnInfo,
  columnName,
  eventClock,
  expressionInfo,
  type NamedInfo,
  namedInfo,
  type ScanPlace,
} from "../plan/column-origin.js";
import type { ColumnInfos } from "../plan/visit-plan.js";
import type {
  ComparisonFact,
  ContainsFact,
  LatestOnlyFact,
  LiteralFact,
  LookbackFact,
  TimeWindowFact,
  UnrepeatableFact,
} from "./facts.js";

export interface PredicateFacts {
  readonly comparisons: ComparisonFact[];
  readonly contains: ContainsFact[];
  readonly lookbacks: (TimeBound & { readonly clock: "generated" | "ingested" })[];
  /** Upper bounds that lie before the scheduled time. */
  readonly windowEnds: TimeBound[];
  /** Where tables are read whose rows are filtered by time, as `scanKey` has it. */
  readonly timeFiltered: Set<string>;
  readonly timeWindows: TimeWindowFact[];
  readonly latestOnly: LatestOnlyFact[];
  readonly unrepeatable: UnrepeatableFact[];
  /** How far before the scheduled time the lower bounds on times lie, on whatever times. */
  readonly lowerBounds: number[];
  /** Columns read by conditions, as `table.column`. */
  readonly readColumns: Set<string>;
  /** Whether a text of the query stands for a number: its digits, or the name of a `let`. */
  readonly isNumber: (text: string) => boolean;
}

/** A bound on the event times of a table. */
export interface TimeBound extends LookbackFact {
  readonly scans: readonly ScanPlace[];
}

export const scanKey = ({ table, start }: ScanPlace) => `${table}@${start}`;

export function noPredicates(numericLets: ReadonlySet<string>): PredicateFacts {
  return {
    comparisons: [],
    contains: [],
    lookbacks: [],
    windowEnds: [],
    timeFiltered: new Set(),
    timeWindows: [],
    latestOnly: [],
    unrepeatable: [],
    lowerBounds: [],
    readColumns: new Set(),
    isNumber: (text) => /^-?\d/.test(text) || numericLets.has(text),
  };
}

const compared: ReadonlySet<string> = new Set(
  "== != =~ !~ < <= > >= in !in in~ !in~ has !has has_cs startswith endswith".split(" "),
);

/** Adds what a condition tells. `text` is the query's, in which spans are offsets. */
export function readPredicate(
  condition: BoundExpression,
  columns: ColumnInfos,
  text: string,
  facts: PredicateFacts,
): void {
  noteColumns(condition, columns, facts);
  visitCalls(condition, (call) => {
    if (compared.has(call.name)) readComparison(call, columns, text, facts);
    if (call.name === "contains" || call.name === "contains_cs") readContains(call, facts);
    if (call.entry.isVolatile === true) facts.unrepeatable.push({ span: call.span, kind: "rand" });
  });
  readClock(condition, columns, facts);
}

function visitCalls(expression: BoundExpression, visit: (call: BoundCall) => void): void {
  if (expression.kind === "call") visit(expression);
  for (const part of partsOf(expression)) visitCalls(part, visit);
}

function noteColumns(expression: BoundExpression, columns: ColumnInfos, facts: PredicateFacts): void {
  const { origin } = expressionInfo(expression, columns);
  for (const { table } of origin?.scans ?? []) facts.readColumns.add(`${table}.${origin?.column}`);
  if (expression.kind === "call" && expression.type === "bool") noteTimeFilter(expression, columns, facts);
  for (const part of partsOf(expression)) noteColumns(part, columns, facts);
}

/** A table's time against anything but other events' times filters the table. */
function noteTimeFilter(call: BoundCall, columns: ColumnInfos, facts: PredicateFacts): void {
  const sides = call.args.map((arg) => timeScans(arg, columns));
  const [filtered, ...others] = sides.filter((scans) => scans.size > 0);
  if (filtered !== undefined && others.length === 0) for (const key of filtered) facts.timeFiltered.add(key);
}

/** Where the tables are read of whose event time an expression is made. */
function timeScans(expression: BoundExpression, columns: ColumnInfos): ReadonlySet<string> {
  const { origin } = expressionInfo(expression, columns);
  if (origin !== undefined)
    return new Set(origin.column === "TimeGenerated" ? origin.scans.map(scanKey) : []);
  return new Set(partsOf(expression).flatMap((part) => [...timeScans(part, columns)]));
}

function readComparison(call: BoundCall, columns: ColumnInfos, text: string, facts: PredicateFacts): void {
  const [left, ...others] = call.args;
  const constants = others.filter((arg) => arg.kind === "constant");
  if (constants.length === others.length && constants.length > 0) {
    facts.comparisons.push(comparisonOf({ call, constants, columns, text }, facts));
  }
  const [right] = others;
  if (right === undefined || !orderings.has(call.name)) return;
  readTimes(call, left, right, columns, facts);
  // An age that a column holds; one that the condition makes itself is found with the clock.
  const { gap } = columnName(left) === undefined ? {} : expressionInfo(left, columns);
  if (gap?.isAge === true && gap.earlier.origin?.column === "TimeGenerated")
    facts.unrepeatable.push({ span: call.span, kind: "now" });
}

const orderings: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);

interface ComparedConstants {
  readonly call: BoundCall;
  readonly constants: readonly BoundConstant[];
  readonly columns: ColumnInfos;
  readonly text: string;
}

function comparisonOf(
  { call, constants, columns, text }: ComparedConstants,
  facts: PredicateFacts,
): ComparisonFact {
  const [left] = call.args;
  const { origin, aggregate } = expressionInfo(left, columns);
  const [first] = constants;
  return {
    span: call.span,
    operator: call.name,
    leftType: left.type,
    // The binder turns the number into a text; what stands in the query tells which it was.
    rightType:
      first.type === "string" && facts.isNumber(text.slice(first.span.start, first.span.end))
        ? "long"
        : first.type,
    origin,
    column: columnName(left),
    literals: constants.flatMap(literalsOf),
    aggregate: aggregate?.name,
  };
}

function literalsOf({ value, span }: BoundConstant): readonly LiteralFact[] {
  const isSimple = ["string", "number", "bigint", "boolean"].includes(typeof value);
  if (isSimple && typeof value !== "object") return [{ span, value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) =>
    typeof item === "string" || typeof item === "number" ? [{ span, value: item }] : [],
  );
}

function readContains(call: BoundCall, facts: PredicateFacts): void {
  const [, right] = call.args;
  if (right?.kind !== "constant" || typeof right.value !== "string") return;
  if (!isPhrase(right.value) && !isWord(right.value, columnName(call.args[0]))) return;
  const replacement = call.name === "contains" ? "has" : "has_cs";
  facts.contains.push({ span: call.span, operator: call.name, replacement, text: right.value });
}

const isPhrase = (text: string) => /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)+$/.test(text);

/**
 * A word that stands on its own in most texts: no part of a name, as `Audit` in an operation's, nor of encoded data.
 * Short ones may well be parts of others.
 */
function isWord(text: string, column: string | undefined): boolean {
  const isEncoded = /[A-Z]{4}.*[a-z]|[a-z].*[A-Z]{4}/.test(text);
  return /^[A-Za-z0-9]{5,}$/.test(text) && !isEncoded && !namesOfParts.test(column ?? "");
}

const namesOfParts = /operation|action|activity|event|^app|name$|type$|id$|device|computer|host/i;

/** Comparisons of times with one another: correlation windows, and "later than the latest". */
function readTimes(
  call: BoundCall,
  left: BoundExpression,
  right: BoundExpression,
  columns: ColumnInfos,
  facts: PredicateFacts,
): void {
  const isUpper = call.name === "<" || call.name === "<=";
  const { gap } = expressionInfo(left, columns);
  if (gap !== undefined && right.kind === "constant") {
    const { later, earlier, unitTicks } = gap;
    if (!areEventTimes(later, earlier)) return;
    const most = Number(right.value) * unitTicks;
    if (!isUpper) readLatest(call.span, later, earlier, facts);
    else if (most > 0) facts.timeWindows.push({ span: call.span, ticks: most });
    return;
  }
  const [least, most] = isUpper ? [left, right] : [right, left];
  const [a, b] = [shiftedTime(least, columns), shiftedTime(most, columns)];
  // `later <= earlier + 1h`, `later - 1h <= earlier`
  const window = b.shift - a.shift;
  if (window === 0) readLatest(call.span, b.time, a.time, facts);
  else if (window > 0 && areEventTimes(a.time, b.time))
    facts.timeWindows.push({ span: call.span, ticks: window });
}

interface ShiftedTime {
  readonly time: NamedInfo;
  readonly shift: number;
}

/** A time with the constants that are added to it. */
function shiftedTime(expression: BoundExpression, columns: ColumnInfos): ShiftedTime {
  const isSum = expression.kind === "call" && (expression.name === "+" || expression.name === "-");
  if (!isSum || expression.type !== "datetime") return { time: namedInfo(expression, columns), shift: 0 };
  const [base, added] = expression.args;
  const { time, shift } = shiftedTime(base, columns);
  const ticks = added.kind === "constant" ? Number(added.value) : Number.NaN;
  return { time, shift: expression.name === "+" ? shift + ticks : shift - ticks };
}

function areEventTimes(a: ColumnInfo, b: ColumnInfo): boolean {
  return [a, b].every(({ origin }) => origin?.column === "TimeGenerated");
}

/** `later > earlier`, where the earlier time is the latest of its events. */
function readLatest(span: Span, later: ColumnInfo, earlier: NamedInfo, facts: PredicateFacts): void {
  const { aggregate, origin, name } = earlier;
  const isLatest = aggregate?.name === "max" || aggregate?.name === "arg_max";
  if (!isLatest || origin?.column !== "TimeGenerated" || eventClock(later.origin) !== "generated") return;
  facts.latestOnly.push({ span, column: name ?? origin.column });
}

/** Event times against the clock: look-backs of the query's own, and ages that make a result unrepeatable. */
function readClock(condition: BoundExpression, columns: ColumnInfos, facts: PredicateFacts): void {
  const readsClock = anyPart(
    condition,
    (part) => part.kind === "call" && part.entry.readsEnvironment === true,
  );
  if (!readsClock) return;
  visitCalls(condition, (call) => {
    if (!orderings.has(call.name)) return;
    facts.lowerBounds.push(...lowerBoundOf(call, columns));
  });
  const end = windowEndOf(condition, columns);
  if (end !== undefined) facts.windowEnds.push(end);
  const lookback = lookbackOf(condition, columns);
  if (lookback !== undefined) facts.lookbacks.push(lookback);
  else if (agesRows(condition, columns)) facts.unrepeatable.push({ span: condition.span, kind: "now" });
}

type Lookback = PredicateFacts["lookbacks"][number];

/** How far before the scheduled time the least value lies that a comparison lets through; none for other comparisons. */
function lowerBoundOf({ name, args }: BoundCall, columns: ColumnInfos): number[] {
  const isUpper = name === "<" || name === "<=";
  const [value, bound] = isUpper ? [args[1], args[0]] : args;
  const offset = scheduledOffset(bound, columns);
  if (offset !== undefined && offset > 0)
    return scheduledOffset(value, columns) === undefined ? [offset] : [];
  // `now() - TimeGenerated < 1h`: an upper bound on the age is a lower bound on the time.
  const age = isUpper ? clockValueOf(args[0], columns) : undefined;
  const most = clockValueOf(args[1], columns);
  if (age?.kind !== "age" || most.kind !== "still" || most.ticks === undefined) return [];
  return [age.offset + most.ticks];
}

function lookbackOf(condition: BoundExpression, columns: ColumnInfos): Lookback | undefined {
  if (condition.kind !== "call" || !orderings.has(condition.name)) return undefined;
  const isUpper = condition.name === "<" || condition.name === "<=";
  const [time, bound] = isUpper ? [condition.args[1], condition.args[0]] : condition.args;
  const event = clockValueOf(time, columns);
  const offset = scheduledOffset(bound, columns);
  const { origin } = expressionInfo(time, columns);
  if (event.kind !== "event" || offset === undefined) return undefined;
  const ticks = offset + event.shift;
  // `TimeGenerated < ago(1h)` bounds from above, and says nothing of how far the query looks back.
  return ticks <= 0
    ? undefined
    : { span: condition.span, ticks, clock: event.clock, scans: origin?.scans ?? [] };
}

/** `TimeGenerated < ago(1d)`. */
function windowEndOf(condition: BoundExpression, columns: ColumnInfos): TimeBound | undefined {
  if (condition.kind !== "call" || !orderings.has(condition.name)) return undefined;
  const isUpper = condition.name === "<" || condition.name === "<=";
  const [time, bound] = isUpper ? condition.args : [condition.args[1], condition.args[0]];
  const event = clockValueOf(time, columns);
  const offset = scheduledOffset(bound, columns);
  if (event.kind !== "event" || event.clock !== "generated" || offset === undefined) return undefined;
  const { origin } = expressionInfo(time, columns);
  return { span: condition.span, ticks: offset + event.shift, scans: origin?.scans ?? [] };
}

/** How far before the scheduled time a bound lies; at least so far when it is rounded down to a day. */
function scheduledOffset(bound: BoundExpression, columns: ColumnInfos): number | undefined {
  const value = clockValueOf(bound, columns);
  if (value.kind === "scheduled") return value.offset;
  if (bound.kind !== "call") return undefined;
  const [base, added] = bound.args;
  if (bound.name.startsWith("startof") || bound.name === "bin") return scheduledOffset(base, columns);
  // `startofday(now()) - 8d`
  if ((bound.name !== "-" && bound.name !== "+") || added?.kind !== "constant") return undefined;
  const offset = scheduledOffset(base, columns);
  const shift = Number(added.value);
  return offset === undefined ? undefined : offset + (bound.name === "-" ? shift : -shift);
}

/** True when a row's age, or something made of it, is compared. */
function agesRows(condition: BoundExpression, columns: ColumnInfos): boolean {
  return anyPart(condition, (part) => {
    if (part.kind !== "call") return false;
    if (clockValueOf(part, columns).kind === "age") return true;
    const reads = part.args.some((arg) =>
      anyPart(arg, (inner) => inner.kind === "call" && inner.entry.readsEnvironment === true),
    );
    const isOfTimes = part.args.some(
      (arg) => expressionInfo(arg, columns).origin?.column === "TimeGenerated",
    );
    const isPlainBound =
      orderings.has(part.name) && part.args.some((arg) => scheduledOffset(arg, columns) !== undefined);
    return reads && isOfTimes && !isPlainBound;
  });
}
