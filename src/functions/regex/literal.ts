import type { RegexNode } from "./syntax.js";

/**
 * A text that stands in everything that a pattern matches; empty where none is known. To look for it takes less than to
 * begin a search, and most texts that a rule looks into do not hold what it looks for.
 */
export function requiredText(node: RegexNode): string {
  switch (node.kind) {
    case "set":
      return characterOf(node);
    case "sequence":
      return longestOf(node.items);
    case "group":
      return requiredText(node.item);
    case "repeat":
      return node.min > 0 ? requiredText(node.item) : "";
    default:
      return "";
  }
}

/** Characters one behind the other are one text. */
function longestOf(items: readonly RegexNode[]): string {
  let longest = "";
  let run = "";
  for (const item of items) {
    const character = item.kind === "set" ? characterOf(item) : "";
    run = character === "" ? "" : run + character;
    const text = character === "" ? requiredText(item) : run;
    if (text.length > longest.length) longest = text;
  }
  return longest;
}

function characterOf({ set, ignoresCase }: RegexNode & { readonly kind: "set" }): string {
  return set.kind === "range" && set.from === set.to && !ignoresCase ? String.fromCodePoint(set.from) : "";
}
