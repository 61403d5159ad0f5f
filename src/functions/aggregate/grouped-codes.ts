import { newInts, noInts, withRoom } from "../../vector/allocate.js";

/** Most pairs that a table of one bit each may cover: 8 MB. */
const maxDirectPairs = 67_108_864;

/** Up to so many pairs (1 MB) few of them may come up; beyond, a table of bits must be worth its size. */
const maxSparsePairs = 8_388_608;
const bitsPerPair = 512;

/** Up to so many pairs are compared with one another; tables cost a run over a few rows more than that. */
const fewPairs = 16;

/** Pairs collected before they are made distinct for the first time: 8 MB. */
const leastCollected = 1_048_576;

/** The distinct codes of each group: those of group g are `codes[offsets[g]]` to `codes[offsets[g + 1] - 1]`. */
export interface CodesByGroup {
  readonly offsets: Int32Array;
  readonly codes: Int32Array;
}

/**
 * Distinct pairs of a group and a value code. While groups times codes is small, a table has a bit for each pair. Then
 * pairs are collected as they come, and made distinct now and then: they are sorted by group, and each code remembers
 * the last group that had it. So no pair is hashed, which takes two cache misses a row.
 */
export class GroupedCodes {
  private size = 0;
  private groups: Int32Array<ArrayBuffer> = noInts;
  private codes: Int32Array<ArrayBuffer> = noInts;
  private groupCount = 0;
  private codeCount = 0;
  private settledSize = 0;
  /** Size at which pairs are made distinct again. */
  private limit = leastCollected;
  /** One bit a pair, `codeCapacity` of them a group. */
  private bits: Int32Array<ArrayBuffer> = noInts;
  private groupCapacity = 0;
  private codeCapacity = 0;
  private isDirect = true;
  private isFew = true;
  /** Codes of each group; kept only beside the bits. */
  private counts: Int32Array<ArrayBuffer> = noInts;

  /** Of each group the first codes are kept, up to so many of them. */
  maxPerGroup = 0;
  private sorted: CodesByGroup | undefined;

  /** Raises what is kept of a group; to be said before the first pair. */
  keep(most: number): void {
    this.maxPerGroup = Math.max(this.maxPerGroup, most);
  }

  /** Makes room for groups and codes below these counts. */
  fit(groupCount: number, codeCount: number): void {
    this.groupCount = Math.max(this.groupCount, groupCount);
    this.codeCount = Math.max(this.codeCount, codeCount);
    if (!this.isDirect || this.isFew) return;
    this.counts = withRoom(this.counts, groupCount, newInts);
    if (groupCount <= this.groupCapacity && codeCount <= this.codeCapacity) return;
    this.groupCapacity = Math.max(this.groupCapacity, powerOfTwoFrom(groupCount));
    this.codeCapacity = Math.max(this.codeCapacity, powerOfTwoFrom(codeCount));
    const pairs = this.groupCapacity * this.codeCapacity;
    this.isDirect = pairs <= Math.min(maxDirectPairs, Math.max(maxSparsePairs, this.size * bitsPerPair));
    if (this.isDirect) this.layOutBits();
    else this.bits = noInts;
  }

  /** Pairs that are known to be distinct; there may be more. */
  get distinctSize(): number {
    return this.isDirect ? this.size : this.settledSize;
  }

  /** Bytes of the pairs and of the table. */
  get heldBytes(): number {
    return 4 * (this.groups.length + this.codes.length + this.bits.length + this.counts.length);
  }

  /** Takes in a pair a row; rows with a code of -1 are left out. */
  addRows(groups: Int32Array, codes: Int32Array, length: number): void {
    if (this.isDirect) {
      for (let row = 0; row < length; row++) if (codes[row] >= 0) this.add(groups[row], codes[row]);
      return;
    }
    this.makeRoom(length);
    let { size } = this;
    for (let row = 0; row < length; row++) {
      this.groups[size] = groups[row];
      this.codes[size] = codes[row];
      size += codes[row] >= 0 ? 1 : 0;
    }
    this.size = size;
    if (size >= this.limit) this.settle();
  }

  add(group: number, code: number): void {
    if (this.isFew && this.addFew(group, code)) return;
    if (this.isDirect) {
      this.addDirect(group, code);
      return;
    }
    this.append(group, code);
    if (this.size >= this.limit) this.settle();
  }

