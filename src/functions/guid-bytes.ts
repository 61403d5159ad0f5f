/** Guids as 16 bytes: the first three groups have their lowest byte first. */

import { hexadecimal } from "./hexadecimal.js";

const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

export function guidToBytes(guid: string): Uint8Array {
  const digits = guid.replaceAll("-", "");
  return Uint8Array.from(order, (at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

/** Undefined for any other number of bytes than 16. */
export function guidFromBytes(bytes: Uint8Array): string | undefined {
  if (bytes.length !== order.length) return undefined;
  const digits = hexadecimal(Uint8Array.from(order, (at) => bytes[at]));
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
