import type { Dictionary, FlatVector, TextBytes, TextFinder, TextSpans } from "./vector.js";

const encoder = new TextEncoder();

/** Whether a text is the only one of its bytes: what is no Unicode is written as the sign that stands for it. */
export function isKnownByBytes(text: string): boolean {
  return text.isWellFormed() && !text.includes("\uFFFD");
}

/** Distinct texts that stand in a query, as a dictionary beside those of columns. */
export class ConstantTexts implements Dictionary, TextBytes {
  readonly rowCount = 0;
  readonly isDistinct = true;
  readonly values: FlatVector;
  readonly bytes = this;
  private readonly encoded: readonly Uint8Array[];

  constructor(readonly listed: readonly string[]) {
    this.values = { encoding: "string", type: "string", length: listed.length, data: listed };
    this.encoded = listed.map((text) => encoder.encode(text));
  }

  get count(): number {
    return this.listed.length;
  }

  locate(codes: Int32Array, count: number, into: TextSpans): void {
    for (let at = 0; at < count; at++) {
      const bytes = this.encoded[codes[at]];
      into.bytes[at] = bytes;
      into.starts[at] = 0;
      into.ends[at] = bytes.length;
    }
  }

  placeOf(text: string): number {
    return this.listed.indexOf(text);
  }

  finder(others: TextBytes): TextFinder {
    return {
      find: (codes, length, into) => {
        const placeByCode = new Map(this.listed.map((text, place) => [others.placeOf(text), place]));
        for (let at = 0; at < length; at++) into[at] = placeByCode.get(codes[at]) ?? -1;
      },
    };
  }
}
