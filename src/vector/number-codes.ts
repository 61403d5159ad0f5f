import { newFloats, newInts } from "./allocate.js";

const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

/** Gives each distinct double a code. Open addressing over the bits; -0 is 0, and NaN must not be asked for. */
export class NumberCodes {
  private keys = newFloats(16);
  /** Code + 1; 0 where a slot is free. */
  private slots = newInts(16);
  private used = 0;

  /** The code of a value; `next` for one not seen before, which has it from then on. */
  add(value: number, next: number): number {
    const { keys, slots } = this;
    const mask = slots.length - 1;
    let at = hashOf(value) & mask;
    for (let slot = slots[at]; slot !== 0; slot = slots[at]) {
      if (keys[at] === value) return slot - 1;
      at = (at + 1) & mask;
    }
    keys[at] = value;
    slots[at] = next + 1;
    this.used++;
    if (this.used * 2 > mask) this.grow();
    return next;
  }

  /** The code of a value; -1 when there is none. */
  find(value: number): number {
    const { keys, slots } = this;
    const mask = slots.length - 1;
    let at = hashOf(value) & mask;
    for (let slot = slots[at]; slot !== 0; slot = slots[at]) {
      if (keys[at] === value) return slot - 1;
      at = (at + 1) & mask;
    }
    return -1;
  }

  private grow(): void {
    const { keys, slots } = this;
    const mask = slots.length * 4 - 1;
    this.keys = newFloats(mask + 1);
    this.slots = newInts(mask + 1);
    for (let from = 0; from < slots.length; from++) {
      if (slots[from] === 0) continue;
      let at = hashOf(keys[from]) & mask;
      while (this.slots[at] !== 0) at = (at + 1) & mask;
      this.keys[at] = keys[from];
      this.slots[at] = slots[from];
    }
  }
}

function hashOf(value: number): number {
  bits[0] = value + 0; // makes -0 into 0
  // Round times and small integers differ only in the upper word, so both words go through a full mix.
  let hash = Math.imul(words[0], 0x85ebca6b) ^ Math.imul(words[1], 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
