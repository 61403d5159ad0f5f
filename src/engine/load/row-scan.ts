/**
 * Finds the cells of a JSON object by the names of its keys. Rows of one file have the same keys in the same order
 * nearly always, so the key that came next the last time is compared first, byte by byte.
 */
import type { ByteHost } from "./byte-list.js";
import { CellScan, grown } from "./cell-scan.js";
import { closeBrace, colon, comma, type JsonScan, quote } from "./json-scan.js";

const encoder = new TextEncoder();

export class RowScan extends CellScan {
  /** Keys by slot. */
  readonly names: string[] = [];
  private readonly slots = new Map<string, number>();
  /** Each key with its closing quote and colon, as compact JSON has it. */
  private keyBytes = new Uint8Array(256);
  private keyBytesUsed = 0;
  private keyStarts = new Int32Array(16);
  private keyEnds = new Int32Array(16);
  /** The slot that followed a slot the last time, at the slot's number plus one; 0 stands for the start of a row. */
  private next = new Int32Array(17);
  /** The row in which a slot was seen last. */
  private seenIn = new Int32Array(16).fill(-1);
  private row = 0;
  private lookedUp = 0;

  constructor(
    scan: JsonScan,
    private readonly host: ByteHost,
  ) {
    super(scan);
  }

  /** The slot of a key; a new one for a key that is new. */
  slotOf(key: string): number {
    let slot = this.slots.get(key);
    if (slot === undefined) {
      slot = this.names.length;
      this.names.push(key);
      this.slots.set(key, slot);
      this.growTo(slot + 1);
      this.addKeyBytes(key, slot);
    }
    return slot;
  }

  /** The place after the object that begins at `start`; `~at` where it cannot go on. */
  read(bytes: Uint8Array, start: number): number {
    const { scan } = this;
    const row = this.row++;
    this.foundCount = 0;
    this.repeatedSlot = -1;
    let at = start + 1;
    if (bytes[at] <= 32) at = scan.skipSpace(bytes, at);
    if (bytes[at] === closeBrace) return at + 1;
    let before = 0;
    for (;;) {
      if (bytes[at] !== quote) return ~at;
      let slot = this.next[before];
      let value = this.valueIfKey(bytes, at + 1, slot);
      if (value < 0) {
        value = this.findKey(bytes, at);
        if (value < 0) return value;
        slot = this.lookedUp;
        this.next[before] = slot;
      }
      if (bytes[value] <= 32) value = scan.skipSpace(bytes, value);
      at = this.readValue(bytes, value, slot);
      if (at < 0) return at;
      if (this.seenIn[slot] === row) this.repeatedSlot = slot;
      else {
        this.seenIn[slot] = row;
        this.found[this.foundCount++] = slot;
      }
      if (bytes[at] <= 32) at = scan.skipSpace(bytes, at);
      if (bytes[at] !== comma) break;
      at++;
      if (bytes[at] <= 32) at = scan.skipSpace(bytes, at);
      before = slot + 1;
    }
    return bytes[at] === closeBrace ? at + 1 : ~at;
  }

  /** Whether the row that was read last has a slot. */
  has(slot: number): boolean {
    return this.seenIn[slot] === this.row - 1;
  }

  /** The place after `key":` if that stands here, else -1. */
  private valueIfKey(bytes: Uint8Array, start: number, slot: number): number {
    const { keyBytes } = this;
    const end = this.keyEnds[slot];
    let at = start;
    let key = this.keyStarts[slot];
    while (key < end && bytes[at] === keyBytes[key]) {
      at++;
      key++;
    }
    return key === end && end > 0 ? at : -1;
  }

  /** Reads a key of any form; its slot goes to `lookedUp`. */
  private findKey(bytes: Uint8Array, start: number): number {
    const end = this.scan.skipString(bytes, start);
    if (end < 0) return end;
    let at = end;
    if (bytes[at] <= 32) at = this.scan.skipSpace(bytes, at);
    if (bytes[at] !== colon) return ~at;
    const key: unknown = JSON.parse(this.host.text(bytes, start, end));
    this.lookedUp = this.slotOf(String(key));
    return at + 1;
  }

  private addKeyBytes(key: string, slot: number): void {
    const bytes = encoder.encode(`${JSON.stringify(key).slice(1)}:`);
    const start = this.keyBytesUsed;
    if (start + bytes.length > this.keyBytes.length) {
      const keyBytes = new Uint8Array((start + bytes.length) * 2);
      keyBytes.set(this.keyBytes);
      this.keyBytes = keyBytes;
    }
    this.keyBytes.set(bytes, start);
    this.keyStarts[slot] = start;
    this.keyEnds[slot] = start + bytes.length;
    this.keyBytesUsed = start + bytes.length;
  }

  protected override growTo(slots: number): void {
    super.growTo(slots);
    const size = this.starts.length;
    const { length } = this.seenIn;
    if (length === size) return;
    this.keyStarts = grown(this.keyStarts, size);
    this.keyEnds = grown(this.keyEnds, size);
    this.next = grown(this.next, size + 1);
    this.seenIn = grown(this.seenIn, size).fill(-1, length);
  }
}
