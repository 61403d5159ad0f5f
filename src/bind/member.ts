/** `a.b`, `a["b"]`, `a[0]`: a whole chain becomes one node over a dynamic base. */
import type { Expression, IndexExpression, MemberExpression } from "../syntax/ast.js";
import type { BoundExpression } from "./bound.js";
import { columnIndex, columnReference, openReference, visibleNames } from "./columns.js";
import { notDynamic, notIndexable, unknownColumn } from "./diagnostics.js";
import { openConstant } from "./nodes.js";
import { type Place, spanIn } from "./session.js";

type Step = string | number | BoundExpression;

export function bindMember(expression: MemberExpression | IndexExpression, place: Place): BoundExpression {
  const { session } = place;
  const links: (MemberExpression | IndexExpression)[] = [];
  let base: Expression = expression;
  while (base.kind === "member" || base.kind === "index") {
    links.push(base);
    base = base.base;
  }
  const span = spanIn(session, expression.span);
  const first = links.at(-1);
  const isSide = base.kind === "name" && (base.name === "$left" || base.name === "$right");
  let bound: BoundExpression;
  if (isSide && first?.kind === "member") {
    links.pop();
    bound = bindSideColumn(first, place);
    if (links.length === 0) return bound;
  } else bound = session.parts.expression(base, place);
  if (bound.isTypeOpen) {
    return bound.kind === "constant"
      ? openConstant(span)
      : { kind: "column", type: "dynamic", index: -1, name: "", span, isTypeOpen: true };
  }
  if (bound.type !== "dynamic") {
    session.report(notDynamic(bound.span, bound.type));
    return openConstant(span);
  }
  const path: Step[] = [];
  for (let at = links.length - 1; at >= 0; at--) path.push(bindStep(links[at], place));
  return chain(bound, path, span);
}

/** `$left.x` in the condition of a join: the column `x` of the side that is being bound. */
function bindSideColumn(link: MemberExpression, place: Place): BoundExpression {
  const { session, columns } = place;
  const name = "text" in link.member ? link.member.text : link.member.callee.text;
  const span = spanIn(session, link.span);
  const index = columnIndex(columns, name);
  if (index >= 0) return columnReference(session, columns, index, span);
  if (place.isOpen) return openReference(place, name, span);
  session.report(unknownColumn(name, spanIn(session, link.member.span), () => visibleNames(columns)));
  return openConstant(span);
}

function bindStep(link: MemberExpression | IndexExpression, place: Place): Step {
  if (link.kind === "member") return "text" in link.member ? link.member.text : link.member.callee.text;
  const index = place.session.parts.expression(link.index, place);
  const isUsable = ["string", "int", "long", "dynamic"].includes(index.type);
  if (index.kind === "constant" && isUsable && !index.isTypeOpen) {
    if (typeof index.value === "string" || typeof index.value === "number") return index.value;
  }
  if (!isUsable) place.session.report(notIndexable(index.span, index.type));
  return index;
}

function chain(base: BoundExpression, path: readonly Step[], span: BoundExpression["span"]): BoundExpression {
  const steps = base.kind === "member" ? [...base.path, ...path] : path;
  const root = base.kind === "member" ? base.base : base;
  const isConstant =
    root.isRunConstant && steps.every((step) => typeof step !== "object" || step.isRunConstant === true);
  return {
    kind: "member",
    type: "dynamic",
    base: root,
    path: steps,
    span,
    ...(isConstant ? { isRunConstant: true } : {}),
  };
}
