import { newInts } from "./allocate.js";
import { ConstantTexts, isKnownByBytes } from "./constant-texts.js";
import { TextCodes } from "./text-codes.js";
import type { Dictionary, DictVector, Vector } from "./vector.js";

/** More are not kept: batches whose dictionaries are new each time have no use for them. */
const maxKept = 32;

/**
 * Rows of several text columns in one, for the length of a run. They stay places in a dictionary, so that what follows
 * makes no texts to compare or to group them; batches of the same columns share it.
 */
export class MergedTexts {
  private readonly kept: Merged[] = [];

  /** `hold` is told of the bytes that dictionaries take. */
  constructor(private readonly hold: (bytes: number) => void) {}

  /** Row by row the text of the vector that `choice` names; undefined where one of them has no bytes. */
  choose(choice: Uint8Array, vectors: readonly Vector[], length: number): DictVector | undefined {
    const parts = partsOf(vectors);
    if (parts === undefined) return undefined;
    const { texts, constants } = this.mergedOf(parts);
    const before = texts.heldBytes;
    const codes = newInts(length);
    const rows = newInts(length);
    const places = newInts(length);
    const found = newInts(length);
    vectors.forEach((vector, at) => {
      const isColumn = vector.encoding === "dict";
      const constant = vector.encoding === "const" ? constants.placeOf(String(vector.value)) : 0;
      let count = 0;
      for (let row = 0; row < length; row++) {
        if (choice[row] !== at) continue;
        rows[count] = row;
        places[count++] = isColumn ? vector.codes[row] : constant;
      }
      if (count === 0) return;
      texts.add(isColumn ? vector.dictionary : constants, places, count, found);
      for (let next = 0; next < count; next++) codes[rows[next]] = found[next];
    });
    this.hold(texts.heldBytes - before);
    return { encoding: "dict", type: "string", length, codes, dictionary: texts };
  }

  private mergedOf({ dictionaries, constants }: Parts): Merged {
    let merged = this.kept.find(
      (known) => isSame(known.dictionaries, dictionaries) && isSame(known.constants.listed, constants),
    );
    if (merged === undefined) {
      merged = { dictionaries, constants: new ConstantTexts(constants), texts: new TextCodes() };
      if (this.kept.length === maxKept) this.kept.shift();
      this.kept.push(merged);
    }
    return merged;
  }
}

interface Merged {
  readonly dictionaries: readonly Dictionary[];
  readonly constants: ConstantTexts;
  readonly texts: TextCodes;
}

/** Texts of several columns, end to end; undefined where one of them has no bytes. */
export function mergeTexts(vectors: readonly Vector[], length: number): DictVector | undefined {
  const parts = partsOf(vectors);
  if (parts === undefined || parts.dictionaries.length === 0) return undefined;
  const constants = new ConstantTexts(parts.constants);
  const texts = new TextCodes();
  const codes = newInts(length);
  let from = 0;
  for (const vector of vectors) {
    const dictionary = vector.encoding === "dict" ? vector.dictionary : constants;
    if (!texts.takes(dictionary)) return undefined;
    texts.add(dictionary, placesOf(vector, constants), vector.length, codes.subarray(from));
    from += vector.length;
  }
  return { encoding: "dict", type: "string", length, codes, dictionary: texts };
}

function placesOf(vector: Vector, constants: ConstantTexts): Int32Array {
  if (vector.encoding === "dict") return vector.codes;
  const place = vector.encoding === "const" ? constants.placeOf(String(vector.value)) : 0;
  return newInts(vector.length).fill(place);
}

/** The different dictionaries and constants of some vectors. */
interface Parts {
  readonly dictionaries: readonly Dictionary[];
  readonly constants: readonly string[];
}

function partsOf(vectors: readonly Vector[]): Parts | undefined {
  for (const { encoding } of vectors) if (encoding !== "dict" && encoding !== "const") return undefined;
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

function isSame<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((one, at) => one === right[at]);
}
