/**
 * The verdict on a call of a built-in function. What the facts of the language take is right, even where no signature of
 * the entry fits: such a call binds, and is refused when it is run.
 */
import type { ArgumentInfo, Parameter, Signature } from "../functions/entry.js";
import { knownReturnType, signatureTaking } from "../functions/known-calls.js";
import type { KnownName, KnownParameter, KnownSignature } from "../functions/known-names.js";
import { parameterAt } from "../functions/parameter-at.js";
import type { KqlType } from "../types/kql-type.js";
import type { BoundExpression } from "./bound.js";
import { noMatchingOverload, notConstant, unsupportedCall, unsupportedVarying } from "./diagnostics.js";
import { type Overload, type OverloadRules, printSignature, resolveOverload } from "./overload.js";
import type { CallSite } from "./session.js";

export interface JudgedCall {
  readonly name: string;
  /** What the language says of the name; undefined of operators and of functions that it does not list. */
  readonly known: KnownName | undefined;
  readonly signatures: readonly Signature[];
  readonly args: readonly BoundExpression[];
  readonly infos: readonly ArgumentInfo[];
  readonly rules?: OverloadRules;
}

export type Verdict =
  | { readonly kind: "fits"; readonly overload: Overload }
  /** Right, but not to be run; the type is undefined where it depends on data. */
  | { readonly kind: "unsupported"; readonly returns: KqlType | undefined }
  | { readonly kind: "refused" };

const refused: Verdict = { kind: "refused" };

/** Functions that the recorded engine, or the reference, gives more than the facts allow. */
const widerThanKnown = new Set([
  "count",
  "format_ipv4_mask",
  "make_timespan",
  "percentiles_array_tdigest",
  "toguid",
]);

/** The verdict by types. Nothing is reported. */
export function judgeCall({ name, known, signatures, args, infos, rules }: JudgedCall): Verdict {
  const types = args.map(({ type, isTypeOpen }) => (isTypeOpen ? undefined : type));
  if (rules?.refuses?.(types) === true) return refused;
  const taking = known === undefined ? undefined : signatureTaking(known, types);
  const isOurs = known === undefined || widerThanKnown.has(name);
  if (taking === undefined && !isOurs) return refused;
  const overload = resolveOverload(signatures, args, infos, rules);
  if (overload !== undefined) return { kind: "fits", overload };
  if (taking === undefined) return refused;
  return { kind: "unsupported", returns: knownReturnType(taking, types) ?? fixedReturn(signatures) };
}

/** The type that all signatures yield whatever they are given. */
function fixedReturn(signatures: readonly Signature[]): KqlType | undefined {
  const [first] = signatures;
  const returns = first?.returns;
  return typeof returns === "string" && signatures.every((one) => one.returns === returns)
    ? returns
    : undefined;
}

/** Type of the call, as far as it is known. */
export function typeOf(verdict: Verdict): KqlType | undefined {
  switch (verdict.kind) {
    case "fits":
      return verdict.overload.returns;
    case "unsupported":
      return verdict.returns;
    case "refused":
      return undefined;
  }
}

/** Tells of a call that does not fit. */
export function reportMisfit({ name, signatures, args }: JudgedCall, verdict: Verdict, site: CallSite): void {
  const types = args.map(({ type }) => type);
  const candidates = () => signatures.map((signature) => printSignature(name, signature));
  site.session.report(
    verdict.kind === "refused"
      ? noMatchingOverload(name, site.nameSpan, types, candidates())
      : unsupportedCall(name, site.nameSpan, types),
  );
}

/** Whether all arguments are constants that have to be; else it is reported, and whether the call is right all the same. */
export function judgeConstants(
  { name, known, args }: JudgedCall,
  signature: Signature,
  site: CallSite,
): "constant" | "unsupported" | "refused" {
  if (args.every(({ isRunConstant }) => isRunConstant)) return "constant";
  const types = args.map(({ type, isTypeOpen }) => (isTypeOpen ? undefined : type));
  const taking = known === undefined ? undefined : signatureTaking(known, types);
  const isConstantIn = (one: Signature | KnownSignature | undefined, index: number): boolean =>
    one !== undefined &&
    parameterAt<Parameter | KnownParameter>(one, index, args.length)?.isConstant === true;
  // Beside repeated parameters it is open which one takes an argument.
  const stated = taking?.parameters.some(({ isRepeated }) => isRepeated) ? undefined : taking;
  const at = args.findIndex(
    (arg, index) => !arg.isRunConstant && (isConstantIn(signature, index) || isConstantIn(stated, index)),
  );
  if (at < 0) return "constant";
  const mayVary = taking !== undefined && parameterAt(taking, at, args.length)?.isConstant === false;
  site.session.report(mayVary ? unsupportedVarying(name, args[at].span) : notConstant(args[at].span));
  return mayVary ? "unsupported" : "refused";
}
