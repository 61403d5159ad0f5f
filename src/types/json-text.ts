/**
 * JSON for programs. Whole numbers beyond the safe integers are written with all their digits, as the engine does it;
 * `JSON.stringify` refuses them.
 */
export function jsonText(value: unknown, indent = 0): string {
  return holdsBigint(value) ? printed(value, indent, "\n") : JSON.stringify(value, undefined, indent);
}

function holdsBigint(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "bigint";
  return (Array.isArray(value) ? value : Object.values(value)).some(holdsBigint);
}

function printed(value: unknown, indent: number, lineEnd: string): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = lineEnd + " ".repeat(indent);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => printed(item, indent, inner));
    return block("[]", items, indent, lineEnd);
  }
  const slots = Object.entries(value).flatMap(([key, slot]: [string, unknown]) =>
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
