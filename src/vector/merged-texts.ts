import { newInts, noInts, withRoom } from "./allocate.js";
import { ConstantTexts, isKnownByBytes } from "./constant-texts.js";
import { DistinctCodes } from "./distinct-codes.js";
import {
  cellAt,
  type Dictionary,
  type DictVector,
  type FlatVector,
  type SingleValues,
  type TextBytes,
  type TextFinder,
  type TextSpans,
  type Vector,
} from "./vector.js";

/** More are not kept: batches whose dictionaries are new each time have no use for them. */
const maxKept = 32;

/**
 * Rows of several text columns in one, for the length of a run. They stay places in a dictionary, so that what follows
 * makes no texts to compare or to group them; batches of the same columns share it.
 */
export class MergedTexts {
  private readonly kept: MergedDictionary[] = [];

  /** `hold` is told of the bytes that dictionaries take. */
  constructor(private readonly hold: (bytes: number) => void) {}

  /** Row by row the text of the vector that `choice` names; undefined where one of them has no bytes. */
  choose(choice: Uint8Array, vectors: readonly Vector[], length: number): DictVector | undefined {
    const parts = partsOf(vectors);
    if (parts === undefined) return undefined;
    const { dictionaries, constants } = parts;
    let merged = this.kept.find((known) => known.isOf(dictionaries, constants));
    if (merged === undefined) {
      merged = new MergedDictionary(dictionaries, constants);
      if (this.kept.length === maxKept) this.kept.shift();
      this.kept.push(merged);
    }
    const before = merged.heldBytes;
    const codes = merged.codesOf(choice, vectors, length);
    this.hold(merged.heldBytes - before);
    return { encoding: "dict", type: "string", length, codes, dictionary: merged };
  }
}

/** The different dictionaries and constants of some vectors. */
interface PartsOf {
  readonly dictionaries: readonly Dictionary[];
  readonly constants: readonly string[];
}

function partsOf(vectors: readonly Vector[]): PartsOf | undefined {
  const dictionaries: Dictionary[] = [];
  const constants: string[] = [];
  for (const vector of vectors) {
    if (vector.encoding === "dict" && vector.dictionary.bytes !== undefined) {
      if (!dictionaries.includes(vector.dictionary)) dictionaries.push(vector.dictionary);
    } else if (
      vector.encoding === "const" &&
      typeof vector.value === "string" &&
      isKnownByBytes(vector.value)
    ) {
      if (!constants.includes(vector.value)) constants.push(vector.value);
    } else return undefined;
  }
  return { dictionaries, constants };
}

/** One of the dictionaries that make another. */
class Part {
  readonly known: DistinctCodes;
  /** Code in the whole by order in which the values of this part came up. */
  codes = noInts;
  readCount = 0;
  private readonly finders = new Map<TextBytes, TextFinder>();

  constructor(readonly dictionary: Dictionary) {
    this.known = new DistinctCodes(dictionary);
  }

  get heldBytes(): number {
    return this.known.heldBytes + this.codes.byteLength;
  }

  /** Code in the whole for a value by its place in this part; -1 for one that has not come up. */
  codeOf(place: number): number {
    const order = place < 0 ? -1 : this.known.codeOf(place);
    return order < 0 ? -1 : this.codes[order];
  }

  /** Code in the whole of each text of another dictionary; -1 for those that have not come up here. */
  find(others: TextBytes, codes: Int32Array, length: number, into: Int32Array): void {
    const { bytes } = this.dictionary;
    let finder = this.finders.get(others);
    if (finder === undefined && bytes !== undefined) {
      finder = bytes.finder(others);
      this.finders.set(others, finder);
    }
    if (finder === undefined) into.fill(-1, 0, length);
    else {
      finder.find(codes, length, into);
      for (let at = 0; at < length; at++) into[at] = this.codeOf(into[at]);
    }
  }
}

/** Values of other dictionaries in the order in which they come up, equal ones once. */
class MergedDictionary implements Dictionary, SingleValues, TextBytes {
  count = 0;
  readonly single: SingleValues = this;
  readonly rowCount: number;
  private readonly parts: readonly Part[];
  private readonly constants: ConstantTexts;
  /** By code the part that has the value, and its place there. */
  private sources: Int32Array<ArrayBuffer> = noInts;
  private places: Int32Array<ArrayBuffer> = noInts;
  private readonly data: string[] = [];
  private made: FlatVector = { encoding: "string", type: "string", length: 0, data: [] };

  constructor(dictionaries: readonly Dictionary[], constants: readonly string[]) {
    this.constants = new ConstantTexts(constants);
    this.parts = [...dictionaries, this.constants].map((dictionary) => new Part(dictionary));
    this.rowCount = Math.max(0, ...dictionaries.map(({ rowCount }) => rowCount));
  }

  isOf(dictionaries: readonly Dictionary[], constants: readonly string[]): boolean {
    const { parts } = this;
    const { listed } = this.constants;
    return (
      parts.length === dictionaries.length + 1 &&
      listed.length === constants.length &&
      dictionaries.every((dictionary, at) => parts[at].dictionary === dictionary) &&
      constants.every((text, at) => listed[at] === text)
    );
  }

