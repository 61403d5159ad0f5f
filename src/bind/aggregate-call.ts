/** Calls of aggregates: their arguments stand over the input rows, their results are columns of the collector. */
import type { AggregateEntry, ArgumentInfo } from "../functions/entry.js";
import { type KnownName, knownAggregate, knownReturnType } from "../functions/known-names.js";
import { type Named, namedAggregate } from "../functions/registry.js";
import type { Argument, CallExpression, StarExpression } from "../syntax/ast.js";
import type { BoundColumn, BoundExpression, Column } from "./bound.js";
import { columnReference } from "./columns.js";
import {
  expectedScalar,
  misplacedStar,
  noMatchingOverload,
  notConstant,
  unsupportedAggregate,
  wrongArgumentCount,
} from "./diagnostics.js";
import { convertTo, openConstant } from "./nodes.js";
import { type Overload, parameterAt, printSignature, resolveOverload } from "./overload.js";
import { resultName } from "./result-name.js";
import { infoOf, refusable } from "./scalar-call.js";
import { type AggregateCollector, type Place, spanIn } from "./session.js";

/** An argument and the name that a column of it would have. */
interface NamedArgument {
  readonly value: BoundExpression;
  readonly name: string | undefined;
}

/** An aggregate inside an expression: its first column. */
export function bindAggregateCall(call: CallExpression, place: Place): BoundExpression {
  const [first] = bindAggregateColumns(call, place);
  return first ?? openConstant(spanIn(place.session, call.span));
}

/** All columns of an aggregate, by the names that they bring along. */
export function bindAggregateColumns(call: CallExpression, place: Place): readonly BoundExpression[] {
  const { aggregates: collector, session } = place;
  if (collector === undefined) return [];
  const named = namedAggregate(call.callee.text);
  const args = bindArguments(call, collector);
  if (named !== undefined) return bindNamed(named, args, call, collector);
  const known = knownAggregate(call.callee.text);
  return known === undefined
    ? []
    : [bindKnown(known, args, call, spanIn(session, call.callee.span), session)];
}

function bindArguments(call: CallExpression, collector: AggregateCollector): NamedArgument[] {
  const { input } = collector;
  if (call.callee.text === "count" || call.callee.text === "cnt") {
    // `count(*)` counts rows as `count()` does.
    if (call.args.length === 1 && call.args[0]?.value.kind === "star") return [];
  }
  const named = new Set(call.args.flatMap(({ value }) => (value.kind === "name" ? [value.name] : [])));
  return call.args.flatMap((argument, at): NamedArgument[] => {
    const { value } = argument;
    if (value.kind !== "star") return [bindArgument(argument, input)];
    if (!takesStar(call.callee.text, at)) {
      const span = spanIn(input.session, value.span);
      input.session.report(misplacedStar(span));
      return [{ value: openConstant(span), name: undefined }];
    }
    return allColumns(value, collector, named);
  });
}

const starAggregates = new Set(["arg_max", "arg_min", "argmax", "argmin", "take_any", "any"]);

function takesStar(name: string, at: number): boolean {
  return starAggregates.has(name) && (at > 0 || name === "take_any" || name === "any");
}

function bindArgument({ name, value, span }: Argument, input: Place): NamedArgument {
  if (value.kind === "pipeline") {
    const at = spanIn(input.session, span);
    input.session.report(expectedScalar(at));
    return { value: openConstant(at), name: undefined };
  }
  return {
    value: input.session.parts.expression(value, input),
    name: name?.text ?? resultName(value, input),
  };
}

/** `*`: every visible column but the group keys and those that the call names itself. */
function allColumns(
  star: StarExpression,
  { input, keys }: AggregateCollector,
  named: ReadonlySet<string>,
): NamedArgument[] {
  const span = spanIn(input.session, star.span);
  return input.columns.flatMap((column, index) => {
    const { name } = column;
    if (column.isHidden || keys.includes(name) || named.has(name)) return [];
    return [{ value: columnReference(input.session, input.columns, index, span), name }];
  });
}

