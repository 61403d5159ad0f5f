import type { BoundShape } from "../../bind/bind-context.js";
import type { BoundExpression } from "../../bind/bound.js";
import { openConstant } from "../../bind/nodes.js";
import { eachRow } from "../../exec/lineage.js";
import { rowCount } from "../../exec/row-count.js";
import { constantArgument, pluginArguments } from "./arguments.js";
import { definePlugin } from "./plugin.js";

interface PreviewShape extends BoundShape {
  readonly count: BoundExpression;
}

/** The first rows. (The count of all, a second result in Kusto, is left out as results of later statements are.) */
export const preview = definePlugin<PreviewShape>("preview", {
  bind(call, context) {
    const args = pluginArguments(call, { required: ["NumberOfRows"] }, context);
    const count =
      constantArgument(args.get("NumberOfRows"), context, "long") ?? openConstant(call.span, "long");
    return { output: context.input, count };
  },
  start({ count }, run, out) {
    let left = rowCount(count, run);
    return {
      push(batch) {
        const length = Math.min(left, batch.length);
        if (length === 0) return;
        left -= length;
        out.push(batch.slice(0, length), eachRow(run, length, run.inputOffset));
      },
      finish: () => out.finish(),
      isSatisfied: () => left === 0,
    };
  },
});
