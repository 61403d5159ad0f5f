/** Random expressions of a wanted type: columns, literals, operators, and every scalar function by its signatures. */
import type { Column } from "../../../src/bind/bound.js";
import type { Parameter, ParameterType } from "../../../src/functions/entry.js";
import type { KqlType } from "../../../src/types/kql-type.js";
import { type Callable, callablesOf, overloads, parametersFor, polymorphic, printCall } from "./calls.js";
import { kqlTypes, valuesOf } from "./cells.js";
import { type Choice, chance, pick, times } from "./choice.js";
import { constantsFor } from "./constants.js";

export interface Scope {
  readonly choice: Choice;
  readonly columns: readonly Column[];
  /** A random query over any table; absent where queries may not nest deeper. */
  readonly subquery?: () => string;
  /** A random operator over the columns of the scope. */
  readonly operator?: () => string;
}

const numeric: readonly KqlType[] = ["int", "long", "real", "decimal"];
const orderedTypes = kqlTypes.filter((type) => type !== "dynamic");

/** A name as a query must write it. */
export function quoted(name: string): string {
  return /^[a-z]\w*$/i.test(name) && !/^(true|false|null)$/i.test(name) ? name : `[${JSON.stringify(name)}]`;
}

export function literal({ choice }: Scope, type: KqlType): string {
  return pick(choice, valuesOf(type)).literal;
}

export function columnOf({ choice, columns }: Scope, type: KqlType): string | undefined {
  const fitting = columns.filter((column) => column.type === type);
  return fitting.length === 0 ? undefined : quoted(pick(choice, fitting).name);
}

/** An expression of a type; `depth` bounds how calls nest. */
export function expression(scope: Scope, type: KqlType, depth: number): string {
  const { choice } = scope;
  if (depth <= 0 || chance(choice, 15)) return leaf(scope, type);
  if (chance(choice, 20)) return choiceOf(scope, type, depth);
  if (type === "bool" && chance(choice, 50)) return predicate(scope, depth);
  if (type === "dynamic" && chance(choice, 30)) return member(scope, depth);
  const callables = callablesOf(type);
  return callables.length === 0 ? leaf(scope, type) : call(scope, pick(choice, callables), depth);
}

/** An expression of any type, that of a function whose type follows from its arguments among them. */
export function anyExpression(scope: Scope, depth: number): string {
  const { choice } = scope;
  if (depth > 0 && chance(choice, 40)) return call(scope, pick(choice, polymorphic), depth);
  return expression(scope, pick(choice, kqlTypes), depth);
}

/** A call of any function, all equally likely. */
export function anyCall(scope: Scope, depth: number): string {
  return call(scope, pick(scope.choice, pick(scope.choice, overloads)), depth);
}

function leaf(scope: Scope, type: KqlType): string {
  const column = chance(scope.choice, 75) ? columnOf(scope, type) : undefined;
  return column ?? literal(scope, type);
}

/** Forms that are there for every type. */
function choiceOf(scope: Scope, type: KqlType, depth: number): string {
  const { choice } = scope;
  const value = (): string => expression(scope, type, depth - 1);
  const test = (): string => expression(scope, "bool", depth - 1);
  switch (choice.below(4)) {
    case 0:
      return `iff(${test()}, ${value()}, ${value()})`;
    case 1:
      return `case(${test()}, ${value()}, ${test()}, ${value()}, ${value()})`;
    case 2:
      return `coalesce(${value()}, ${value()})`;
    default:
      return type === "dynamic" || type === "bool" || type === "guid" || type === "string"
        ? value()
        : `max_of(${value()}, ${value()})`;
  }
}

export function predicate(scope: Scope, depth: number): string {
  const { choice } = scope;
  const test = (): string => expression(scope, "bool", depth - 1);
  switch (choice.below(6)) {
    case 0:
      return `(${test()} and ${test()})`;
    case 1:
      return `(${test()} or ${test()})`;
    case 2:
      return `not(${test()})`;
    case 3:
      return between(scope, depth);
    case 4:
      return inList(scope, depth);
    default:
      return comparison(scope, depth);
  }
}

function comparison(scope: Scope, depth: number): string {
  const { choice } = scope;
  const sign = pick(choice, ["==", "!=", "<", "<=", ">", ">="]);
  const types =
    sign === "==" || sign === "!=" ? orderedTypes : orderedTypes.filter((type) => type !== "guid");
  const type = pick(choice, types);
  const other = numeric.includes(type) ? pick(choice, numeric) : type;
  return `(${expression(scope, type, depth - 1)} ${sign} ${expression(scope, other, depth - 1)})`;
}

