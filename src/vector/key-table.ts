/**
 * Numbers by key, without the two bounds of a `Map` of V8: it takes 2^24 keys, and of a text of more than 16383
 * characters it hashes the length alone, so that to tell such texts apart takes time in the square of their number.
 */

export type Key = string | number | bigint | boolean | null;

/** Characters of the longest text that V8 hashes as a whole. */
const longestHashed = 16_383;

/** Keys that one map takes. */
const mapSize = 2 ** 24 - 1;

interface LongText {
  readonly text: string;
  readonly value: number;
}

/** Up to so many texts are compared one by one: to hash a new text takes longer than to look at its length. */
export const fewTexts = 8;

export class KeyTable {
  /** Keys and their values while they are a few texts. */
  private readonly few = new Array<string>(fewTexts);
  private readonly fewValues = new Array<number>(fewTexts);
  private fewCount = 0;
  /** The last of them takes new keys; none while there are few. */
  private last: Map<Key, number> | undefined;
  private full: Map<Key, number>[] | undefined;
  /** Long texts by a hash of all their characters. */
  private long: Map<number, LongText[]> | undefined;

  get(key: Key): number | undefined {
    if (this.last === undefined) return typeof key === "string" ? this.getFew(key) : undefined;
    if (typeof key === "string" && key.length > longestHashed) return this.getLong(key);
    const value = this.last.get(key);
    return value !== undefined || this.full === undefined ? value : this.getOlder(key, this.full);
  }

  /** The key must not be in the table. */
  add(key: Key, value: number): void {
    if (this.last === undefined) {
      if (typeof key === "string" && this.fewCount < fewTexts) {
        this.few[this.fewCount] = key;
        this.fewValues[this.fewCount++] = value;
        return;
      }
      this.hashFew();
    }
    this.addHashed(key, value);
  }

  private getFew(text: string): number | undefined {
    const at = placeOfText(this.few, this.fewCount, text);
    return at < 0 ? undefined : this.fewValues[at];
  }

  private hashFew(): void {
    const { few, fewValues, fewCount } = this;
    this.last = new Map();
    for (let at = 0; at < fewCount; at++) this.addHashed(few[at], fewValues[at]);
  }

  private addHashed(key: Key, value: number): void {
    if (typeof key === "string" && key.length > longestHashed) {
      this.addLong(key, value);
      return;
    }
    this.last ??= new Map();
    if (this.last.size === mapSize) {
      this.full ??= [];
      this.full.push(this.last);
      this.last = new Map();
    }
    this.last.set(key, value);
  }

  private getOlder(key: Key, full: readonly Map<Key, number>[]): number | undefined {
    for (const map of full) {
      const value = map.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  private getLong(text: string): number | undefined {
    return this.long?.get(hashOf(text))?.find((known) => known.text === text)?.value;
  }

  private addLong(text: string, value: number): void {
    this.long ??= new Map();
    const hash = hashOf(text);
    const known = this.long.get(hash);
    if (known === undefined) this.long.set(hash, [{ text, value }]);
    else known.push({ text, value });
  }
}

/**
 * Where a text is among the first `count`; -1 where it is not. As `indexOf`, which calls out of the compiled code for
 * each text; here that is needed for texts of one length alone.
 */
export function placeOfText(texts: readonly string[], count: number, text: string): number {
  for (let at = 0; at < count; at++) if (texts[at].length === text.length && texts[at] === text) return at;
  return -1;
}

function hashOf(text: string): number {
  let hash = text.length;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
