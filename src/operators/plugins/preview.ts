import type { BoundShape } from "../../bind/bind-context.js";
import type { BoundExpression } from "../../bind/bound.js";
import { openConstant } from "../../bind/nodes.js";
import { firstRows, rowCount } from "../../exec/row-count.js";
import { constantArgument, pluginArguments } from "./arguments.js";
import { definePlugin } from "./plugin.js";

interface PreviewShape extends BoundShape {
  readonly count: BoundExpression;
}

/** The first rows; then, in a table of its own, the count of all. */
export const preview = definePlugin<PreviewShape>("preview", {
  bind(call, context) {
    const args = pluginArguments(call, { required: ["NumberOfRows"] }, context);
    const count =
      constantArgument(args.get("NumberOfRows"), context, "long") ?? openConstant(call.span, "long");
    return { output: context.input, count };
  },
  start: ({ count }, run, out) => firstRows(rowCount(count, run), run, out),
  furtherTables: ({ span, keyword }) => [[{ kind: "count", span, keyword }]],
});
