/** Unpacked bytes of a gzip file, without ever holding all of it. Node's own inflate cannot be stepped synchronously. */
import { crc32 } from "node:zlib";
import { Gunzip } from "fflate";
import type { ByteSource } from "../engine/load/byte-window.js";
import { reasonOf } from "../text/errors.js";
import { DataFileError } from "./data-error.js";

const inputSize = 1 << 17;
const trailerSize = 8;

export class GzipSource implements ByteSource {
  private readonly input = new Uint8Array(inputSize);
  private readonly inflater: Gunzip;
  private readonly output: Uint8Array[] = [];
  /** Bytes of the first output that were handed out. */
  private handedOut = 0;
  private isDone = false;
  /** Members after the first. */
  private furtherMembers = 0;
  private sum = 0;
  /** The last bytes of the file: checksum and length of the last member. */
  private trailer: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly path: string,
    private readonly source: ByteSource,
  ) {
    this.inflater = new Gunzip((bytes) => {
      if (bytes.length === 0) return;
      this.sum = crc32(bytes, this.sum);
      this.output.push(bytes);
    });
    this.inflater.onmember = () => this.furtherMembers++;
  }

  read(target: Uint8Array, at: number): number {
    while (this.output.length === 0) {
      if (this.isDone) return 0;
      this.unpackMore();
    }
    const [first] = this.output;
    const count = Math.min(first.length - this.handedOut, target.length - at);
    target.set(first.subarray(this.handedOut, this.handedOut + count), at);
    this.handedOut += count;
    if (this.handedOut === first.length) {
      this.output.shift();
      this.handedOut = 0;
    }
    return count;
  }

  private unpackMore(): void {
    const count = this.source.read(this.input, 0);
    this.isDone = count === 0;
    const bytes = this.input.slice(0, count);
    this.trailer = Buffer.concat([this.trailer, bytes]).subarray(-trailerSize);
    try {
      this.inflater.push(bytes, this.isDone);
    } catch (error) {
      throw this.broken(reasonOf(error));
    }
    if (this.isDone) this.checkSum();
  }

  /** Of a file of several members the checksum of the last alone is at hand, so those go unchecked. */
  private checkSum(): void {
    const { trailer } = this;
    if (trailer.length < trailerSize) throw this.broken("it is too short");
    const expected = new DataView(trailer.buffer, trailer.byteOffset, trailerSize).getUint32(0, true);
    if (this.furtherMembers === 0 && expected !== this.sum) throw this.broken("the checksum differs");
  }

  private broken(reason: string): DataFileError {
    return new DataFileError(
      this.path,
      undefined,
      `not a whole gzip file: ${reason}; unpack it to see, or get it anew`,
    );
  }
}
