/** What the facts of the language say of a call, whether or not it can run: is it right, and of which type is it. */
import { isNumericType, type KqlType, typeNamed } from "../types/kql-type.js";
import { commonType, widensTo } from "../types/widening.js";
import type { KnownName, KnownParameter, KnownSignature } from "./known-names.js";
import { fillsGroups, parameterAt } from "./parameter-at.js";

/** Types of the arguments of a call; undefined where one is not known. */
export type ArgumentTypes = readonly (KqlType | undefined)[];

/** The signature that takes arguments of such types. */
export function signatureTaking(known: KnownName, args: ArgumentTypes): KnownSignature | undefined {
  return known.signatures.find(
    (signature) =>
      args.length >= signature.minCount &&
      args.length <= signature.maxCount &&
      layoutsOf(signature, args.length).some((layout) => fitsLayout(layout, args)),
  );
}

type ParameterLayout = Pick<KnownSignature, "parameters">;

/** What may be left out behind repeated parameters takes the last argument or none; those that repeat come first. */
function layoutsOf({ parameters }: KnownSignature, count: number): readonly ParameterLayout[] {
  const last = parameters.at(-1);
  const isLoose = last?.isOptional === true && parameters.some(({ isRepeated }) => isRepeated);
  if (!isLoose) return [{ parameters }];
  const without = { parameters: parameters.slice(0, -1) };
  const needed = parameters.filter(({ isOptional }) => !isOptional).length + 1;
  return count < needed ? [without] : [without, { parameters }];
}

function fitsLayout(layout: ParameterLayout, args: ArgumentTypes): boolean {
  const taken = args.map((_, at) => parameterAt(layout, at, args.length));
  return (
    fillsGroups(layout, args.length) &&
    args.every((type, at) => type === undefined || isOfClass(type, taken[at]?.type ?? "Scalar")) &&
    hasCommonType(taken, args)
  );
}

const numbers: readonly KqlType[] = ["int", "long", "real", "decimal"];
const ordered: readonly KqlType[] = [...numbers, "timespan", "datetime", "string", "bool"];

/** The classes of types that the facts name; all others take anything. */
const typeClasses: Readonly<Record<string, readonly KqlType[]>> = {
  Integer: ["int", "long"],
  IntegerOrArray: ["int", "long", "dynamic"],
  RealOrDecimal: ["real", "decimal"],
  Number: numbers,
  NumberOrBool: [...numbers, "bool"],
  Summable: [...numbers, "timespan", "datetime"],
  Orderable: ordered,
  CommonOrderable: ordered,
  NotDynamic: [...ordered, "guid"],
  NotRealOrBool: ["int", "long", "decimal", "timespan", "datetime", "string", "guid", "dynamic"],
  StringOrDynamic: ["string", "dynamic"],
  StringOrArray: ["string", "dynamic"],
  DynamicArray: ["dynamic"],
  DynamicBag: ["dynamic"],
};

function isOfClass(type: KqlType, wanted: string): boolean {
  const listed = typeClasses[wanted];
  if (listed !== undefined) return listed.includes(type);
  const declared = wanted.split("|").map(typeNamed);
  if (declared.includes(undefined)) return true;
  return declared.some(
    (one) =>
      one === type ||
      (one === "string" && type === "dynamic") ||
      (one === "real" && (type === "int" || type === "long")) ||
      (one === "decimal" && isNumericType(type)) ||
      (one === "long" && type === "int") ||
      (one === "int" && type === "long"),
  );
}

const strictlyCommon = new Set(["CommonScalar", "CommonOrderable"]);

/** Whether the arguments that have to agree widen to one type. A dynamic one agrees with its like alone. */
function hasCommonType(taken: readonly (KnownParameter | undefined)[], args: ArgumentTypes): boolean {
  const agreeing = args.filter((_, at) => strictlyCommon.has(taken[at]?.type ?? ""));
  const types = agreeing.flatMap((type) => type ?? []);
  if (types.includes("dynamic")) return types.every((type) => type === "dynamic");
  return types.length === 0 || commonType(types) !== undefined;
}

/** A signature in the words of the facts: `f(string, Number)`. */
export function printKnown({ name, signatures }: KnownName): string[] {
  return signatures.map(({ parameters }) => `${name}(${parameters.map(({ type }) => type).join(", ")})`);
}

/** Type of a call that cannot run, as far as it can be told; undefined when it depends on data. */
export function knownReturnType(
  { parameters, returns }: KnownSignature,
  args: ArgumentTypes,
): KqlType | undefined {
  const declared = typeNamed(returns);
  if (declared !== undefined) return declared;
  const layout = { parameters };
  switch (returns) {
    case "Parameter0":
      return args[0];
    case "Parameter0Promoted":
      return args[0] === "int" ? "long" : args[0];
    case "Parameter1":
      return args[1];
    case "Parameter0Array":
      return "dynamic";
    case "Widest":
      return widest(args);
    case "Common":
    case "CommonNonDynamic":
      return commonOf(
        args.filter((_, at) => parameterAt(layout, at, args.length)?.type.startsWith("Common")),
      );
    default:
      return undefined;
  }
}

/** Of numbers: at least long. */
function widest(args: ArgumentTypes): KqlType | undefined {
  return args.reduce<KqlType | undefined>(
    (wide, type) => (wide === undefined || type === undefined || widensTo(type, wide) ? wide : type),
    "long",
  );
}

/** Values that have nothing in common come as dynamic ones. */
function commonOf(args: ArgumentTypes): KqlType | undefined {
  const types = args.flatMap((type) => type ?? []);
  return types.length === args.length ? (commonType(types) ?? "dynamic") : undefined;
}
