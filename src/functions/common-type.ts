import { isNumericType, type KqlType } from "../types/kql-type.js";

const numericRank: Readonly<Record<string, number>> = { int: 0, long: 1, real: 2, decimal: 3 };

/** The type that `same` arguments are widened to: the widest number, else the one that is not dynamic. */
export function commonTypeOf(types: readonly KqlType[]): KqlType {
  let common: KqlType = types[0] ?? "dynamic";
  for (const type of types) {
    if (common === "dynamic") common = type;
    else if (isNumericType(type) && isNumericType(common) && numericRank[type] > numericRank[common]) {
      common = type;
    }
  }
  return common;
}
