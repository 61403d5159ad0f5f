import type { BoundShape } from "../../bind/bind-context.js";
import type { Column } from "../../bind/bound.js";
import { collectInput } from "../../exec/collect.js";
import { eachRow } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import { compareText } from "../../types/compare.js";
import { castDynamic, scalarOf } from "../../types/convert.js";
import type { KqlType } from "../../types/kql-type.js";
import { type Cell, type DynamicValue, isDynamicArray, isDynamicBag } from "../../types/value.js";
import { Batch } from "../../vector/batch.js";
import { cellReader, type Vector, vectorOf } from "../../vector/vector.js";
import { unknownKind } from "../diagnostics.js";
import { columnArgument, pluginArguments, textArgument } from "./arguments.js";
import { admitColumns } from "./made-columns.js";
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
      context.report(
        unknownKind("bag_unpack", "columnsConflict", word, conflicts, conflictArgument?.span ?? call.span),
      );
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
    return collectInput(bound.inputColumns, run, (all) => {
      const slots = readSlots(bound, all, run);
      const { columns, indexes, made } = placeSlots(bound, slots, run);
      out.declare(columns);
      const unpacked = Batch.made(all.length, made.length, (at) =>
        slotVector(made[at].slot, made[at].type, all.length),
      );
      if (all.length > 0) out.push(all.beside(unpacked).project(indexes), eachRow(run, all.length, 0));
      out.finish();
    });
  },
});

/** The rows that have a key, and their values. */
interface Slot {
  readonly rows: number[];
  readonly values: DynamicValue[];
}

/** Estimated bytes of a row's value in a slot. */
const bytesPerValue = 16;

function readSlots(
  { bag, ignored }: BagUnpackShape,
  all: Batch,
  run: OperatorRun,
): ReadonlyMap<string, Slot> {
  const slots = new Map<string, Slot>();
  const read = all.length === 0 ? () => null : cellReader(all.column(bag));
  for (let row = 0; row < all.length; row++) {
    if (row % 1024 === 0) run.checkDeadline();
    const value = read(row);
    if (!isDynamicBag(value)) continue;
    const keys = Object.keys(value);
    run.reserveMemory(keys.length * bytesPerValue);
    for (const key of keys) {
      if (ignored.has(key)) continue;
      let slot = slots.get(key);
      if (slot === undefined) {
        slot = { rows: [], values: [] };
        slots.set(key, slot);
        admitColumns(slots.size, all.length, run);
      }
      slot.rows.push(row);
      slot.values.push(value[key] ?? null);
    }
  }
  return slots;
}

/** The cells of a slot in all rows. */
function slotVector({ rows, values }: Slot, type: KqlType, length: number): Vector {
  const cells = new Array<Cell>(length).fill(type === "string" ? "" : null);
  for (let at = 0; at < rows.length; at++) cells[rows[at]] = castDynamic(values[at], type);
  return vectorOf(type, cells);
}

function typeOf({ values }: Slot): KqlType {
  let common: KqlType | undefined;
  for (const value of values) {
    if (value === null) continue;
    const type = scalarOf(value)?.type ?? "dynamic";
    if (common !== undefined && common !== type) return "dynamic";
    common = type;
  }
  return common ?? "dynamic";
}

interface PlacedSlots {
  readonly columns: Column[];
  /** Where each column is found: among those of the input, then those made. */
  readonly indexes: readonly number[];
  readonly made: readonly { readonly slot: Slot; readonly type: KqlType }[];
}

/** The columns of the input but the bags, then the keys; names that both have go by the conflict rule. */
function placeSlots(
  { inputColumns, bag, prefix, conflict }: BagUnpackShape,
  slots: ReadonlyMap<string, Slot>,
  run: OperatorRun,
): PlacedSlots {
  const indexes = [...inputColumns.keys()].filter((index) => index !== bag);
  const columns = indexes.map((index) => inputColumns[index]);
  const places = new Map(columns.map(({ name }, at) => [name, at]));
  const made: { readonly slot: Slot; readonly type: KqlType }[] = [];
  for (const key of [...slots.keys()].sort(compareText)) {
    const slot = slots.get(key);
    if (slot === undefined) continue;
    const name = `${prefix}${key}`;
    const existing = places.get(name);
    if (existing !== undefined && conflict === "error") {
      run.fail("KQL331", `\`bag_unpack\` would make a second column \`${name}\``);
    }
    if (existing !== undefined && conflict === "keep_source") continue;
    const type = typeOf(slot);
    const at = existing ?? columns.length;
    places.set(name, at);
    columns[at] = { name, type };
    indexes[at] = inputColumns.length + made.length;
    made.push({ slot, type });
  }
  return { columns, indexes, made };
}
