/** Addresses, URLs, paths, hashes and codecs. */
import { refuses, values } from "./claims.js";

values("both addresses are masked by the shortest prefix", [
  ["ipv4_compare('192.168.1.1/24', '192.168.1.255')", "long", 0],
  ["ipv4_compare('192.168.1.1/24', '192.168.1.255/30')", "long", 0],
  ["ipv4_compare('192.168.1.1', '192.168.1.255')", "long", -1],
  ["ipv4_compare('192.168.1.255', '192.168.1.1', 24)", "long", 0],
  ["ipv4_is_match('10.0.0.1/8', '10.255.0.1')", "bool", true],
  ["ipv4_is_match('10.0.0.1', '10.255.0.1', 16)", "bool", false],
]);
values("what is no address gives null", [
  ["ipv4_compare('a', '1.2.3.4')", "long", null],
  ["ipv4_is_match('1.2.3', '1.2.3.4')", "bool", null],
  ["ipv4_is_in_range('1.2.3.4', '1.2.3.0/33')", "bool", null],
  ["ipv4_is_private('300.1.1.1')", "bool", null],
  ["parse_ipv4('1.2.3.400')", "long", null],
  ["parse_ipv4('')", "long", null],
]);
values("an address as a number is masked by its prefix", [
  ["parse_ipv4('192.168.1.1')", "long", 3232235777],
  ["parse_ipv4('192.168.1.1/24')", "long", 3232235776],
  ["parse_ipv4_mask('192.168.1.1', 24)", "long", 3232235776],
]);
values("private addresses are those of three ranges", [
  ["ipv4_is_private('10.0.0.1')", "bool", true],
  ["ipv4_is_private('172.31.0.1')", "bool", true],
  ["ipv4_is_private('172.32.0.1')", "bool", false],
  ["ipv4_is_private('192.168.9.9/24')", "bool", true],
  ["ipv4_is_private('127.0.0.1')", "bool", false],
]);
values("ranges may be listed or come in an array", [
  ["ipv4_is_in_range('10.1.2.3', '10.0.0.0/8')", "bool", true],
  ["ipv4_is_in_any_range('10.1.2.3', '1.0.0.0/8', '10.0.0.0/8')", "bool", true],
  ["ipv4_is_in_any_range('10.1.2.3', dynamic(['1.0.0.0/8', '2.0.0.0/8']))", "bool", false],
]);
values("an address without a prefix has one of 32", [
  ["ipv4_netmask_suffix('10.1.2.3/8')", "long", 8],
  ["ipv4_netmask_suffix('10.1.2.3')", "long", 32],
  ["ipv4_range_to_cidr_list('10.0.0.0', '10.0.0.3')", "dynamic", ["10.0.0.0/30"]],
]);
values("an address in a text stands by itself", [
  ["has_ipv4('from 10.1.2.3:80', '10.1.2.3')", "bool", true],
  ["has_ipv4('from x10.1.2.3', '10.1.2.3')", "bool", false],
  ["has_ipv4('from 10.1.2.34', '10.1.2.3')", "bool", false],
  ["has_ipv4('from 10.1.2.300', '10.1.2.300')", "bool", false],
  ["has_ipv4_prefix('from 10.1.2.3', '10.1.')", "bool", true],
  ["has_any_ipv4('from 10.1.2.3', '1.1.1.1', '10.1.2.3')", "bool", true],
]);
values("version 6 functions read version 4", [
  ["parse_ipv6('127.0.0.1')", "string", "0000:0000:0000:0000:0000:ffff:7f00:0001"],
  ["ipv6_compare('::ffff:10.0.0.1', '10.0.0.1')", "long", 0],
  ["ipv6_is_match('fe80::1/64', 'fe80::2')", "bool", true],
  ["ipv6_is_in_range('10.1.2.3', '10.0.0.0/8')", "bool", true],
  ["ipv6_is_match('nonsense', 'fe80::2')", "bool", null],
]);
values("the parts of a URL are texts, its query a bag", [
  [
    "parse_url('https://u:p@h.org:8080/a/b?x=1&y=#f')",
    "dynamic",
    {
      Scheme: "https",
      Host: "h.org",
      Port: "8080",
      Path: "/a/b",
      Username: "u",
      Password: "p",
      "Query Parameters": { x: "1", y: "" },
      Fragment: "f",
    },
  ],
  ["parse_urlquery('a=1&b=2')", "dynamic", { "Query Parameters": { a: "1", b: "2" } }],
]);
values("the parts of a path", [
  [
    "parse_path(@'C:\\temp\\file.txt')",
    "dynamic",
    {
      Scheme: "",
      RootPath: "C:\\",
      DirectoryPath: "C:\\temp",
      DirectoryName: "temp",
      Filename: "file.txt",
      Extension: "txt",
      AlternateDataStreamName: "",
    },
  ],
]);
values("one record of comma-separated values", [
  ['parse_csv(\'a,"b,""c",\')', "dynamic", ["a", 'b,"c', ""]],
  ["parse_csv('a,b\\nc,d')", "dynamic", ["a", "b"]],
]);
values("versions compare as numbers", [
  ["parse_version('1.2.3.40') > parse_version('1.2.3.4')", "bool", true],
  ["parse_version('1.10') > parse_version('1.9.9')", "bool", true],
  ["parse_version('1.x')", "decimal", null],
]);
values("command lines, XML", [
  ["parse_command_line('a \"b c\" d', 'windows')", "dynamic", ["a", "b c", "d"]],
  ["parse_xml('<a x=\"1\">t</a>')", "dynamic", { a: { "@x": "1", "#text": "t" } }],
  ["parse_xml('<a')", "dynamic", null],
]);
refuses("other command lines", "KQL", ["print parse_command_line('a', 'bash')"]);
values("hashes", [
  ["hash('World')", "long", 1846988464401551951n],
  ["hash_xxhash64('World')", "long", 1846988464401551951n],
  ["hash('World', 100)", "long", 51],
  ["hash_md5('World')", "string", "f5a7924e621e84c9280a9a27e1bcb7f6"],
  ["hash_sha1('World')", "string", "70c07ec18ef89c5309bbb0937f3a6342411e1fdd"],
  ["hash_sha256('World')", "string", "78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524"],
]);
values("codecs", [
  ["base64_encode_tostring('Kusto')", "string", "S3VzdG8="],
  ["base64_decode_tostring('S3VzdG8=')", "string", "Kusto"],
  ["base64_decode_toguid('JpbpECu8dUy7Pv5gbeJXAA==')", "guid", "10e99626-bc2b-4c75-bb3e-fe606de25700"],
  ["base64_decode_toguid('S3VzdG8=')", "guid", null],
  ["tohex(-1)", "string", "ffffffffffffffff"],
  ["tohex(256)", "string", "100"],
  ["tohex(256, 10)", "string", "0000000100"],
]);
