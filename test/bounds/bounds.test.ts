/** Hostile queries end with an error that says what and where; the process that runs them stays small. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hostileQueries } from "./hostile-queries.js";
import type { Ending } from "./small-heap.js";

/** Far less than would be needed for what the queries ask for. */
const heapMegabytes = 256;
const peakMegabytes = 900;

describe("in a process with a small heap", () => {
  const output = execFileSync(
    process.execPath,
    [`--max-old-space-size=${heapMegabytes}`, "--import", "tsx", join(import.meta.dirname, "small-heap.ts")],
    { encoding: "utf8", timeout: 300_000, stdio: ["ignore", "pipe", "ignore"] },
  );
  const lines = output.trim().split("\n");
  const endings = lines.slice(0, -1).map((line): Ending => JSON.parse(line));

  test.each(hostileQueries.map((hostile, at) => ({ ...hostile, ending: endings[at] })))(
    "$code ends $query",
    ({ query, code, names, at, ending }) => {
      expect(ending).toMatchObject({ code, message: expect.stringContaining(names) });
      expect(query.slice(ending.start, ending.start + at.length)).toBe(at);
    },
  );

  test("all of them together keep it small", () => {
    const { peakBytes }: { peakBytes: number } = JSON.parse(lines[lines.length - 1]);
    expect(peakBytes / 1_048_576).toBeLessThan(peakMegabytes);
  });
}, 300_000);
