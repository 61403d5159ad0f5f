/** The tables that a `search` or a `find` looks through, each as a `where` over its rows. */
import type { BoundExpression, BoundOperator, Column } from "../bind/bound.js";
import { nullRows, nullVector } from "../exec/null-rows.js";
import type { Batch } from "../vector/batch.js";
import { lastPlace, type OperatorPlace, type Place, type SourcePlace } from "./flow.js";
import { withFields } from "./rewrite-plan.js";
import { rowsOutOf } from "./rows.js";
import type { Change } from "./subject.js";

/** One table, with what is asked of its rows. */
export interface SearchLeg {
  /** The operator, as if the rows of this table streamed in. */
  readonly place: OperatorPlace;
  readonly predicate: BoundExpression;
  /** Columns of the predicate that the table lacks. */
  readonly missing: ReadonlySet<number>;
  /** The run with another predicate for this table; `search` has one for all. */
  readonly changed: (predicate: BoundExpression) => Change;
}

/** Which columns a predicate reads: of all tables (`search`), or a table's own and those that it lacks (`find`). */
interface BoundLeg {
  readonly input: number | undefined;
  readonly indexes?: readonly number[];
  readonly missing?: readonly Column[];
  readonly predicate?: BoundExpression;
}

type Searching = BoundOperator & {
  readonly legs: readonly BoundLeg[];
  readonly columns?: readonly Column[];
  readonly predicate?: BoundExpression;
};

export function isSearch(operator: BoundOperator): operator is Searching {
  return (operator.kind === "search" || operator.kind === "find") && "legs" in operator;
}

const known = new WeakMap<OperatorPlace, readonly SearchLeg[]>();

/** None for other operators. */
export function searchLegs(place: OperatorPlace): readonly SearchLeg[] {
  let legs = known.get(place);
  if (legs === undefined) {
    const { operator } = place.operator;
    legs = isSearch(operator) ? operator.legs.flatMap((leg, at) => legOf(place, operator, leg, at)) : [];
    known.set(place, legs);
  }
  return legs;
}

/** The leg whose rows come from an input of the operator, or from its stream. */
export function searchLegOf(place: OperatorPlace, input: number | undefined): SearchLeg | undefined {
  const { operator } = place.operator;
  if (!isSearch(operator)) return undefined;
  return searchLegs(place)[operator.legs.findIndex((leg) => leg.input === input)];
}

function legOf(place: OperatorPlace, operator: Searching, leg: BoundLeg, at: number): SearchLeg[] {
  const from = leg.input === undefined ? place.before : lastPlace(place.feeds[leg.input]);
  const predicate = leg.predicate ?? operator.predicate;
  if (from === undefined || predicate === undefined) return [];
  const before = givenPlace(place, from, operator, leg);
  const changed = (other: BoundExpression): Change => {
    const legs = operator.legs.map((own, ordinal) =>
      ordinal === at && own.predicate !== undefined ? { ...own, predicate: other } : own,
    );
    const fields = leg.predicate === undefined ? { predicate: other } : { legs };
    return { plan: new Map([[operator, withFields(operator, fields)]]) };
  };
  return [
    {
      place: { ...place, before, operator: { ...place.operator, rowsIn: from.rowsOut } },
      predicate,
      missing: missingIn(from, leg),
      changed,
    },
  ];
}

function missingIn(from: Place, { indexes, missing = [] }: BoundLeg): ReadonlySet<number> {
  const own = rowsOutOf(from).columns.length;
  return new Set(
    indexes === undefined
      ? missing.map((_, at) => own + at)
      : indexes.flatMap((index, at) => (index < 0 ? [at] : [])),
  );
}

/** The rows of a table in the columns that the predicate is over. */
function givenPlace(place: OperatorPlace, from: Place, operator: Searching, leg: BoundLeg): SourcePlace {
  const { batch, columns } = seenRows(from, operator, leg);
  const { span, index, depth, stage, rowsOut } = from;
  return {
    kind: from.kind,
    span,
    index,
    depth,
    stage,
    rowsOut,
    givenTo: [],
    feeds: [],
    source: { kind: "given", span, rowsOut, columns, batch },
    given: {
      place: from,
      rows: Int32Array.from({ length: rowsOut }, (_, row) => row),
      operator: place.operator,
    },
  };
}

function seenRows(
  from: Place,
  operator: Searching,
  { indexes, missing = [] }: BoundLeg,
): { readonly batch: Batch; readonly columns: readonly Column[] } {
  const own = rowsOutOf(from);
  const { length } = own.batch;
  if (indexes === undefined || operator.columns === undefined) {
    const batch = missing.length === 0 ? own.batch : own.batch.beside(nullRows(missing, length));
    return { batch, columns: [...own.columns, ...missing] };
  }
  const { columns } = operator;
  return {
    batch: own.batch.project(
      indexes.map((index, at) => (index < 0 ? nullVector(columns[at].type, length) : index)),
    ),
    columns: indexes.map((index, at) => (index < 0 ? columns[at] : own.columns[index])),
  };
}
