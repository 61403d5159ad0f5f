/** `ipv4_lookup` and `ipv6_lookup`: the rows of a table of networks that hold an address. */
import type { BindContext, BoundShape } from "../../bind/bind-context.js";
import type { RelationType } from "../../bind/bound.js";
import type { Pairs } from "../../exec/join-index.js";
import { shifted } from "../../exec/lineage.js";
import { type AddressFamily, ipv4, ipv6 } from "../../functions/ip-range.js";
import type { CallExpression, Expression, Pipeline } from "../../syntax/ast.js";
import type { Batch } from "../../vector/batch.js";
import { cellReader } from "../../vector/vector.js";
import { notInSide } from "../diagnostics.js";
import { addedColumns } from "../join-columns.js";
import { columnArgument, pluginArguments } from "./arguments.js";
import { type NetworkFinder, networkFinder } from "./network-finder.js";
import { type AnyPlugin, definePlugin } from "./plugin.js";

interface LookupShape extends BoundShape {
  readonly table: number;
  readonly source: number;
  readonly key: number;
  readonly extraSource: readonly number[];
  readonly extraKey: readonly number[];
  /** Columns of either side that make the output. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly keepsUnmatched: boolean;
}

/** Which columns come first. */
type ColumnOrder = "input-first" | "table-first";

/** The columns of the input, then those of the table but for the extra keys. */
export const ipv4Lookup = lookupPlugin("ipv4_lookup", ipv4, "input-first");
/** The columns of the table, then those of the input. */
export const ipv6Lookup = lookupPlugin("ipv6_lookup", ipv6, "table-first");

function lookupPlugin<Address extends number | bigint>(
  name: string,
  family: AddressFamily<Address>,
  order: ColumnOrder,
): AnyPlugin {
  return definePlugin<LookupShape>(name, {
    bind: (call, context) => bindLookup(call, context, order),
    start(bound, run, out) {
      const { batch: table } = run.inputs[bound.table];
      const finder = networkFinder(bound, table, family, run);
      const added = table.project(bound.right);
      return {
        push(batch) {
          const { inputOffset } = run;
          for (const { left, right } of matches(batch, bound, finder)) {
            run.checkDeadline();
            const own = batch.select(left).project(bound.left);
            const other = added.select(right);
            out.push(
              order === "input-first" ? own.beside(other) : other.beside(own),
              run.isRecording
                ? { kind: "pairs", left: shifted(left, inputOffset), input: bound.table, right }
                : undefined,
            );
          }
        },
        finish: () => out.finish(),
      };
    },
  });
}

function bindLookup(call: CallExpression, context: BindContext, order: ColumnOrder): LookupShape {
  const { args, flag } = lookupArguments(call, context);
  const table = args.get("LookupTable");
  const relation = table === undefined ? undefined : context.relation(table);
  const right: RelationType = relation?.output ?? { columns: [], isSerialized: false, isOpen: true };
  const extra = args.rest.flatMap((value) => extraKey(value, right, context));
  const extraNames = new Set(extra.map(({ name }) => name));
  return {
    ...lookupColumns(right, extraNames, order, context),
    table: relation?.index ?? 0,
    source: columnArgument(args.get("SourceKey"), context) ?? 0,
    key: tableColumn(args.get("LookupKey"), right, context) ?? 0,
    extraSource: extra.map(({ source }) => source),
    extraKey: extra.map(({ key }) => key),
    keepsUnmatched: flag !== undefined && flag.kind === "literal" && flag.value === true,
  };
}

/** The last argument may be the flag `return_unmatched`, with its name or without. */
function lookupArguments(call: CallExpression, context: BindContext) {
  const named = call.args.filter(({ name }) => name?.text === "return_unmatched").map(({ value }) => value);
  const byPlace = call.args.filter(({ name }) => name === undefined);
  const last = byPlace.at(-1)?.value;
  const isFlag = last?.kind === "literal" && last.type === "bool";
  const keyCall = { ...call, args: isFlag ? byPlace.slice(0, -1) : byPlace };
  const form = { required: ["LookupTable", "SourceKey", "LookupKey"], isOpen: true };
  return { args: pluginArguments(keyCall, form, context), flag: named[0] ?? (isFlag ? last : undefined) };
}

function lookupColumns(
  right: RelationType,
  extraNames: ReadonlySet<string>,
  order: ColumnOrder,
  context: BindContext,
): Pick<LookupShape, "output" | "left" | "right"> {
  const { columns: input } = context.input;
  const left = [...input.keys()].filter((index) => input[index].isHidden !== true);
  const leftColumns = left.map((index) => input[index]);
  const isInputFirst = order === "input-first";
  const [first, others] = isInputFirst ? [leftColumns, right.columns] : [right.columns, leftColumns];
  const second = addedColumns(first, others, context, isInputFirst ? extraNames : new Set());
  return {
    output: { columns: [...first, ...second.columns], isSerialized: false, isOpen: right.isOpen },
    left,
    right: isInputFirst ? second.indexes : [...right.columns.keys()],
  };
}

function tableColumn(
  value: Expression | Pipeline | undefined,
  { columns, isOpen }: RelationType,
  context: BindContext,
): number | undefined {
  if (value?.kind !== "name") return undefined;
  const index = columns.findIndex(({ name }) => name === value.name);
  if (index >= 0) {
    context.expression({ ...value, isBracketed: true }, columns); // notes that the column is read
    return index;
  }
  const known = columns.map(({ name }) => name);
  if (!isOpen) context.report(notInSide("right", value.name, value.span, known));
  return undefined;
}

function extraKey(
  value: Expression | Pipeline,
  right: RelationType,
  context: BindContext,
): { readonly name: string; readonly source: number; readonly key: number }[] {
  const source = columnArgument(value, context);
  const key = tableColumn(value, right, context);
  return source === undefined || key === undefined || value.kind !== "name"
    ? []
    : [{ name: value.name, source, key }];
}

/** Matches are handed on in stretches of about this many. */
const stretch = 65_536;

function* matches(
  batch: Batch,
  { source, keepsUnmatched }: LookupShape,
  { find, extraGroups }: NetworkFinder,
): Generator<Pairs> {
  const read = cellReader(batch.column(source));
  const extra = extraGroups(batch);
  let left: number[] = [];
  let right: number[] = [];
  for (let row = 0; row < batch.length; row++) {
    const found = find(String(read(row) ?? ""), extra?.[row] ?? 0);
    for (const other of found) {
      left.push(row);
      right.push(other);
    }
    if (found.length === 0 && keepsUnmatched) {
      left.push(row);
      right.push(-1);
    }
    if (left.length < stretch) continue;
    yield { left: Int32Array.from(left), right: Int32Array.from(right) };
    left = [];
    right = [];
  }
  if (left.length > 0) yield { left: Int32Array.from(left), right: Int32Array.from(right) };
}
