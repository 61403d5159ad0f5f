/** Nodes of test files as the JavaScript values that they stand for. */
import type { ConfigNode, ConfigScalar } from "../../rules/config-node.js";
import type { KqlType } from "../../types/kql-type.js";

/** A node as plain JavaScript values; whole numbers that a number cannot hold are bigints. */
export function plainValue(node: ConfigNode): unknown {
  switch (node.kind) {
    case "scalar":
      return exactValue(node);
    case "list":
      return node.items.map(plainValue);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
  }
}

/** A node as the value of a column. */
export function cellValue(node: ConfigNode, type: KqlType | undefined): unknown {
  if (node.kind !== "scalar") return plainValue(node);
  const { value, text } = node;
  // Text keeps the spelling of the file: `0050` stays four characters long.
  if (type === "string" && (typeof value === "number" || typeof value === "boolean")) return text;
  // Decimals have more digits than a number.
  if (type === "decimal" && typeof value === "number" && /^[-+]?[\d.]+$/.test(text)) return text;
  return exactValue(node);
}

function exactValue({ value, text }: ConfigScalar): unknown {
  const isLost = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLost && /^[-+]?\d+$/.test(text) ? BigInt(text) : value;
}