  /** All pairs; there must be no more to come. */
  byGroup(groupCount: number): CodesByGroup {
    this.fit(groupCount, 0);
    this.sorted ??= this.isDirect
      ? sortByGroup(this.groups, this.codes, this.size, groupCount)
      : this.settle();
    return this.sorted;
  }

  /** False once pairs are too many for it. */
  private addFew(group: number, code: number): boolean {
    let codesOfGroup = 0;
    for (let at = 0; at < this.size; at++) {
      if (this.groups[at] !== group) continue;
      if (this.codes[at] === code) return true;
      codesOfGroup++;
    }
    if (codesOfGroup >= this.maxPerGroup) return true;
    this.isFew = this.size < fewPairs;
    if (this.isFew) this.append(group, code);
    else this.layOut();
    return this.isFew;
  }

  /** Makes the table of the few pairs so far, or none where there is no room for one. */
  private layOut(): void {
    this.fit(this.groupCount, this.codeCount);
    if (!this.isDirect) return;
    for (let at = 0; at < this.size; at++) this.counts[this.groups[at]]++;
  }

  private addDirect(group: number, code: number): void {
    const at = group * this.codeCapacity + code;
    const bit = 1 << (at & 31);
    if ((this.bits[at >>> 5] & bit) !== 0 || this.counts[group] >= this.maxPerGroup) return;
    this.bits[at >>> 5] |= bit;
    this.counts[group]++;
    this.append(group, code);
  }

  private append(group: number, code: number): void {
    this.makeRoom(1);
    this.groups[this.size] = group;
    this.codes[this.size] = code;
    this.size++;
  }

  private makeRoom(more: number): void {
    if (this.size + more <= this.groups.length) return;
    this.groups = withRoom(this.groups, this.size + more, newInts);
    this.codes = withRoom(this.codes, this.size + more, newInts);
  }

  private layOutBits(): void {
    this.bits = newInts(Math.ceil((this.groupCapacity * this.codeCapacity) / 32));
    for (let pair = 0; pair < this.size; pair++) {
      const at = this.groups[pair] * this.codeCapacity + this.codes[pair];
      this.bits[at >>> 5] |= 1 << (at & 31);
    }
  }

  /** Sorts the pairs by group and drops those that came up before. */
  private settle(): CodesByGroup {
    const { groups, groupCount, maxPerGroup } = this;
    const { offsets, codes } = sortByGroup(groups, this.codes, this.size, groupCount);
    const lastGroup = newInts(this.codeCount);
    let to = 0;
    for (let group = 0, from = 0; group < groupCount; group++) {
      const start = to;
      for (; from < offsets[group + 1]; from++) {
        const code = codes[from];
        if (lastGroup[code] > group || to - start >= maxPerGroup) continue;
        lastGroup[code] = group + 1;
        groups[to] = group;
        codes[to++] = code;
      }
      offsets[group] = start;
    }
    offsets[groupCount] = to;
    this.codes = codes;
    this.size = to;
    this.settledSize = to;
    this.limit = Math.max(leastCollected, 2 * to);
    return { offsets, codes };
  }
}

/** Of each group no more than the first codes. */
export function firstCodes(all: CodesByGroup, most: number): CodesByGroup {
  const groupCount = all.offsets.length - 1;
  const offsets = newInts(groupCount + 1);
  const codes = newInts(all.offsets[groupCount]);
  let to = 0;
  for (let group = 0; group < groupCount; group++) {
    const end = Math.min(all.offsets[group + 1], all.offsets[group] + most);
    for (let from = all.offsets[group]; from < end; from++) codes[to++] = all.codes[from];
    offsets[group + 1] = to;
  }
  return { offsets, codes };
}

function sortByGroup(groups: Int32Array, codes: Int32Array, size: number, groupCount: number) {
  // Ends of the groups, which become their starts as pairs are put in place from the last to the first.
  const offsets = newInts(groupCount + 1);
  for (let at = 0; at < size; at++) offsets[groups[at]]++;
  for (let group = 1; group <= groupCount; group++) offsets[group] += offsets[group - 1];
  const sorted = newInts(groups.length);
  for (let at = size - 1; at >= 0; at--) sorted[--offsets[groups[at]]] = codes[at];
  return { offsets, codes: sorted };
}

function powerOfTwoFrom(count: number): number {
  let size = 8;
  while (size < count) size *= 2;
  return size;
}
