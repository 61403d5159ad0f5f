/** Functions of IPv6 addresses. IPv4 addresses count as mapped ones, with their prefix in their own 32 bits. */
import type { Int64 } from "../../types/int64.js";
import { optional, repeated, type ScalarEntry, scalarFamily, signature } from "../entry.js";
import { type Ipv6Network, parseIpv6, printIpv6 } from "../ip-address.js";
import { anyRangeKernel, compareKernel, ipv6, matchKernel } from "../ip-range.js";

const pair = { address: "string", other: "string", prefix: optional("long") } as const;

export const ipv6Functions = scalarFamily({
  parse_ipv6: {
    summary: "An IPv6 or IPv4 address with all groups and digits; empty when it is none.",
    page: "parse-ipv6-function",
    signatures: [signature({ address: "string" }, "string")],
    nulls: "propagate",
    examples: { 'parse_ipv6("192.168.255.255/24")': '"0000:0000:0000:0000:0000:ffff:c0a8:ff00"' },
    kernel: (address: string) => printed(parseIpv6(address)),
  },
  parse_ipv6_mask: {
    summary: "An IPv6 or IPv4 address, cut to a prefix of 128 bits, with all groups and digits.",
    page: "parse-ipv6-mask-function",
    signatures: [signature({ address: "string", prefix: "long" }, "string")],
    nulls: "propagate",
    examples: {
      'parse_ipv6_mask("fe80::85d:e82c:9446:7994", 120)': '"fe80:0000:0000:0000:085d:e82c:9446:7900"',
    },
    kernel: (address: string, prefix: Int64) => printed(parseIpv6(address, Number(prefix))),
  },
  ipv6_compare: {
    summary: "-1, 0 or 1 as one address is below, at or above another, both cut to the shortest prefix.",
    page: "ipv6-compare-function",
    signatures: [signature(pair, "long")],
    nulls: "propagate",
    examples: {
      'ipv6_compare("fe80::85d:e82c:9446:7994/120", "fe80::85d:e82c:9446:7998")': "0",
      'ipv6_compare("192.168.1.1", "::ffff:c0a8:0101")': "0",
    },
    kernel: compareKernel(ipv6),
  },
  ipv6_is_match: {
    summary: "Whether two addresses are equal, both cut to the shortest prefix.",
    page: "ipv6-is-match-function",
    signatures: [signature(pair, "bool")],
    nulls: "propagate",
    examples: { 'ipv6_is_match("192.168.1.1/24", "::ffff:c0a8:01ff")': "true" },
    kernel: matchKernel(ipv6),
  },
  ipv6_is_in_range: {
    summary: "Whether an address is in a range such as `fe80::/10`.",
    page: "ipv6-is-in-range-function",
    signatures: [signature({ address: "string", range: "string" }, "bool")],
    nulls: "propagate",
    examples: { 'ipv6_is_in_range("fe80::1", "fe80::/10")': "true" },
    specialize: anyRangeKernel(ipv6),
  },
  ipv6_is_in_any_range: {
    summary: "Whether an address is in any of several ranges, given one by one or in an array.",
    page: "ipv6-is-in-any-range-function",
    signatures: [signature({ address: "string", ranges: repeated(["string", "dynamic"]) }, "bool")],
    nulls: "custom",
    examples: { 'ipv6_is_in_any_range("fe80::1", dynamic(["::1", "fe80::/10"]))': "true" },
    specialize: anyRangeKernel(ipv6),
  },
} satisfies Readonly<Record<string, ScalarEntry>>);

function printed(network: Ipv6Network | undefined): string {
  return network === undefined ? "" : printIpv6(network.address);
}
