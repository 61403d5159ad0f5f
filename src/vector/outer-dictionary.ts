import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import type { Dictionary, FlatVector, SingleValues } from "./vector.js";
import { valueCount, valueReader, vectorOf } from "./vector.js";

/** The values of another dictionary, each one place on; place 0 is for rows that are not there, as of an outer join. */
class OuterDictionary implements Dictionary {
  readonly single: SingleValues;
  private made: FlatVector | undefined;

  constructor(
    readonly inner: Dictionary,
    private readonly type: KqlType,
  ) {
    const missing = type === "string" ? "" : null;
    this.single = {
      get count() {
        return valueCount(inner) + 1;
      },
      read: (code) => (code === 0 ? missing : valueReader(inner)(code - 1)),
    };
  }

  get rowCount(): number {
    return this.inner.rowCount;
  }

  get values(): FlatVector {
    const { count } = this.single;
    if (this.made?.length !== count) this.made = this.make(count);
    return this.made;
  }

  private make(count: number): FlatVector {
    const read = valueReader(this.inner);
    const cells: Cell[] = [null];
    for (let place = 0; place < count - 1; place++) cells.push(read(place));
    return vectorOf(this.type, cells);
  }
}

const outerTexts = new WeakMap<Dictionary, OuterDictionary>();
const outerOthers = new WeakMap<Dictionary, OuterDictionary>();

/** One and the same for each dictionary, so that batches go on sharing it. */
export function outerDictionary(inner: Dictionary, type: KqlType): Dictionary {
  const known = type === "string" ? outerTexts : outerOthers;
  let outer = known.get(inner);
  if (outer === undefined) {
    outer = new OuterDictionary(inner, type);
    known.set(inner, outer);
  }
  return outer;
}

/** The dictionary that another one is of, with rows that are not there; undefined where it is none of those. */
export function innerDictionary(dictionary: Dictionary): Dictionary | undefined {
  return dictionary instanceof OuterDictionary ? dictionary.inner : undefined;
}
