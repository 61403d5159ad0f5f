/** Cuts one match of a pattern from the ends of a text. */
import { parseRegex } from "./parse.js";
import { makeRegex, type Regex } from "./regex.js";
import type { RegexNode } from "./syntax.js";

export interface TrimmedEnds {
  readonly start: boolean;
  readonly end: boolean;
}

/** Cuts off what the pattern matches at the ends of a text, once at each. */
export function trimmer(pattern: string, ends: TrimmedEnds): (text: string) => string {
  const atStart = ends.start ? anchored(pattern, "text-start") : undefined;
  const atEnd = ends.end ? anchored(pattern, "text-end") : undefined;
  return (text) => {
    const rest = atStart === undefined ? text : text.slice(atStart.match(text)?.end ?? 0);
    return atEnd === undefined ? rest : rest.slice(0, atEnd.match(rest)?.start ?? rest.length);
  };
}

/** The pattern bound to an end, as a tree: its text could change the meaning of an anchor written beside it. */
function anchored(pattern: string, assertion: "text-start" | "text-end"): Regex {
  const tree = parseRegex(pattern);
  const anchor: RegexNode = { kind: "assertion", assertion };
  const items = assertion === "text-start" ? [anchor, tree.root] : [tree.root, anchor];
  return makeRegex({ ...tree, root: { kind: "sequence", items } });
}
