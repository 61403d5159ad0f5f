/** `ipv4_lookup` and `ipv6_lookup`: the rows of a table of networks that hold an address. */
import type { BindContext, BoundShape } from "../../bind/bind-context.js";
import type { RelationType } from "../../bind/bound.js";
import { Grouping } from "../../exec/grouping.js";
import { shifted } from "../../exec/lineage.js";
import type { OperatorRun } from "../../exec/run.js";
import { cutIpv4, cutIpv6, parseIpv4, parseIpv6 } from "../../functions/ip-address.js";
import type { CallExpression, Expression, Pipeline } from "../../syntax/ast.js";
import type { Batch } from "../../vector/batch.js";
import { cellReader } from "../../vector/vector.js";
import { notInSide } from "../diagnostics.js";
import { addedColumns } from "../join-columns.js";
import { columnArgument, pluginArguments } from "./arguments.js";
import { type AnyPlugin, definePlugin } from "./plugin.js";

interface Network {
  readonly address: number | bigint;
  readonly prefix: number;
}

interface AddressFamily {
  readonly parse: (text: string) => Network | undefined;
  /** The first bits of an address. */
  readonly cut: (address: number | bigint, prefix: number) => number | bigint;
}

const ipv4: AddressFamily = {
  parse: (text) => parseIpv4(text),
  cut: (address, prefix) => cutIpv4(Number(address), prefix),
};

const ipv6: AddressFamily = {
  parse: (text) => parseIpv6(text),
  cut: (address, prefix) => cutIpv6(BigInt(address), prefix),
};

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

/** The columns of the input, then those of the table but for the extra keys. */
export const ipv4Lookup = lookupPlugin("ipv4_lookup", ipv4, true);
/** The columns of the table, then those of the input. */
export const ipv6Lookup = lookupPlugin("ipv6_lookup", ipv6, false);

function lookupPlugin(name: string, family: AddressFamily, inputFirst: boolean): AnyPlugin {
  return definePlugin<LookupShape>(name, {
    bind: (call, context) => bindLookup(call, context, inputFirst),
    start(bound, run, out) {
      const find = networkFinder(bound, run, family);
      const added = run.inputs[bound.table].batch.project(bound.right);
      return {
        push(batch) {
          const { left, right } = matches(batch, bound, find);
          if (left.length === 0) return;
          const own = batch.select(left).project(bound.left);
          const other = added.select(right);
          out.push(
            inputFirst ? own.beside(other) : other.beside(own),
            run.isRecording
              ? { kind: "pairs", left: shifted(left, run.inputOffset), input: bound.table, right }
              : undefined,
          );
        },
        finish: () => out.finish(),
      };
    },
  });
}

function bindLookup(call: CallExpression, context: BindContext, inputFirst: boolean): LookupShape {
  const named = call.args.filter(({ name }) => name?.text === "return_unmatched").map(({ value }) => value);
  const byPlace = call.args.filter(({ name }) => name === undefined);
  const last = byPlace.at(-1)?.value;
  const isFlag = last?.kind === "literal" && last.type === "bool";
  const flag = named[0] ?? (isFlag ? last : undefined);
  const keyCall = { ...call, args: isFlag ? byPlace.slice(0, -1) : byPlace };
  const args = pluginArguments(
    keyCall,
    { required: ["LookupTable", "SourceKey", "LookupKey"], isOpen: true },
    context,
  );
  const table = args.get("LookupTable");
  const relation = table === undefined ? undefined : context.relation(table);
  const right: RelationType = relation?.output ?? { columns: [], isSerialized: false, isOpen: true };
  const extra = args.rest.flatMap((value) => extraKey(value, right, context));
  const left = [...context.input.columns.keys()].filter(
    (index) => context.input.columns[index].isHidden !== true,
  );
  const leftColumns = left.map((index) => context.input.columns[index]);
  const leftOut = new Set(extra.map(({ name }) => name));
  const first = inputFirst ? leftColumns : right.columns;
  const second = addedColumns(
    first,
    inputFirst ? right.columns : leftColumns,
    context,
    inputFirst ? leftOut : new Set(),
  );
  return {
    output: {
      columns: [...first, ...second.columns],
      isSerialized: false,
      isOpen: right.isOpen,
    },
    table: relation?.index ?? 0,
    source: columnArgument(args.get("SourceKey"), context) ?? 0,
    key: tableColumn(args.get("LookupKey"), right, context) ?? 0,
    extraSource: extra.map(({ source }) => source),
    extraKey: extra.map(({ key }) => key),
    left,
    right: inputFirst ? second.indexes : [...right.columns.keys()],
    keepsUnmatched: flag !== undefined && flag.kind === "literal" && flag.value === true,
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
  if (!isOpen)
    context.report(
      notInSide(
        "right",
        value.name,
        value.span,
        columns.map(({ name }) => name),
      ),
    );
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

/** Rows of the table by prefix and network. */
type NetworkFinder = (address: string, extra: number) => readonly number[];

interface Finder {
  readonly find: NetworkFinder;
  /** Group of each row by its extra keys; -1 for those of no row of the table. */
  readonly extraGroups: (batch: Batch) => Int32Array | undefined;
}

function networkFinder(bound: LookupShape, run: OperatorRun, { parse, cut }: AddressFamily): Finder {
  const { batch } = run.inputs[bound.table];
  const grouping =
    bound.extraKey.length === 0
      ? undefined
      : new Grouping(bound.extraKey.map((key) => batch.column(key).type));
  const groups = grouping?.add(
    bound.extraKey.map((key) => batch.column(key)),
    batch.length,
  );
  const byPrefix = new Map<number, Map<string, number[]>>();
  const read = batch.length === 0 ? () => null : cellReader(batch.column(bound.key));
  for (let row = 0; row < batch.length; row++) {
    const network = parse(String(read(row) ?? ""));
    if (network === undefined) continue;
    const networks = byPrefix.get(network.prefix) ?? new Map<string, number[]>();
    byPrefix.set(network.prefix, networks);
    const key = `${network.address} ${groups?.[row] ?? 0}`;
    const rows = networks.get(key);
    if (rows === undefined) networks.set(key, [row]);
    else rows.push(row);
  }
  return {
    extraGroups: (rows) =>
      grouping?.find(
        bound.extraSource.map((source) => rows.column(source)),
        rows.length,
      ),
    find(text, extra) {
      const own = parse(text);
      if (own === undefined || extra < 0) return [];
      const found: number[] = [];
      for (const [prefix, networks] of byPrefix) {
        if (prefix <= own.prefix) found.push(...(networks.get(`${cut(own.address, prefix)} ${extra}`) ?? []));
      }
      return found.sort((a, b) => a - b);
    },
  };
}

function matches(
  batch: Batch,
  { source, keepsUnmatched }: LookupShape,
  { find, extraGroups }: Finder,
): { readonly left: Int32Array; readonly right: Int32Array } {
  const read = cellReader(batch.column(source));
  const extra = extraGroups(batch);
  const left: number[] = [];
  const right: number[] = [];
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
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}
