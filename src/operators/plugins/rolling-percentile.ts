import type { BoundShape } from "../../bind/bind-context.js";
import type { BoundExpression, Column } from "../../bind/bound.js";
import { openConstant } from "../../bind/nodes.js";
import { collectInput } from "../../exec/collect.js";
import { noLineage } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import { compareCells } from "../../types/compare.js";
import type { Cell } from "../../types/value.js";
import type { Batch } from "../../vector/batch.js";
import { cellReader } from "../../vector/vector.js";
import { columnArgument } from "./arguments.js";
import { definePlugin } from "./plugin.js";
import {
  bindTimeline,
  constantOf,
  type OutputRow,
  outputBatch,
  readTimeline,
  type Timeline,
  timelineAxis,
} from "./timeline.js";

interface RollingShape extends BoundShape {
  readonly timeline: Timeline;
  readonly value: Column;
  readonly percentile: BoundExpression;
}

/** A percentile, by nearest rank, of the values in the last bins up to each bin. */
export const rollingPercentile = definePlugin<RollingShape>("rolling_percentile", {
  bind(call, context) {
    const [value, percentile, index, ...others] = call.args;
    const valueColumn = columnArgument(value?.value, context) ?? 0;
    // The value stands where other plugins have the id.
    const args = [value, index, ...others].filter((arg) => arg !== undefined);
    const timeline = bindTimeline({ ...call, args }, [["BinSize", "BinsPerWindow"]], context);
    const bound =
      percentile === undefined || percentile.value.kind === "pipeline"
        ? openConstant(call.span)
        : context.runConstant(percentile.value);
    const bins = timeline.constants.BinsPerWindow;
    const width = bins?.kind === "constant" ? String(bins.value) : "";
    const rank = bound.kind === "constant" ? String(bound.value) : "";
    const source = context.input.columns[valueColumn] ?? { name: "", type: "real" as const };
    const name = `rolling_${width}_percentile_${source.name}_${rank.replaceAll(".", "_")}`;
    return {
      output: {
        columns: [timeline.timeColumn, ...timeline.dimensionColumns, { name, type: source.type }],
        isSerialized: false,
        isOpen: false,
      },
      timeline,
      value: source,
      percentile: bound,
    };
  },
  start({ timeline, value, percentile }, run, out) {
    return collectInput(timeline.inputColumns, run, (all) => {
      const rank = Number(run.constant(percentile));
      const rows = all.length === 0 ? undefined : roll(timeline, value, rank, all, run);
      if (rows !== undefined && rows.length > 0) out.push(rows, noLineage(run));
      out.finish();
    });
  },
});

function roll(timeline: Timeline, value: Column, rank: number, all: Batch, run: OperatorRun): Batch {
  const data = readTimeline(timeline, all, run);
  const axis = timelineAxis(timeline, constantOf(timeline, "BinSize", run), undefined, run);
  const width = Math.max(1, Number(constantOf(timeline, "BinsPerWindow", run) ?? 1));
  const values = valuesOf(timeline, all);
  const bins = Array.from({ length: data.sliceCount }, () => new Map<number, Cell[]>());
  data.rows.forEach(({ time, slice }, at) => {
    const bin = axis.indexOf(time) ?? 0;
    const known = bins[slice].get(bin) ?? [];
    bins[slice].set(bin, known);
    if (values[at] !== null) known.push(values[at]);
  });
  const rows = bins.flatMap((byBin, slice) =>
    [...byBin.keys()]
      .sort((a, b) => a - b)
      .map((bin): OutputRow => {
        run.checkDeadline();
        const window = Array.from({ length: width }, (_, back) => byBin.get(bin - back) ?? []).flat();
        return { steps: [bin], slice, values: [nearestRank(window, rank, value)] };
      }),
  );
  return outputBatch(timeline, rows, axis, data.dimensions, [value.type]);
}

/** Values of the rows that have a time. */
function valuesOf({ id, time }: Timeline, all: Batch): Cell[] {
  const [values, times] = [cellReader(all.column(id)), cellReader(all.column(time))];
  return Array.from({ length: all.length }, (_, row) => row)
    .filter((row) => times(row) !== null)
    .map((row) => values(row));
}

function nearestRank(values: Cell[], rank: number, { type }: Column): Cell {
  if (values.length === 0) return null;
  const sorted = values.sort((a, b) => compareCells(a, b, type));
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)];
}
