/**
 * The shapes of a column's documents. Documents of one kind differ in a few values and share all that stands between
 * those: names, brackets, nulls. A shape is that text, cut where the values are; the shapes of a column form a tree, for
 * they begin alike. Following a document down the tree compares long stretches of bytes, and finds all values at once.
 */
import { isSame } from "./byte-list.js";
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  isDigit,
  type JsonScan,
  minus,
  newline,
  openBrace,
  openBracket,
  quote,
} from "./json-scan.js";
import { skipBlanks, skipText, skipWord } from "./trusted-json.js";

/** Bounds on what a column's documents can make of the tree; beyond, no more shapes are learned. */
const maxNodes = 256;
const maxSiblings = 12;
const maxLiteralBytes = 1 << 15;
const maxDocumentBytes = 1 << 13;
const maxDepth = 8;
const maxPieces = 128;

/** Documents that may be learned from: learning takes far longer than reading. */
const maxLessons = 1024;

/** What stands behind a literal. */
const endOfDocument = 0;
const textSlot = 1;
/** A number, true or false. */
const wordSlot = 2;

interface ShapeNode {
  /** The literal before the slot, in the tree's bytes. */
  readonly start: number;
  readonly end: number;
  readonly slot: number;
  /** Path of the value in the slot; -1 where it is not wanted. */
  readonly path: number;
  /** Literals that may follow the slot. */
  readonly next: ShapeNode[];
  /** Paths that lead nowhere in a document that ends here. */
  readonly ended: { absent: Int32Array; pathCount: number; readonly holds: ReadonlySet<string> } | undefined;
}

/** A value of a document that is being learned, with the literal before it. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly slot: number;
  readonly path: string;
}

const noPaths = new Int32Array(0);

export class JsonShapes {
  /** Of the document read last: numbers of the paths of its values, and where those stand behind its start. */
  readonly found = new Int32Array(maxNodes);
  readonly places = new Int32Array(maxNodes);
  count = 0;
  /** Whether the document read last had a known shape. */
  isRead = false;
  /** Paths that lead to nothing, or to null, in it. */
  absentPaths: Int32Array = noPaths;
  private readonly pathNumbers = new Map<string, number>();
  private readonly roots: ShapeNode[] = [];
  private literals = new Uint8Array(1 << 10);
  private literalsUsed = 0;
  private nodeCount = 0;
  private lessons = 0;
  private readonly learner = new ShapeLearner();

  /** `maxPaths` bounds the values that are told; of arrays only those in the first item are. */
  constructor(private readonly maxPaths: number) {}

  get pathCount(): number {
    return this.pathNumbers.size;
  }

  /** The paths of values, as JSON, by their numbers. */
  get pathKeys(): IterableIterator<string> {
    return this.pathNumbers.keys();
  }

  /** Finds the values of a document. The place after it; -1 where its shape is not known, or it is no JSON. */
  read(scan: JsonScan, bytes: Uint8Array, start: number): number {
    let alternatives = this.roots;
    let at = start;
    let count = 0;
    this.isRead = false;
    for (;;) {
      const node = this.match(alternatives, bytes, at);
      if (node === undefined) return -1;
      at += node.end - node.start;
      if (node.slot === endOfDocument) {
        this.count = count;
        if (node.ended !== undefined) this.absentPaths = this.absentIn(node.ended);
        this.isRead = true;
        return at;
      }
      const isText = node.slot === textSlot;
      if (node.path >= 0) {
        this.found[count] = node.path;
        this.places[count] = at - start - (isText ? 1 : 0);
        count++;
      }
      at = isText ? scan.skipString(bytes, at - 1) - 1 : scan.skipValue(bytes, at, 0);
      if (at < 0) return -1;
      alternatives = node.next;
    }
  }

  /** Takes in the shape of a valid document, if there is room. */
  learn(bytes: Uint8Array, start: number, end: number): void {
    const { learner } = this;
    if (++this.lessons > maxLessons || end - start > maxDocumentBytes) return;
    if (!learner.read(bytes, start, end)) return;
    if (bytes.subarray(start, end).includes(newline)) return; // the scan counts lines
    const { pieces } = learner;
    const literalBytes = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
    if (this.nodeCount + pieces.length > maxNodes || this.literalsUsed + literalBytes > maxLiteralBytes)
      return;
    let alternatives = this.roots;
    for (const piece of pieces) {
      let node = alternatives.find((other) => this.isLike(other, piece, bytes));
      if (node === undefined) {
        if (alternatives.length === maxSiblings) return;
        node = this.newNode(piece, bytes);
        alternatives.push(node);
      }
      alternatives = node.next;
    }
  }

  /** Knows no shape any longer, and learns none. */
  forget(): void {
    this.roots.length = 0;
    this.lessons = maxLessons;
  }

  private match(alternatives: readonly ShapeNode[], bytes: Uint8Array, at: number): ShapeNode | undefined {
    const { literals } = this;
    for (let other = 0; other < alternatives.length; other++) {
      const node = alternatives[other];
      if (!isSame(bytes, at, literals, node.start, node.end)) continue;
      // A literal may be the beginning of another one that ends in null.
      if (node.slot !== wordSlot || isWordStart(bytes[at + node.end - node.start])) return node;
    }
    return undefined;
  }

  private absentIn(ended: NonNullable<ShapeNode["ended"]>): Int32Array {
    const { pathNumbers } = this;
    if (ended.pathCount < pathNumbers.size) {
      const absent = [...pathNumbers].flatMap(([path, at]) => (ended.holds.has(path) ? [] : [at]));
      ended.absent = Int32Array.from(absent);
      ended.pathCount = pathNumbers.size;
    }
    return ended.absent;
  }

  private isLike(node: ShapeNode, { from, to, slot }: Piece, bytes: Uint8Array): boolean {
    if (node.slot !== slot || node.end - node.start !== to - from) return false;
    return isSame(this.literals, node.start, bytes, from, to);
  }

  private newNode({ from, to, slot, path }: Piece, bytes: Uint8Array): ShapeNode {
    const start = this.literalsUsed;
    const end = start + to - from;
    if (end > this.literals.length) {
      const literals = new Uint8Array(Math.max(end, this.literals.length * 2));
      literals.set(this.literals);
      this.literals = literals;
    }
    this.literals.set(bytes.subarray(from, to), start);
    this.literalsUsed = end;
    this.nodeCount++;
    const ended =
      slot === endOfDocument
        ? { absent: noPaths, pathCount: 0, holds: new Set(this.learner.held) }
        : undefined;
    return { start, end, slot, path: slot === endOfDocument ? -1 : this.numberOf(path), next: [], ended };
  }

  private numberOf(path: string): number {
    const known = this.pathNumbers.get(path);
    if (known !== undefined) return known;
    const { size } = this.pathNumbers;
    if (path === "" || size === this.maxPaths) return -1;
    this.pathNumbers.set(path, size);
    return size;
  }
}

