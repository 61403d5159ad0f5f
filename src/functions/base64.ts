const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Map(Array.from(alphabet, (char, at): [number, number] => [char.charCodeAt(0), at]));

/** With padding, without line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at;
    const group = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    parts.push(
      alphabet[group >> 18],
      alphabet[(group >> 12) & 63],
      rest > 1 ? alphabet[(group >> 6) & 63] : "=",
      rest > 2 ? alphabet[group & 63] : "=",
    );
  }
  return parts.join("");
}

/** Undefined for text that is not base64 with its padding. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let group = 0;
  let written = 0;
  for (let at = 0; at < text.length; at++) {
    const value = at >= text.length - padding ? 0 : values.get(text.charCodeAt(at));
    if (value === undefined) return undefined;
    group = (group << 6) | value;
    if (at % 4 !== 3) continue;
    // Bytes beyond the end of the array are those of the padding.
    bytes[written++] = (group >> 16) & 255;
    bytes[written++] = (group >> 8) & 255;
    bytes[written++] = group & 255;
    group = 0;
  }
  return bytes;
}
