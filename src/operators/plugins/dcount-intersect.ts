import type { BoundShape } from "../../bind/bind-context.js";
import type { BoundExpression, Column } from "../../bind/bound.js";
import { openConstant } from "../../bind/nodes.js";
import { eachRow } from "../../exec/lineage.js";
import { asDynamic, elementKey } from "../../functions/dynamic-content.js";
import { readHll } from "../../functions/sketch.js";
import type { Cell } from "../../types/value.js";
import { Batch } from "../../vector/batch.js";
import { cellReader, vectorOf } from "../../vector/vector.js";
import { pluginArguments, rowArgument, visibleColumns } from "./arguments.js";
import { definePlugin } from "./plugin.js";

interface IntersectShape extends BoundShape {
  readonly sketches: readonly BoundExpression[];
  /** Where the columns that come in are. */
  readonly kept: readonly number[];
}

type ElementKey = ReturnType<typeof elementKey>;

/** Of several sets, how many values the first has, the first two, and so on: `s0`, `s1`, … behind what comes in. */
export const dcountIntersect = definePlugin<IntersectShape>("dcount_intersect", {
  bind(call, context) {
    const args = pluginArguments(call, { required: ["hll_1", "hll_2"], isOpen: true }, context);
    const sketches = [args.get("hll_1"), args.get("hll_2"), ...args.rest].map(
      (value) => rowArgument(value, context) ?? openConstant(call.span, "dynamic"),
    );
    const kept = visibleColumns(context);
    const taken = new Set(kept.map(({ column }) => column.name));
    const counts = sketches.map(
      (_, set): Column => ({ name: context.uniqueName(`s${set}`, taken), type: "long" }),
    );
    const columns = [...kept.map(({ column }) => column), ...counts];
    const output = { columns, isSerialized: false, isOpen: false };
    return { output, sketches, kept: kept.map(({ index }) => index) };
  },
  start({ sketches, kept }, run, out) {
    return {
      push(batch) {
        const readers = sketches.map((sketch) => cellReader(run.evaluate(sketch, batch)));
        const counts = Array.from({ length: batch.length }, (_, row) =>
          sharedCounts(readers.map((read) => keysOfHll(read(row)))),
        );
        const vectors = sketches.map((_, set) =>
          vectorOf(
            "long",
            counts.map((row) => row[set]),
          ),
        );
        const before = kept.map((index) => batch.column(index));
        out.push(
          Batch.of(batch.length, [...before, ...vectors]),
          eachRow(run, batch.length, run.inputOffset),
        );
      },
      finish: () => out.finish(),
    };
  },
});

function keysOfHll(sketch: Cell): ReadonlySet<ElementKey> {
  return new Set((readHll(asDynamic(sketch))?.values ?? []).map(elementKey));
}

function sharedCounts([first, ...others]: readonly ReadonlySet<ElementKey>[]): number[] {
  let shared = [...first];
  const counts = [shared.length];
  for (const other of others) {
    shared = shared.filter((key) => other.has(key));
    counts.push(shared.length);
  }
  return counts;
}
