/** Aggregates that return cells of one row of each group: `arg_max`, `arg_min`, `take_any`. */
import type { KqlType } from "../../types/kql-type.js";
import { newBytes, newInts, withRoom } from "../../vector/allocate.js";
import { cellReader, type Vector } from "../../vector/vector.js";
import {
  type Accumulator,
  type AggregateCall,
  type ArgumentInfo,
  aggregateFamily,
  repeated,
  repeatedOptional,
  signature,
} from "../entry.js";
import { Extremes } from "./extremes.js";
import { KeptRows } from "./kept-rows.js";
import { namedAsArgument } from "./result-name.js";

function createArgExtreme(sign: 1 | -1): (call: AggregateCall) => Accumulator {
  return ({ args, holdBytes }) => {
    const extremes = new Extremes(args[0].type, sign);
    const kept = new KeptRows(
      args.map(({ type }) => type),
      holdBytes,
    );
    return {
      add(vectors, groups, length, groupCount) {
        if (!extremes.add(vectors[0], groups, length, groupCount, kept.count)) return;
        kept.append(vectors, length);
        kept.compact(extremes.rows, groupCount);
      },
      finish(groupCount) {
        extremes.fit(groupCount);
        return kept.select(extremes.rows.subarray(0, groupCount));
      },
    };
  };
}

/** One column prefers a value that is neither null nor empty; several are those of the first row. */
function createTakeAny({ args, holdBytes }: AggregateCall): Accumulator {
  const kept = new KeptRows(
    args.map(({ type }) => type),
    holdBytes,
  );
  let rows = newInts(0);
  let isSettled = newBytes(0);
  const fit = (groupCount: number): void => {
    rows = withRoom(rows, groupCount, newInts, -1);
    isSettled = withRoom(isSettled, groupCount, newBytes);
  };
  const choose = (vector: Vector, groups: Int32Array, length: number): boolean => {
    const read = cellReader(vector);
    let isChanged = false;
    for (let row = 0; row < length; row++) {
      const group = groups[row];
      if (isSettled[group] === 1) continue;
      const cell = read(row);
      const isWanted = args.length > 1 || (cell !== null && cell !== "");
      if (!isWanted && rows[group] >= 0) continue;
      if (isWanted) isSettled[group] = 1;
      rows[group] = kept.count + row;
      isChanged = true;
    }
    return isChanged;
  };
  return {
    add(vectors, groups, length, groupCount) {
      fit(groupCount);
      if (!choose(vectors[0], groups, length)) return;
      kept.append(vectors, length);
      kept.compact(rows, groupCount);
    },
    finish(groupCount) {
      fit(groupCount);
      return kept.select(rows.subarray(0, groupCount));
    },
  };
}

type Columns = (args: readonly ArgumentInfo[]) => readonly { name: string; type: KqlType }[];

/** The compared expression, then those returned; each by its own name, or by what the engine makes up for it. */
function argColumns(word: "max" | "min"): Columns {
  return (args) =>
    args.map(({ columnName, type }, at) => {
      const madeUp = at === 0 ? `${word}_` : `${word}_${args[0].columnName ?? ""}_arg${at}`;
      return { name: columnName ?? madeUp, type };
    });
}

/** The old spellings put the word before the first name, and both before the others. */
function oldArgColumns(word: "max" | "min"): Columns {
  return (args) => {
    const first = `${word}_${args[0].columnName ?? ""}`;
    return args.map(({ columnName, type }, at) => ({
      name: at === 0 ? first : `${first}_${columnName ?? `arg${at}`}`,
      type,
    }));
  };
}

const anyColumns: Columns = (args) =>
  args.map(({ columnName, type }, at) => ({ name: columnName ?? `any_arg${at}`, type }));

const oldAnyColumns: Columns = (args) =>
  args.map(({ columnName, type }, at) => ({ name: `any_${columnName ?? `arg${at}`}`, type }));

