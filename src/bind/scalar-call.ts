/** Calls of built-in scalar functions and operators: overload, conversions, kernel, folding. */
import type { ArgumentInfo, Kernel, Parameter, ScalarEntry, Signature } from "../functions/entry.js";
import { KernelError } from "../functions/kernel-error.js";
import { knownScalar } from "../functions/known-names.js";
import { parameterAt } from "../functions/parameter-at.js";
import type { Named } from "../functions/registry.js";
import type { Span } from "../text/span.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import type { BoundCall, BoundExpression } from "./bound.js";
import { unsupportedFunction, wrongArgumentCount } from "./diagnostics.js";
import { judgeCall, judgeConstants, reportMisfit } from "./judge-call.js";
import { constantOf, convertTo, openConstant, typedPlaceholder } from "./nodes.js";
import { type Overload, type OverloadRules, resolveOverload } from "./overload.js";
import type { CallSite } from "./session.js";
import { mixesWholeAndReal } from "./types.js";

const branchRules: OverloadRules = { refuses: mixesWholeAndReal, mixesDynamic: true };

/** Functions whose arguments have to agree in their own way. */
const ownRules: ReadonlyMap<string, OverloadRules> = new Map<string, OverloadRules>([
  ["iff", branchRules],
  ["case", branchRules],
  ["coalesce", { refuses: mixesWholeAndReal }],
  ["max_of", { needsOrder: true }],
  ["min_of", { needsOrder: true }],
  ["repeat", { refuses: ([value]) => value === "dynamic" }],
]);

/** `pack_all` reads as `bag_pack` once its columns are written out. */
const factNames: ReadonlyMap<string, string> = new Map([["pack_all", "bag_pack"]]);

export function infoOf(arg: BoundExpression): ArgumentInfo {
  const { type } = arg;
  if (arg.kind === "constant" && !arg.isTypeOpen) return { type, constant: { value: arg.value } };
  return arg.kind === "column" ? { type, columnName: arg.name } : { type };
}

/** A call of a function by its entry; its problems are reported. */
export function bindScalarCall(
  { name, entry }: Named<ScalarEntry>,
  args: readonly BoundExpression[],
  site: CallSite,
): BoundExpression {
  const { signatures } = entry;
  const known = knownScalar(factNames.get(name) ?? name);
  if (!checkCount(name, [...signatures, ...(known?.signatures ?? [])], args.length, site))
    return openConstant(site.span, likelyType(entry));
  const rules = ownRules.get(name);
  const call = { name, known, signatures, args, infos: args.map(infoOf), ...(rules && { rules }) };
  const verdict = refusable(site, () => judgeCall(call));
  if (verdict === "refused") return openConstant(site.span, likelyType(entry));
  if (verdict.kind === "fits") {
    const { signature, returns } = verdict.overload;
    const constants = judgeConstants(call, signature, site);
    if (constants === "constant") return makeCall({ name, entry }, verdict.overload, args, site);
    return constants === "refused" ? openConstant(site.span, returns) : typedPlaceholder(site.span, returns);
  }
  reportMisfit(call, verdict, site);
  if (verdict.kind === "unsupported" && verdict.returns !== undefined)
    return typedPlaceholder(site.span, verdict.returns);
  return openConstant(site.span, likelyType(entry));
}

/** A call of an operator; undefined when no signature fits. */
export function tryScalarCall(
  named: Named<ScalarEntry>,
  args: readonly BoundExpression[],
  site: CallSite,
  rules: OverloadRules = {},
): BoundExpression | undefined {
  const infos = args.map(infoOf);
  const overload = refusable(site, () => resolveOverload(named.entry.signatures, args, infos, rules));
  if (overload === "refused") return openConstant(site.span, likelyType(named.entry));
  return overload === undefined ? undefined : makeCall(named, overload, args, site);
}

/** Runs what an entry says of its constants; what it refuses is told at the call. */
export function refusable<T>({ session, span }: Omit<CallSite, "nameSpan">, ask: () => T): T | "refused" {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    session.report({ code: error.code, severity: "error", span, message: error.message, hints: [] });
    return "refused";
  }
}

type Counted = Pick<Signature, "minCount" | "maxCount">;

export function checkCount(
  name: string,
  signatures: readonly Counted[],
  count: number,
  site: CallSite,
): boolean {
  if (signatures.some(({ minCount, maxCount }) => count >= minCount && count <= maxCount)) return true;
  const least = Math.min(...signatures.map(({ minCount }) => minCount));
  const most = Math.max(...signatures.map(({ maxCount }) => maxCount));
  site.session.report(wrongArgumentCount(name, site.nameSpan, count, least, most));
  return false;
}

