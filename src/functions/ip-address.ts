/** IPv4 and IPv6 addresses with an optional prefix, `10.0.0.0/8`, from and to text. */

export interface Ipv4Network {
  /** The address with the bits behind the prefix cleared, 0 to 2^32 - 1. */
  readonly address: number;
  /** 0 to 32. */
  readonly prefix: number;
}

export interface Ipv6Network {
  /** As in `Ipv4Network`, of 128 bits. IPv4 addresses are mapped: `::ffff:a.b.c.d`. */
  readonly address: bigint;
  /** 0 to 128. */
  readonly prefix: number;
}

const ipv4Bits = 32;
const ipv6Bits = 128;
const mappedStart = 0xffff00000000n;

const ipv4Form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** An address, cut to its own prefix and to `prefix`; undefined for what is none. */
export function parseIpv4(text: string, prefix = ipv4Bits): Ipv4Network | undefined {
  const match = ipv4Form.exec(text);
  if (match === null || !isPrefix(prefix, ipv4Bits)) return undefined;
  let address = 0;
  for (let at = 1; at <= 4; at++) {
    const byte = Number(match[at]);
    if (byte > 255) return undefined;
    address = address * 256 + byte;
  }
  const own = match[5] === undefined ? ipv4Bits : Number(match[5]);
  return own > ipv4Bits ? undefined : ipv4Network(address, Math.min(own, prefix));
}

function isPrefix(prefix: number, bits: number): boolean {
  return Number.isInteger(prefix) && prefix >= 0 && prefix <= bits;
}

/** Cuts the address to the prefix. */
export function ipv4Network(address: number, prefix: number): Ipv4Network {
  return { address: cutIpv4(address, prefix), prefix };
}

/** The first `prefix` bits of an address. */
export function cutIpv4(address: number, prefix: number): number {
  const size = 2 ** (ipv4Bits - prefix);
  return Math.floor(address / size) * size;
}

export function printIpv4(address: number): string {
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join(".");
}

/** An IPv6 or IPv4 address, cut to its own prefix and to `prefix`, which counts 128 bits; undefined for what is none. */
export function parseIpv6(text: string, prefix = ipv6Bits): Ipv6Network | undefined {
  const [, body = "", ownText] = /^([0-9A-Fa-f:.]{2,45})(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const read = readIpv6(body);
  if (read === undefined || !isPrefix(prefix, ipv6Bits)) return undefined;
  const bits = read.isIpv4 ? ipv4Bits : ipv6Bits;
  const own = ownText === undefined ? bits : Number(ownText);
  return own > bits ? undefined : ipv6Network(read.address, Math.min(own + ipv6Bits - bits, prefix));
}

function ipv6Network(address: bigint, prefix: number): Ipv6Network {
  return { address: cutIpv6(address, prefix), prefix };
}

/** The first `prefix` bits of an address. */
export function cutIpv6(address: bigint, prefix: number): bigint {
  const shift = BigInt(ipv6Bits - prefix);
  return (address >> shift) << shift;
}

/** `isIpv4`: written with dots, so that its prefix counts 32 bits. */
function readIpv6(body: string): { readonly address: bigint; readonly isIpv4: boolean } | undefined {
  const dotted = /^(.*:)?(\d+\.\d+\.\d+\.\d+)$/.exec(body);
  if (dotted === null) {
    const address = readGroups(body, 8);
    return address === undefined ? undefined : { address, isIpv4: false };
  }
  const ipv4 = parseIpv4(dotted[2]);
  if (ipv4 === undefined) return undefined;
  // `::1.2.3.4` counts as the mapped address too.
  const head = dotted[1] === undefined || dotted[1] === "::" ? mappedStart : readHead(dotted[1]);
  return head === undefined ? undefined : { address: head + BigInt(ipv4.address), isIpv4: true };
}

/** The groups before a dotted end, with their last colon. */
function readHead(text: string): bigint | undefined {
  const head = readGroups(text.endsWith("::") ? text : text.slice(0, -1), 6);
  return head === undefined ? undefined : head << 32n;
}

/** Groups of 16 bits, of which `::` may stand for any number. */
function readGroups(text: string, count: number): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [start, end = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = count - start.length - end.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...start, ...new Array<string>(missing).fill("0"), ...end];
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  return BigInt(`0x${groups.map((group) => group.padStart(4, "0")).join("")}`);
}

/** All eight groups with all their digits. */
export function printIpv6(address: bigint): string {
  const digits = address.toString(16).padStart(32, "0");
  return (digits.match(/.{4}/g) ?? []).join(":");
}
