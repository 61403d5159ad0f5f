import { holdsOrder, slotsOf } from "./json.js";

/**
 * JSON for programs. Whole numbers beyond the safe integers are written with all their digits, as the engine does it;
 * `JSON.stringify` refuses them. Keys stand in the order they came in.
 */
export function jsonText(value: unknown, indent = 0): string {
  return isPlain(value) ? JSON.stringify(value, undefined, indent) : printed(value, indent, "\n");
}

/** Whether `JSON.stringify` writes it as it is. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "bigint";
  if (Array.isArray(value)) return value.every(isPlain);
  return !holdsOrder(value) && Object.values(value).every(isPlain);
}

function printed(value: unknown, indent: number, lineEnd: string): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = lineEnd + " ".repeat(indent);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => printed(item, indent, inner));
    return block("[]", items, indent, lineEnd);
  }
  // A plain object of a program is read as a bag is.
  const slots = slotsOf(value as Readonly<Record<string, unknown>>).flatMap(([key, slot]) =>
    slot === undefined
      ? []
      : [`${JSON.stringify(key)}:${indent === 0 ? "" : " "}${printed(slot, indent, inner)}`],
  );
  return block("{}", slots, indent, lineEnd);
}

function block([open, close]: string, items: readonly string[], indent: number, lineEnd: string): string {
  if (indent === 0 || items.length === 0) return `${open}${items.join(",")}${close}`;
  const inner = lineEnd + " ".repeat(indent);
  return `${open}${inner}${items.join(`,${inner}`)}${lineEnd}${close}`;
}
