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
  /** Bytes, estimated, that operators of one run may hold at once. */
  readonly maxMemoryBytes: number;
}

export const defaultLimits: Limits = {
  timeoutMs: 60_000,
  maxRows: 20_000_000,
  maxResultRows: 500_000,
  maxElements: 10_000_000,
  maxStringLength: 16_777_216,
  maxMemoryBytes: 536_870_912,
};