function between(scope: Scope, depth: number): string {
  const { choice } = scope;
  const type = pick(choice, [...numeric, "datetime", "timespan"] as const);
  const side = (): string => expression(scope, type, depth - 1);
  return `(${side()} ${pick(choice, ["between", "!between"])} (${side()} .. ${side()}))`;
}

function inList(scope: Scope, depth: number): string {
  const { choice } = scope;
  const type = pick(choice, orderedTypes);
  const items = times(1 + choice.below(3), () => expression(scope, type, depth - 2));
  const sign = pick(choice, type === "string" ? ["in", "!in", "in~", "!in~", "has_any"] : ["in", "!in"]);
  return `(${expression(scope, type, depth - 1)} ${sign} (${items.join(", ")}))`;
}

function member(scope: Scope, depth: number): string {
  const { choice } = scope;
  const bag = columnOf(scope, "dynamic");
  if (bag === undefined) return literal(scope, "dynamic");
  const key = pick(choice, [".a", ".b", ".a.b", "['É']", "[0]", "[-1]", "[1].a", ""]);
  if (key !== "" || depth < 2) return `${bag}${key}`;
  return `${bag}[${expression(scope, pick(choice, ["string", "long"] as const), depth - 2)}]`;
}

function call(scope: Scope, { name, signature }: Callable, depth: number): string {
  const { choice } = scope;
  if (name === "range") return boundedRange(scope, depth);
  if (name === "repeat") return boundedRepeat(scope, depth);
  const parameters = parametersFor(signature, 1 + choice.below(3), choice.below(3));
  const same = pick(choice, kqlTypes);
  return printCall(
    name,
    parameters.map((parameter) => argument(scope, parameter, same, depth - 1)),
  );
}

/** Most ends that are random would be a million steps away. */
function boundedRange(scope: Scope, depth: number): string {
  const type = pick(scope.choice, ["long", "real", "datetime", "timespan"] as const);
  const start = expression(scope, type, depth - 1);
  // A step is nothing to a number that is large enough.
  const from = type === "real" || type === "long" ? `(${start} % 1000)` : start;
  const isTime = type === "datetime" || type === "timespan";
  const rest = pick(
    scope.choice,
    isTime ? [["5h"], ["-1d", "-7h"], ["2d", "1d"]] : [["4"], ["-3", "-1"], ["6", "2.5"]],
  );
  return `range(${[from, `(${from} + ${rest[0]})`, ...rest.slice(1)].join(", ")})`;
}

/** So would most counts be. */
function boundedRepeat(scope: Scope, depth: number): string {
  const value = expression(scope, pick(scope.choice, orderedTypes), depth - 1);
  return `repeat(${value}, ${pick(scope.choice, ["2", "0", "-1", "long(null)", "k % 5"])})`;
}

export function argument(scope: Scope, parameter: Parameter, same: KqlType, depth: number): string {
  const { choice } = scope;
  const known = constantsFor(parameter.name);
  if (known !== undefined && (parameter.isConstant === true || chance(choice, 50)))
    return pick(choice, known);
  if (parameter.type === "index") {
    return parameter.isConstant === true || chance(choice, 70)
      ? pick(choice, ["0", "1", "2", "3", "-1", "-2", "9223372036854775807", "long(null)"])
      : expression(scope, "long", depth);
  }
  const type = typeFor(choice, parameter.type, same);
  return parameter.isConstant === true ? literal(scope, type) : expression(scope, type, depth);
}

function typeFor(choice: Choice, wanted: ParameterType, same: KqlType): KqlType {
  if (typeof wanted === "object") return pick(choice, wanted);
  switch (wanted) {
    case "any":
    case "text":
      return pick(choice, kqlTypes);
    case "numeric":
      return pick(choice, numeric);
    case "summable":
      return pick(choice, [...numeric, "timespan"] as const);
    case "ordered":
      return pick(choice, orderedTypes);
    case "same":
      return same;
    case "index":
      return "long";
    case "long":
      return chance(choice, 20) ? "int" : "long";
    case "real":
      return chance(choice, 20) ? pick(choice, numeric) : "real";
    case "string":
      return chance(choice, 10) ? "dynamic" : "string";
    default:
      return wanted;
  }
}
