/** Calls in expressions: functions of the query, aggregates, window functions, special forms, built-in functions. */

import type { ScalarEntry } from "../functions/entry.js";
import { knownReturnType, printKnown, signatureTaking } from "../functions/known-calls.js";
import { type KnownName, knownAggregate, knownScalar } from "../functions/known-names.js";
import {
  aggregateNames,
  functionNames,
  type Named,
  namedAggregate,
  namedScalar,
  namedWindow,
} from "../functions/registry.js";
import type { CallExpression } from "../syntax/ast.js";
import type { KqlType } from "../types/kql-type.js";
import { bindAggregateCall } from "./aggregate-call.js";
import type { BoundExpression } from "./bound.js";
import {
  expectedBare,
  expectedScalar,
  misplacedAggregate,
  misplacedGraphFunction,
  misplacedWindow,
  noMatchingOverload,
  notSerialized,
  unknownFunction,
  unsupportedScalarFunction,
  wrongArgumentCount,
  wrongType,
} from "./diagnostics.js";
import { judgeCall, judgeConstants, reportMisfit, typeOf } from "./judge-call.js";
import { convertTo, openConstant, typedPlaceholder } from "./nodes.js";
import { bindScalarCall, infoOf } from "./scalar-call.js";
import { namesOf } from "./scope.js";
import { type CallSite, type Place, type Session, spanIn } from "./session.js";
import { specialForms, visibleColumns } from "./special-forms.js";
import { bindScalarFunction, findFunction } from "./user-function.js";

/** Entries of operators, which cannot be called by name. */
const uncallable = new Set(["negate", "in", "has", "contains", "startswith", "endswith"]);

export function bindCall(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const { text: name } = call.callee;
  const declared = findFunction(name, session, place.scope);
  if (declared !== undefined) return bindScalarFunction(declared, call, place);
  const form = specialForms.get(name);
  if (form !== undefined) return form(call, place);
  if (isAggregateHere(call, place)) return bindAggregateCall(call, place);
  const named = uncallable.has(name) || !isIdentifier(name) ? undefined : namedScalar(name);
  if (named !== undefined) return bindBuiltIn(named, call, place);
  if (namedWindow(name) !== undefined) return bindWindowCall(call, place);
  const known = knownScalar(name);
  if (known !== undefined && !graphFunctions.has(name)) return bindKnownCall(known, call, place);
  return reportUnknown(call, place);
}

/** Conversions to the type that a value has already are the value itself, so that paths into it stay in sight. */
const conversions: ReadonlyMap<string, KqlType> = new Map<string, KqlType>([
  ["tobool", "bool"],
  ["toint", "int"],
  ["tolong", "long"],
  ["toreal", "real"],
  ["todecimal", "decimal"],
  ["tostring", "string"],
  ["todatetime", "datetime"],
  ["totimespan", "timespan"],
  ["toguid", "guid"],
  ["parse_json", "dynamic"],
]);

function bindBuiltIn(named: Named<ScalarEntry>, call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const args = bindArguments(call, place);
  const site = siteOf(call, place);
  const [only] = args;
  checkTypes(call, args, session);
  const isNothing = args.length === 1 && only.type === conversions.get(named.name) && !only.isTypeOpen;
  return isNothing ? { ...only, span: site.span } : bindScalarCall(named, args, site);
}

/** Where a type is due stands `typeof(...)`; bound, it is a text as any other. */
function checkTypes(call: CallExpression, args: readonly BoundExpression[], session: Session): void {
  const signatures = knownScalar(call.callee.text)?.signatures ?? [];
  const taking = signatures.find(({ maxCount }) => args.length <= maxCount);
  for (const [at, { type }] of (taking?.parameters ?? []).entries()) {
    const isWrong = type === "type" && call.args[at] !== undefined && call.args[at].value.kind !== "typeof";
    if (isWrong) session.report(wrongType(args[at].span, "`typeof(...)`", args[at].type));
  }
}

function isIdentifier(name: string): boolean {
  return /^\w+$/.test(name);
}

/** Some names are both: `hll_merge(a)` is an aggregate, `hll_merge(a, b)` a function. */
export function isAggregateHere(call: CallExpression, place: Place): boolean {
  const { text: name } = call.callee;
  if (place.aggregates === undefined || findFunction(name, place.session, place.scope) !== undefined)
    return false;
  if (namedAggregate(name) === undefined && knownAggregate(name) === undefined) return false;
  const known = knownAggregate(name);
  if (known === undefined || knownScalar(name) === undefined) return true;
  return known.signatures.some(({ maxCount }) => call.args.length <= maxCount);
}

function siteOf(call: CallExpression, { session }: Place): CallSite {
  return { session, span: spanIn(session, call.span), nameSpan: spanIn(session, call.callee.span) };
}