const firstType = ([{ type }]: readonly ArgumentInfo[]): KqlType => type;
const manyColumns = { maxCount: 10_000 };
const argSignatures = [
  signature({ expr: "ordered", returned: repeatedOptional("any") }, firstType, manyColumns),
];
const anySignatures = [signature({ expr: repeated("any") }, firstType, manyColumns)];

export const pickRowAggregates = aggregateFamily({
  arg_max: {
    summary: "The largest value and other cells of its row: the first row among equals.",
    page: "arg-max-aggregation-function",
    signatures: argSignatures,
    examples: {
      "toscalar(range x from 1 to 4 step 1 | summarize arg_max(-x, x) | project x)": "1",
    },
    handsOn: true,
    columns: argColumns("max"),
    create: createArgExtreme(1),
  },
  arg_min: {
    summary: "The smallest value and other cells of its row: the first row among equals.",
    page: "arg-min-aggregation-function",
    signatures: argSignatures,
    examples: {
      "toscalar(range x from 1 to 4 step 1 | summarize arg_min(-x, x) | project x)": "4",
    },
    handsOn: true,
    columns: argColumns("min"),
    create: createArgExtreme(-1),
  },
  argmax: {
    summary: "As arg_max, with other column names.",
    page: "arg-max-aggregation-function",
    signatures: argSignatures,
    examples: {
      "toscalar(range x from 1 to 4 step 1 | extend y = -x | summarize argmax(x, y) | project max_x_y)": "-4",
    },
    deprecated: "arg_max",
    handsOn: true,
    columns: oldArgColumns("max"),
    create: createArgExtreme(1),
  },
  argmin: {
    summary: "As arg_min, with other column names.",
    page: "arg-min-aggregation-function",
    signatures: argSignatures,
    examples: {
      "toscalar(range x from 1 to 4 step 1 | extend y = -x | summarize argmin(x, y) | project min_x_y)": "-1",
    },
    deprecated: "arg_min",
    handsOn: true,
    columns: oldArgColumns("min"),
    create: createArgExtreme(-1),
  },
  take_any: {
    summary:
      "Cells of one row of the group: the first with a value when one column is asked for, else the first.",
    page: "take-any-aggregation-function",
    signatures: anySignatures,
    examples: { "toscalar(range x from 3 to 4 step 1 | summarize take_any(x))": "3" },
    handsOn: true,
    columns: anyColumns,
    create: createTakeAny,
  },
  any: {
    summary: "As take_any, with other column names.",
    page: "take-any-aggregation-function",
    signatures: anySignatures,
    examples: { "toscalar(range x from 3 to 4 step 1 | summarize any(x) | project any_x)": "3" },
    deprecated: "take_any",
    handsOn: true,
    columns: oldAnyColumns,
    create: createTakeAny,
  },
  take_anyif: {
    summary: "The first value that is neither null nor empty, in rows for which a predicate is true.",
    page: "take-anyif-aggregation-function",
    signatures: [signature({ expr: "any", predicate: "bool" }, firstType)],
    examples: { "toscalar(range x from 1 to 4 step 1 | summarize take_anyif(x, x > 2))": "3" },
    isConditional: true,
    resultName: namedAsArgument,
    create: (call) => createTakeAny({ ...call, args: call.args.slice(0, 1) }),
  },
  anyif: {
    summary: "As take_anyif, with another column name.",
    page: "take-anyif-aggregation-function",
    signatures: [signature({ expr: "any", predicate: "bool" }, firstType)],
    examples: { "toscalar(range x from 1 to 4 step 1 | summarize anyif(x, x > 2) | project anyif_x)": "3" },
    isConditional: true,
    deprecated: "take_anyif",
    resultName: ([first]) => `anyif_${first?.columnName ?? ""}`,
    create: (call) => createTakeAny({ ...call, args: call.args.slice(0, 1) }),
  },
});
