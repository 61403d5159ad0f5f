/** Why a single condition lost rows: by its tests, by the regular expression, by what its column is made of. */
import type { BoundExpression } from "../bind/bound.js";
import { conjunctsOf } from "../exec/expression-traits.js";
import { hasLayout } from "../rules/plan/operator-shapes.js";
import type { Cell } from "../types/value.js";
import { branchLosses } from "./branch-suspects.js";
import { chosenSuspects } from "./chosen-suspects.js";
import { type Atom, atomsOf, constantAt, type TypedCell, textOfCell } from "./conditions.js";
import type { Finding } from "./findings.js";
import type { Loss } from "./loss.js";
import { type Making, makingOf } from "./made-of.js";
import { orderSuspects, otherSuspects } from "./order-suspects.js";
import { absentSuspects, pairSuspects } from "./pair-suspects.js";
import { patternSuspects } from "./pattern-suspects.js";
import { computed, withFields } from "./rewrite-plan.js";
import { readerAt } from "./rows.js";
import { keyOf, type Search, type Suspect } from "./suspects.js";
import { filledSuspects, textSuspects } from "./text-suspects.js";

/** Takes the condition apart into its tests; the findings of an `or` say how many others there are. */
export function conditionSuspects(search: Search, loss: Loss): Suspect[] {
  const atoms = atomsOf(loss.condition, loss.place);
  return atoms.flatMap((atom) => {
    const made = madeSuspects(search, loss, atom);
    const own = made.length === 0 ? atomSuspects(search, loss, atom) : [];
    const all = [...made, ...chosenSuspects(search, loss, atom), ...own];
    return atoms.length === 1 ? all : all.map((suspect) => withAlternatives(suspect, atoms.length - 1));
  });
}

function withAlternatives(suspect: Suspect, alternatives: number): Suspect {
  return { ...suspect, finding: { ...suspect.finding, alternatives } };
}

function atomSuspects(search: Search, loss: Loss, atom: Atom): Suspect[] {
  switch (atom.kind) {
    case "text":
      return textSuspects(search, loss, atom);
    case "filled":
      return filledSuspects(search, loss, atom);
    case "order":
      return orderSuspects(search, loss, atom);
    case "pair":
      return pairSuspects(search, loss, atom);
    case "other":
      return unknownSuspects(search, loss, atom.expression);
  }
}

function unknownSuspects(search: Search, loss: Loss, expression: BoundExpression): Suspect[] {
  if (expression.kind === "logical" && expression.operator === "and") {
    return branchLosses(loss, expression.operands).flatMap((part) => conditionSuspects(search, part));
  }
  const absent = absentSuspects(search, loss, expression).map(
    (suspect): Suspect => ({ ...suspect, finding: { ...suspect.finding, distance: absentDistance } }),
  );
  return [...absent, ...(patternSuspects(loss, expression) ?? otherSuspects(loss, expression))];
}

/** A condition may be made for absent values. */
const absentDistance = 0.3;

// Columns made by conditions: `extend Risk = iff(Location == "RU", "high", "low")`

export type MadeBy = Extract<Making, { readonly kind: "expression" }>;

/** Where the condition asks for a value that `iff` or `case` gives under a condition, that one is what failed. */
function madeSuspects(search: Search, loss: Loss, atom: Atom): Suspect[] {
  const wanted = wantedOf(atom);
  if (wanted === undefined) return [];
  const making = makingOf(loss.place, wanted.subject, loss.rows);
  if (making.kind !== "expression" || making.rows.length === 0) return [];
  const { place } = making;
  const accept = acceptsIn(making, wanted.value);
  if (accept === undefined || place === loss.place) return [];
  return lossesOfBranches(making, wanted.value, accept).flatMap((inner) =>
    conditionSuspects(search, inner).filter(({ finding }) => isAboutValues(finding)),
  );
}

/** The rows that each condition kept from having a value. */
export function lossesOfBranches(making: MadeBy, wanted: TypedCell, accept: Loss["accept"]): Loss[] {
  const { place, rows: all } = making;
  return branchesFor(making, wanted)
    .flatMap(conjunctsOf)
    .flatMap((condition): Loss[] => {
      const holds = readerAt(place, condition, all);
      const rows = all.filter((_, at) => holds(at) !== true);
      return rows.length === 0 ? [] : [{ place, condition, rows, total: all.length, accept }];
    });
}

/** An expression that has the wanted value for some more values. */
export function acceptingAlso(
  expression: BoundExpression,
  wanted: TypedCell,
  values: readonly BoundExpression[],
  accepts: (cells: readonly Cell[]) => boolean,
): BoundExpression {
  return computed(
    expression.type,
    [expression, ...values],
    (value, ...cells): Cell => (accepts(cells) ? wanted.cell : value),
  );
}

/** The operator that made a column, giving it the wanted value for some more values. */
export function acceptsIn({ place, expression }: MadeBy, wanted: TypedCell): Loss["accept"] | undefined {
  const { operator } = place.operator;
  if (!hasLayout(operator)) return undefined;
  const { layout } = operator;
  const output = layout.computed.findIndex((made) => made.expression === expression);
  if (output === -1) return undefined;
  return (values, accepts) => {
    const changed = acceptingAlso(expression, wanted, values, accepts);
    const all = layout.computed.map((made, at) => (at === output ? { ...made, expression: changed } : made));
    return {
      plan: new Map([[operator, withFields(operator, { layout: { ...layout, computed: all } })]]),
    };
  };
}

function isAboutValues({ kind }: Finding): boolean {
  return kind !== "condition-failed";
}

/** The value that a condition asks a column for: one text or number, or true. */
function wantedOf(atom: Atom): { readonly subject: BoundExpression; readonly value: TypedCell } | undefined {
  if (atom.kind === "text") {
    const [value, ...others] = atom.literals;
    if (atom.isNegated || atom.place !== "whole" || value === undefined || others.length > 0)
      return undefined;
    return { subject: atom.subject, value };
  }
  if (atom.kind === "order" && atom.operator === "==") return { subject: atom.subject, value: atom.bound };
  if (atom.kind !== "other" || atom.expression.type !== "bool") return undefined;
  return { subject: atom.expression, value: { cell: true, type: "bool" } };
}

/** The conditions under which an expression has a value. */
function branchesFor({ place, expression }: MadeBy, wanted: TypedCell): BoundExpression[] {
  if (expression.type === "bool" && wanted.cell === true) {
    return expression.isRunConstant === true ? [] : [expression];
  }
  if (expression.kind !== "call" || !choosing.has(expression.name)) return [];
  const branches: BoundExpression[] = [];
  for (let at = 0; at + 1 < expression.args.length; at += 2) {
    const value = expression.args[at + 1];
    if (value.isRunConstant === true && isSame(constantAt(value, place), wanted))
      branches.push(expression.args[at]);
  }
  return branches;
}

export const choosing = new Set(["iff", "iif", "case"]);

function isSame(a: TypedCell, b: TypedCell): boolean {
  return a.type === b.type
    ? keyOf(a.cell, a.type) === keyOf(b.cell, b.type)
    : textOfCell(a) === textOfCell(b);
}
