/**
 * A GUID that depends on nothing but its parts, so that alerts and incidents can be kept as snapshots. Four 32-bit
 * Murmur hashes with different seeds; meant to tell things apart, not to keep anything secret.
 */
export function stableGuid(...parts: readonly string[]): string {
  // Lengths go in first, so that ("ab", "c") and ("a", "bc") differ.
  const text = `${parts.map((part) => part.length).join(",")}:${parts.join("")}`;
  const words = [0x9747b28c, 0x2545f491, 0x5bd1e995, 0x1b873593].map((seed) => murmur(text, seed));
  const hex = words.map((word) => word.toString(16).padStart(8, "0")).join("");
  // Version 8 (own scheme) and the standard variant.
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function murmur(text: string, seed: number): number {
  let hash = seed | 0;
  for (let at = 0; at < text.length; at++) {
    let unit = Math.imul(text.charCodeAt(at), 0xcc9e2d51);
    unit = (unit << 15) | (unit >>> 17);
    hash ^= Math.imul(unit, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
