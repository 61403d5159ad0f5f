import type { Decimal } from "decimal.js";
import { largestDecimalExponent } from "../types/numbers.js";
import { KernelError } from "./kernel-error.js";

/**
 * What reckoning with decimals gave.
 * @throws KernelError where no decimal holds it. What the engine answers then is not known.
 */
export function inDecimalRange(value: Decimal): Decimal {
  if (value.isFinite()) return value;
  throw new KernelError(
    "KQL313",
    `the result lies beyond the decimals, which end before 1e${largestDecimalExponent + 1}`,
  );
}
