import { noteTableBytes } from "./table-bytes.js";
import { type Dictionary, type TextIndex, valueCount, valueReader } from "./vector.js";

/** Of a text in the index. */
const bytesPerText = 48;

/** Of texts that are no bytes. */
class MapIndex implements TextIndex {
  private readonly places = new Map<string, number>();
  /** Values of the dictionary that are in the map. */
  private count = 0;

  constructor(private readonly dictionary: Dictionary) {}

  placeOf(text: string): number {
    return this.places.get(text) ?? -1;
  }

  update(): void {
    const { dictionary, places } = this;
    const count = valueCount(dictionary);
    if (this.count === count) return;
    const read = valueReader(dictionary);
    // Should a dictionary that grows have got an equal text, the first stays.
    const areDistinct = dictionary.isDistinct === true;
    for (let place = this.count; place < count; place++) {
      const text = read(place);
      if (typeof text === "string" && (areDistinct || !places.has(text))) places.set(text, place);
    }
    noteTableBytes((count - this.count) * bytesPerText);
    this.count = count;
  }
}

const indexes = new WeakMap<Dictionary, MapIndex>();

/** Where each text stands in a dictionary of distinct ones. Kept with the dictionary, for tables are joined again. */
export function textIndexOf(dictionary: Dictionary): TextIndex {
  if (dictionary.bytes !== undefined) return dictionary.bytes;
  let index = indexes.get(dictionary);
  if (index === undefined) {
    index = new MapIndex(dictionary);
    indexes.set(dictionary, index);
  }
  index.update();
  return index;
}
