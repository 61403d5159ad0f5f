import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutIpv4, parseIpv4, parseIpv6, printIpv4, printIpv6 } from "../../src/functions/ip-address.js";
import type { Cell } from "../../src/types/value.js";
import { type Argument, call, dynamic, nullOf } from "./call-scalar.js";

type Case = [name: string, args: readonly Argument[], expected: Cell];

describe("IPv4", () => {
  test.each<Case>([
    ["parse_ipv4", ["192.168.1.1"], 3232235777],
    ["parse_ipv4", ["192.168.1.1/24"], 3232235776],
    ["parse_ipv4", ["255.255.255.255/31"], 4294967294],
    ["parse_ipv4", ["0.0.0.0"], 0],
    ["parse_ipv4", ["1.2.3.4/0"], 0],
    ["parse_ipv4", ["1.2.3.4/33"], null],
    ["parse_ipv4", ["1.2.3.256"], null],
    ["parse_ipv4", ["1.2.3"], null],
    ["parse_ipv4", [" 1.2.3.4"], null],
    ["parse_ipv4", ["::1"], null],
    ["parse_ipv4", [""], null],
    ["parse_ipv4_mask", ["127.0.0.1", 24], 2130706432],
    ["parse_ipv4_mask", ["127.0.0.1/16", 24], 2130706432],
    ["parse_ipv4_mask", ["127.0.0.1", 33], null],
    ["parse_ipv4_mask", ["127.0.0.1", -1], null],
    ["parse_ipv4_mask", ["127.0.0.1", nullOf("long")], null],
    ["format_ipv4", ["192.168.1.1", 24], "192.168.1.0"],
    ["format_ipv4", ["192.168.1.1", 32], "192.168.1.1"],
    ["format_ipv4", ["192.168.1.1/24", 32], "192.168.1.0"],
    ["format_ipv4", ["192.168.1.1/24", -1], ""],
    ["format_ipv4", [3232236031], "192.168.1.255"],
    ["format_ipv4", [3232236031, 24], "192.168.1.0"],
    ["format_ipv4", [-1], ""],
    ["format_ipv4", [0], "0.0.0.0"],
    ["format_ipv4", [3232236031, 0], "0.0.0.0"],
    ["format_ipv4", [3232236031, 33], ""],
    ["format_ipv4", [3232236031, -1], ""],
    ["format_ipv4", ["192.168.1.1", 0], "0.0.0.0"],
    ["format_ipv4", ["192.168.1.1", 33], ""],
    ["format_ipv4", [4294967296], ""],
    ["format_ipv4", [dynamic("10.0.0.1")], "10.0.0.1"],
    ["format_ipv4", ["x"], ""],
    ["format_ipv4", [nullOf("long")], ""],
    ["format_ipv4_mask", ["192.168.1.1", 24], "192.168.1.0/24"],
    ["format_ipv4_mask", ["192.168.1.1"], "192.168.1.1/32"],
    ["format_ipv4_mask", ["192.168.1.1/24", 32], "192.168.1.0/24"],
    ["format_ipv4_mask", ["192.168.1.1/24", -1], ""],
    ["ipv4_netmask_suffix", ["10.1.2.3"], 32],
    ["ipv4_netmask_suffix", ["127.0.0.1/16"], 16],
    ["ipv4_netmask_suffix", ["x"], null],
    ["ipv4_compare", ["192.168.1.1/24", "192.168.1.255"], 0],
    ["ipv4_compare", ["192.168.1.1/30", "192.168.1.255/24"], 0],
    ["ipv4_compare", ["192.168.1.1", "192.168.1.0", 31], 0],
    ["ipv4_compare", ["192.168.1.1", "192.168.1.0"], 1],
    ["ipv4_compare", ["1.1.1.1", "200.1.1.1"], -1],
    ["ipv4_compare", ["x", "1.1.1.1"], null],
    ["ipv4_compare", ["1.1.1.1", "1.1.1.1", 40], null],
    ["ipv4_compare", ["1.1.1.1", "1.1.1.1", nullOf("long")], null],
    ["ipv4_is_match", ["192.168.1.1", "192.168.1.255", 24], true],
    ["ipv4_is_match", ["192.168.1.1", "192.168.1.255"], false],
    ["ipv4_is_match", ["192.168.1.1", ""], null],
    ["ipv4_is_in_range", ["192.168.1.1", "192.168.1.255/24"], true],
    ["ipv4_is_in_range", ["192.168.2.1", "192.168.1.255/24"], false],
    ["ipv4_is_in_range", ["1.1.1.1", "0.0.0.0/0"], true],
    ["ipv4_is_in_range", ["::1", "0.0.0.0/0"], null],
    ["ipv4_is_in_range", ["1.1.1.1", "x"], null],
    ["ipv4_is_in_any_range", ["192.168.1.6", "192.168.1.1/24", "10.0.0.1/8"], true],
    ["ipv4_is_in_any_range", ["123.1.11.21", ["192.168.1.1/16", "127.0.0.1/8"]], false],
    ["ipv4_is_in_any_range", ["127.0.0.1", ["127.0.0.1", "x"]], true],
    ["ipv4_is_in_any_range", ["1.1.1.1", ["127.0.0.1", "x"]], null],
    ["ipv4_is_in_any_range", ["1.1.1.1", []], false],
    ["ipv4_is_in_any_range", ["", "1.1.1.1"], null],
    ["ipv4_is_private", ["10.1.2.3"], true],
    ["ipv4_is_private", ["172.31.255.255"], true],
    ["ipv4_is_private", ["172.32.0.0"], false],
    ["ipv4_is_private", ["192.168.1.1/24"], true],
    ["ipv4_is_private", ["127.0.0.1"], false],
    ["ipv4_is_private", ["fe80::1"], null],
    [
      "ipv4_range_to_cidr_list",
      ["1.1.128.0", "1.1.140.255"],
      ["1.1.128.0/21", "1.1.136.0/22", "1.1.140.0/24"],
    ],
    ["ipv4_range_to_cidr_list", ["0.0.0.0", "255.255.255.255"], ["0.0.0.0/0"]],
    ["ipv4_range_to_cidr_list", ["1.1.1.1", "1.1.1.1"], ["1.1.1.1/32"]],
    ["ipv4_range_to_cidr_list", ["1.1.1.1", "x"], null],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });

  test("addresses survive printing and parsing", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: 0, max: 32 }),
        (address, prefix) => {
          const network = { address: cutIpv4(address, prefix), prefix };
          expect(parseIpv4(`${printIpv4(address)}/${prefix}`)).toEqual(network);
        },
      ),
    );
  });
});

