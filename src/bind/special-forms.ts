/** Calls that are more than functions of their values: they look at columns, run sub-queries, take names of types. */
import { namedScalar } from "../functions/registry.js";
import type { CallExpression, Expression, NamedExpression, OperatorNode, Pipeline } from "../syntax/ast.js";
import { minTicks } from "../types/calendar.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import type { BoundExpression } from "./bound.js";
import { columnIndex, columnReference, ingestionTimeColumn, markUsed } from "./columns.js";
import {
  assertionFailed,
  expectedBare,
  expectedScalar,
  expectedTable,
  missingOption,
  notConstant,
  unsupportedFunction,
  wrongArgumentCount,
  wrongType,
} from "./diagnostics.js";
import { tableOnly } from "./graph.js";
import { constantOf, isKnownAtCall, openConstant, typedPlaceholder } from "./nodes.js";
import { outputOf } from "./open.js";
import { bindScalarCall } from "./scalar-call.js";
import { type Place, spanIn } from "./session.js";
import { isTabular } from "./tabular.js";

type SpecialForm = (call: CallExpression, place: Place) => BoundExpression;

export const specialForms: ReadonlyMap<string, SpecialForm> = new Map<string, SpecialForm>([
  ["toscalar", bindToScalar],
  ["materialize", bindMaterialize],
  ["column_ifexists", bindColumnIfExists],
  ["columnifexists", bindColumnIfExists],
  ["iscolumnexists", bindIsColumnExists],
  ["ingestion_time", bindIngestionTime],
  ["pack_all", bindPackAll],
  ["bag_pack_columns", bindPackColumns],
  ["bin_auto", bindBinAuto],
  ["assert", bindAssert],
  ["column_names_of", bindColumnNamesOf],
  ["estimate_data_size", bindEstimateDataSize],
]);

function takes(call: CallExpression, least: number, most: number, place: Place): boolean {
  const { length } = call.args;
  if (length >= least && length <= most) return true;
  const span = spanIn(place.session, call.callee.span);
  place.session.report(wrongArgumentCount(call.callee.text, span, length, least, most));
  return false;
}

function viewOf(place: Place) {
  return { catalog: place.session.catalog, scope: place.scope, columns: [] };
}

/** The first cell of a table; of a single value, that value. Neither sees the columns of the row. */
function bindToScalar(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  if (!takes(call, 1, 1, place)) return openConstant(span);
  const { value } = call.args[0];
  const isTable = isTabular(value, viewOf(place)) || value.kind === "pipeline";
  if (!isTable) {
    const before = session.counts.volatile;
    const bound = session.parts.expression(value, { ...place, columns: [] });
    if (session.counts.volatile === before) return bound;
  }
  // A value that differs from call to call is worked out once, as one row of its own.
  const table = isTable ? value : printOf(value);
  const pipeline = session.parts.pipeline(table, { session, scope: place.scope });
  const [first] = tableOnly(outputOf(pipeline, session), pipeline.span, session).columns;
  const input = place.inputs.add(pipeline);
  if (first !== undefined) markUsed(session, first);
  if (first === undefined || first.isTypeOpen) return openConstant(span, first?.type);
  return { kind: "scalar-input", type: first.type, input, span, isRunConstant: true };
}

/** `print value` */
function printOf(value: Expression): Pipeline {
  const { span } = value;
  const columns: readonly NamedExpression[] = [{ names: [], value, span }];
  const source: OperatorNode & { readonly columns: readonly NamedExpression[] } = {
    kind: "print",
    span,
    keyword: span,
    columns,
  };
  return { kind: "pipeline", source, operators: [], span };
}

function bindMaterialize(call: CallExpression, place: Place): BoundExpression {
  const span = spanIn(place.session, call.span);
  const [arg] = call.args;
  if (!takes(call, 1, 1, place) || arg === undefined) return openConstant(span);
  const isTable = isTabular(arg.value, viewOf(place));
  place.session.report(isTable ? expectedScalar(span) : expectedTable(span));
  return openConstant(span);
}

