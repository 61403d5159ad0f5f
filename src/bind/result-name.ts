/** How columns are called that the query gives no name: after a column, a path, an argument of a call. */

import { type KnownName, knownAggregate, knownScalar } from "../functions/known-names.js";
import { namedAggregate, namedScalar, namedWindow } from "../functions/registry.js";
import type { CallExpression, Expression, Pipeline } from "../syntax/ast.js";
import { columnIndex } from "./columns.js";
import { lookUp } from "./scope.js";
import type { Place } from "./session.js";

/** The name that an expression brings along; undefined when it brings none. */
export function resultName(expression: Expression | Pipeline, place: Place): string | undefined {
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "member": {
      const { base, member } = expression;
      const own = "text" in member ? member.text : member.callee.text;
      if (base.kind === "name" && base.name.startsWith("$")) return own;
      const outer = resultName(base, place);
      return outer ? `${outer}_${own}` : own;
    }
    case "index": {
      const outer = resultName(expression.base, place);
      const own = indexName(expression.index, place);
      return outer ? `${outer}_${own ?? ""}` : own;
    }
    case "call":
      return callName(expression, place);
    default:
      return undefined;
  }
}

function indexName(index: Expression, place: Place): string | undefined {
  if (index.kind === "literal") return String(index.value);
  return resultName(index, place);
}

function callName(call: CallExpression, place: Place): string | undefined {
  const { text } = call.callee;
  if (lookUp(place.scope, text)?.kind === "function") return undefined;
  const known = knownCall(text, place);
  const own = ownName(call, known, place);
  if (own !== undefined) return own;
  if (known === undefined) return undefined;
  const { naming } = known;
  const [argument] = call.args;
  const first = argument?.value;
  const name = first === undefined ? undefined : (argument?.name?.text ?? resultName(first, place));
  switch (naming.kind) {
    case "none":
      return undefined;
    case "fixed":
      return naming.name;
    case "column":
      return namedColumn(first, place);
    case "only":
      if (call.args.length !== 1) return undefined;
      return naming.prefix === undefined ? name : `${naming.prefix}_${name ?? ""}`;
    case "first":
      return naming.prefix === undefined ? name : `${naming.prefix}_${name ?? ""}`;
  }
}

function knownCall(name: string, place: Place): KnownName | undefined {
  const inner = place.aggregates === undefined ? undefined : knownAggregate(name);
  return inner ?? knownScalar(name);
}

/** What the entry itself says: for functions that the facts leave unnamed, and where the recorded engine says otherwise. */
function ownName(call: CallExpression, known: KnownName | undefined, place: Place): string | undefined {
  const { text } = call.callee;
  const named =
    place.aggregates === undefined
      ? (namedScalar(text) ?? namedWindow(text))
      : (namedAggregate(text) ?? namedScalar(text));
  const entry = named?.entry;
  if (entry?.resultName === undefined) return undefined;
  // An alias is a name of its own: `cnt()` is `cnt_`.
  if (named?.name !== text && known !== undefined && known.naming.kind !== "none") return undefined;
  const infos = call.args.map(({ name: given, value }) => {
    const name = given?.text ?? resultName(value, place);
    const constant = literalValue(value);
    return {
      type: "dynamic" as const,
      ...(name === undefined ? {} : { columnName: name }),
      ...(constant === undefined ? {} : { constant }),
    };
  });
  return entry.resultName(infos);
}

function literalValue(value: Expression | Pipeline) {
  if (value.kind !== "literal") return undefined;
  const { value: cell } = value;
  return typeof cell === "number" || typeof cell === "string" ? { value: cell } : undefined;
}

function namedColumn(first: Expression | Pipeline | undefined, place: Place): string | undefined {
  if (first?.kind !== "literal" || typeof first.value !== "string") return undefined;
  return columnIndex(place.columns, first.value) >= 0 ? first.value : undefined;
}
