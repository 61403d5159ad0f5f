/** Where hyphens may stand, counted in hex digits before them. */
const hyphenPlaces = [8, 12, 16, 20];

/**
 * The text of `toguid`, with or without hyphens or braces, as lower-case text with hyphens. What follows the 32nd hex
 * digit is ignored.
 */
export function parseGuid(text: string): string | null {
  if (text.length < 32) return null;
  let hex = "";
  let at = text[0] === "{" || text[0] === "(" ? 1 : 0;
  for (; hex.length < 32 && at < text.length; at++) {
    const letter = text[at] ?? "";
    if (letter === "-" && hyphenPlaces.includes(hex.length) && text[at - 1] !== "-") continue;
    if (!isHex(letter.charCodeAt(0))) return null;
    hex += letter;
  }
  return hex.length === 32 ? printGuid(hex.toLowerCase()) : null;
}

function printGuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}