/** The column that a text names where it exists, else the second argument. */
function bindColumnIfExists(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  if (!takes(call, 2, 2, place)) return openConstant(span);
  const [first, second] = call.args.map(({ value }) => scalarValue(value, place));
  if (first.kind !== "constant" || typeof first.value !== "string") {
    if (isKnownAtCall(first)) return guessOf(second, span);
    if (!first.isTypeOpen) session.report(notConstant(first.span));
    return second;
  }
  const index = columnIndex(place.columns, first.value);
  if (index >= 0) return columnReference(session, place.columns, index, span);
  return place.isOpen ? guessOf(second, span) : { ...second, span };
}

/** Stands for a column that may be there: most often it has the type of what replaces it. */
function guessOf(replacement: BoundExpression, span: BoundExpression["span"]): BoundExpression {
  return replacement.isTypeOpen ? openConstant(span) : typedPlaceholder(span, replacement.type);
}

function scalarValue(value: Expression | Pipeline, place: Place): BoundExpression {
  const { session } = place;
  if (value.kind !== "pipeline") return session.parts.expression(value, place);
  const span = spanIn(session, value.span);
  session.report(expectedScalar(span));
  return openConstant(span);
}

function bindIsColumnExists(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  if (!takes(call, 1, 1, place)) return openConstant(span, "bool");
  const name = scalarValue(call.args[0].value, place);
  if (name.kind !== "constant" || typeof name.value !== "string") {
    if (!name.isTypeOpen && !isKnownAtCall(name)) session.report(notConstant(name.span));
    return openConstant(span, "bool");
  }
  const exists = columnIndex(place.columns, name.value) >= 0;
  return place.isOpen ? typedPlaceholder(span, "bool") : constantOf("bool", exists, span);
}

/** The hidden column of source rows; null once an operator has lost it. */
function bindIngestionTime(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  takes(call, 0, 0, place);
  const index = columnIndex(place.columns, ingestionTimeColumn.name);
  if (index < 0) return constantOf("datetime", null, span);
  return columnReference(session, place.columns, index, span);
}

/** `pack_all()` is `bag_pack` of every column under its name. */
function bindPackAll(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  if (!takes(call, 0, 1, place)) return openConstant(span);
  const pairs = place.columns.flatMap((column, index) => (column.isHidden ? [] : pairOf(index, place, span)));
  const [flag] = call.args;
  const skips = flag === undefined ? undefined : scalarValue(flag.value, place);
  if (skips !== undefined && skips.kind !== "constant" && skips.isTypeOpen !== true)
    session.report(notConstant(skips.span));
  if (place.isOpen) return { kind: "column", type: "dynamic", index: -1, name: "", span };
  const isSkipping = skips?.kind === "constant" && skips.value === true;
  return packPairs(isSkipping ? "pack_all" : "bag_pack", pairs, call, place);
}

function pairOf(index: number, place: Place, span: BoundExpression["span"]): BoundExpression[] {
  const { session, columns } = place;
  return [constantOf("string", columns[index].name, span), columnReference(session, columns, index, span)];
}

/** `pack_all` as an entry takes names and values and leaves out what is null or empty. */
function packPairs(
  name: string,
  pairs: readonly BoundExpression[],
  call: CallExpression,
  place: Place,
): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  const nameSpan = spanIn(session, call.callee.span);
  if (pairs.length === 0) return constantOf("dynamic", {}, span);
  const named = namedScalar(name);
  if (named !== undefined) return bindScalarCall(named, pairs, { session, span, nameSpan });
  session.report(unsupportedFunction(call.callee.text, nameSpan));
  return { kind: "column", type: "dynamic", index: -1, name: "", span };
}

function bindPackColumns(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  takes(call, 1, Number.MAX_SAFE_INTEGER, place);
  const pairs = call.args.flatMap(({ value }) => {
    const bound = scalarValue(value, place);
    if (bound.kind === "column") return [constantOf("string", bound.name, bound.span), bound];
    if (!bound.isTypeOpen) session.report(expectedBare(bound.span));
    return [constantOf("string", "", bound.span), openConstant(bound.span)];
  });
  return packPairs("bag_pack", pairs, call, place);
}

