/** What IPv4 and IPv6 addresses have in common: comparison, and ranges such as `10.0.0.0/8`. */
import type { Int64 } from "../types/int64.js";
import { type DynamicValue, isDynamicArray } from "../types/value.js";
import type { ArgumentInfo, Kernel } from "./entry.js";
import { cutIpv4, cutIpv6, parseIpv4, parseIpv6 } from "./ip-address.js";

export interface Network<Address> {
  /** The address with the bits behind the prefix cleared. */
  readonly address: Address;
  readonly prefix: number;
}

export interface AddressFamily<Address extends number | bigint> {
  /** An address, cut to its own prefix and to `prefix`; undefined for what is none. */
  readonly parse: (text: string, prefix?: number) => Network<Address> | undefined;
  /** The first bits of an address. */
  readonly cut: (address: Address, prefix: number) => Address;
}

export const ipv4: AddressFamily<number> = { parse: parseIpv4, cut: cutIpv4 };
export const ipv6: AddressFamily<bigint> = { parse: parseIpv6, cut: cutIpv6 };

/** -1, 0 or 1 as one address is below, at or above another, both cut to the shortest prefix; null where one is none. */
export function compareKernel<Address extends number | bigint>({ parse, cut }: AddressFamily<Address>) {
  return (address: string, other: string, prefix?: Int64): number | null => {
    const length = prefix === undefined ? undefined : Number(prefix);
    const a = parse(address, length);
    const b = parse(other, length);
    if (a === undefined || b === undefined) return null;
    const shortest = Math.min(a.prefix, b.prefix);
    const left = cut(a.address, shortest);
    const right = cut(b.address, shortest);
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

/** Whether two addresses are equal, both cut to the shortest prefix; null where one is none. */
export function matchKernel<Address extends number | bigint>(family: AddressFamily<Address>) {
  const compare = compareKernel(family);
  return (address: string, other: string, prefix?: Int64): boolean | null => {
    const order = compare(address, other, prefix);
    return order === null ? null : order === 0;
  };
}

/** Whether an address is in one of some ranges; constant ranges are read once. */
export function anyRangeKernel<Address extends number | bigint>(
  family: AddressFamily<Address>,
): (args: readonly ArgumentInfo[]) => Kernel {
  return ([, ...ranges]) => {
    const constants = ranges.flatMap(({ constant }) => (constant === undefined ? [] : [constant.value]));
    const known =
      constants.length === ranges.length
        ? // Constants of the signature's types are texts and dynamic arrays.
          rangesOf(family, constants as DynamicValue[])
        : undefined;
    return (address: string, ...texts: DynamicValue[]) =>
      isInAny(family, family.parse(address), known ?? rangesOf(family, texts));
  };
}

type Ranges<Address> = readonly (Network<Address> | undefined)[];

function rangesOf<Address extends number | bigint>(
  { parse }: AddressFamily<Address>,
  values: readonly DynamicValue[],
): Ranges<Address> {
  return values
    .flatMap((value): readonly DynamicValue[] => (isDynamicArray(value) ? value : [value]))
    .map((value) => (typeof value === "string" ? parse(value) : undefined));
}

export function isInside<Address extends number | bigint>(
  { cut }: AddressFamily<Address>,
  { address }: Network<Address>,
  range: Network<Address>,
): boolean {
  return cut(address, range.prefix) === range.address;
}

/** Null when the address, or a range that would have to decide, cannot be read. */
function isInAny<Address extends number | bigint>(
  family: AddressFamily<Address>,
  network: Network<Address> | undefined,
  ranges: Ranges<Address>,
): boolean | null {
  if (network === undefined) return null;
  if (ranges.some((range) => range !== undefined && isInside(family, network, range))) return true;
  return ranges.includes(undefined) ? null : false;
}
