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
    for (let place = index.count; place < count; place++) {
      const text = read(place);
      // Should a dictionary that grows get an equal text later, the first stays.
      if (typeof text === "string" && !index.places.has(text)) index.places.set(text, place);
    }
    index.count = count;
  }
  return index.places;
}
