import type { Diagnostic } from "../text/diagnostic.js";
import { lostIndentation, textBetweenKeys } from "./diagnostics.js";
import { isNestedKey, isRuleKey, ownerOf } from "./rule-keys.js";

interface Line {
  readonly start: number;
  readonly text: string;
  readonly indent: number;
}

/** What the lines that follow must be indented under. */
interface OpenKey {
  readonly line: Line;
  readonly key: string;
  readonly holds: "block" | "nested" | "value";
  /** Indentation of the first line of a block of text, once there is one. */
  contentIndent: number | undefined;
}

/**
 * The first line of a rule file that stands too far left: text of a block at the margin, a key of a list item beside
 * the dash. Undefined when no line is clearly to blame. Meant for files in which something is already known to be wrong.
 */
export function findLostIndentation(text: string): Diagnostic | undefined {
  let open: OpenKey | undefined;
  const lines = splitLines(text);
  for (const line of lines) {
    if (line.text.trim() === "" || line.text === "---" || line.text === "...") continue;
    if (open !== undefined && continues(open, line)) continue;
    if (line.text.startsWith("#")) continue;
    const next = rootKey(line);
    if (next !== undefined && !isContent(open, next.key)) open = next;
    else if (open === undefined)
      return textBetweenKeys({ start: line.start, end: line.start + line.text.length });
    else return reportLine(open, line, lines);
  }
  return undefined;
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = text.startsWith("\uFEFF") ? 1 : 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end).replace(/\r$/, "");
    lines.push({ start, text: line, indent: line.length - line.trimStart().length });
    start = end + 1;
  }
  return lines;
}

/** True when a line may stand below the open key as it is; remembers what it tells about the key's value. */
function continues(open: OpenKey, line: Line): boolean {
  if (open.holds === "block") {
    if (line.indent === 0 || line.indent < (open.contentIndent ?? 1)) return false;
    open.contentIndent ??= line.indent;
    return true;
  }
  const isInside = line.indent > 0 || (open.holds === "nested" && line.text.startsWith("- "));
  if (isInside) open.contentIndent ??= line.indent;
  return isInside;
}

const keyLine = /^([A-Za-z_$][\w.$-]*)[ \t]*:(?:[ \t]+(.*))?$/;
const blockHeader = /^[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?$/;

function rootKey(line: Line): OpenKey | undefined {
  const match = keyLine.exec(line.text);
  if (match === null) return undefined;
  const value = (match[2] ?? "").trim();
  const isEmpty = value === "" || value.startsWith("#") || value.startsWith("&");
  const holds = blockHeader.test(value) ? "block" : isEmpty ? "nested" : "value";
  return { line, key: match[1], holds, contentIndent: undefined };
}

/** A line that reads as a key can still be text of the block above it, or a key of the list item above it. */
function isContent(open: OpenKey | undefined, key: string): boolean {
  if (open === undefined || isRuleKey(key)) return false;
  if (open.holds === "block") return open.contentIndent === undefined;
  if (open.holds !== "nested" || !isNestedKey(key)) return false;
  // Below lines that are indented as they should be, only a key of the last list item can have slipped.
  return open.contentIndent === undefined || ownerOf(key)?.startsWith(`${open.key}[]`) === true;
}

const shownLines = 3;

function reportLine(open: OpenKey, line: Line, lines: readonly Line[]): Diagnostic {
  const from = lines.indexOf(line);
  const indent = " ".repeat(Math.max(2, open.contentIndent ?? 2));
  const after = lines.slice(from + 1, from + shownLines);
  const end = after.findIndex((next) => !belongs(open, next));
  const following = [line, ...after.slice(0, end === -1 ? after.length : end)];
  const shown = [open.line.text, ...following.map((next) => indent + next.text.trimStart())];
  return lostIndentation({ start: line.start, end: line.start + line.text.length }, `${open.key}:`, shown);
}

/** Whether a later line would go with the first lost one, judged by its not being a key of the rule. */
function belongs(open: OpenKey, line: Line): boolean {
  const match = keyLine.exec(line.text);
  return line.text.trim() !== "" && line.indent === 0 && (match === null || isContent(open, match[1]));
}
