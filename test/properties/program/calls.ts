/** Every scalar function and operator that a random expression may call, by what it returns. */
import type { Parameter, ScalarEntry, Signature } from "../../../src/functions/entry.js";
import { scalarFamilies } from "../../../src/functions/index.js";
import type { KqlType } from "../../../src/types/kql-type.js";

export interface Callable {
  readonly name: string;
  readonly entry: ScalarEntry;
  readonly signature: Signature;
}

const signs =
  /^\W|^(in|in~|has|has_cs|has_any|has_all|hasprefix|hassuffix|hasprefix_cs|hassuffix_cs|contains|contains_cs|startswith|startswith_cs|endswith|endswith_cs|matches regex)$/;

/** Lists in brackets after the operator. */
const listOperators = new Set(["in", "!in", "in~", "!in~", "has_any", "has_all"]);

/** `parse_user_agent` takes half a second to start, which is more than all others together. */
const leftOut = new Set(["negate", "parse_user_agent"]);

/** What gives another value each time, several columns, or reads columns by name. */
function isLeftOut(name: string, entry: ScalarEntry): boolean {
  return entry.isVolatile === true || entry.columns !== undefined || leftOut.has(name);
}

const callables: readonly Callable[] = scalarFamilies.flatMap((family) =>
  Object.entries(family).flatMap(([name, entry]) =>
    isLeftOut(name, entry) ? [] : entry.signatures.map((signature) => ({ name, entry, signature })),
  ),
);

/** The signatures of each function, so that one that has many does not come up more often. */
export const overloads: readonly (readonly Callable[])[] = [
  ...new Set(callables.map(({ entry }) => entry)),
].map((entry) => callables.filter((callable) => callable.entry === entry));

const byType = new Map<KqlType, readonly Callable[]>();

/** Those that return a type whatever their arguments are. */
export function callablesOf(type: KqlType): readonly Callable[] {
  let found = byType.get(type);
  if (found === undefined) {
    found = callables.filter(({ signature }) => signature.returns === type);
    byType.set(type, found);
  }
  return found;
}

/** Those whose type follows from their arguments. */
export const polymorphic: readonly Callable[] = callables.filter(
  ({ signature }) => typeof signature.returns === "function",
);

export function printCall(name: string, args: readonly string[]): string {
  if (listOperators.has(name)) return `(${args[0]} ${name} (${args.slice(1).join(", ")}))`;
  if (signs.test(name) && args.length === 2) return `(${args[0]} ${name} ${args[1]})`;
  return `${name}(${args.join(", ")})`;
}

/** The parameters of a call of some length: repeated ones go round together. */
export function parametersFor(signature: Signature, rounds: number, extra: number): readonly Parameter[] {
  const { parameters } = signature;
  const repeating = parameters.filter(({ isRepeated }) => isRepeated === true);
  const required = parameters.filter(
    ({ isRepeated, isOptional }) => isRepeated !== true && isOptional !== true,
  );
  const options = parameters.filter(
    ({ isRepeated, isOptional }) => isRepeated !== true && isOptional === true,
  );
  const first = parameters.findIndex(({ isRepeated }) => isRepeated === true);
  if (first < 0) return [...required, ...options.slice(0, extra)];
  const before = parameters.slice(0, first);
  const after = parameters.slice(first + repeating.length);
  const round = Array.from({ length: rounds }, () => repeating).flat();
  return [...before, ...round, ...after].slice(0, signature.maxCount);
}
