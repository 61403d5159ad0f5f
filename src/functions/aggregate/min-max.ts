/** `min` and `max`. */
import type { Vector } from "../../vector/vector.js";
import {
  type Accumulator,
  type AggregateCall,
  type ArgumentInfo,
  aggregateFamily,
  signature,
} from "../entry.js";
import { Extremes } from "./extremes.js";
import { named } from "./result-name.js";

class ExtremeValue implements Accumulator {
  private readonly extremes: Extremes;

  constructor({ args }: AggregateCall, sign: 1 | -1) {
    this.extremes = new Extremes(args[0].type, sign);
  }

  add(args: readonly Vector[], groups: Int32Array, length: number, groupCount: number): void {
    this.extremes.add(args[0], groups, length, groupCount, 0);
  }

  finish(groupCount: number): readonly Vector[] {
    return [this.extremes.bests(groupCount)];
  }
}

function createExtreme(sign: 1 | -1): (call: AggregateCall) => Accumulator {
  return (call) => new ExtremeValue(call, sign);
}

const sameType = ([{ type }]: readonly ArgumentInfo[]) => type;
const signatures = [signature({ expr: "ordered" }, sameType)];
const conditionalSignatures = [signature({ expr: "ordered", predicate: "bool" }, sameType)];

export const minMaxAggregates = aggregateFamily({
  min: {
    summary: "Smallest value; nulls are left out, NaN wins over every number.",
    page: "min-aggregation-function",
    signatures,
    examples: { "toscalar(range x from 2 to 4 step 1 | summarize min(x))": "2" },
    resultName: named("min"),
    create: createExtreme(-1),
  },
  minif: {
    summary: "Smallest value in rows for which a predicate is true.",
    page: "minif-aggregation-function",
    signatures: conditionalSignatures,
    examples: { "toscalar(range x from 2 to 4 step 1 | summarize minif(x, x > 2))": "3" },
    isConditional: true,
    resultName: named("minif"),
    create: createExtreme(-1),
  },
  max: {
    summary: "Largest value; nulls are left out, NaN wins over every number.",
    page: "max-aggregation-function",
    signatures,
    examples: { "toscalar(range x from 2 to 4 step 1 | summarize max(x))": "4" },
    resultName: named("max"),
    create: createExtreme(1),
  },
  maxif: {
    summary: "Largest value in rows for which a predicate is true.",
    page: "maxif-aggregation-function",
    signatures: conditionalSignatures,
    examples: { "toscalar(range x from 2 to 4 step 1 | summarize maxif(x, x < 4))": "3" },
    isConditional: true,
    resultName: named("maxif"),
    create: createExtreme(1),
  },
});
