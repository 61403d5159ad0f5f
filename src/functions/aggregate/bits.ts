/** `binary_all_and`, `binary_all_or`, `binary_all_xor`: bits of 64-bit integers. */
import { wrapInt64 } from "../../types/int64.js";
import type { Cell } from "../../types/value.js";
import { type Accumulator, type AggregateCall, aggregateFamily, signature } from "../entry.js";
import { liftAggregate } from "./lift.js";
import { namedAsArgument } from "./result-name.js";

interface Bits {
  /** Undefined until the group has a value. */
  value: bigint | undefined;
}

function createBits(combine: (a: bigint, b: bigint) => bigint): (call: AggregateCall) => Accumulator {
  return (call) =>
    liftAggregate(call, {
      init: (): Bits => ({ value: undefined }),
      add(bits, cell: Cell) {
        if (typeof cell !== "number" && typeof cell !== "bigint") return;
        bits.value = bits.value === undefined ? BigInt(cell) : combine(bits.value, BigInt(cell));
      },
      finish: ({ value }) => (value === undefined ? null : wrapInt64(value)),
    });
}

const signatures = [signature({ expr: "int" }, "int"), signature({ expr: "long" }, "long")];

export const bitAggregates = aggregateFamily({
  binary_all_and: {
    summary: "Bitwise AND of all values.",
    page: "binary-all-and-aggregation-function",
    signatures,
    examples: { "toscalar(range x from 6 to 7 step 1 | summarize binary_all_and(x))": "6" },
    resultName: namedAsArgument,
    create: createBits((a, b) => a & b),
  },
  binary_all_or: {
    summary: "Bitwise OR of all values.",
    page: "binary-all-or-aggregation-function",
    signatures,
    examples: { "toscalar(range x from 1 to 4 step 1 | summarize binary_all_or(x))": "7" },
    resultName: namedAsArgument,
    create: createBits((a, b) => a | b),
  },
  binary_all_xor: {
    summary: "Bitwise XOR of all values.",
    page: "binary-all-xor-aggregation-function",
    signatures,
    examples: { "toscalar(range x from 1 to 4 step 1 | summarize binary_all_xor(x))": "4" },
    resultName: namedAsArgument,
    create: createBits((a, b) => a ^ b),
  },
});
