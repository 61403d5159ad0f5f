import { newInts } from "../../vector/allocate.js";
import { gather } from "../../vector/gather.js";
import { selectTrue } from "../../vector/selection.js";
import type { Accumulator, AggregateCall } from "../entry.js";

/**
 * For aggregates whose predicate is the second of several arguments (`make_set_if(x, p, 10)`): rows where it is not
 * true are left out, and the inner accumulator never sees it.
 */
export function withPredicateSecond(
  create: (call: AggregateCall) => Accumulator,
): (call: AggregateCall) => Accumulator {
  return (call) => {
    const inner = create({ ...call, args: call.args.filter((_, at) => at !== 1), shared: undefined });
    return {
      add(args, groups, length, groupCount) {
        const rows = selectTrue(args[1]);
        const rest = args.filter((_, at) => at !== 1);
        if (rows.length === length) return inner.add(rest, groups, length, groupCount);
        const kept = rest.map((arg) => gather(arg, rows));
        inner.add(kept, gatherGroups(groups, rows), rows.length, groupCount);
      },
      finish: (groupCount) => inner.finish(groupCount),
    };
  };
}

function gatherGroups(groups: Int32Array, rows: Int32Array): Int32Array {
  const kept = newInts(rows.length);
  for (let at = 0; at < rows.length; at++) kept[at] = groups[rows[at]];
  return kept;
}
