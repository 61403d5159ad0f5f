/** What types widen to: int to long to real, and all of these to decimal. */
import { isNumericType, type KqlType } from "./kql-type.js";

const numericRank: Readonly<Record<string, number>> = { int: 0, long: 1, real: 2, decimal: 3 };

/** Whether cells of a type become the other without loss of meaning. */
export function widensTo(from: KqlType, to: KqlType): boolean {
  return from === to || (isNumericType(from) && isNumericType(to) && numericRank[from] < numericRank[to]);
}

/** The widest of some types that widen into one another; dynamic gives way to any other. */
export function commonType(types: readonly KqlType[]): KqlType | undefined {
  let common: KqlType | undefined;
  for (const type of types) {
    if (common === undefined || common === "dynamic" || widensTo(common, type)) {
      if (type !== "dynamic" || common === undefined) common = type;
    } else if (type !== "dynamic" && !widensTo(type, common)) return undefined;
  }
  return common;
}
