/** How a query's result depends on the scheduled time: found in the bound plan, refused wherever it isn't plain. */
import type { BoundCall, BoundExpression, BoundPipeline } from "../../bind/bound.js";
import { partsOf } from "../../exec/expression-traits.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../../types/calendar.js";
import { type ClockComparison, type ClockDependence, type ClockStep, everyRun } from "../clock-dependence.js";
import { eventClock } from "./column-origin.js";
import { hasAggregates, hasLayout, isWhere, partsOfOperator } from "./operator-shapes.js";
import { type ColumnInfos, type OperatorVisit, visitPlan } from "./visit-plan.js";

/** The clock's part in a plan. */
export function clockUse(pipelines: readonly BoundPipeline[]): ClockDependence {
  const found = new ClockFinder();
  visitPlan(pipelines, {
    operator: (visit) => found.operator(visit),
    openRest: () => {
      found.isFree = true;
    },
  });
  if (found.isFree) return everyRun;
  return { isFree: false, comparisons: distinct(found.comparisons), steps: distinct(found.steps) };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/**
 * What a value is to the clock. `still`: the same at every run, but for comparisons that have been noted. `scheduled`:
 * the scheduled time less an offset. `event`: a row's own time plus a shift. `age`: scheduled time less a row's time.
 */
export type ClockValue =
  | { readonly kind: "still"; readonly ticks?: number }
  | { readonly kind: "scheduled"; readonly offset: number }
  | { readonly kind: "event"; readonly clock: "generated" | "ingested"; readonly shift: number }
  | { readonly kind: "age"; readonly clock: "generated" | "ingested"; readonly offset: number };

/** What an expression over columns is to the clock. */
export function clockValueOf(expression: BoundExpression, columns: ColumnInfos): ClockValue {
  return new ClockFinder().value(expression, columns);
}

const still: ClockValue = { kind: "still" };

class ClockFinder {
  isFree = false;
  readonly comparisons: ClockComparison[] = [];
  readonly steps: ClockStep[] = [];

  operator({ operator, input }: OperatorVisit): void {
    const known = new Set<BoundExpression>();
    const read = (expressions: readonly BoundExpression[], origins: ColumnInfos) => {
      for (const expression of expressions) {
        known.add(expression);
        this.root(expression, origins);
      }
    };
    if (isWhere(operator)) read(operator.conjuncts, input);
    if (hasLayout(operator)) {
      const { computed } = operator.layout;
      read(
        computed.map(({ expression }) => expression),
        input,
      );
    }
    if (hasAggregates(operator)) {
      const { keys, aggregates } = operator;
      read(
        keys.map(({ expression }) => expression),
        input,
      );
      read(
        aggregates.aggregates.flatMap(({ args, predicate }) =>
          predicate === undefined ? args : [...args, predicate],
        ),
        input,
      );
    }
    const { expressions, apart } = partsOfOperator(operator);
    read(
      [...expressions, ...apart].filter((expression) => !known.has(expression)),
      [],
    );
  }

  /** A value that leaves the expression: a column, a filter's verdict. */
  private root(expression: BoundExpression, origins: ColumnInfos): void {
    this.settle(this.value(expression, origins));
  }

  /** A value used in a way that isn't followed. */
  private settle(value: ClockValue): ClockValue {
    if (value.kind === "scheduled" || value.kind === "age") this.isFree = true;
    return still;
  }

  value(expression: BoundExpression, origins: ColumnInfos): ClockValue {
    switch (expression.kind) {
      case "constant":
        return expression.type === "timespan" && typeof expression.value === "number"
          ? { kind: "still", ticks: expression.value }
          : still;
      case "column": {
        const clock = eventClock(origins[expression.index]?.origin);
        return clock === undefined ? still : { kind: "event", clock, shift: 0 };
      }
      case "conversion": {
        const value = this.value(expression.operand, origins);
        return expression.type === expression.operand.type ? value : this.settle(value);
      }
      case "call":
        return this.call(expression, origins);
      case "window":
      case "logical":
      case "member":
      case "list-input":
      case "scalar-input":
        for (const part of partsOf(expression)) this.root(part, origins);
        return still;
    }
  }

  private call(call: BoundCall, origins: ColumnInfos): ClockValue {
    const args = call.args.map((arg) => this.value(arg, origins));
    if (call.entry.readsEnvironment === true && call.entry.isVolatile !== true)
      return this.readClock(call, args);
    const [first, second] = args;
    if (call.name === "-" || call.name === "+") return this.shift(call.name, first, second);
    if (comparisons.has(call.name)) return this.compare(args);
    if (call.name === "datetime_add") {
      const added = addedTicks(call);
      if (added !== undefined) return this.shift("+", args[2], { kind: "still", ticks: added });
    }
    const unit = calendarUnits.get(call.name);
    if (first?.kind === "scheduled" && unit !== undefined) return this.step(first.offset, unit);
    if (first?.kind === "scheduled" && binning.has(call.name)) return this.bin(first.offset, second);
    for (const value of args) this.settle(value);
    return still;
  }

  private readClock(call: BoundCall, [first]: readonly ClockValue[]): ClockValue {
    const ticks = first === undefined ? 0 : first.kind === "still" ? first.ticks : undefined;
    if (ticks === undefined || (call.name !== "now" && call.name !== "ago")) {
      this.isFree = true;
      return still;
    }
    return { kind: "scheduled", offset: call.name === "ago" ? ticks : -ticks };
  }

  private shift(operator: "-" | "+", left: ClockValue, right: ClockValue): ClockValue {
    const sign = operator === "-" ? 1 : -1;
    if (right.kind === "still" && right.ticks !== undefined) {
      if (left.kind === "scheduled") return { kind: "scheduled", offset: left.offset + sign * right.ticks };
      if (left.kind === "event") return { ...left, shift: left.shift - sign * right.ticks };
    }
    if (operator === "+" && left.kind === "still" && left.ticks !== undefined) {
      return this.shift("+", right, left);
    }
    if (operator === "-" && left.kind === "scheduled" && right.kind === "event") {
      // (S - offset) - (t + shift)
      return { kind: "age", clock: right.clock, offset: left.offset + right.shift };
    }
    this.settle(left);
    this.settle(right);
    return still;
  }

  /** The first value against each of the others. */
  private compare([first, ...others]: readonly ClockValue[]): ClockValue {
    for (const other of others) this.comparePair(first, other);
    return still;
  }

  private comparePair(left: ClockValue, right: ClockValue): void {
    const [a, b] = left.kind === "event" || left.kind === "age" ? [left, right] : [right, left];
    if (a.kind === "event" && b.kind === "scheduled") {
      this.comparisons.push({ clock: a.clock, offsetTicks: b.offset + a.shift });
    } else if (a.kind === "age" && b.kind === "still" && b.ticks !== undefined) {
      this.comparisons.push({ clock: a.clock, offsetTicks: a.offset + b.ticks });
    } else if (!(a.kind === "scheduled" && b.kind === "scheduled")) {
      this.settle(a);
      this.settle(b);
    }
  }

  /** A value that changes only when the scheduled time less an offset passes a multiple of a unit. */
  private step(offsetTicks: number, unitTicks: number): ClockValue {
    this.steps.push({ unitTicks, offsetTicks });
    return still;
  }

  private bin(offset: number, size: ClockValue | undefined): ClockValue {
    const ticks = size?.kind === "still" ? size.ticks : undefined;
    if (ticks === undefined || ticks <= 0) return this.settle({ kind: "scheduled", offset });
    if (ticksPerDay % ticks === 0) return this.step(offset, ticks);
    return ticks % ticksPerDay === 0
      ? this.step(offset, ticksPerDay)
      : this.settle({ kind: "scheduled", offset });
  }
}

/** What `datetime_add` adds, in units of one length. */
function addedTicks({ args: [unit, amount] }: BoundCall): number | undefined {
  if (unit?.kind !== "constant" || amount?.kind !== "constant") return undefined;
  const ticks = fixedUnits.get(String(unit.value).toLowerCase());
  return ticks === undefined || typeof amount.value !== "number" ? undefined : amount.value * ticks;
}

const fixedUnits: ReadonlyMap<string, number> = new Map([
  ["week", 7 * ticksPerDay],
  ["day", ticksPerDay],
  ["hour", ticksPerHour],
  ["minute", ticksPerMinute],
  ["second", ticksPerSecond],
]);

const comparisons: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!=", "between", "!between"]);
const binning: ReadonlySet<string> = new Set(["bin", "floor"]);

/** Functions of a time that change at most so often; a finer unit than the true one is safe. */
const calendarUnits: ReadonlyMap<string, number> = new Map([
  ...[
    "startofday",
    "startofweek",
    "startofmonth",
    "startofyear",
    "endofday",
    "endofweek",
    "endofmonth",
    "endofyear",
    "dayofweek",
    "dayofmonth",
    "dayofyear",
    "monthofyear",
    "getmonth",
    "getyear",
    "week_of_year",
  ].map((name): [string, number] => [name, ticksPerDay]),
  ["hourofday", ticksPerHour],
]);
