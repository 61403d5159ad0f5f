/** Functions of IPv4 addresses. Addresses may carry a prefix, `192.168.1.1/24`, and are then cut to it. */
import type { Int64 } from "../../types/int64.js";
import type { DynamicValue } from "../../types/value.js";
import { optional, repeated, type ScalarEntry, scalarFamily, signature } from "../entry.js";
import { cutIpv4, type Ipv4Network, ipv4Network, parseIpv4, printIpv4 } from "../ip-address.js";
import { anyRangeKernel, compareKernel, ipv4, isInside, matchKernel } from "../ip-range.js";

const pair = { address: "string", other: "string", prefix: optional("long") } as const;
const numberOrText = ["string", "int", "long", "dynamic"] as const;

export const ipv4Functions = scalarFamily({
  parse_ipv4: {
    summary: "An IPv4 address as a number; null when it is none.",
    page: "parse-ipv4-function",
    signatures: [signature({ address: "string" }, "long")],
    nulls: "propagate",
    examples: { 'parse_ipv4("192.168.1.1")': "3232235777", 'parse_ipv4("192.168.1.1/24")': "3232235776" },
    kernel: (address: string) => parseIpv4(address)?.address ?? null,
  },
  parse_ipv4_mask: {
    summary: "An IPv4 address, cut to a prefix, as a number; null when it is none.",
    page: "parse-ipv4-mask-function",
    signatures: [signature({ address: "string", prefix: "long" }, "long")],
    nulls: "propagate",
    examples: { 'parse_ipv4_mask("127.0.0.1", 24)': "2130706432" },
    kernel: (address: string, prefix: Int64) => parseIpv4(address, Number(prefix))?.address ?? null,
  },
  format_ipv4: {
    summary: "An IPv4 address, given as text or number, cut to a prefix, as text; empty when it is none.",
    page: "format-ipv4-function",
    signatures: [signature({ address: numberOrText, prefix: optional("long") }, "string")],
    nulls: "propagate",
    examples: {
      'format_ipv4("192.168.1.1", 24)': '"192.168.1.0"',
      "format_ipv4(3232236031)": '"192.168.1.255"',
    },
    kernel: (address: DynamicValue, prefix?: Int64) => {
      const network = networkOf(address, prefix);
      return network === undefined ? "" : printIpv4(network.address);
    },
  },
  format_ipv4_mask: {
    summary: "An IPv4 address, given as text or number, cut to a prefix, as text with the prefix.",
    page: "format-ipv4-mask-function",
    signatures: [signature({ address: numberOrText, prefix: optional("long") }, "string")],
    nulls: "propagate",
    examples: {
      'format_ipv4_mask("192.168.1.1", 24)': '"192.168.1.0/24"',
      'format_ipv4_mask("192.168.1.1/16")': '"192.168.0.0/16"',
    },
    kernel: (address: DynamicValue, prefix?: Int64) => {
      const network = networkOf(address, prefix);
      return network === undefined ? "" : `${printIpv4(network.address)}/${network.prefix}`;
    },
  },
  ipv4_netmask_suffix: {
    summary: "The prefix of an IPv4 address, 32 without one; null when it is no address.",
    page: "ipv4-netmask-suffix-function",
    signatures: [signature({ address: "string" }, "long")],
    nulls: "propagate",
    examples: { 'ipv4_netmask_suffix("192.168.1.1/24")': "24", 'ipv4_netmask_suffix("10.1.2.3")': "32" },
    kernel: (address: string) => parseIpv4(address)?.prefix ?? null,
  },
  ipv4_compare: {
    summary: "-1, 0 or 1 as one IPv4 address is below, at or above another, both cut to the shortest prefix.",
    page: "ipv4-compare-function",
    signatures: [signature(pair, "long")],
    nulls: "propagate",
    examples: {
      'ipv4_compare("192.168.1.1/24", "192.168.1.255")': "0",
      'ipv4_compare("10.0.0.2", "10.0.0.1")': "1",
    },
    kernel: compareKernel(ipv4),
  },
  ipv4_is_match: {
    summary: "Whether two IPv4 addresses are equal, both cut to the shortest prefix.",
    page: "ipv4-is-match-function",
    signatures: [signature(pair, "bool")],
    nulls: "propagate",
    examples: { 'ipv4_is_match("192.168.1.1/24", "192.168.1.255")': "true" },
    kernel: matchKernel(ipv4),
  },
  ipv4_is_in_range: {
    summary: "Whether an IPv4 address is in a range such as `10.0.0.0/8`.",
    page: "ipv4-is-in-range-function",
    signatures: [signature({ address: "string", range: "string" }, "bool")],
    nulls: "propagate",
    examples: { 'ipv4_is_in_range("192.168.1.1", "192.168.1.255/24")': "true" },
    specialize: anyRangeKernel(ipv4),
  },
  ipv4_is_in_any_range: {
    summary: "Whether an IPv4 address is in any of several ranges, given one by one or in an array.",
    page: "ipv4-is-in-any-range-function",
    signatures: [signature({ address: "string", ranges: repeated(["string", "dynamic"]) }, "bool")],
    nulls: "custom",
    examples: {
      'ipv4_is_in_any_range("192.168.1.6", "192.168.1.1/24", "10.0.0.1/8")': "true",
      'ipv4_is_in_any_range("127.0.0.1", dynamic(["192.168.1.1"]))': "false",
    },
    specialize: anyRangeKernel(ipv4),
  },
  ipv4_is_private: {
    summary: "Whether an IPv4 address belongs to a private network.",
    page: "ipv4-is-private-function",
    signatures: [signature({ address: "string" }, "bool")],
    nulls: "propagate",
    examples: { 'ipv4_is_private("10.1.2.3")': "true", 'ipv4_is_private("127.0.0.1")': "false" },
    kernel: (address: string) => {
      const network = parseIpv4(address);
      return network === undefined ? null : privateRanges.some((range) => isInside(ipv4, network, range));
    },
  },
  ipv4_range_to_cidr_list: {
    summary: "The fewest ranges with prefixes that cover the IPv4 addresses from one to another.",
    page: "ipv4-range-to-cidr-list-function",
    signatures: [signature({ start: "string", end: "string" }, "dynamic")],
    nulls: "propagate",
    examples: {
      'ipv4_range_to_cidr_list("1.1.128.0", "1.1.140.255")':
        'dynamic(["1.1.128.0/21", "1.1.136.0/22", "1.1.140.0/24"])',
    },
    kernel: cidrList,
  },
} satisfies Readonly<Record<string, ScalarEntry>>);

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap(
  (text) => parseIpv4(text) ?? [],
);

function networkOf(address: DynamicValue, prefix: Int64 = 32): Ipv4Network | undefined {
  if (typeof address === "string") return parseIpv4(address, Number(prefix));
  const isAddress =
    typeof address === "number" && Number.isInteger(address) && address >= 0 && address < 2 ** 32;
  return isAddress && prefix >= 0 && prefix <= 32 ? ipv4Network(address, Number(prefix)) : undefined;
}

function cidrList(start: string, end: string): readonly string[] | null {
  const from = parseIpv4(start)?.address;
  const to = parseIpv4(end)?.address;
  if (from === undefined || to === undefined) return null;
  const list: string[] = [];
  for (let next = from; next <= to; ) {
    let prefix = 32;
    while (prefix > 0 && cutIpv4(next, prefix - 1) === next && next + 2 ** (33 - prefix) - 1 <= to) prefix--;
    list.push(`${printIpv4(next)}/${prefix}`);
    next += 2 ** (32 - prefix);
  }
  return list;
}
