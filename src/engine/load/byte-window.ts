/** The part of a source that is being read: unread bytes, then a 0 where the scans stop. */

export interface ByteSource {
  /** Puts bytes into `target` from `at` on; their number, 0 at the end. */
  read(target: Uint8Array, at: number): number;
}

const firstSize = 1 << 20;

/** A row of more bytes is no log row; the data is something else, or broken. */
export const maxRowBytes = 64 << 20;

const newline = 10;

export class ByteWindow {
  bytes = new Uint8Array(firstSize);
  /** Where unread bytes begin; moved on by the reader. */
  at = 0;
  /** Behind the last byte; `bytes[end]` is 0. */
  end = 0;
  /** Bytes that were in the window and no longer are. */
  private passed = 0;
  /** Offset in the source of the first byte of the line that `at` is on, as far as it lies before the window. */
  private lineStart = 0;
  /** Whether the source has no more bytes. */
  isAtEnd = false;

  constructor(private readonly source: ByteSource) {}

  /** Offset of a place of the window in the source. */
  offsetOf(at: number): number {
    return this.passed + at;
  }

  /** Reads on, keeping what is unread. False at the end of the source, and when the window holds a whole row's worth. */
  more(): boolean {
    if (this.isAtEnd || this.end - this.at >= maxRowBytes) return false;
    this.discard();
    if (this.end + 1 >= this.bytes.length) this.grow();
    const count = this.source.read(this.bytes.subarray(0, this.bytes.length - 1), this.end);
    this.end += count;
    this.bytes[this.end] = 0;
    this.isAtEnd = count === 0;
    return !this.isAtEnd;
  }

  /** Offset of the first byte of the line that a place is on, and the place in the window if it lies there. */
  startOfLine(at: number): { readonly offset: number; readonly inWindow: number | undefined } {
    const before = at > 0 ? this.bytes.lastIndexOf(newline, at - 1) : -1;
    if (before >= 0) return { offset: this.passed + before + 1, inWindow: before + 1 };
    const inWindow = this.lineStart - this.passed;
    return { offset: this.lineStart, inWindow: inWindow >= 0 ? inWindow : undefined };
  }

  private discard(): void {
    if (this.at === 0) return;
    this.lineStart = this.startOfLine(this.at).offset;
    this.bytes.copyWithin(0, this.at, this.end);
    this.passed += this.at;
    this.end -= this.at;
    this.at = 0;
  }

  private grow(): void {
    const grown = new Uint8Array(this.bytes.length * 2);
    grown.set(this.bytes.subarray(0, this.end));
    this.bytes = grown;
  }
}
