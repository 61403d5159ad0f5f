/** Bounds of one run. All counts are inclusive. Exceeding one ends the run with its `KQL3xx` code. */
export interface Limits {
  /** Wall-clock time, ms. */
  readonly timeoutMs: number;
  /** Rows that any one operator may emit. */
  readonly maxRows: number;
  /** Rows of the result. */
  readonly maxResultRows: number;
  /** Elements in all lists, sets and bags of one aggregate. */
  readonly maxElements: number;
  /** UTF-16 units of one text cell. */
  readonly maxStringLength: number;
  /**
   * Bytes that one run may hold at once: rows gathered, groups, lists, results, and what one call makes of one batch.
   * Tables are not counted, nor what is shared with them, but what tables come to hold for the run: paths looked up,
   * texts made, indexes. An estimate: the process takes up to about twice as much.
   */
  readonly maxMemoryBytes: number;
}

/** Wide enough for rules over a million rows, narrow enough for the heap that Node takes on a machine of 8 GB. */
export const defaultLimits: Limits = {
  timeoutMs: 60_000,
  maxRows: 20_000_000,
  maxResultRows: 500_000,
  maxElements: 10_000_000,
  maxStringLength: 16_777_216,
  maxMemoryBytes: 1_073_741_824,
};
