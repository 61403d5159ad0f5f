/** Calls scalar functions by name on plain values, as the binder and the executor would. */
import { expect } from "vitest";
import type { ArgumentInfo, Signature } from "../../src/functions/entry.js";
import { scalarFunction } from "../../src/functions/registry.js";
import { convertCell } from "../../src/types/convert.js";
import type { KqlType } from "../../src/types/kql-type.js";
import type { Cell, DynamicValue } from "../../src/types/value.js";

export interface TypedCell {
  readonly type: KqlType;
  readonly cell: Cell;
}

/** Strings, bools, whole numbers (longs) and other numbers (reals) speak for themselves; arrays and bags are dynamic. */
export type Argument = string | boolean | number | bigint | TypedCell | readonly DynamicValue[];

export function nullOf(type: KqlType): TypedCell {
  return { type, cell: type === "string" ? "" : null };
}

export function dynamic(cell: DynamicValue): TypedCell {
  return { type: "dynamic", cell };
}

function typed(argument: Argument): TypedCell {
  if (typeof argument === "string") return { type: "string", cell: argument };
  if (typeof argument === "boolean") return { type: "bool", cell: argument };
  if (typeof argument === "bigint") return { type: "long", cell: argument };
  if (typeof argument === "number")
    return { type: Number.isInteger(argument) ? "long" : "real", cell: argument };
  return "type" in argument ? argument : { type: "dynamic", cell: argument };
}

/** The result, which must be the same with the arguments as constants and as columns. */
export function call(name: string, ...args: readonly Argument[]): Cell {
  const asConstants = run(name, args, () => true);
  const signature = signatureFor(name, args.map(typed));
  const asColumns = run(name, args, (at) => parameterAt(signature, at).isConstant === true);
  expect(asColumns).toEqual(asConstants);
  return asConstants;
}

function parameterAt({ parameters }: Signature, at: number): Signature["parameters"][number] {
  return parameters[Math.min(at, parameters.length - 1)];
}

function signatureFor(name: string, args: readonly TypedCell[]): Signature {
  const entry = scalarFunction(name);
  if (entry === undefined) throw new Error(`no function ${name}`);
  const found = entry.signatures.find(
    (signature) =>
      args.length >= signature.minCount &&
      args.length <= signature.maxCount &&
      args.every(({ type }, at) => fits(parameterAt(signature, at).type, type)),
  );
  if (found === undefined)
    throw new Error(`no signature of ${name} for ${args.map(({ type }) => type).join(", ")}`);
  return found;
}

function fits(wanted: Signature["parameters"][number]["type"], type: KqlType): boolean {
  if (typeof wanted === "object") return wanted.includes(type);
  if (wanted === "string") return type === "string" || type === "dynamic";
  if (wanted === "index" || wanted === "long") return type === "int" || type === "long";
  if (wanted === "real") return type === "int" || type === "long" || type === "real";
  if (wanted === "ordered") return type !== "dynamic";
  if (wanted === "numeric") return ["int", "long", "real", "decimal"].includes(type);
  return wanted === "any" || wanted === "text" || wanted === "same" || wanted === type;
}

function run(name: string, args: readonly Argument[], isConstant: (at: number) => boolean): Cell {
  const entry = scalarFunction(name);
  const cells = args.map(typed);
  const signature = signatureFor(name, cells);
  const infos = cells.map(
    ({ type, cell }, at): ArgumentInfo => (isConstant(at) ? { type, constant: { value: cell } } : { type }),
  );
  const returns = typeof signature.returns === "string" ? signature.returns : signature.returns(infos);
  const kernel = signature.kernel ?? entry?.specialize?.(infos, returns) ?? entry?.kernel;
  const converted = cells.map(({ type, cell }, at) =>
    convertCell(cell, type, target(parameterAt(signature, at).type, type)),
  );
  if (entry?.nulls === "propagate" && converted.includes(null)) return returns === "string" ? "" : null;
  // The kernel was chosen for arguments of these types.
  const result = (kernel as ((...cells: Cell[]) => Cell) | undefined)?.(...converted);
  if (result === undefined) throw new Error(`${name} has no kernel`);
  return result === null && returns === "string" ? "" : result;
}

function target(wanted: Signature["parameters"][number]["type"], type: KqlType): KqlType {
  if (wanted === "text") return "string";
  if (wanted === "index") return "long";
  const isClass =
    typeof wanted === "object" || ["any", "same", "numeric", "ordered", "summable"].includes(wanted);
  return isClass ? type : (wanted as KqlType); // what is no class is a type
}
