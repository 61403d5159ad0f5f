/** Finds the cells of a JSON array that is a row, by their positions. */
import { CellScan } from "./cell-scan.js";
import { closeBracket, comma } from "./json-scan.js";

export class PositionScan extends CellScan {
  private slots: readonly number[] = [];

  /** The slots of the cells, in order. */
  setSlots(slots: readonly number[]): void {
    this.slots = slots;
    this.growTo(Math.max(0, ...slots) + 1);
    this.found.set(slots);
  }

  /** The place after the array that begins at `start`; `~at` where it cannot go on. Further cells are an error. */
  read(bytes: Uint8Array, start: number): number {
    const { scan, slots } = this;
    this.foundCount = 0;
    let at = scan.skipSpace(bytes, start + 1);
    if (bytes[at] === closeBracket) return at + 1;
    for (;;) {
      if (this.foundCount === slots.length) return ~at;
      at = this.readValue(bytes, at, slots[this.foundCount]);
      if (at < 0) return at;
      this.foundCount++;
      at = scan.skipSpace(bytes, at);
      if (bytes[at] !== comma) break;
      at = scan.skipSpace(bytes, at + 1);
    }
    return bytes[at] === closeBracket ? at + 1 : ~at;
  }
}
