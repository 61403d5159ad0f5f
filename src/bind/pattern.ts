/** `declare pattern`: a table for each combination of texts. */
import type { Argument, CallExpression, Expression, Name, PatternMatch } from "../syntax/ast.js";
import type { BoundPipeline } from "./bound.js";
import { expectedScalar, notConstant, unmatchedPattern, wrongArgumentCount } from "./diagnostics.js";
import { type DeclaredPattern, lookUp, type Scope } from "./scope.js";
import { type Place, spanIn } from "./session.js";
import { bindTableFunction } from "./user-function.js";

/** A pattern that is called, as `p("x")` or `p("x").path`. */
export interface PatternCall {
  readonly pattern: DeclaredPattern;
  readonly call: CallExpression;
  readonly path: Name | undefined;
}

export function patternCall(expression: Expression, scope: Scope): PatternCall | undefined {
  const isMember = expression.kind === "member" && !("callee" in expression.member);
  const call = isMember ? expression.base : expression;
  if (call.kind !== "call") return undefined;
  const pattern = lookUp(scope, call.callee.text);
  if (pattern?.kind !== "pattern") return undefined;
  return { pattern, call, path: isMember ? expression.member : undefined };
}

/** The table that the values of the call are mapped to; undefined after its diagnostic. */
export function bindPattern({ pattern, call, path }: PatternCall, place: Place): BoundPipeline | undefined {
  const { session } = place;
  const values = textsOf(call.args, place);
  if (values === undefined) return undefined;
  const { mapping, scope } = pattern;
  const count = mapping?.parameters.length ?? values.length;
  if (values.length !== count) {
    session.report(
      wrongArgumentCount(call.callee.text, spanIn(session, call.callee.span), values.length, count, count),
    );
    return undefined;
  }
  const match = mapping?.matches.find((candidate) => isMatch(candidate, values, path, place));
  if (match === undefined) {
    session.report(unmatchedPattern(call.callee.text, values, path?.text, spanIn(session, call.span)));
    return undefined;
  }
  const declaration = { parameters: [], body: match.body, isView: false, span: match.span };
  const called = { name: call.callee.text, declaration, scope, isStored: false };
  return bindTableFunction(called, { ...call, args: [] }, place);
}

function isMatch(
  match: PatternMatch,
  values: readonly string[],
  path: Name | undefined,
  place: Place,
): boolean {
  if (match.path?.text !== path?.text) return false;
  const own = textsOf(match.args, place);
  return own?.length === values.length && own.every((text, at) => text === values[at]);
}

/** The texts of arguments; undefined after the diagnostic of one that is none. */
function textsOf(args: readonly Argument[], place: Place): readonly string[] | undefined {
  const texts = args.map(({ value }) => textOf(value, place));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function textOf(value: Argument["value"], place: Place): string | undefined {
  const { session } = place;
  const span = spanIn(session, value.span);
  if (value.kind === "pipeline") {
    session.report(expectedScalar(span));
    return undefined;
  }
  const bound = session.parts.expression(value, place);
  if (bound.kind === "constant" && typeof bound.value === "string") return bound.value;
  session.report(notConstant(span));
  return undefined;
}
