import { Grouping } from "../../exec/grouping.js";
import type { OperatorRun } from "../../exec/run.js";
import type { AddressFamily } from "../../functions/ip-range.js";
import type { Batch } from "../../vector/batch.js";
import { cellReader } from "../../vector/vector.js";

/** Columns of a lookup: the networks' in the table, and those that have to be equal besides. */
export interface LookupKeys {
  readonly key: number;
  readonly extraSource: readonly number[];
  readonly extraKey: readonly number[];
}

/** Finds the rows of a table whose network holds an address. */
export interface NetworkFinder {
  /** Rows of the table, ascending; `extra` is the address's group by the extra keys. */
  readonly find: (address: string, extra: number) => readonly number[];
  /** Group of each row by its extra keys; -1 for those of no row of the table. */
  readonly extraGroups: (batch: Batch) => Int32Array | undefined;
}

/** Of a network: its text, its place in a map, and the list of its rows. */
const networkBytes = 200;

/** Networks are looked up by prefix: an address is cut to each prefix that occurs in the table. */
export function networkFinder<Address extends number | bigint>(
  { key, extraSource, extraKey }: LookupKeys,
  table: Batch,
  { parse, cut }: AddressFamily<Address>,
  run: OperatorRun,
): NetworkFinder {
  const keys = extraKey.map((index) => table.column(index));
  const grouping =
    keys.length === 0
      ? undefined
      : new Grouping(
          keys.map(({ type }) => type),
          run,
        );
  run.reserveMemory(table.length * networkBytes);
  const groups = grouping?.add(keys, table.length);
  const byPrefix = new Map<number, RowsByNetwork>();
  const read = table.length === 0 ? () => null : cellReader(table.column(key));
  for (let row = 0; row < table.length; row++) {
    const network = parse(String(read(row) ?? ""));
    if (network === undefined) continue;
    const networks: RowsByNetwork = byPrefix.get(network.prefix) ?? new Map();
    byPrefix.set(network.prefix, networks);
    addRow(networks, networkKey(network.address, groups?.[row] ?? 0), row);
  }
  return {
    extraGroups: (rows) =>
      grouping?.find(
        extraSource.map((source) => rows.column(source)),
        rows.length,
      ),
    find(text, extra) {
      const own = parse(text);
      if (own === undefined || extra < 0) return [];
      const found = [...byPrefix].flatMap(([prefix, networks]) =>
        prefix > own.prefix ? [] : (networks.get(networkKey(cut(own.address, prefix), extra)) ?? []),
      );
      return found.sort((a, b) => a - b);
    },
  };
}

type RowsByNetwork = Map<string, number[]>;

function networkKey(address: number | bigint, group: number): string {
  return `${address} ${group}`;
}

function addRow(networks: RowsByNetwork, key: string, row: number): void {
  const rows = networks.get(key);
  if (rows === undefined) networks.set(key, [row]);
  else rows.push(row);
}
