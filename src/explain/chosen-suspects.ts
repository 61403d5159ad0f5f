/** Conditions on what `arg_max` and its like took of one row of a group, where another row would have passed. */
import type { BoundExpression } from "../bind/bound.js";
import { conjunctsOf } from "../exec/expression-traits.js";
import { hasAggregates } from "../rules/plan/operator-shapes.js";
import type { Atom, TypedCell } from "./conditions.js";
import { columnsIn } from "./conditions.js";
import type { OperatorPlace } from "./flow.js";
import type { Loss } from "./loss.js";
import { makingOf } from "./made-of.js";
import { cellOfRow } from "./rows.js";
import { concerned, keyOf, labelOf, type Search, type Suspect } from "./suspects.js";
import { eventsOf, type Hiding, withoutEvents } from "./time-suspects.js";

/** Groups that are looked into. */
const mostGroups = 20;

const directions: ReadonlyMap<string, number> = new Map([
  ["arg_max", -1],
  ["arg_min", 1],
]);

/** Groups whose chosen row fails where another row of the group would have passed. */
export function chosenSuspects(search: Search, loss: Loss, atom: Atom): Suspect[] {
  if (conjunctsOf(loss.condition).length > 1) return [];
  const subject = "subject" in atom ? atom.subject : atom.expression;
  const [column, ...others] = columnsIn(subject);
  if (column === undefined || others.length > 0) return [];
  return loss.rows.slice(0, mostGroups).flatMap((row) => {
    const making = makingOf(loss.place, column, [row]);
    if (making.kind !== "place" || making.place.operator === undefined) return [];
    const use = chosenBy(making.place, making.column);
    if (use === undefined) return [];
    const events = eventsOf(making.place, making.rows, use.name, use.direction, use.argument);
    const hidden = events.flatMap((event, at): HiddenEvent[] => {
      const { value } = event;
      if (at === 0 || value === undefined || isSameValue(value, events[0].value)) return [];
      return withoutEvents(column.name, events, at).map((hiding) => ({
        hiding,
        value,
        time: event.time,
        at,
      }));
    });
    return hidden.map((event) => chosenSuspect({ search, loss, subject, row, use }, event));
  });
}

/** An event that would come forth without the later ones. */
interface HiddenEvent {
  readonly hiding: Hiding;
  readonly value: TypedCell;
  readonly time: TypedCell;
  /** How many events hide it. */
  readonly at: number;
}

interface LostGroup {
  readonly search: Search;
  readonly loss: Loss;
  readonly subject: BoundExpression;
  readonly row: number;
  readonly use: Chosen;
}

function chosenSuspect({ search, loss, subject, row, use }: LostGroup, event: HiddenEvent): Suspect {
  const { dropped, rows } = event.hiding;
  return {
    finding: {
      kind: "other-row-chosen",
      place: loss.place.index,
      span: loss.condition.span,
      aggregate: use.name,
      subjectSpan: subject.span,
      value: { cell: cellOfRow(loss.place, subject, row), type: subject.type },
      hidden: event.value,
      hiddenTime: event.time,
      hiding: dropped,
      label: labelOf(search.subject, loss.place, row),
      rows: concerned(loss.place.before, [row], loss.total),
      distance: 0.1 + 0.01 * (event.at - 1),
    },
    change: { dropped: rows },
    check: { kind: "without-rows", rows: dropped },
  };
}

function isSameValue(value: TypedCell, other: TypedCell | undefined): boolean {
  return keyOf(value.cell, value.type) === keyOf(other?.cell ?? null, value.type);
}

interface Chosen {
  readonly name: string;
  readonly direction: number;
  /** Ordinal of the argument that the column is. */
  readonly argument: number;
}

/** The `arg_max` that a column of a `summarize` is made by. */
function chosenBy({ operator: { operator } }: OperatorPlace, column: number): Chosen | undefined {
  if (!hasAggregates(operator)) return undefined;
  const output = operator.aggregates.outputs[column - operator.keys.length];
  if (output?.expression.kind !== "column") return undefined;
  let index = output.expression.index;
  for (const { name, columns } of operator.aggregates.aggregates) {
    if (index < columns.length) {
      const direction = directions.get(name);
      return direction === undefined ? undefined : { name, direction, argument: index };
    }
    index -= columns.length;
  }
  return undefined;
}
