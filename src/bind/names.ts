/** Names in expressions: columns, then what the query declares. */
import type { NameExpression } from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import type { BoundExpression } from "./bound.js";
import { columnIndex, columnReference, openReference, visibleNames } from "./columns.js";
import { columnOutsideAggregate, expectedScalar, notConstant, unknownColumn } from "./diagnostics.js";
import { openConstant } from "./nodes.js";
import { type DeclaredScalar, type InputList, lookUp, namesOf } from "./scope.js";
import { type Place, spanIn } from "./session.js";
import { isTabular } from "./tabular.js";

export function bindName(expression: NameExpression, place: Place): BoundExpression {
  const { name } = expression;
  const { session, columns } = place;
  const span = spanIn(session, expression.span);
  const index = columnIndex(columns, name);
  if (index >= 0) return columnReference(session, columns, index, span);
  const declared = lookUp(place.scope, name);
  if (declared?.kind === "scalar") return useScalar(declared, span, place);
  // A function without parameters may be named without brackets.
  if (declared?.kind === "function") {
    const callee = { text: name, span: expression.span };
    return session.parts.call({ kind: "call", callee, args: [], span: expression.span }, place);
  }
  if (place.isOpen) return openReference(place, name, span);
  const outside = place.aggregates?.input;
  if (outside !== undefined && (outside.isOpen || columnIndex(outside.columns, name) >= 0)) {
    session.report(columnOutsideAggregate(name, span));
  } else if (isTabular(expression, { catalog: session.catalog, scope: place.scope, columns: [] })) {
    session.report(expectedScalar(span));
  } else {
    session.report(unknownColumn(name, span, () => scalarNames(place)));
  }
  return openConstant(span);
}

function scalarNames(place: Place): string[] {
  const columns = (place.aggregates?.input ?? place).columns;
  return [...visibleNames(columns), ...namesOf(place.scope, ["scalar"])];
}

/** A declared value where it is used: its sub-queries become inputs of the operator there. */
function useScalar(declared: DeclaredScalar, span: Span, place: Place): BoundExpression {
  const { session } = place;
  if (declared.rebind !== undefined && session.resolveOpen !== undefined) {
    const { value, scope } = declared.rebind;
    const alone = { session, scope, columns: [], isOpen: false, isSerialized: false, inputs: place.inputs };
    return session.parts.expression(value, alone);
  }
  const { expression, home } = declared;
  // A guess in the check, but the operator waits for the rows that it depends on.
  if (declared.rebind !== undefined) for (const pipeline of home.pipelines) place.inputs.add(pipeline);
  if (home === place.inputs) return { ...expression, span };
  if (declared.readsRows) {
    session.report(notConstant(span));
    return openConstant(span, expression.type);
  }
  if (home.pipelines.length === 0) return { ...expression, span };
  return moveInputs({ ...expression, span }, home, place.inputs);
}

/** The expression with its sub-queries listed elsewhere. */
function moveInputs(expression: BoundExpression, from: InputList, to: InputList): BoundExpression {
  const move = (part: BoundExpression) => moveInputs(part, from, to);
  switch (expression.kind) {
    case "constant":
    case "column":
      return expression;
    case "call":
    case "window":
      return { ...expression, args: expression.args.map(move) };
    case "logical":
      return { ...expression, operands: expression.operands.map(move) };
    case "conversion":
      return { ...expression, operand: move(expression.operand) };
    case "member":
      return {
        ...expression,
        base: move(expression.base),
        path: expression.path.map((step) => (typeof step === "object" ? move(step) : step)),
      };
    case "scalar-input":
      return { ...expression, input: to.add(from.pipelines[expression.input]) };
    case "list-input":
      return {
        ...expression,
        left: move(expression.left),
        input: to.add(from.pipelines[expression.input]),
      };
  }
}