describe("IPv4 in texts", () => {
  const line = "05:04:54 127.0.0.1 GET /favicon.ico 404";
  test.each<Case>([
    ["has_ipv4", [line, "127.0.0.1"], true],
    ["has_ipv4", ["a 127.0.0.256 b", "127.0.0.256"], false],
    ["has_ipv4", ["05:04:54127.0.0.1 GET", "127.0.0.1"], false],
    ["has_ipv4", ["from 192.168.1.1, 10.1.1.115.", "10.1.1.115"], true],
    ["has_ipv4", ["10.1.1.115", "10.1.1.11"], false],
    ["has_ipv4", ["", "10.1.1.11"], false],
    ["has_ipv4", ["10.1.1.11", ""], false],
    ["has_ipv4", [dynamic({ ip: "10.1.1.11" }), "10.1.1.11"], true],
    ["has_any_ipv4", [line, "127.0.0.2", "127.0.0.1"], true],
    ["has_any_ipv4", [line, ["127.0.0.2", "127.0.0.1"]], true],
    ["has_any_ipv4", [line, ["127.0.0.256", "192.168.1.1"]], false],
    ["has_any_ipv4", [line, []], false],
    ["has_any_ipv4", [line, nullOf("dynamic")], false],
    ["has_ipv4_prefix", [line, "127.0."], true],
    ["has_ipv4_prefix", [line, "127.0.0.1"], true],
    ["has_ipv4_prefix", [line, "127.0"], false],
    ["has_ipv4_prefix", ["GET 127.0.0.256 x", "127.0."], false],
    ["has_ipv4_prefix", ["05:04:54127.0.0.1", "127.0."], false],
    ["has_ipv4_prefix", ["1127.0.0.1", "127.0."], false],
    ["has_ipv4_prefix", ["127.0. and 127.0.0.9", "127.0."], true],
    ["has_any_ipv4_prefix", [line, "192.168.", "127."], true],
    ["has_any_ipv4_prefix", [line, ["192.168.", "10."]], false],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });
});

