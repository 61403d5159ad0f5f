/** The texts that a query names. */
import type { BoundExpression } from "../bind/bound.js";
import { partsOf } from "../exec/expression-traits.js";
import { partsOfOperator } from "../rules/plan/operator-shapes.js";
import { isDynamicArray } from "../types/value.js";
import type { Subject } from "./subject.js";

const known = new WeakMap<Subject["visits"], ReadonlySet<string>>();

/** All constant texts of a query: a value that is one of them is not another one misspelt. */
export function textsOf({ visits }: Subject): ReadonlySet<string> {
  let texts = known.get(visits);
  if (texts === undefined) {
    const found = new Set<string>();
    for (const operator of visits.keys()) {
      const { expressions, apart } = partsOfOperator(operator);
      for (const expression of [...expressions, ...apart]) collect(expression, found);
    }
    known.set(visits, found);
    texts = found;
  }
  return texts;
}

function collect(expression: BoundExpression, found: Set<string>): void {
  if (expression.kind === "constant") {
    const { value } = expression;
    for (const text of isDynamicArray(value) ? value : [value]) if (typeof text === "string") found.add(text);
  }
  for (const part of partsOf(expression)) collect(part, found);
}
