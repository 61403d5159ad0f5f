/** Conditions on what `arg_max` and its like took of one row of a group, where another row would have passed. */
import type { BoundExpression } from "../bind/bound.js";
import { conjunctsOf } from "../exec/expression-traits.js";
import { hasAggregates } from "../rules/plan/visit-plan.js";
import { cellReader } from "../vector/vector.js";
import type { Atom, TypedCell } from "./conditions.js";
import { columnsIn } from "./conditions.js";
import type { OperatorPlace } from "./flow.js";
import { makingOf } from "./made-of.js";
import { evaluateAt, rowsInto } from "./rows.js";
import { concerned, keyOf, labelOf, type Suspect } from "./suspects.js";
import type { Loss } from "./text-suspects.js";
import { eventsOf, withoutEvents } from "./time-suspects.js";

/** Groups that are looked into. */
const mostGroups = 20;

const directions: ReadonlyMap<string, number> = new Map([
  ["arg_max", -1],
  ["arg_min", 1],
]);

export function chosenSuspects(loss: Loss, atom: Atom): Suspect[] {
  if (conjunctsOf(loss.condition).length > 1) return [];
  const subject = "subject" in atom ? atom.subject : atom.expression;
  const [column, ...others] = columnsIn(subject);
  if (column === undefined || others.length > 0) return [];
  return loss.rows.slice(0, mostGroups).flatMap((row) => {
    const making = makingOf(loss.place, column, [row]);
    if (making.kind !== "place" || making.place.operator === undefined) return [];
    const { place } = making;
    const use = chosenBy(place, making.column);
    if (use === undefined) return [];
    const events = eventsOf(place, making.rows, use.name, use.direction, use.argument);
    const value = cellAtRow(loss, subject, row);
    return events.slice(1).flatMap((event, at): Suspect[] => {
      const [hiding] = withoutEvents(column.name, events, at + 1);
      if (hiding === undefined || event.value === undefined) return [];
      if (
        keyOf(event.value.cell, event.value.type) === keyOf(events[0].value?.cell ?? null, event.value.type)
      )
        return [];
      return [
        {
          finding: {
            kind: "other-row-chosen",
            place: loss.place.index,
            span: loss.condition.span,
            aggregate: use.name,
            subjectSpan: subject.span,
            value,
            hidden: event.value,
            hiddenTime: event.time,
            hiding: hiding.dropped,
            label: labelOf(loss.place, row),
            rows: concerned(loss.place.before, [row], loss.total),
            distance: 0.1 + 0.01 * at,
          },
          change: { dropped: hiding.rows },
          check: { kind: "without-rows", rows: hiding.dropped },
        },
      ];
    });
  });
}

function cellAtRow({ place }: Loss, expression: BoundExpression, row: number): TypedCell {
  const one = rowsInto(place).batch.select(Int32Array.of(row));
  return { cell: cellReader(evaluateAt(place, expression, one))(0), type: expression.type };
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