/** Cuts a document into literals and slots. */
class ShapeLearner {
  pieces: Piece[] = [];
  /** Paths of values and of what holds values. */
  held: string[] = [];
  private literalFrom = 0;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  private readonly path: (string | number)[] = [];
  /** Whether it is inside of other items of arrays than the first. */
  private itemsBehind = 0;

  /** False for documents that name a key twice, write one with escapes, are nested deeply, or hold very many values. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.pieces = [];
    this.held = [];
    this.path.length = 0;
    this.itemsBehind = 0;
    this.literalFrom = start;
    const after = this.value(bytes, start, end, 0);
    if (after < 0) return false;
    this.cut(after, after, endOfDocument);
    return after === end;
  }

  /** The place after the value; -1 where its shape is not for the tree. */
  private value(bytes: Uint8Array, at: number, end: number, depth: number): number {
    const first = bytes[at];
    if (this.pieces.length === maxPieces) return -1;
    if (first === openBrace || first === openBracket) {
      if (depth === maxDepth) return -1;
      if (this.itemsBehind === 0) this.held.push(JSON.stringify(this.path));
      return first === openBrace ? this.bag(bytes, at, end, depth) : this.array(bytes, at, end, depth);
    }
    if (first === quote) {
      const after = skipText(bytes, at);
      this.cut(at + 1, after - 1, textSlot);
      return after;
    }
    const after = skipWord(bytes, at, end);
    if (isWordStart(first)) this.cut(at, after, wordSlot);
    return after;
  }

  private bag(bytes: Uint8Array, start: number, end: number, depth: number): number {
    const keys = new Set<string>();
    let at = skipBlanks(bytes, start + 1);
    while (bytes[at] === quote) {
      const after = skipText(bytes, at);
      const key = this.decoder.decode(bytes.subarray(at + 1, after - 1));
      if (key.includes("\\") || key.includes("\ufffd") || keys.has(key)) return -1;
      keys.add(key);
      at = skipBlanks(bytes, after);
      if (bytes[at] === colon) at = skipBlanks(bytes, at + 1);
      this.path.push(key);
      at = this.value(bytes, at, end, depth + 1);
      this.path.pop();
      if (at < 0) return -1;
      at = skipBlanks(bytes, at);
      if (bytes[at] === comma) at = skipBlanks(bytes, at + 1);
    }
    return bytes[at] === closeBrace ? at + 1 : -1;
  }

  private array(bytes: Uint8Array, start: number, end: number, depth: number): number {
    let at = skipBlanks(bytes, start + 1);
    this.path.push(0);
    for (let item = 0; at < end && bytes[at] !== closeBracket; item++) {
      if (item > 0) this.itemsBehind++;
      at = this.value(bytes, at, end, depth + 1);
      if (item > 0) this.itemsBehind--;
      if (at < 0) return -1;
      at = skipBlanks(bytes, at);
      if (bytes[at] === comma) at = skipBlanks(bytes, at + 1);
    }
    this.path.pop();
    return bytes[at] === closeBracket ? at + 1 : -1;
  }

  /** Ends the literal at `to`; the next one begins at `after`. */
  private cut(to: number, after: number, slot: number): void {
    const isTold = slot !== endOfDocument && this.itemsBehind === 0;
    const path = isTold ? JSON.stringify(this.path) : "";
    if (isTold) this.held.push(path);
    this.pieces.push({ from: this.literalFrom, to, slot, path });
    this.literalFrom = after;
  }
}

/** Whether a number, true or false begins here. */
function isWordStart(byte: number): boolean {
  return isDigit(byte) || byte === minus || byte === 116 || byte === 102;
}
