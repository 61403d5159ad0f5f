/**
 * Finds what a path leads to in JSON text that is known to be valid, without parsing it. Of a repeated key the last
 * value counts, so a bag is read to its end; no byte is visited twice, and none behind the item of an outermost array.
 */
import { backslash, closeBracket, colon, comma, openBrace, openBracket, quote } from "./json-scan.js";
import { skipBlanks, skipText, skipTrusted } from "./trusted-json.js";

const encoder = new TextEncoder();

interface KeyStep {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Step = KeyStep | number;

export class JsonPath {
  /** The span found; `start` is -1 when there is nothing. */
  start = -1;
  end = -1;
  private readonly steps: readonly Step[];
  private readonly decoder = new TextDecoder();

  /** Array indexes must not be negative. */
  constructor(path: readonly (string | number)[]) {
    this.steps = path.map((step) =>
      typeof step === "number" ? step : { name: step, bytes: encoder.encode(step) },
    );
  }

  /** Looks for the path in the value that begins at `start` and ends before `end`. */
  find(bytes: Uint8Array, start: number, end: number): void {
    this.start = -1;
    this.walk(bytes, start, end, 0);
  }

  /** Gives the place after the value. */
  private walk(bytes: Uint8Array, at: number, end: number, depth: number): number {
    if (depth === this.steps.length) {
      const after = skipTrusted(bytes, at, end);
      this.start = at;
      this.end = after;
      return after;
    }
    // A key that stands again later takes the place of what was found under the earlier one.
    this.start = -1;
    const step = this.steps[depth];
    if (typeof step === "number") {
      return bytes[at] === openBracket
        ? this.walkArray(bytes, at, end, depth, step)
        : skipTrusted(bytes, at, end);
    }
    return bytes[at] === openBrace ? this.walkBag(bytes, at, end, depth, step) : skipTrusted(bytes, at, end);
  }

  private walkBag(bytes: Uint8Array, start: number, end: number, depth: number, step: KeyStep): number {
    let at = skipBlanks(bytes, start + 1);
    while (bytes[at] === quote) {
      const isWanted = isKey(bytes, at + 1, step.bytes) || this.isEscapedKey(bytes, at, step.name);
      at = skipBlanks(bytes, skipText(bytes, at));
      if (bytes[at] === colon) at++;
      at = skipBlanks(bytes, at);
      at = isWanted ? this.walk(bytes, at, end, depth + 1) : skipTrusted(bytes, at, end);
      at = skipBlanks(bytes, at);
      if (bytes[at] !== comma) break;
      at = skipBlanks(bytes, at + 1);
    }
    return at + 1;
  }

  private walkArray(bytes: Uint8Array, start: number, end: number, depth: number, index: number): number {
    let at = skipBlanks(bytes, start + 1);
    for (let item = 0; bytes[at] !== closeBracket; item++) {
      at = item === index ? this.walk(bytes, at, end, depth + 1) : skipTrusted(bytes, at, end);
      if (item === index && depth === 0) return end;
      at = skipBlanks(bytes, at);
      if (bytes[at] !== comma) break;
      at = skipBlanks(bytes, at + 1);
    }
    return at + 1;
  }

  private isEscapedKey(bytes: Uint8Array, start: number, name: string): boolean {
    const end = skipText(bytes, start);
    let at = start + 1;
    while (at < end && bytes[at] !== backslash) at++;
    if (at >= end) return false;
    return JSON.parse(this.decoder.decode(bytes.subarray(start, end))) === name;
  }
}

function isKey(bytes: Uint8Array, start: number, key: Uint8Array): boolean {
  const { length } = key;
  for (let at = 0; at < length; at++) if (bytes[start + at] !== key[at]) return false;
  return bytes[start + length] === quote;
}
