import { type Dictionary, valueCount, valueReader } from "./vector.js";

interface TextIndex {
  readonly places: Map<string, number>;
  /** Values of the dictionary that are in the index. */
  count: number;
}

const indexes = new WeakMap<Dictionary, TextIndex>();

/** Where each text stands in a dictionary of distinct ones. Kept with the dictionary, for tables are joined again. */
export function placesByText(dictionary: Dictionary): ReadonlyMap<string, number> {
  let index = indexes.get(dictionary);
  if (index === undefined) {
    index = { places: new Map(), count: 0 };
    indexes.set(dictionary, index);
  }
  const count = valueCount(dictionary);
  if (index.count < count) {
    const read = valueReader(dictionary);
    const { places } = index;
    // Should a dictionary that grows have got an equal text, the first stays.
    const areDistinct = dictionary.isDistinct === true;
    for (let place = index.count; place < count; place++) {
      const text = read(place);
      if (typeof text === "string" && (areDistinct || !places.has(text))) places.set(text, place);
    }
    index.count = count;
  }
  return index.places;
}
