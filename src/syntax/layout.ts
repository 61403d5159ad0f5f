/**
 * Lays text out in lines of a width: a document of texts, possible line breaks, indentation and groups goes in. A group
 * that fits the rest of its line stays on it; otherwise its own breaks, but not those of groups inside it, are taken.
 */

import { unreachable } from "../text/errors.js";

export type Layout =
  | string
  | { readonly kind: "list"; readonly parts: readonly Layout[]; readonly mustBreak: boolean }
  | { readonly kind: "indent"; readonly inside: Layout; readonly mustBreak: boolean }
  | { readonly kind: "group"; readonly inside: Layout; readonly mustBreak: boolean }
  /** Items that fill lines; each is on the line of the one before it if it fits. */
  | { readonly kind: "fill"; readonly items: readonly Layout[]; readonly mustBreak: boolean }
  | { readonly kind: "break"; readonly flat: string; readonly mustBreak: boolean }
  | { readonly kind: "blank"; readonly mustBreak: true };

/** A blank, or a line break where the group does not fit. */
export const line: Layout = { kind: "break", flat: " ", mustBreak: false };
/** Nothing, or a line break where the group does not fit. */
export const softLine: Layout = { kind: "break", flat: "", mustBreak: false };
/** A line break; at the start of a line it does nothing. The groups around it do not fit on a line. */
export const hardLine: Layout = { kind: "break", flat: "", mustBreak: true };
/** An empty line. */
export const blankLine: Layout = { kind: "blank", mustBreak: true };

function breaks(layout: Layout): boolean {
  return typeof layout !== "string" && layout.mustBreak;
}

/** Takes an array, for there may be more parts than a call has room for arguments. */
export function list(parts: readonly Layout[]): Layout {
  return { kind: "list", parts, mustBreak: parts.some(breaks) };
}

export function indent(parts: readonly Layout[]): Layout {
  const inside = list(parts);
  return { kind: "indent", inside, mustBreak: breaks(inside) };
}

export function group(parts: readonly Layout[]): Layout {
  const inside = list(parts);
  return { kind: "group", inside, mustBreak: breaks(inside) };
}

export function fill(items: readonly Layout[]): Layout {
  return { kind: "fill", items, mustBreak: items.some(breaks) };
}

const indentWidth = 4;

interface Pending {
  readonly layout: Layout;
  readonly level: number;
  /** Breaks are blanks. */
  readonly isFlat: boolean;
  /** Of a `fill`: the item whose turn it is. */
  readonly item: number;
}

interface Output {
  readonly chunks: string[];
  column: number;
  /** Nothing but indentation, not yet written, stands on the current line. */
  isLineStart: boolean;
  level: number;
  readonly width: number;
}

/** Works off a stack of its own, so that nesting cannot exhaust the one of the engine. */
export function printLayout(layout: Layout, width: number): string {
  const output: Output = { chunks: [], column: 0, isLineStart: true, level: 0, width };
  const pending: Pending[] = [{ layout, level: 0, isFlat: false, item: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    printOne(next, pending, output);
  }
  return output.chunks.join("").trimEnd();
}

function printOne(next: Pending, pending: Pending[], output: Output): void {
  const { layout, level, isFlat } = next;
  if (typeof layout === "string") {
    write(layout, output);
    return;
  }
  switch (layout.kind) {
    case "list":
      pushAll(layout.parts, next, pending);
      break;
    case "indent":
      pending.push({ layout: layout.inside, level: level + 1, isFlat, item: 0 });
      break;
    case "group": {
      const fitsHere = !layout.mustBreak && fits(layout.inside, roomOf(output));
      pending.push({ layout: layout.inside, level, isFlat: isFlat || fitsHere, item: 0 });
      break;
    }
    case "fill":
      printFill(layout.items, next, pending, output);
      break;
    case "break":
      if (isFlat && !layout.mustBreak) write(layout.flat, output);
      else newLine(level, output);
      break;
    case "blank":
      newLine(level, output);
      if (output.chunks.length > 0 && output.chunks.at(-2) !== "\n") output.chunks.push("\n");
      break;
    default:
      unreachable(layout);
  }
}

function pushAll(parts: readonly Layout[], { level, isFlat }: Pending, pending: Pending[]): void {
  for (let at = parts.length - 1; at >= 0; at--) pending.push({ layout: parts[at], level, isFlat, item: 0 });
}

function printFill(items: readonly Layout[], fillState: Pending, pending: Pending[], output: Output): void {
  const { level, isFlat, item } = fillState;
  if (item >= items.length) return;
  if (item > 0) {
    const staysOnLine = isFlat || fits(items[item], roomOf(output) - 1);
    if (staysOnLine) write(" ", output);
    else newLine(level, output);
  }
  pending.push({ ...fillState, item: item + 1 });
  pending.push({ layout: items[item], level, isFlat, item: 0 });
}

/** Whether all of a layout, its breaks as blanks, is no longer than the room. */
function fits(layout: Layout, room: number): boolean {
  let left = room;
  const pending: Layout[] = [layout];
  for (let next = pending.pop(); next !== undefined && left >= 0; next = pending.pop()) {
    if (typeof next === "string") left -= next.length;
    else if (next.mustBreak) return false;
    else if (next.kind === "break") left -= next.flat.length;
    else if (next.kind === "list") pushReversed(next.parts, pending);
    else if (next.kind === "fill") {
      left -= Math.max(0, next.items.length - 1);
      pushReversed(next.items, pending);
    } else pending.push(next.inside);
  }
  return left >= 0;
}

function pushReversed(parts: readonly Layout[], pending: Layout[]): void {
  for (let at = parts.length - 1; at >= 0; at--) pending.push(parts[at]);
}

function write(text: string, output: Output): void {
  if (text === "" || (text === " " && output.isLineStart)) return;
  if (output.isLineStart) {
    output.column = output.level * indentWidth;
    if (output.column > 0) output.chunks.push(" ".repeat(output.column));
    output.isLineStart = false;
  }
  output.chunks.push(text);
  const lastBreak = text.lastIndexOf("\n");
  output.column = lastBreak === -1 ? output.column + text.length : text.length - lastBreak - 1;
}

function newLine(level: number, output: Output): void {
  output.level = level;
  if (output.isLineStart) return;
  while (output.chunks.at(-1) === " ") output.chunks.pop();
  output.chunks.push("\n");
  output.isLineStart = true;
}

function roomOf(output: Output): number {
  return output.width - (output.isLineStart ? output.level * indentWidth : output.column);
}