const binSizeOption = "query_bin_auto_size";
const binOriginOption = "query_bin_auto_at";

/** `bin_at` with the size and the fixed point of the query's options. */
function bindBinAuto(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  const nameSpan = spanIn(session, call.callee.span);
  if (!takes(call, 1, 1, place)) return openConstant(span);
  const value = scalarValue(call.args[0].value, place);
  const size = session.options.get(binSizeOption);
  const named = namedScalar("bin_at");
  if (named === undefined || size === undefined || size === true) {
    session.report(missingOption("bin_auto", binSizeOption, nameSpan));
    return openConstant(span, value.type);
  }
  const isTime = value.type === "datetime" || value.type === "timespan";
  const unset = value.type === "datetime" ? minTicks : 0;
  const origin = session.options.get(binOriginOption);
  const sizes = constantOf(isTime ? "timespan" : wholeOrReal(size), size, span);
  const fixed = origin === undefined || origin === true ? unset : origin;
  const point = constantOf(isTime ? value.type : wholeOrReal(fixed), fixed, span);
  return bindScalarCall(named, [value, sizes, point], { session, span, nameSpan });
}

function wholeOrReal(cell: Cell): KqlType {
  return typeof cell === "bigint" || Number.isInteger(cell) ? "long" : "real";
}

/** True, or a mistake of the query: the condition is a constant that is looked at while binding. */
function bindAssert(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  if (!takes(call, 2, 2, place)) return openConstant(span, "bool");
  const [condition, message] = call.args.map(({ value }) => scalarValue(value, place));
  if (condition.isTypeOpen || isKnownAtCall(condition)) return openConstant(span, "bool");
  if (condition.type !== "bool") session.report(wrongType(condition.span, "bool", condition.type));
  else if (message.type !== "string" && !message.isTypeOpen)
    session.report(wrongType(message.span, "string", message.type));
  else if (condition.kind !== "constant") session.report(notConstant(condition.span));
  else if (condition.value !== true) {
    const text = message.kind === "constant" && typeof message.value === "string" ? message.value : "";
    session.report(assertionFailed(text, span));
  }
  return constantOf("bool", true, span);
}

/** The names of a table's columns, as an array. */
function bindColumnNamesOf(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  if (!takes(call, 1, 1, place)) return openConstant(span);
  const { value } = call.args[0];
  if (!isTabular(value, viewOf(place)) && value.kind !== "pipeline" && value.kind !== "name") {
    session.report(expectedTable(spanIn(session, value.span)));
    return openConstant(span);
  }
  const { columns, isOpen } = outputOf(
    session.parts.pipeline(value, { session, scope: place.scope }),
    session,
  );
  if (isOpen) return typedPlaceholder(span, "dynamic");
  const names = columns.filter(({ isHidden }) => isHidden !== true).map(({ name }) => name);
  return constantOf("dynamic", names, span);
}

export function visibleColumns(
  { session, columns }: Place,
  span: BoundExpression["span"],
): BoundExpression[] {
  return columns.flatMap((column, index) =>
    column.isHidden ? [] : [columnReference(session, columns, index, span)],
  );
}

/** The call with its columns; a star stands for all of them. */
function bindEstimateDataSize(call: CallExpression, place: Place): BoundExpression {
  const { session } = place;
  const span = spanIn(session, call.span);
  const nameSpan = spanIn(session, call.callee.span);
  const columns = call.args.flatMap(({ value }) => {
    if (value.kind === "star") return visibleColumns(place, spanIn(session, value.span));
    const bound = scalarValue(value, place);
    if (bound.kind !== "column" && !bound.isTypeOpen) session.report(expectedBare(bound.span));
    return [bound];
  });
  const named = namedScalar("estimate_data_size");
  if (named === undefined || place.isOpen) return typedPlaceholder(span, "long");
  return bindScalarCall(named, columns, { session, span, nameSpan });
}
