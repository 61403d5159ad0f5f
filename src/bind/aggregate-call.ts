/** Calls of aggregates: their arguments stand over the input rows, their results are columns of the collector. */
import type { AggregateEntry, ArgumentInfo } from "../functions/entry.js";
import { knownReturnType, printKnown, signatureTaking } from "../functions/known-calls.js";
import { type KnownName, knownAggregate } from "../functions/known-names.js";
import { type Named, namedAggregate } from "../functions/registry.js";
import type { Argument, CallExpression, Expression, StarExpression } from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import type { KqlType } from "../types/kql-type.js";
import type { BoundColumn, BoundExpression, Column } from "./bound.js";
import { columnReference } from "./columns.js";
import {
  expectedScalar,
  misplacedStar,
  noMatchingOverload,
  unsupportedAggregate,
  wrongArgumentCount,
} from "./diagnostics.js";
import { judgeCall, judgeConstants, reportMisfit, typeOf } from "./judge-call.js";
import { convertTo, openConstant, typedPlaceholder } from "./nodes.js";
import type { Overload } from "./overload.js";
import { resultName } from "./result-name.js";
import { checkCount, infoOf, refusable } from "./scalar-call.js";
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

/** Whether a call's `*` gives a column for each of its input. */
export function takesAllColumns(value: Expression): boolean {
  if (value.kind !== "call") return false;
  return value.args.some((arg, at) => arg.value.kind === "star" && takesStar(value.callee.text, at));
}

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
  const columns = input.columns.flatMap((column, index): NamedArgument[] => {
    const { name } = column;
    if (column.isHidden || keys.includes(name) || named.has(name)) return [];
    return [{ value: columnReference(input.session, input.columns, index, span), name }];
  });
  return columns.length === 0 && input.isOpen ? [{ value: openConstant(span), name: undefined }] : columns;
}

function bindNamed(
  { name, entry }: Named<AggregateEntry>,
  args: readonly NamedArgument[],
  call: CallExpression,
  collector: AggregateCollector,
): readonly BoundExpression[] {
  const { session } = collector.input;
  const span = spanIn(session, call.span);
  const site = { session, span, nameSpan: spanIn(session, call.callee.span) };
  const values = args.map(({ value }) => value);
  const known = knownAggregate(name);
  const { signatures } = entry;
  if (!checkCount(name, [...signatures, ...(known?.signatures ?? [])], args.length, site))
    return [openConstant(span)];
  const judged = { name, known, signatures, args: values, infos: infosOf(args, values) };
  const verdict = refusable(site, () => judgeCall(judged));
  if (verdict === "refused") return [openConstant(span)];
  if (verdict.kind === "fits") {
    const constants = judgeConstants(judged, verdict.overload.signature, site);
    if (constants === "constant")
      return addAggregate({ name, entry }, args, verdict.overload, span, collector);
  } else reportMisfit(judged, verdict, site);
  return placeholders(entry, judged.infos, typeOf(verdict), span);
}

/** The columns of a call that does not run. */
function placeholders(
  { columns }: AggregateEntry,
  infos: readonly ArgumentInfo[],
  type: KqlType | undefined,
  span: Span,
): readonly BoundExpression[] {
  const several = columns?.(infos);
  if (several === undefined) return [type === undefined ? openConstant(span) : typedPlaceholder(span, type)];
  return several.map((column) => ({ kind: "column", type: column.type, index: -1, name: column.name, span }));
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
  const types = args.map(({ value }) => (value.isTypeOpen ? undefined : value.type));
  const signature = signatureTaking(known, types);
  if (length < least || length > most)
    session.report(wrongArgumentCount(known.name, nameSpan, length, least, most));
  else if (signature === undefined) {
    const written = args.map(({ value }) => value.type);
    session.report(noMatchingOverload(known.name, nameSpan, written, printKnown(known)));
  } else session.report(unsupportedAggregate(known.name, nameSpan));
  const span = spanIn(session, call.span);
  const type = knownReturnType(signature ?? known.signatures[0], types);
  return type === undefined ? openConstant(span) : { kind: "column", type, index: -1, name: "", span };
}
