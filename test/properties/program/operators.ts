/** Random tabular operators over columns that are known. */
import { type Choice, pick, times } from "./choice.js";
import { literal, type Scope } from "./expressions.js";
import { orderBoundOperators } from "./order-bound.js";
import { commonOperators, nestingOperators, orderFreeOperators } from "./order-free.js";

export interface ProgramOptions {
  /** Only operators whose rows, as a set, do not depend on the order of their input. */
  readonly isOrderFree?: boolean;
}

function templates(choice: Choice, isOrderFree: boolean) {
  const draw = choice.below(100);
  if (draw < 40) return commonOperators;
  if (draw < 65 || isOrderFree) return draw % 4 === 3 ? nestingOperators : orderFreeOperators;
  return draw < 70 ? nestingOperators : orderBoundOperators;
}

export function operator(scope: Scope, { isOrderFree = false }: ProgramOptions): string {
  return pick(scope.choice, templates(scope.choice, isOrderFree))(scope);
}

/** Rows made without a table. */
export function generatedSource(scope: Scope): string {
  const { choice } = scope;
  const value = (): string => pick(choice, ["1", "3", "-1"]);
  switch (choice.below(4)) {
    case 0:
      return `range k from ${value()} to ${pick(choice, ["5", "0"])} step ${value()} | extend s = tostring(k), d = pack_array(k), t = datetime(2020-01-01) + k * 1h`;
    case 1:
      return `range t from datetime(2020-01-01) to datetime(2020-01-02) step 7h | extend k = tolong(t), s = tostring(t), d = bag_pack("t", t)`;
    case 2:
      return `print k = ${literal(scope, "long")}, s = ${literal(scope, "string")}, d = ${literal(scope, "dynamic")}, t = ${literal(scope, "datetime")}`;
    default:
      return `datatable (k:long, s:string, d:dynamic, t:datetime) [${times(choice.below(4), () =>
        (["long", "string", "dynamic", "datetime"] as const).map((type) => literal(scope, type)).join(", "),
      ).join(", ")}]`;
  }
}