function likelyType(entry: ScalarEntry): KqlType {
  const returns = entry.signatures[0]?.returns;
  return typeof returns === "string" ? returns : "dynamic";
}

function makeCall(
  { name, entry }: Named<ScalarEntry>,
  { signature, targets, returns }: Overload,
  args: readonly BoundExpression[],
  site: CallSite,
): BoundExpression {
  const { session, span } = site;
  if (args.some(({ isTypeOpen }) => isTypeOpen === true))
    return openResult(entry, args.length, returns, span);
  const printed = entry.overPrinted === undefined ? undefined : printedValue(args[0]);
  if (entry.overPrinted !== undefined && printed !== undefined)
    return bindScalarCall({ name, entry: entry.overPrinted }, [printed], site);
  const converted = args.map((arg, at) =>
    holdIndex(convertTo(targets[at], arg), parameterAt(signature, at, args.length)),
  );
  const infos = converted.map(infoOf);
  if (entry.isVolatile) session.counts.volatile++;
  const kernel = refusable(site, () => kernelOf(entry, signature, infos, returns));
  if (kernel === "refused") return typedPlaceholder(span, returns);
  if (kernel === undefined) {
    session.report(unsupportedFunction(name, site.nameSpan));
    return typedPlaceholder(span, returns);
  }
  const isConstant = entry.isVolatile !== true && converted.every((arg) => arg.isRunConstant);
  const call = {
    kind: "call",
    type: returns,
    name,
    entry,
    signature,
    kernel,
    args: converted,
    readCount: entry.keepsConstants === true && restIsConstant(infos) ? 1 : converted.length,
    span,
  } as const;
  return fold(isConstant ? { ...call, isRunConstant: true } : call, infos);
}

/** The dynamic value that a call makes text of; undefined for other expressions. */
function printedValue(expression: BoundExpression): BoundExpression | undefined {
  if (expression.kind !== "call" || expression.entry.prints !== true) return undefined;
  const [value] = expression.args;
  return value.type === "dynamic" ? value : undefined;
}

/** The result type is known all the same where all signatures agree on it. */
function openResult({ signatures }: ScalarEntry, count: number, type: KqlType, span: Span): BoundExpression {
  const fitting = signatures.filter(({ minCount, maxCount }) => count >= minCount && count <= maxCount);
  return fitting.every(({ returns }) => returns === type)
    ? typedPlaceholder(span, type)
    : openConstant(span, type);
}

/** Kernels get an index as a number, so a constant beyond the safe integers is held inside them. */
function holdIndex(arg: BoundExpression, parameter: Parameter | undefined): BoundExpression {
  if (parameter?.type !== "index" || arg.kind !== "constant" || typeof arg.value !== "bigint") return arg;
  const held = arg.value < 0n ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
  return constantOf(arg.type, held, arg.span);
}

function kernelOf(
  entry: ScalarEntry,
  signature: Signature,
  infos: readonly ArgumentInfo[],
  returns: KqlType,
): Kernel | undefined {
  return signature.kernel ?? entry.specialize?.(infos, returns) ?? entry.kernel;
}

function restIsConstant([, ...rest]: readonly ArgumentInfo[]): boolean {
  return rest.every(({ constant }) => constant !== undefined);
}

/** Longest text that folding makes; longer ones are left to the run, which counts them. */
const maxFoldedLength = 10_000;

/** A pure call on constants is its value. What the kernel refuses is left to the run, which reports it in its place. */
function fold(call: BoundCall, infos: readonly ArgumentInfo[]): BoundExpression {
  const { entry, kernel, type, span } = call;
  if (entry.readsEnvironment || entry.isVolatile || entry.columns !== undefined) return call;
  const cells: Cell[] = [];
  for (const { constant } of infos) {
    if (constant === undefined) return call;
    cells.push(constant.value);
  }
  if (entry.nulls === "propagate" && cells.includes(null)) {
    return constantOf(type, type === "string" ? "" : null, span);
  }
  try {
    // The cells have been converted to the signature that the kernel is written for.
    const value = (kernel as (...args: Cell[]) => Cell)(...cells);
    if (typeof value === "string" && value.length > maxFoldedLength) return call;
    return constantOf(type, value === null && type === "string" ? "" : value, span);
  } catch (error) {
    if (error instanceof KernelError) return call;
    throw error;
  }
}
