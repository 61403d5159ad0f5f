import type { ByteHost } from "../engine/load/byte-list.js";

/**
 * Node's buffers: text of bytes in a third of the time that `TextDecoder` takes for short ones. Outside of here they are
 * plain arrays, as all other bytes are: loops that meet both kinds are slower, and have to be compiled again.
 */
export const nodeBytes: ByteHost = {
  allocate: (size) => new Uint8Array(Buffer.allocUnsafeSlow(size).buffer),
  text: (bytes, start, end) => asBuffer(bytes).toString("utf8", start, end),
};

/** Views are remembered, for nearly all texts come out of few buffers. */
const views = new WeakMap<Uint8Array, Buffer>();
let lastBytes: Uint8Array = new Uint8Array(0);
let lastView: Buffer = Buffer.from(lastBytes.buffer);

function asBuffer(bytes: Uint8Array): Buffer {
  if (bytes === lastBytes) return lastView;
  let view = views.get(bytes);
  if (view === undefined) {
    view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    views.set(bytes, view);
  }
  lastBytes = bytes;
  lastView = view;
  return view;
}
