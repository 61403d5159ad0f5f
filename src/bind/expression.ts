/** Expressions: names to columns and values, operators and calls to entries, types settled. */
import type { Expression } from "../syntax/ast.js";
import { unreachable } from "../text/errors.js";
import type { Cell } from "../types/value.js";
import type { BoundExpression } from "./bound.js";
import { expectedScalar, misplacedStar, unsupportedStatement } from "./diagnostics.js";
import { bindMember } from "./member.js";
import { bindName } from "./names.js";
import { constantOf, openConstant } from "./nodes.js";
import { bindBetween, bindBinary, bindIn, bindLogical, bindUnary } from "./operators.js";
import { enter, leave, type Place, spanIn } from "./session.js";

/** Never throws for a mistake in the query: that is reported, and a null constant takes the place of the expression. */
export function bindExpression(expression: Expression, place: Place): BoundExpression {
  const { session } = place;
  if (!enter(session, expression.span)) return openConstant(spanIn(session, expression.span));
  const bound = bindKind(expression, place);
  leave(session);
  return bound;
}

function bindKind(expression: Expression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, expression.span);
  switch (expression.kind) {
    case "literal":
      // The parser has read the literal into a cell of its type.
      return constantOf(expression.type, expression.value as Cell, span);
    case "dynamic-literal":
      return { ...constantOf("dynamic", expression.value as Cell, span), isDynamicLiteral: true }; // likewise
    case "name":
      return bindName(expression, place);
    case "member":
    case "index":
      return bindMember(expression, place);
    case "call":
      return session.parts.call(expression, place);
    case "unary":
      return bindUnary(expression, place);
    case "binary":
      return bindBinary(expression, place);
    case "logical":
      return bindLogical(expression, place);
    case "in":
      return bindIn(expression, place);
    case "between":
      return bindBetween(expression, place);
    case "typeof":
      // A type is passed to functions by its name.
      return constantOf("string", expression.type ?? "dynamic", span);
    case "to-type":
      return bindExpression(expression.value, place);
    case "star":
      session.report(misplacedStar(span));
      return openConstant(span);
    case "pipeline-expression":
    case "datatable":
    case "externaldata":
      session.report(expectedScalar(span));
      return openConstant(span);
    case "entity-group":
      session.report(unsupportedStatement("an entity group", span));
      return openConstant(span);
    case "error":
      return openConstant(span);
    default:
      return unreachable(expression);
  }
}