  get heldBytes(): number {
    const { parts, sources, places } = this;
    return parts.reduce((sum, part) => sum + part.heldBytes, sources.byteLength + places.byteLength);
  }

  get isDistinct(): boolean {
    return this.parts.every(({ dictionary }) => dictionary.bytes !== undefined);
  }

  get bytes(): TextBytes | undefined {
    return this.isDistinct ? this : undefined;
  }

  get values(): FlatVector {
    const { data, count } = this;
    if (data.length < count) {
      while (data.length < count) data.push(this.read(data.length));
      this.made = { encoding: "string", type: "string", length: count, data };
    }
    return this.made;
  }

  read(code: number): string {
    const { single, values } = this.parts[this.sources[code]].dictionary;
    const place = this.places[code];
    const cell = single === undefined ? cellAt(values, place) : single.read(place);
    return typeof cell === "string" ? cell : "";
  }

  /** Codes of the rows that `choice` names; values that come up first get the next ones. */
  codesOf(choice: Uint8Array, vectors: readonly Vector[], length: number): Int32Array {
    const codes = newInts(length);
    const rows = newInts(length);
    const places = newInts(length);
    const orders = newInts(length);
    for (const part of this.parts) {
      const count = this.placesOf(part, choice, vectors, { rows, places, length });
      if (count === 0) continue;
      part.known.add(places, count, orders);
      this.addNew(part);
      for (let at = 0; at < count; at++) codes[rows[at]] = part.codes[orders[at]];
    }
    return codes;
  }

  locate(codes: Int32Array, count: number, into: TextSpans): void {
    const ats = newInts(count);
    const places = newInts(count);
    const spans: TextSpans = { bytes: [], starts: newInts(count), ends: newInts(count) };
    for (let source = 0; source < this.parts.length; source++) {
      let found = 0;
      for (let at = 0; at < count; at++) {
        if (this.sources[codes[at]] !== source) continue;
        ats[found] = at;
        places[found++] = this.places[codes[at]];
      }
      this.parts[source].dictionary.bytes?.locate(places, found, spans);
      for (let at = 0; at < found; at++) {
        into.bytes[ats[at]] = spans.bytes[at];
        into.starts[ats[at]] = spans.starts[at];
        into.ends[ats[at]] = spans.ends[at];
      }
    }
  }

  placeOf(text: string): number {
    let code = -1;
    for (const part of this.parts) {
      if (code < 0) code = part.codeOf(part.dictionary.bytes?.placeOf(text) ?? -1);
    }
    return code;
  }

  finder(others: TextBytes): TextFinder {
    return {
      find: (codes, length, into) => {
        const found = newInts(length);
        into.fill(-1, 0, length);
        for (const part of this.parts) {
          part.find(others, codes, length, found);
          for (let at = 0; at < length; at++) if (found[at] >= 0) into[at] = found[at];
        }
      },
    };
  }

  /** Lists the rows whose values are of a part, and their places in it; gives how many there are. */
  private placesOf(
    part: Part,
    choice: Uint8Array,
    vectors: readonly Vector[],
    { rows, places, length }: { rows: Int32Array; places: Int32Array; length: number },
  ): number {
    let count = 0;
    for (let at = 0; at < vectors.length; at++) {
      const vector = vectors[at];
      if (vector.encoding === "dict" && vector.dictionary === part.dictionary) {
        const { codes } = vector;
        for (let row = 0; row < length; row++) {
          if (choice[row] !== at) continue;
          rows[count] = row;
          places[count++] = codes[row];
        }
      } else if (vector.encoding === "const" && part.dictionary === this.constants) {
        const place = this.constants.placeOf(String(vector.value));
        for (let row = 0; row < length; row++) {
          if (choice[row] !== at) continue;
          rows[count] = row;
          places[count++] = place;
        }
      }
    }
    return count;
  }

  /** Gives codes to the values of a part that have just come up: those that equal ones of other parts have. */
  private addNew(part: Part): void {
    const { known, readCount } = part;
    const added = known.count - readCount;
    if (added === 0) return;
    const fresh = known.places.subarray(readCount, known.count);
    const codes = newInts(added).fill(-1);
    this.findElsewhere(part, fresh, codes);
    part.codes = withRoom(part.codes, known.count, newInts);
    this.sources = withRoom(this.sources, this.count + added, newInts);
    this.places = withRoom(this.places, this.count + added, newInts);
    const source = this.parts.indexOf(part);
    for (let at = 0; at < added; at++) {
      if (codes[at] < 0) {
        this.sources[this.count] = source;
        this.places[this.count] = fresh[at];
        codes[at] = this.count++;
      }
      part.codes[readCount + at] = codes[at];
    }
    part.readCount = known.count;
  }

  private findElsewhere(part: Part, places: Int32Array, codes: Int32Array): void {
    const { bytes } = part.dictionary;
    if (bytes === undefined) return;
    const found = newInts(places.length);
    for (const other of this.parts) {
      if (other === part || other.readCount === 0) continue;
      other.find(bytes, places, places.length, found);
      for (let at = 0; at < codes.length; at++) if (found[at] >= 0) codes[at] = found[at];
    }
  }
}
