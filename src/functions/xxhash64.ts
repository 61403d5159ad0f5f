/** xxHash64 with seed 0, as a signed 64-bit integer. */

const mask = 0xffffffffffffffffn;
const prime1 = 0x9e3779b185ebca87n;
const prime2 = 0xc2b2ae3d27d4eb4fn;
const prime3 = 0x165667b19e3779f9n;
const prime4 = 0x85ebca77c2b2ae63n;
const prime5 = 0x27d4eb2f165667c5n;

function rotateLeft(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & mask;
}

function round(state: bigint, input: bigint): bigint {
  return (rotateLeft((state + input * prime2) & mask, 31n) * prime1) & mask;
}

function mergeRound(hash: bigint, state: bigint): bigint {
  return ((hash ^ round(0n, state)) * prime1 + prime4) & mask;
}

/** The hash as an unsigned integer. */
export function xxHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  let at = 0;
  let hash = prime5;
  if (length >= 32) {
    const states = [(prime1 + prime2) & mask, prime2, 0n, -prime1 & mask];
    for (; at + 32 <= length; at += 32) {
      for (let lane = 0; lane < 4; lane++)
        states[lane] = round(states[lane], view.getBigUint64(at + 8 * lane, true));
    }
    const [a, b, c, d] = states;
    hash = (rotateLeft(a, 1n) + rotateLeft(b, 7n) + rotateLeft(c, 12n) + rotateLeft(d, 18n)) & mask;
    for (const state of states) hash = mergeRound(hash, state);
  }
  hash = (hash + BigInt(length)) & mask;
  for (; at + 8 <= length; at += 8) {
    const lane = round(0n, view.getBigUint64(at, true));
    hash = (rotateLeft(hash ^ lane, 27n) * prime1 + prime4) & mask;
  }
  if (at + 4 <= length) {
    const lane = (BigInt(view.getUint32(at, true)) * prime1) & mask;
    hash = (rotateLeft(hash ^ lane, 23n) * prime2 + prime3) & mask;
    at += 4;
  }
  for (; at < length; at++) {
    hash = (rotateLeft(hash ^ ((BigInt(bytes[at]) * prime5) & mask), 11n) * prime1) & mask;
  }
  return finish(hash);
}

function finish(hash: bigint): bigint {
  let mixed = hash;
  mixed = ((mixed ^ (mixed >> 33n)) * prime2) & mask;
  mixed = ((mixed ^ (mixed >> 29n)) * prime3) & mask;
  return mixed ^ (mixed >> 32n);
}
