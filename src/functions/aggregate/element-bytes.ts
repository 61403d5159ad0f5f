/** How much memory the elements of lists, sets and bags take. Exact, as a few large ones among many small are common. */
import {
  type Cell,
  type DynamicBag,
  type DynamicValue,
  isDynamicArray,
  isDynamicBag,
} from "../../types/value.js";
import type { Vector } from "../../vector/vector.js";
import { valueBytes } from "./value-codes.js";

/** What a text takes beside its characters. */
const textBytes = 48;
/** A place in an array. */
const placeBytes = 8;
const slotBytes = 32;

/** Parts of a value that are looked at; values may share parts, so that to look at all could take for ever. */
const mostParts = 10_000;

/** Bytes of a value with all its parts; those beyond a bound are taken to be like the others. */
export function elementBytes(value: DynamicValue): number {
  return typeof value === "object" && value !== null
    ? partBytes(value, { left: mostParts })
    : partBytes(value, unbounded);
}

interface Parts {
  left: number;
}

const unbounded: Parts = { left: Number.POSITIVE_INFINITY };

function partBytes(value: DynamicValue | undefined, parts: Parts): number {
  parts.left--;
  if (typeof value === "string") return textBytes + value.length;
  if (typeof value !== "object" || value === null) return placeBytes;
  if (isDynamicArray(value)) return textBytes + itemBytes(value, parts);
  return textBytes + (isDynamicBag(value) ? slotsBytes(value, parts) : 0);
}

function itemBytes(items: readonly DynamicValue[], parts: Parts): number {
  let bytes = 0;
  for (let at = 0; at < items.length; at++) {
    if (parts.left <= 0) return (placeBytes + bytes / Math.max(1, at)) * items.length;
    bytes += placeBytes + partBytes(items[at], parts);
  }
  return bytes;
}

function slotsBytes(bag: DynamicBag, parts: Parts): number {
  let bytes = 0;
  for (const key of Object.keys(bag)) {
    if (parts.left <= 0) break;
    bytes += slotBytes + key.length + partBytes(bag[key], parts);
  }
  return bytes;
}

/** Counts the bytes of the elements of one vector after another. */
export class ByteCounter {
  bytes = 0;
  private readonly counted = new WeakSet<object>();
  private isOwned = false;
  private isShared = false;

  start(vector: Vector): void {
    this.bytes = 0;
    this.isOwned = ownsCells(vector);
    this.isShared = vector.encoding === "stored";
  }

  /** Tables hand out the same object again, which takes but its place; to look for it costs as much as to read it. */
  count(value: DynamicValue): void {
    this.bytes += placeBytes;
    if (!this.isOwned || (this.isShared && this.isCounted(value))) return;
    this.bytes += elementBytes(value);
  }

  private isCounted(value: DynamicValue): boolean {
    if (typeof value !== "object" || value === null) return false;
    if (this.counted.has(value)) return true;
    this.counted.add(value);
    return false;
  }
}

/** Whether the vector's cells are made as they are read: those of a dictionary and the texts of a table are there anyway. */
function ownsCells({ encoding, type }: Vector): boolean {
  return encoding === "string" || encoding === "object" || (encoding === "stored" && type === "dynamic");
}

/** Bytes of the distinct cells, from a place on, that came with a vector. */
export function distinctBytes(cells: readonly Cell[], from: number, vector: Vector): number {
  let bytes = (cells.length - from) * valueBytes;
  if (!ownsCells(vector)) return bytes;
  for (let place = from; place < cells.length; place++) {
    const cell = cells[place];
    bytes += typeof cell === "string" ? textBytes + cell.length : placeBytes;
  }
  return bytes;
}