describe("IPv6", () => {
  const full = "fe80:0000:0000:0000:085d:e82c:9446:7994";
  test.each<Case>([
    ["parse_ipv6", ["192.168.255.255"], "0000:0000:0000:0000:0000:ffff:c0a8:ffff"],
    ["parse_ipv6", ["192.168.255.255/24"], "0000:0000:0000:0000:0000:ffff:c0a8:ff00"],
    ["parse_ipv6", ["fe80::85d:e82c:9446:7994"], full],
    ["parse_ipv6", ["FE80::85D:E82C:9446:7994"], full],
    ["parse_ipv6", ["::"], "0000:0000:0000:0000:0000:0000:0000:0000"],
    ["parse_ipv6", ["::1"], "0000:0000:0000:0000:0000:0000:0000:0001"],
    ["parse_ipv6", ["64:ff9b::1.2.3.4"], "0064:ff9b:0000:0000:0000:0000:0102:0304"],
    ["parse_ipv6", ["1:2:3:4:5:6:7"], ""],
    ["parse_ipv6", ["1::2::3"], ""],
    ["parse_ipv6", ["1:2:3:4:5:6:7:8:9"], ""],
    ["parse_ipv6", ["12345::"], ""],
    ["parse_ipv6", ["::/129"], ""],
    ["parse_ipv6", [""], ""],
    ["parse_ipv6_mask", ["192.168.255.255", 120], "0000:0000:0000:0000:0000:ffff:c0a8:ff00"],
    ["parse_ipv6_mask", ["192.168.255.255/24", 124], "0000:0000:0000:0000:0000:ffff:c0a8:ff00"],
    ["parse_ipv6_mask", ["255.255.255.255", 128], "0000:0000:0000:0000:0000:ffff:ffff:ffff"],
    ["parse_ipv6_mask", ["fe80::85d:e82c:9446:7994/120", 124], "fe80:0000:0000:0000:085d:e82c:9446:7900"],
    ["parse_ipv6_mask", ["::192.168.255.255", 128], "0000:0000:0000:0000:0000:ffff:c0a8:ffff"],
    ["parse_ipv6_mask", ["::192.168.255.255/24", 128], "0000:0000:0000:0000:0000:ffff:c0a8:ff00"],
    ["parse_ipv6_mask", ["::1", 129], ""],
    ["ipv6_compare", ["fe80::85d:e82c:9446:7994", "fe80::85d:e82c:9446:7998/120"], 0],
    ["ipv6_compare", ["::192.168.1.1/30", "192.168.1.255/24"], 0],
    ["ipv6_compare", ["192.168.1.1", "192.168.1.0", 31], 0],
    ["ipv6_compare", ["::192.168.1.1/30", "192.168.1.255/24", 127], 0],
    ["ipv6_compare", ["::2", "::1"], 1],
    ["ipv6_compare", ["::1", "ffff::"], -1],
    ["ipv6_compare", ["x", "::1"], null],
    ["ipv6_compare", ["::1", "::1", nullOf("long")], null],
    ["ipv6_is_match", ["::ffff:c0a8:0101", "192.168.1.255", 120], true],
    ["ipv6_is_match", ["::1", "::2"], false],
    ["ipv6_is_match", ["::1", ""], null],
    [
      "ipv6_is_in_range",
      ["a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "a5e:f127:8a9d:146d:e102:b5d3:c755:0000/112"],
      true,
    ],
    ["ipv6_is_in_range", ["a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "0:0:0:0:0:ffff:c0a8:ac/60"], false],
    ["ipv6_is_in_range", ["::1", "x"], null],
    [
      "ipv6_is_in_any_range",
      ["a5e:f127:8a9d:146d:e102:b5d3:c756:abd1", ["a5e:f127:8a9d:146d:e102:b5d3:c755:f6cd/112"]],
      false,
    ],
    ["ipv6_is_in_any_range", ["fe80::1", "::1", "fe80::/10"], true],
    ["ipv6_is_in_any_range", ["x", "::1"], null],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });

  test("addresses survive printing and parsing", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (address) => {
        expect(parseIpv6(printIpv6(address))?.address).toBe(address);
      }),
    );
    fc.assert(fc.property(fc.ipV6(), (text) => parseIpv6(text) !== undefined));
  });
});
