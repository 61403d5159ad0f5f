import { compileRegex } from "../functions/regex/regex.js";
import { readText } from "../types/convert.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import type { PatternItem, TextParser } from "./parse-text.js";

/**
 * Patterns of `parse kind=regex`: the pattern becomes one regular expression that must match from the start of the text
 * on; what comes behind its end does not matter. Literals are parts of it as they are, `*` is the shortest run of
 * anything, a column the longest run of what its type may be.
 * @throws KernelError for what is no regular expression.
 */
export function regexParser(items: readonly PatternItem[], flags: string): TextParser {
  const types: KqlType[] = [];
  const parts = items.map((item) => {
    if (item.kind === "literal") return item.text;
    if (item.kind === "skip") return ".*?";
    types.push(item.type);
    return `(?P<${groupName(types.length - 1)}>${patternOf(item.type)})`;
  });
  const regex = compileRegex(`\\A${parts.join("")}`, flags);
  const groups = types.map((_, at) => regex.groupNames.get(groupName(at)) ?? 0);
  return (text) => {
    const match = regex.match(text);
    if (match === undefined) return undefined;
    const cells: Cell[] = [];
    for (let at = 0; at < types.length; at++) {
      const cell = readText(match.groups[groups[at]] ?? "", types[at]);
      if (cell === null) return undefined;
      cells.push(cell);
    }
    return cells;
  };
}

/** Unlike the names that people give to groups of their own. */
function groupName(column: number): string {
  return `parsed_column_${column}`;
}

function patternOf(type: KqlType): string {
  switch (type) {
    case "int":
    case "long":
      return "[-+]?\\d+";
    case "real":
    case "decimal":
      return "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";
    default:
      return ".*";
  }
}
