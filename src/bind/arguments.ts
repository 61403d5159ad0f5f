/** Arguments of calls of declared functions: matched to parameters by place and by name, bound where the call stands. */
import type { Argument, CallExpression, FunctionParameter } from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import { widensTo } from "../types/widening.js";
import type { BoundExpression, BoundPipeline } from "./bound.js";
import { columnIndex } from "./columns.js";
import {
  expectedScalar,
  missingArgument,
  missingColumn,
  unknownParameter,
  unsupportedPassing,
  wrongArgumentCount,
} from "./diagnostics.js";
import { constantOf, convertTo, openConstant, typedPlaceholder } from "./nodes.js";
import { declare, type InputList, type Scope } from "./scope.js";
import { type Place, type Session, spanIn } from "./session.js";
import { boundedValue } from "./size.js";

/** A call whose arguments are to be declared. */
export interface CalledWith {
  readonly name: string;
  readonly parameters: readonly FunctionParameter[];
  /** Where the arguments stand. */
  readonly place: Place;
  /** What the body is bound with. */
  readonly inner: Session;
  readonly scope: Scope;
  /** The table that `invoke` hands in before the arguments. */
  readonly first?: BoundPipeline;
}

/** False, after a diagnostic, when an argument is missing or too much. */
export function declareArguments(call: CallExpression, to: CalledWith): boolean {
  const { name, parameters } = to;
  const { session } = to.place;
  const matched = matchArguments(call, to);
  if (matched === undefined) return false;
  let isComplete = true;
  parameters.forEach((parameter, at) => {
    const argument = matched.get(parameter);
    if (parameter.kind === "tabular") {
      const table = at === 0 && to.first !== undefined ? to.first : tableArgument(argument, to.place);
      if (table === undefined) {
        session.report(missingArgument(parameter.name.text, name, spanIn(session, call.span)));
        isComplete = false;
      } else {
        checkColumns(parameter, table, argument?.span ?? call.span, session);
        declare(to.scope, parameter.name.text, { kind: "table", pipeline: table });
      }
    } else isComplete = declareScalar(parameter, argument, call, to) && isComplete;
  });
  return isComplete;
}

function matchArguments(call: CallExpression, to: CalledWith): Map<FunctionParameter, Argument> | undefined {
  const { parameters, first } = to;
  const skipped = first === undefined ? 0 : 1;
  const matched = new Map<FunctionParameter, Argument>();
  for (const [at, argument] of call.args.entries()) {
    const { name } = argument;
    const parameter = name
      ? parameters.find((candidate) => candidate.name.text === name.text)
      : parameters[at + skipped];
    if (parameter === undefined) {
      reportUnmatched(argument, call, to);
      return undefined;
    }
    matched.set(parameter, argument);
  }
  return matched;
}

function reportUnmatched(
  argument: Argument,
  call: CallExpression,
  { name, parameters, place }: CalledWith,
): void {
  const { session } = place;
  if (argument.name !== undefined) {
    const names = parameters.map((candidate) => candidate.name.text);
    session.report(unknownParameter(argument.name.text, spanIn(session, argument.span), names));
    return;
  }
  const least = parameters.filter((one) => one.kind === "tabular" || one.defaultValue === undefined).length;
  const nameSpan = spanIn(session, call.callee.span);
  session.report(wrongArgumentCount(name, nameSpan, call.args.length, least, parameters.length));
}

function tableArgument(argument: Argument | undefined, { session, scope }: Place): BoundPipeline | undefined {
  return argument === undefined ? undefined : session.parts.pipeline(argument.value, { session, scope });
}

type TabularParameter = Extract<FunctionParameter, { kind: "tabular" }>;

function checkColumns(parameter: TabularParameter, table: BoundPipeline, span: Span, session: Session): void {
  const { columns, isOpen } = table.output;
  if (parameter.isOpen || isOpen) return;
  for (const { name, type } of parameter.columns) {
    const index = columnIndex(columns, name.text);
    if (index < 0 || columns[index].type !== type) {
      session.report(missingColumn(name.text, type, parameter.name.text, spanIn(session, span)));
    }
  }
}

type ScalarParameter = Extract<FunctionParameter, { kind: "scalar" }>;

function declareScalar(
  parameter: ScalarParameter,
  argument: Argument | undefined,
  call: CallExpression,
  { name, place, inner, scope }: CalledWith,
): boolean {
  const { session } = place;
  if (argument === undefined && parameter.defaultValue === undefined) {
    session.report(missingArgument(parameter.name.text, name, spanIn(session, call.span)));
    return false;
  }
  const bound =
    argument === undefined
      ? defaultOf(parameter, inner, scope, place.inputs)
      : argumentValue(argument, place);
  const expression = boundedValue(passValue(bound, parameter, session), session);
  const readsRows = expression.isRunConstant !== true && place.columns.length > 0;
  declare(scope, parameter.name.text, { kind: "scalar", expression, home: place.inputs, readsRows });
  return true;
}

function defaultOf(
  parameter: ScalarParameter,
  session: Session,
  scope: Scope,
  inputs: InputList,
): BoundExpression {
  const { defaultValue } = parameter;
  if (defaultValue === undefined) return constantOf(parameter.type, null, parameter.span);
  const place = { session, scope, columns: [], isOpen: false, isSerialized: false, inputs };
  return session.parts.expression(defaultValue, place);
}

function argumentValue({ value, span }: Argument, place: Place): BoundExpression {
  if (value.kind !== "pipeline") return place.session.parts.expression(value, place);
  const at = spanIn(place.session, span);
  place.session.report(expectedScalar(at));
  return openConstant(at);
}

function passValue(
  value: BoundExpression,
  { name, type }: ScalarParameter,
  session: Session,
): BoundExpression {
  if (value.isTypeOpen || widensTo(value.type, type) || value.type === "dynamic" || type === "dynamic") {
    return convertTo(type, value);
  }
  if (type === "int" && value.type === "long") return convertTo(type, value);
  session.report(unsupportedPassing(value.type, type, name.text, value.span));
  return typedPlaceholder(value.span, type);
}
