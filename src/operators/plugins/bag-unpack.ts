import type { BoundShape } from "../../bind/bind-context.js";
import type { Column } from "../../bind/bound.js";
import { collectInput } from "../../exec/collect.js";
import { eachRow } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import { compareText } from "../../types/compare.js";
import { castDynamic, scalarOf } from "../../types/convert.js";
import type { KqlType } from "../../types/kql-type.js";
import { type Cell, type DynamicValue, isDynamicArray, isDynamicBag } from "../../types/value.js";
import type { Batch } from "../../vector/batch.js";
import { cellReader, type Vector, vectorOf } from "../../vector/vector.js";
import { unknownKind } from "../diagnostics.js";
import { columnArgument, pluginArguments, textArgument } from "./arguments.js";
import { definePlugin } from "./plugin.js";

type Conflict = "error" | "replace_source" | "keep_source";
const conflicts: readonly Conflict[] = ["error", "replace_source", "keep_source"];

interface BagUnpackShape extends BoundShape {
  readonly inputColumns: readonly Column[];
  /** The column that holds the bags. */
  readonly bag: number;
  readonly prefix: string;
  readonly conflict: Conflict;
  readonly ignored: ReadonlySet<string>;
}

/**
 * The keys of the bags as columns, in order of their names, in place of the column that held the bags. A column has the
 * type of its values when all have one type, else it is dynamic.
 */
export const bagUnpack = definePlugin<BagUnpackShape>("bag_unpack", {
  bind(call, context) {
    const optional = ["OutputColumnPrefix", "columnsConflict", "ignoredProperties"];
    const args = pluginArguments(call, { required: ["Column"], optional }, context);
    const bag = columnArgument(args.get("Column"), context) ?? -1;
    const conflictArgument = args.get("columnsConflict");
    const word = textArgument(conflictArgument, context) ?? "error";
    const conflict = conflicts.find((known) => known === word);
    if (conflict === undefined) {
      context.report(unknownKind("bag_unpack", word, conflicts, conflictArgument?.span ?? call.span));
    }
    const ignoredArgument = args.get("ignoredProperties");
    const ignored =
      ignoredArgument === undefined || ignoredArgument.kind === "pipeline"
        ? null
        : (context.constant(ignoredArgument)?.value ?? null);
    const inputColumns = context.input.columns;
    return {
      output: {
        columns: inputColumns.filter((_, index) => index !== bag),
        isSerialized: false,
        isOpen: true,
      },
      inputColumns,
      bag,
      prefix: textArgument(args.get("OutputColumnPrefix"), context) ?? "",
      conflict: conflict ?? "error",
      ignored: new Set(isDynamicArray(ignored) ? ignored.map(String) : []),
    };
  },
  start(bound, run, out) {
    return collectInput(bound.inputColumns, (all) => {
      const slots = readSlots(bound, all, run);
      const { columns, vectors } = placeSlots(bound, slots, run);
      out.declare(columns);
      if (all.length > 0) out.push(all.project(vectors), eachRow(run, all.length, 0));
      out.finish();
    });
  },
});

/** Values of one key by row. */
type Slots = ReadonlyMap<string, DynamicValue[]>;

/** More columns than this are a mistake. */
const maxColumns = 10_000;

function readSlots({ bag, ignored }: BagUnpackShape, all: Batch, run: OperatorRun): Slots {
  const slots = new Map<string, DynamicValue[]>();
  const read = all.length === 0 ? () => null : cellReader(all.column(bag));
  for (let row = 0; row < all.length; row++) {
    const value = read(row);
    if (!isDynamicBag(value)) continue;
    for (const key of Object.keys(value)) {
      if (ignored.has(key)) continue;
      let values = slots.get(key);
      if (values === undefined) {
        if (slots.size >= maxColumns)
          run.failLimit(`the bags have more than ${maxColumns} keys`, "list them: `: (a:long, b:string)`");
        run.reserveMemory(all.length * 8);
        values = new Array<DynamicValue>(all.length).fill(null);
        slots.set(key, values);
      }
      values[row] = value[key] ?? null;
    }
  }
  return slots;
}

function typeOf(values: readonly DynamicValue[]): KqlType {
  let common: KqlType | undefined;
  for (const value of values) {
    if (value === null) continue;
    const type = scalarOf(value)?.type ?? "dynamic";
    if (common !== undefined && common !== type) return "dynamic";
    common = type;
  }
  return common ?? "dynamic";
}

/** The columns of the input but the bags, then the keys; names that both have go by the conflict rule. */
function placeSlots(
  { inputColumns, bag, prefix, conflict }: BagUnpackShape,
  slots: Slots,
  run: OperatorRun,
): { readonly columns: Column[]; readonly vectors: (number | Vector)[] } {
  const kept = [...inputColumns.keys()].filter((index) => index !== bag);
  const columns = kept.map((index) => inputColumns[index]);
  const vectors: (number | Vector)[] = [...kept];
  for (const key of [...slots.keys()].sort(compareText)) {
    const values = slots.get(key) ?? [];
    const type = typeOf(values);
    const column: Column = { name: `${prefix}${key}`, type };
    const existing = columns.findIndex(({ name }) => name === column.name);
    if (existing >= 0 && conflict === "error") {
      run.fail("KQL331", `\`bag_unpack\` would make a second column \`${column.name}\``);
    }
    if (existing >= 0 && conflict === "keep_source") continue;
    const at = existing < 0 ? columns.length : existing;
    columns[at] = column;
    vectors[at] = vectorOf(
      type,
      values.map((value): Cell => castDynamic(value, type)),
    );
  }
  return { columns, vectors };
}