function bindArguments(call: CallExpression, place: Place): BoundExpression[] {
  const { session } = place;
  return call.args.flatMap(({ value }) => {
    const span = spanIn(session, value.span);
    // `pack_array(*)` is the one function that takes a star.
    if (value.kind === "star" && call.callee.text === "pack_array") return visibleColumns(place, span);
    if (value.kind !== "pipeline") return session.parts.expression(value, place);
    session.report(expectedScalar(span));
    return openConstant(span);
  });
}

/** Window functions that look into another row: they take a column of it and nothing that is made of one. */
const neighbours = new Set(["prev", "next"]);

function checkColumn(value: BoundExpression | undefined, session: Session): void {
  const isColumn = value === undefined || value.kind === "column" || value.isTypeOpen === true;
  if (!isColumn) session.report(expectedBare(value.span));
}

function bindWindowCall(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const site = siteOf(call, place);
  const { span, nameSpan } = site;
  const named = namedWindow(call.callee.text);
  if (named === undefined) return openConstant(span);
  const { name, entry } = named;
  const args = bindArguments(call, place);
  const isOverRows = place.columns.length > 0 || place.isSerialized;
  if (place.aggregates !== undefined || !isOverRows) session.report(misplacedWindow(name, nameSpan));
  else if (!place.isSerialized) session.report(notSerialized(name, nameSpan));
  if (neighbours.has(name)) checkColumn(args[0], session);
  const { signatures } = entry;
  const judged = { name, known: knownScalar(name), signatures, args, infos: args.map(infoOf) };
  const verdict = judgeCall(judged);
  if (verdict.kind !== "fits") {
    reportMisfit(judged, verdict, site);
    const type = typeOf(verdict);
    return type === undefined ? openConstant(span, "long") : typedPlaceholder(span, type);
  }
  const { overload } = verdict;
  judgeConstants(judged, overload.signature, site);
  const converted = args.map((arg, at) => convertTo(overload.targets[at], arg));
  return { kind: "window", type: overload.returns, name, entry, args: converted, span };
}

/** A function of the language that cannot run yet: checked as far as its facts go, refused when run. */
function bindKnownCall(known: KnownName, call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const { span, nameSpan } = siteOf(call, place);
  if (known.signatures.some(({ returns }) => tableReturns.has(returns))) {
    session.report(expectedScalar(span));
    return openConstant(span);
  }
  const args = bindArguments(call, place);
  const types = args.map(({ type, isTypeOpen }) => (isTypeOpen ? undefined : type));
  const least = Math.min(...known.signatures.map(({ minCount }) => minCount));
  const most = Math.max(...known.signatures.map(({ maxCount }) => maxCount));
  const signature = signatureTaking(known, types);
  if (args.length < least || args.length > most) {
    session.report(wrongArgumentCount(known.name, nameSpan, args.length, least, most));
  } else if (signature === undefined) {
    const written = args.map(({ type }) => type);
    session.report(noMatchingOverload(known.name, nameSpan, written, printKnown(known)));
  } else session.report(unsupportedScalarFunction(known.name, nameSpan));
  const type = knownReturnType(signature ?? known.signatures[0], types);
  if (type === undefined) return openConstant(span);
  return { kind: "column", type, index: -1, name: known.name, span };
}

/** Results that are tables, databases or graphs. */
const tableReturns = new Set(
  [
    "Cluster",
    "Database",
    "Table",
    "ExternalTable",
    "MaterializedView",
    "EntityGroup",
    "StoredQueryResult",
    "Graph",
  ].map((kind) => `Parameter0${kind}`),
);

/** Functions of the parts of a graph pattern: `graph-match` puts columns in their place before anything is bound. */
const graphFunctions = new Set([
  "all",
  "any",
  "map",
  "inner_nodes",
  "node_id",
  "node_degree_in",
  "node_degree_out",
  "labels",
]);

function reportUnknown(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const { span, nameSpan } = siteOf(call, place);
  const { text: name } = call.callee;
  bindArguments(call, place);
  if (namedAggregate(name) !== undefined || knownAggregate(name) !== undefined) {
    session.report(misplacedAggregate(name, nameSpan));
    return openConstant(span);
  }
  if (graphFunctions.has(name)) {
    session.report(misplacedGraphFunction(name, nameSpan));
    return openConstant(span);
  }
  const known = () => [
    ...namesOf(place.scope, ["function"]),
    ...session.catalog.functionNames(),
    ...functionNames(),
    ...(place.aggregates === undefined ? [] : aggregateNames()),
  ];
  session.report(unknownFunction(name, nameSpan, known));
  return openConstant(span);
}
