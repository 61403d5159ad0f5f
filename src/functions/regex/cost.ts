/**
 * How long a backtracking engine may take over a pattern. A choice is settled when the next character alone tells its
 * alternatives apart: what is tried after a failure then fails at once. Settled choices cost time linear in the text
 * for each place where a match may start; unsettled unbounded repetitions multiply that by the length of the text again.
 */
import { asciiCount, asciiMask, reachesBeyondAscii } from "./ascii.js";
import type { RegexNode } from "./syntax.js";

export interface Cost {
  /** Longest text that stays within the bound on steps; 0 when there is none. */
  readonly maxTestLength: number;
  /** The same where captures are asked for: 0 also when the engines may disagree on captures. */
  readonly maxCaptureLength: number;
}

/** Steps that one search may take: some ten milliseconds. */
const maxSteps = 2_000_000;
const maxFactor = 1000;

/** Lengths of text up to which backtracking is sure to be quick; 0 for none. */
export function backtrackingCost(root: RegexNode): Cost {
  const estimate = new Estimate();
  estimate.walk(root, emptyFirst(), false);
  const length = estimate.maxLength(isAnchored(root));
  return { maxTestLength: length, maxCaptureLength: estimate.capturesAgree ? length : 0 };
}

/** Every match starts where the text does. */
function isAnchored(node: RegexNode): boolean {
  switch (node.kind) {
    case "assertion":
      return node.assertion === "text-start";
    case "sequence":
      return isAnchored(node.items[0]);
    case "choice":
      return node.items.every(isAnchored);
    case "group":
      return isAnchored(node.item);
    default:
      return false;
  }
}

/** Characters that may come first: ASCII one by one, then one flag for all others. */
type First = Uint8Array;

function emptyFirst(): First {
  return new Uint8Array(asciiCount + 1);
}

function merge(a: First, b: First): First {
  return a.map((bit, code) => bit | b[code]);
}

function overlap(a: First, b: First): boolean {
  return a.some((bit, code) => (bit & b[code]) === 1);
}

class Estimate {
  capturesAgree = true;
  private isBounded = true;
  private factor = 1;
  private unsettledLoops = 0;
  private hasLoop = false;
  private readonly firsts = new Map<RegexNode, First>();

  maxLength(isAnchoredAtStart: boolean): number {
    const exponent = (isAnchoredAtStart ? 0 : 1) + (this.hasLoop ? 1 : 0) + this.unsettledLoops;
    if (!this.isBounded || this.factor > maxFactor) return 0;
    if (exponent === 0) return Number.POSITIVE_INFINITY;
    return Math.floor((maxSteps / this.factor) ** (1 / exponent));
  }

  /** `follow` is what may come behind the node; where a match may end nothing is tried in vain. */
  walk(node: RegexNode, follow: First, isRepeated: boolean): void {
    switch (node.kind) {
      case "sequence": {
        let behind = follow;
        for (const item of [...node.items].reverse()) {
          this.walk(item, behind, isRepeated);
          const first = this.first(item);
          behind = isNullable(item) ? merge(first, behind) : first;
        }
        break;
      }
      case "choice":
        this.choice(node.items, follow, isRepeated);
        break;
      case "group":
        this.walk(node.item, follow, isRepeated);
        break;
      case "repeat":
        this.repeat(node, follow, isRepeated);
        break;
      default:
    }
  }

  private choice(items: readonly RegexNode[], follow: First, isRepeated: boolean): void {
    for (const item of items) this.walk(item, follow, isRepeated);
    let seen = emptyFirst();
    let isSettled = true;
    for (const item of items) {
      const first = isNullable(item) ? merge(this.first(item), follow) : this.first(item);
      isSettled &&= !overlap(seen, first);
      seen = merge(seen, first);
    }
    if (isSettled) return;
    this.factor *= items.length;
    if (isRepeated) this.isBounded = false;
  }

  private repeat(node: RegexNode & { kind: "repeat" }, follow: First, isRepeated: boolean): void {
    const { item, min, max } = node;
    const isLoop = max > 1;
    if (isLoop && hasGroup(item)) this.capturesAgree = false;
    if (isNullable(item)) this.isBounded = false; // engines differ on iterations that match nothing
    const first = this.first(item);
    this.walk(item, isLoop ? merge(first, follow) : follow, isRepeated || isLoop);
    const isLong = max - min >= 64;
    if (max >= 64 || (isRepeated && isLoop)) this.hasLoop = true;
    if (min === max || !overlap(first, follow)) return;
    if (isRepeated) this.isBounded = false;
    else if (isLong) this.unsettledLoops++;
    else this.factor *= max - min + 1;
  }

  private first(node: RegexNode): First {
    let first = this.firsts.get(node);
    if (first === undefined) {
      first = this.computeFirst(node);
      this.firsts.set(node, first);
    }
    return first;
  }

  private computeFirst(node: RegexNode): First {
    switch (node.kind) {
      case "set": {
        const first = emptyFirst();
        first.set(asciiMask(node.set, node.ignoresCase));
        first[asciiCount] = reachesBeyondAscii(node.set, node.ignoresCase) ? 1 : 0;
        return first;
      }
      case "sequence": {
        let first = emptyFirst();
        for (const item of node.items) {
          first = merge(first, this.first(item));
          if (!isNullable(item)) break;
        }
        return first;
      }
      case "choice":
        return node.items.reduce((first, item) => merge(first, this.first(item)), emptyFirst());
      case "group":
      case "repeat":
        return this.first(node.item);
      default:
        return emptyFirst();
    }
  }
}

function isNullable(node: RegexNode): boolean {
  switch (node.kind) {
    case "set":
      return false;
    case "sequence":
      return node.items.every(isNullable);
    case "choice":
      return node.items.some(isNullable);
    case "group":
      return isNullable(node.item);
    case "repeat":
      return node.min === 0 || isNullable(node.item);
    default:
      return true;
  }
}

function hasGroup(node: RegexNode): boolean {
  switch (node.kind) {
    case "group":
      return true;
    case "sequence":
    case "choice":
      return node.items.some(hasGroup);
    case "repeat":
      return hasGroup(node.item);
    default:
      return false;
  }
}
