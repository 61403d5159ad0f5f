/** Rows that an aggregate of a group left out. */
import type { BoundAggregate, BoundExpression } from "../bind/bound.js";
import { conjunctsOf } from "../exec/expression-traits.js";
import type { Aggregating } from "../rules/plan/operator-shapes.js";
import {
  acceptingAlso,
  acceptsIn,
  choosing,
  conditionSuspects,
  lossesOfBranches,
  type MadeBy,
} from "./condition-suspects.js";
import { columnsIn, constantAt, type TypedCell } from "./conditions.js";
import type { OperatorPlace } from "./flow.js";
import { aggregatesBehind, type Group, inputRows } from "./group.js";
import type { Loss } from "./loss.js";
import { makingOf } from "./made-of.js";
import type { NearRow } from "./near-rows.js";
import { measureOf } from "./order-suspects.js";
import { computed, withFields } from "./rewrite-plan.js";
import { readerAt } from "./rows.js";
import type { Change } from "./subject.js";
import type { Search, Suspect } from "./suspects.js";

/** Rows of the group that `countif` and the like left out for a text that is nearly the one they ask for. */
export function countedSuspects(search: Search, { place, operator, row }: Group, near: NearRow): Suspect[] {
  const used = columnsUsed(search, operator, near);
  const rows = inputRows(place, [row]);
  let column = 0;
  return operator.aggregates.aggregates.flatMap((aggregate): Suspect[] => {
    const isUsed = aggregate.columns.map(() => used.has(column++)).includes(true);
    if (!isUsed) return [];
    const predicate = predicateOf(aggregate);
    if (predicate === undefined) return summedSuspects(search, { place, operator, aggregate, rows });
    const holds = readerAt(place, predicate, rows);
    const lost = rows.filter((_, index) => holds(index) !== true);
    if (lost.length === 0) return [];
    const accept = acceptsBeside(operator, aggregate, predicate);
    const loss: Loss = { place, accept, condition: predicate, rows: lost, total: rows.length };
    return conjunctsOf(predicate)
      .flatMap((condition) => conditionSuspects(search, { ...loss, condition }))
      .flatMap((suspect) => tellingSuspect(suspect, loss));
  });
}

/** Columns made by aggregates that the failed tests read. */
function columnsUsed(search: Search, { aggregates }: Aggregating, near: NearRow): ReadonlySet<number> {
  const read = near.failed.flatMap(({ subject }) => aggregatesBehind(search, near.place, subject, near.row));
  const names = new Set(read.map(({ name }) => name));
  return new Set(
    aggregates.outputs
      .filter(({ column }) => names.has(column.name))
      .flatMap(({ expression }) => columnsIn(expression).map(({ index }) => index)),
  );
}

/** The condition under which an aggregate takes a row: of `dcountif` and `make_set_if` it is the second argument. */
function predicateOf({ name, args, predicate }: BoundAggregate): BoundExpression | undefined {
  return predicate ?? (name.endsWith("if") && args[1]?.type === "bool" ? args[1] : undefined);
}

/** The `summarize` whose aggregate also counts rows with some values. */
function acceptsBeside(
  operator: Aggregating,
  aggregate: BoundAggregate,
  predicate: BoundExpression,
): Loss["accept"] {
  return (values, accepts) => {
    const also = computed(
      "bool",
      [predicate, ...values],
      (held, ...cells) => held === true || accepts(cells),
    );
    const args = aggregate.args.map((arg) => (arg === predicate ? also : arg));
    const own = aggregate.predicate === undefined ? {} : { predicate: also };
    return withAggregate(operator, aggregate, { args, ...own });
  };
}

/** The `summarize` with one of its aggregates changed. */
function withAggregate(
  operator: Aggregating,
  aggregate: BoundAggregate,
  change: Partial<BoundAggregate>,
): Change {
  const aggregates = operator.aggregates.aggregates.map((other) =>
    other === aggregate ? { ...other, ...change } : other,
  );
  const list = { ...operator.aggregates, aggregates };
  return { plan: new Map([[operator, withFields(operator, { aggregates: list })]]) };
}

interface Summing {
  readonly place: OperatorPlace;
  readonly operator: Aggregating;
  readonly aggregate: BoundAggregate;
  /** Rows of the group. */
  readonly rows: readonly number[];
}

/** Aggregates that grow with the values that they are given. */
const growing = new Set(["sum", "avg", "max"]);

/** Rows that count less for a condition inside of what is added up: `sum(iff(Result == "failure", 1, 0))`. */
function summedSuspects(search: Search, { place, operator, aggregate, rows }: Summing): Suspect[] {
  const [argument] = aggregate.args;
  if (!growing.has(aggregate.name)) return [];
  const making = makingOf(place, argument, rows);
  if (making.kind !== "expression") return [];
  const wanted = greatestBranch(making);
  if (wanted === undefined) return [];
  const inAggregate: Loss["accept"] = (values, accepts) => {
    const args = [acceptingAlso(argument, wanted, values, accepts), ...aggregate.args.slice(1)];
    return withAggregate(operator, aggregate, { args });
  };
  const accept = making.place === place ? inAggregate : acceptsIn(making, wanted);
  if (accept === undefined) return [];
  return lossesOfBranches(making, wanted, accept).flatMap((loss) =>
    conditionSuspects(search, loss).flatMap((suspect) => tellingSuspect(suspect, loss)),
  );
}

/** The greatest number that an `iff` or `case` gives under a condition. */
function greatestBranch({ place, expression }: MadeBy): TypedCell | undefined {
  if (expression.kind !== "call" || !choosing.has(expression.name)) return undefined;
  const values = expression.args
    .filter((arg, at) => at % 2 === 1 && arg.isRunConstant === true)
    .map((arg) => constantAt(arg, place));
  return values
    .filter(({ cell }) => measureOf(cell) !== undefined)
    .sort((a, b) => (measureOf(b.cell) ?? 0) - (measureOf(a.cell) ?? 0))[0];
}

/** What no row of the group has is told after the count itself; what is no text is not told. */
function tellingSuspect(suspect: Suspect, { rows, total }: Loss): Suspect[] {
  const { finding } = suspect;
  if (finding.kind === "text-differs") return [suspect];
  return finding.kind === "literal-absent" && rows.length === total
    ? [{ ...suspect, finding: { ...finding, distance: Math.max(finding.distance, 0.75) } }]
    : [];
}