function bindNamed(
  named: Named<AggregateEntry>,
  args: readonly NamedArgument[],
  call: CallExpression,
  collector: AggregateCollector,
): readonly BoundExpression[] {
  const { session } = collector.input;
  const { name, entry } = named;
  const span = spanIn(session, call.span);
  const values = args.map(({ value }) => value);
  const site = { session, span };
  const overload = refusable(site, () => resolveOverload(entry.signatures, values, infosOf(args, values)));
  if (overload === "refused") return [openConstant(span)];
  if (overload === undefined) {
    reportMismatch(name, entry, values, call, collector.input);
    const known = knownAggregate(name);
    const type =
      known &&
      knownReturnType(
        known,
        values.map((value) => value.type),
      );
    return [openConstant(span, type)];
  }
  for (const [at, value] of values.entries()) {
    const parameter = parameterAt(overload.signature, at, values.length);
    if (parameter?.isConstant && !value.isRunConstant) session.report(notConstant(value.span));
  }
  return addAggregate(named, args, overload, span, collector);
}

function reportMismatch(
  name: string,
  { signatures }: AggregateEntry,
  values: readonly BoundExpression[],
  call: CallExpression,
  { session }: Place,
): void {
  const nameSpan = spanIn(session, call.callee.span);
  const count = values.length;
  if (!signatures.some(({ minCount, maxCount }) => count >= minCount && count <= maxCount)) {
    const least = Math.min(...signatures.map(({ minCount }) => minCount));
    const most = Math.max(...signatures.map(({ maxCount }) => maxCount));
    session.report(wrongArgumentCount(name, nameSpan, count, least, most));
    return;
  }
  const types = values.map(({ type }) => type);
  const candidates = signatures.map((signature) => printSignature(name, signature));
  session.report(noMatchingOverload(name, nameSpan, types, candidates));
}

function infosOf(args: readonly NamedArgument[], values: readonly BoundExpression[]): ArgumentInfo[] {
  return args.map(({ name }, at) => {
    const { type, constant } = infoOf(values[at]);
    return {
      type,
      ...(constant === undefined ? {} : { constant }),
      ...(name === undefined ? {} : { columnName: name }),
    };
  });
}

function addAggregate(
  { name, entry }: Named<AggregateEntry>,
  args: readonly NamedArgument[],
  { targets, returns }: Overload,
  span: BoundExpression["span"],
  collector: AggregateCollector,
): readonly BoundColumn[] {
  const converted = args.map(({ value }, at) => convertTo(targets[at], value));
  const predicate = entry.isConditional === true ? converted.at(-1) : undefined;
  const own = predicate === undefined ? converted : converted.slice(0, -1);
  const infos = infosOf(args.slice(0, own.length), own);
  const columns: readonly Column[] = entry.columns?.(infos) ?? [{ name: "", type: returns }];
  const from = collector.columns.length;
  collector.aggregates.push({ name, entry, args: own, predicate, columns, type: returns, span });
  collector.columns.push(...columns);
  return columns.map((column, at) => ({
    kind: "column",
    type: column.type,
    index: from + at,
    name: column.name,
    span,
    ...(isOpenColumn(converted[at], entry) ? { isTypeOpen: true } : {}),
  }));
}

function isOpenColumn(arg: BoundExpression | undefined, entry: AggregateEntry): boolean {
  return arg?.isTypeOpen === true && typeof entry.signatures[0]?.returns === "function";
}

/** An aggregate of the language that cannot run yet. */
function bindKnown(
  known: KnownName,
  args: readonly NamedArgument[],
  call: CallExpression,
  nameSpan: BoundExpression["span"],
  session: Place["session"],
): BoundExpression {
  const least = Math.min(...known.signatures.map(({ minCount }) => minCount));
  const most = Math.max(...known.signatures.map(({ maxCount }) => maxCount));
  const { length } = args;
  session.report(
    length < least || length > most
      ? wrongArgumentCount(known.name, nameSpan, length, least, most)
      : unsupportedAggregate(known.name, nameSpan),
  );
  const span = spanIn(session, call.span);
  const type = knownReturnType(
    known,
    args.map(({ value }) => value.type),
  );
  return type === undefined ? openConstant(span) : { kind: "column", type, index: -1, name: "", span };
}
