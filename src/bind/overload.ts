/** Overload resolution: which signature of a function fits the arguments of a call, and what each argument becomes. */
import type { ArgumentInfo, ParameterType, Signature } from "../functions/entry.js";
import { fillsGroups, parameterAt } from "../functions/parameter-at.js";
import { isNumericType, type KqlType } from "../types/kql-type.js";
import { commonType, widensTo } from "../types/widening.js";
import type { BoundExpression } from "./bound.js";
import { isSummable } from "./types.js";

export interface Overload {
  readonly signature: Signature;
  /** Type that each argument is converted to. */
  readonly targets: readonly KqlType[];
  readonly returns: KqlType;
}

export interface OverloadRules {
  /** Dynamic operands become the number that the operator wants; functions take them as text only. */
  readonly takesDynamicNumbers?: boolean;
  /** What the recorded engine refuses though the language's facts allow it; undefined stands for types not known. */
  readonly refuses?: (types: readonly (KqlType | undefined)[]) => boolean;
  /** A dynamic branch takes the type of the other. */
  readonly mixesDynamic?: boolean;
  /** Only values with an order are compared. */
  readonly needsOrder?: boolean;
}

interface Fit {
  readonly overload: Overload;
  readonly cost: number;
}

/** The cheapest signature that takes the arguments, the first of equals. */
export function resolveOverload(
  signatures: readonly Signature[],
  args: readonly BoundExpression[],
  infos: readonly ArgumentInfo[],
  rules: OverloadRules = {},
): Overload | undefined {
  let best: Fit | undefined;
  for (const signature of signatures) {
    if (args.length < signature.minCount || args.length > signature.maxCount) continue;
    if (!fillsGroups(signature, args.length)) continue;
    const fit = fitSignature(signature, args, infos, rules);
    if (fit !== undefined && (best === undefined || fit.cost < best.cost)) best = fit;
    if (best?.cost === 0) break;
  }
  return best?.overload;
}

function fitSignature(
  signature: Signature,
  args: readonly BoundExpression[],
  infos: readonly ArgumentInfo[],
  rules: OverloadRules,
): Fit | undefined {
  const same = commonOfSame(signature, args, rules);
  if (same === null) return undefined;
  const targets: KqlType[] = [];
  let cost = 0;
  for (let at = 0; at < args.length; at++) {
    const type = parameterAt(signature, at, args.length)?.type;
    if (type === undefined) return undefined;
    const arg = args[at];
    const step = fitArgument(type, arg, same, rules);
    if (step === undefined) return undefined;
    cost += step.cost;
    targets.push(step.target);
  }
  const { returns } = signature;
  return {
    cost,
    overload: { signature, targets, returns: typeof returns === "string" ? returns : returns(infos) },
  };
}

/** Type of all `same` arguments; undefined without any, null when there is none. */
function commonOfSame(
  signature: Signature,
  args: readonly BoundExpression[],
  rules: OverloadRules,
): KqlType | undefined | null {
  if (!signature.parameters.some(({ type }) => type === "same")) return undefined;
  const types = args
    .filter((arg, at) => arg.isTypeOpen !== true && parameterAt(signature, at, args.length)?.type === "same")
    .map(({ type }) => type);
  if (types.length === 0) return "dynamic";
  if (rules.needsOrder && types.some((type) => type === "dynamic" || type === "guid")) return null;
  if (!rules.mixesDynamic && types.includes("dynamic") && types.some((type) => type !== "dynamic"))
    return null;
  return commonType(types) ?? null;
}

interface ArgumentFit {
  readonly target: KqlType;
  readonly cost: number;
}

const exact = 0;
const widened = 1;
const fromDecimal = 12;
const fromDynamic = 20;

function fitArgument(
  wanted: ParameterType,
  arg: BoundExpression,
  same: KqlType | undefined,
  rules: OverloadRules,
): ArgumentFit | undefined {
  const { type } = arg;
  if (typeof wanted === "object") {
    return wanted.includes(type)
      ? { target: type, cost: exact }
      : arg.isTypeOpen
        ? { target: wanted[0] ?? type, cost: exact }
        : undefined;
  }
  if (arg.isTypeOpen) return { target: openTarget(wanted, type, same), cost: exact };
  switch (wanted) {
    case "any":
      return { target: type, cost: exact };
    case "text":
      return { target: "string", cost: exact };
    case "same":
      return { target: same ?? type, cost: exact };
    case "numeric":
      return isNumericType(type) ? { target: type, cost: exact } : undefined;
    case "summable":
      return isSummable(type) ? { target: type, cost: exact } : undefined;
    case "ordered":
      return type === "dynamic" ? undefined : { target: type, cost: exact };
    case "index":
      return type === "long" || type === "int" ? { target: "long", cost: exact } : undefined;
    default:
      return fitType(wanted, type, rules);
  }
}

function openTarget(
  wanted: Exclude<ParameterType, readonly KqlType[]>,
  type: KqlType,
  same?: KqlType,
): KqlType {
  switch (wanted) {
    case "any":
    case "ordered":
      return type;
    case "numeric":
    case "summable":
    case "index":
      return "long";
    case "text":
      return "string";
    case "same":
      return same ?? type;
    default:
      return wanted;
  }
}

function fitType(wanted: KqlType, type: KqlType, rules: OverloadRules): ArgumentFit | undefined {
  if (type === wanted) return { target: wanted, cost: exact };
  if (widensTo(type, wanted)) {
    const distance = wanted === "long" ? 0 : wanted === "real" ? 1 : 2;
    return { target: wanted, cost: widened + distance * 3 };
  }
  // Functions of reals take decimals, too, and lose what a real cannot hold.
  if (wanted === "real" && type === "decimal") return { target: wanted, cost: fromDecimal };
  if (type !== "dynamic") return undefined;
  const isTaken = wanted === "string" || (rules.takesDynamicNumbers === true && wanted !== "dynamic");
  return isTaken ? { target: wanted, cost: fromDynamic } : undefined;
}

/** A signature as a person writes it: `bin(value: real, size: real)`. */
export function printSignature(name: string, { parameters }: Signature): string {
  const list = parameters.map((parameter) => {
    const type = typeof parameter.type === "object" ? parameter.type.join("|") : parameter.type;
    const marks = `${parameter.isOptional ? "?" : ""}: ${type}${parameter.isRepeated ? " ..." : ""}`;
    return `${parameter.name}${marks}`;
  });
  return `${name}(${list.join(", ")})`;
}
