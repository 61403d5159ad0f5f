import type { BoundAggregate, BoundAggregateList, BoundExpression } from "../bind/bound.js";
import type { ArgumentInfo } from "../functions/entry.js";
import { eachColumn } from "./expression-traits.js";

/** An aggregate that some output is made of. */
export interface NeededAggregate {
  readonly aggregate: BoundAggregate;
  /** Index of its first column among those of all aggregates of the list. */
  readonly firstColumn: number;
  /** The column that it reads, where another aggregate of the list reads that, too. */
  readonly sharedColumn: number | undefined;
  /** What is known of the arguments; absent where that is known of a run only. */
  readonly infos: readonly ArgumentInfo[] | undefined;
}

const allOf = new WeakMap<BoundAggregateList, readonly NeededAggregate[]>();
/** By list, as what is read of one does not change once its query is bound. */
const someOf = new WeakMap<BoundAggregateList, readonly NeededAggregate[]>();

/** The aggregates that the outputs in `read` need, all of them without it; arguments that only others need are null. */
export function neededAggregates(
  list: BoundAggregateList,
  read: ReadonlySet<number> | undefined,
): readonly NeededAggregate[] {
  const known = read === undefined ? allOf : someOf;
  let needed = known.get(list);
  if (needed === undefined) {
    needed = read === undefined ? withColumns(list) : whatIsRead(list, read);
    known.set(list, needed);
  }
  return needed;
}

function whatIsRead(list: BoundAggregateList, read: ReadonlySet<number>): NeededAggregate[] {
  const columns = new Set<number>();
  for (const [at, { expression }] of list.outputs.entries())
    if (read.has(at)) eachColumn(expression, (column) => columns.add(column));
  return withColumns(list).flatMap((all) => {
    const { aggregate, firstColumn } = all;
    const isRead = (_: unknown, at: number) => columns.has(firstColumn + at);
    if (!aggregate.columns.some(isRead)) return [];
    if (aggregate.entry.handsOn !== true) return [all];
    const args = aggregate.args.map((arg, at) => (at === 0 || isRead(arg, at) ? arg : nothing(arg)));
    return [{ ...all, aggregate: { ...aggregate, args }, infos: infosOf(args) }];
  });
}

function withColumns({ aggregates }: BoundAggregateList): NeededAggregate[] {
  const columns = aggregates.map(wholeColumn);
  let firstColumn = 0;
  return aggregates.map((aggregate, at) => {
    const column = columns[at];
    const isShared = column !== undefined && columns.indexOf(column) !== columns.lastIndexOf(column);
    const sharedColumn = isShared ? column : undefined;
    const numbered = { aggregate, firstColumn, sharedColumn, infos: infosOf(aggregate.args) };
    firstColumn += aggregate.columns.length;
    return numbered;
  });
}

/** The column that an aggregate reads all rows of. */
function wholeColumn({ args: [first], predicate }: BoundAggregate): number | undefined {
  return predicate === undefined && first?.kind === "column" ? first.index : undefined;
}

function infosOf(args: readonly BoundExpression[]): readonly ArgumentInfo[] | undefined {
  return args.some(isRunConstant) ? undefined : args.map(argumentInfo);
}

export function isRunConstant(arg: BoundExpression): boolean {
  return arg.kind !== "constant" && arg.kind !== "column" && arg.isRunConstant === true;
}

/** What an aggregate may know of an argument beforehand. */
export function argumentInfo(arg: BoundExpression): ArgumentInfo {
  const { type } = arg;
  if (arg.kind === "column") return { type, columnName: arg.name };
  return arg.kind === "constant" ? { type, constant: { value: arg.value } } : { type };
}

function nothing({ type, span }: BoundExpression): BoundExpression {
  return { kind: "constant", type, value: null, span };
}
