/** Files as UTF-8 bytes, a stretch at a time: unpacked, decoded and checked. */
import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { ByteSource } from "../engine/load/byte-window.js";
import { DataFileError } from "./data-error.js";
import { GzipSource } from "./gzip-source.js";
import { fileProblem } from "./read-text.js";

/** A file, as it lies on the disk. It is open only while it is read, so that a scan may be left where it is. */
class FileSource implements ByteSource {
  readonly size: number;
  position = 0;
  private readonly changedMs: number;

  constructor(private readonly path: string) {
    try {
      const { size, mtimeMs } = statSync(path);
      this.size = size;
      this.changedMs = mtimeMs;
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  read(target: Uint8Array, at: number): number {
    const count = this.readAt(target, at);
    this.position += count;
    return count;
  }

  private readAt(target: Uint8Array, at: number): number {
    let handle: number | undefined;
    try {
      handle = openSync(this.path, "r");
      if (fstatSync(handle).mtimeMs !== this.changedMs)
        throw new Error("the file was changed while it was being read");
      return readSync(handle, target, at, target.length - at, this.position);
    } catch (error) {
      throw unreadable(this.path, error);
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
  }
}

function unreadable(path: string, error: unknown): DataFileError {
  return new DataFileError(path, undefined, fileProblem(error));
}

/** What the start of a file says about its encoding. */
type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** UTF-8 whatever the file is written in; without a byte order mark. */
class TextSource implements ByteSource {
  private encoding: Encoding | undefined;
  private decoder: TextDecoder | undefined;
  /** Bytes that were read and not handed out yet. */
  private pending: Uint8Array = new Uint8Array(0);
  /** Bytes at the end of what was handed out that may be the start of a character. */
  private tail: Uint8Array = new Uint8Array(0);
  /** Bytes checked so far. */
  private checked = 0;
  private readonly encoder = new TextEncoder();

  constructor(
    private readonly path: string,
    private readonly source: ByteSource,
    /** The same bytes from the start, for counting lines once something is wrong. */
    private readonly reopen: () => ByteSource,
  ) {}

  read(target: Uint8Array, at: number): number {
    this.encoding ??= this.detect();
    const count = this.encoding === "utf-8" ? this.readPlain(target, at) : this.readDecoded(target, at);
    if (this.encoding === "utf-8") this.check(target, at, count);
    return count;
  }

  private detect(): Encoding {
    const head = new Uint8Array(4096);
    let length = 0;
    while (length < head.length) {
      const count = this.source.read(head, length);
      if (count === 0) break;
      length += count;
    }
    const mark = markOf(head);
    this.pending = head.slice(mark.length, length);
    if (mark.encoding !== "utf-8") this.decoder = new TextDecoder(mark.encoding, { fatal: true });
    return mark.encoding;
  }

  private readPlain(target: Uint8Array, at: number): number {
    if (this.pending.length === 0) return this.source.read(target, at);
    const count = Math.min(this.pending.length, target.length - at);
    target.set(this.pending.subarray(0, count), at);
    this.pending = this.pending.subarray(count);
    return count;
  }

  private readDecoded(target: Uint8Array, at: number): number {
    const { decoder } = this;
    const room = target.length - at;
    const units = new Uint8Array(Math.max(2, Math.min(1 << 18, Math.floor(room / 3))));
    for (;;) {
      const count = this.readPlain(units, 0);
      try {
        const text = decoder?.decode(units.subarray(0, count), { stream: count > 0 }) ?? "";
        if (text === "" && count > 0) continue;
        return this.encoder.encodeInto(text, target.subarray(at)).written;
      } catch {
        throw new DataFileError(
          this.path,
          undefined,
          `not valid ${String(this.encoding).toUpperCase()} text`,
        );
      }
    }
  }

  /** Characters may be cut where a stretch ends: what may be the start of one is checked with the next. */
  private check(bytes: Uint8Array, start: number, count: number): void {
    const end = start + count;
    const cut = count === 0 ? end : startOfLastCharacter(bytes, start, end);
    const isWhole =
      this.tail.length === 0
        ? isUtf8(bytes.subarray(start, cut))
        : isUtf8(Buffer.concat([this.tail, bytes.subarray(start, cut)]));
    if (!isWhole) {
      const line = linesIn(this.reopen(), this.checked) + firstBadLine(bytes, start, end) + 1;
      throw new DataFileError(
        this.path,
        { line, column: 1 },
        "not UTF-8 text: save the file as UTF-8 (it may be in a Windows or Latin-1 code page)",
      );
    }
    this.tail = count === 0 ? new Uint8Array(0) : bytes.slice(cut, end);
    this.checked += count;
  }
}

/** Line breaks among the first bytes of a source. */
function linesIn(source: ByteSource, size: number): number {
  const bytes = new Uint8Array(1 << 16);
  let lines = 0;
  for (let left = size; left > 0; ) {
    const count = source.read(bytes, 0);
    if (count === 0) break;
    const end = Math.min(count, left);
    for (let at = bytes.indexOf(10); at >= 0 && at < end; at = bytes.indexOf(10, at + 1)) lines++;
    left -= count;
  }
  return lines;
}

function markOf(head: Uint8Array): { readonly encoding: Encoding; readonly length: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  // JSON and CSV begin with an ASCII character, which UTF-16 pads with a zero.
  if (head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0)
    return { encoding: "utf-16le", length: 0 };
  if (head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0)
    return { encoding: "utf-16be", length: 0 };
  return { encoding: "utf-8", length: 0 };
}

/** Where the last character begins, if it may go on behind the end; else the end. */
function startOfLastCharacter(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || bytes[end - 1] < 0x80) return end;
  for (let at = end - 1; at >= Math.max(start, end - 4); at--) {
    if (bytes[at] >= 0xc0) {
      const length = bytes[at] >= 0xf0 ? 4 : bytes[at] >= 0xe0 ? 3 : 2;
      return at + length > end ? at : end;
    }
  }
  return end;
}

/** Lines before the first one that is not UTF-8. */
function firstBadLine(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let from = start; from < end; lines++) {
    const found = bytes.indexOf(10, from);
    const to = found < 0 || found >= end ? end : found + 1;
    if (!isUtf8(bytes.subarray(from, to))) return lines;
    from = to;
  }
  return lines;
}

/** A file that is open for reading. */
export interface OpenFile extends ByteSource {
  /** Share of the file that has been read, 0 to 1. */
  readonly share: number;
}

/** @throws DataFileError */
export function openFile(path: string, isCompressed: boolean): OpenFile {
  const file = new FileSource(path);
  const unpack = (source: ByteSource): ByteSource => (isCompressed ? new GzipSource(path, source) : source);
  const text = new TextSource(path, unpack(file), () => unpack(new FileSource(path)));
  return {
    read: (target, at) => text.read(target, at),
    get share() {
      return file.size === 0 ? 1 : Math.min(1, file.position / file.size);
    },
  };
}
