import type { BoundShape } from "../../bind/bind-context.js";
import type { BoundExpression, Column } from "../../bind/bound.js";
import { openConstant } from "../../bind/nodes.js";
import { collectInput } from "../../exec/collect.js";
import { chosenRows } from "../../exec/lineage.js";
import { rowCount } from "../../exec/row-count.js";
import { constantArgument, pluginArguments } from "./arguments.js";
import { definePlugin } from "./plugin.js";

interface RowsNearShape extends BoundShape {
  readonly condition: BoundExpression;
  readonly before: BoundExpression;
  readonly after: BoundExpression;
  readonly inputColumns: readonly Column[];
}

/** The rows within some distance of one for which a condition is true. */
export const rowsNear = definePlugin<RowsNearShape>("rows_near", {
  bind(call, context) {
    const args = pluginArguments(
      call,
      { required: ["Condition", "NumRows"], optional: ["RowsAfter"] },
      context,
    );
    const condition = args.get("Condition");
    const before = constantArgument(args.get("NumRows"), context, "long") ?? openConstant(call.span, "long");
    return {
      output: context.input,
      condition:
        condition === undefined || condition.kind === "pipeline"
          ? openConstant(call.span, "bool")
          : context.predicate(condition),
      before,
      after: constantArgument(args.get("RowsAfter"), context, "long") ?? before,
      inputColumns: context.input.columns,
    };
  },
  start({ condition, before, after, inputColumns }, run, out) {
    return collectInput(inputColumns, run, (all) => {
      const [back, ahead] = [rowCount(before, run), rowCount(after, run)];
      const isNear = new Uint8Array(all.length);
      for (const row of run.select(condition, all)) isNear.fill(1, Math.max(0, row - back), row + ahead + 1);
      const rows = Int32Array.from(isNear.keys()).filter((row) => isNear[row] === 1);
      if (rows.length > 0) out.push(all.select(rows), chosenRows(run, rows, 0));
      out.finish();
    });
  },
});
