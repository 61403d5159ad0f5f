/** Timing: medians and their spread. */

export interface Timing {
  /** Milliseconds. */
  readonly median: number;
  /** Half the distance between the quartiles, as a share of the median. */
  readonly spread: number;
  readonly repeats: number;
}

export function timingOf(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const median = at(0.5);
  return { median, spread: median === 0 ? 0 : (at(0.75) - at(0.25)) / 2 / median, repeats: samples.length };
}

/**
 * Copies of rows that runs on fresh objects take in turn: enough that none sees objects that an earlier one has just
 * seen; as few as stay in the second cache, where objects just made are (measured: 1 to 30 copies take the same time,
 * 100 of wide tables a third more).
 */
export const freshCopies = 16;

/** Times one run, in milliseconds. */
export function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

export async function timedAsync(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Runs after which V8 has compiled what it will; on a busy machine its compiler lags behind for seconds. */
const warmRuns = 10_000;

/** Runs again and again for at least `ms`; the rate a second, after a warm-up of one to four times that. */
export function ratePerSecond(ms: number, run: (repeat: number) => void): number {
  let repeat = 0;
  const until = (end: number) => {
    const from = repeat;
    while (performance.now() < end) run(repeat++);
    return repeat - from;
  };
  const warmEnd = performance.now() + 4 * ms;
  until(performance.now() + ms);
  while (repeat < warmRuns && performance.now() < warmEnd) run(repeat++);
  const start = performance.now();
  const runs = until(start + ms);
  return (1000 * runs) / (performance.now() - start);
}

export async function ratePerSecondAsync(ms: number, run: () => Promise<unknown>): Promise<number> {
  const warmEnd = performance.now() + ms / 2;
  while (performance.now() < warmEnd) await run();
  const start = performance.now();
  let runs = 0;
  while (performance.now() < start + ms) {
    await run();
    runs++;
  }
  return (1000 * runs) / (performance.now() - start);
}

/** Another moment for each repeat, so that no run is asked what an earlier one was. */
export function clockOf(repeat: number, now: string): string {
  return new Date(Date.parse(now) - 60_000 * (repeat + 1)).toISOString();
}
