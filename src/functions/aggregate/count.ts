/** Counting rows. */
import type { KqlType } from "../../types/kql-type.js";
import { newFloats, withRoom } from "../../vector/allocate.js";
import type { Vector } from "../../vector/vector.js";
import { type Accumulator, aggregateFamily, signature } from "../entry.js";
import { named } from "./result-name.js";

class RowCount implements Accumulator {
  private counts = noFloats;

  add(_args: readonly Vector[], groups: Int32Array, length: number, groupCount: number): void {
    this.counts = withRoom(this.counts, groupCount, newFloats);
    const { counts } = this;
    if (groupCount === 1) counts[0] += length;
    else for (let row = 0; row < length; row++) counts[groups[row]]++;
  }

  finish(groupCount: number): readonly Vector[] {
    const data = withRoom(this.counts, groupCount, newFloats);
    return [{ encoding: "number", type: "long", length: groupCount, data }];
  }
}

const noFloats = newFloats(0);

const countRows = (): Accumulator => new RowCount();

/** The engine ignores the argument of `count(x)`. What it does with a predicate is not known, so bools are refused. */
const countable: readonly KqlType[] = [
  "int",
  "long",
  "real",
  "decimal",
  "string",
  "datetime",
  "timespan",
  "guid",
  "dynamic",
];

export const countAggregates = aggregateFamily({
  count: {
    summary: "Number of rows, those with nulls included.",
    page: "count-aggregation-function",
    signatures: [signature({}, "long"), signature({ expr: countable }, "long")],
    examples: { "toscalar(range x from 1 to 3 step 1 | summarize count())": "3" },
    aliases: ["cnt"],
    resultName: named("count"),
    create: countRows,
  },
  countif: {
    summary: "Number of rows for which a predicate is true.",
    page: "countif-aggregation-function",
    signatures: [signature({ predicate: "bool" }, "long")],
    examples: { "toscalar(range x from 1 to 5 step 1 | summarize countif(x > 3))": "2" },
    isConditional: true,
    resultName: named("countif"),
    create: countRows,
  },
});
