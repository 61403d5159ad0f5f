/** Punycode (RFC 3492): texts of any characters in ASCII. Letter case is kept. */

const base = 36;
const minThreshold = 1;
const maxThreshold = 26;
const skew = 38;
const damp = 700;
const firstBias = 72;
const firstCodePoint = 128;
const delimiter = "-";
const maxCodePoint = 0x10ffff;

/** Longer texts are not encoded: the time grows with the square of the length. */
const maxLength = 4096;

function adapt(delta: number, count: number, isFirst: boolean): number {
  let left = isFirst ? Math.floor(delta / damp) : delta >> 1;
  left += Math.floor(left / count);
  let bias = 0;
  for (; left > ((base - minThreshold) * maxThreshold) >> 1; bias += base) {
    left = Math.floor(left / (base - minThreshold));
  }
  return bias + Math.floor(((base - minThreshold + 1) * left) / (left + skew));
}

function threshold(at: number, bias: number): number {
  return Math.min(Math.max(at - bias, minThreshold), maxThreshold);
}

function digitOf(value: number): string {
  return String.fromCharCode(value < 26 ? 97 + value : 22 + value);
}

function digitValue(digit: number): number {
  if (digit >= 48 && digit <= 57) return digit - 22;
  if (digit >= 65 && digit <= 90) return digit - 65;
  return digit >= 97 && digit <= 122 ? digit - 97 : base;
}

/** Undefined for a text that is too long. */
export function encodePunycode(text: string): string | undefined {
  if (text.length > maxLength) return undefined;
  const codePoints = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const basic = codePoints.filter((codePoint) => codePoint < firstCodePoint);
  let output = String.fromCharCode(...basic);
  if (basic.length > 0) output += delimiter;
  let next = firstCodePoint;
  let delta = 0;
  let bias = firstBias;
  for (let done = basic.length; done < codePoints.length; next++, delta++) {
    const lowest = Math.min(...codePoints.filter((codePoint) => codePoint >= next));
    delta += (lowest - next) * (done + 1);
    next = lowest;
    for (const codePoint of codePoints) {
      if (codePoint < next) delta++;
      if (codePoint !== next) continue;
      output += encodeDelta(delta, bias);
      bias = adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
  }
  return output;
}

function encodeDelta(delta: number, bias: number): string {
  let digits = "";
  let rest = delta;
  for (let at = base; ; at += base) {
    const limit = threshold(at, bias);
    if (rest < limit) return digits + digitOf(rest);
    digits += digitOf(limit + ((rest - limit) % (base - limit)));
    rest = Math.floor((rest - limit) / (base - limit));
  }
}

/** Undefined for what is no Punycode. */
export function decodePunycode(text: string): string | undefined {
  if (text.length > maxLength || /[^\0-\x7f]/.test(text)) return undefined;
  const split = text.lastIndexOf(delimiter);
  const output = Array.from(text.slice(0, Math.max(0, split)), (char) => char.charCodeAt(0));
  let next = firstCodePoint;
  let place = 0;
  let bias = firstBias;
  for (let at = split + 1; at < text.length; ) {
    const start = place;
    const read = decodeDelta(text, at, bias);
    if (read === undefined) return undefined;
    place += read.delta;
    at = read.end;
    const count = output.length + 1;
    bias = adapt(place - start, count, start === 0);
    next += Math.floor(place / count);
    place %= count;
    if (next > maxCodePoint || (next >= 0xd800 && next <= 0xdfff)) return undefined;
    output.splice(place++, 0, next);
  }
  return output.map((codePoint) => String.fromCodePoint(codePoint)).join("");
}

function decodeDelta(text: string, from: number, bias: number): { delta: number; end: number } | undefined {
  let delta = 0;
  let weight = 1;
  for (let at = from, step = base; at < text.length; at++, step += base) {
    const digit = digitValue(text.charCodeAt(at));
    delta += digit * weight;
    if (digit === base || delta > 0x7fffffff) return undefined;
    const limit = threshold(step, bias);
    if (digit < limit) return { delta, end: at + 1 };
    weight *= base - limit;
  }
  return undefined;
}
