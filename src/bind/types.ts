/** Kinds of types that overloads ask for. */
import { isNumericType, type KqlType } from "../types/kql-type.js";

/** int and long on one side, real on the other. */
export function mixesWholeAndReal(types: readonly (KqlType | undefined)[]): boolean {
  return types.some((type) => type === "int" || type === "long") && types.includes("real");
}

export function isSummable(type: KqlType): boolean {
  return isNumericType(type) || type === "timespan" || type === "datetime";
}
