/** Runs hostile queries one after another in a process with a small heap, and writes how each ended, a line of JSON each. */
import { Workspace } from "../../src/engine/workspace.js";
import { KqlError } from "../../src/text/errors.js";
import { hostileQueries } from "./hostile-queries.js";

export interface Ending {
  readonly code: string;
  readonly message: string;
  readonly start: number;
}

const workspace = new Workspace({ now: "2026-04-06T12:00:00Z", limits: { maxMemoryBytes: 67_108_864 } });

function endingOf(query: string): Ending {
  try {
    const { rowCount } = workspace.query(query);
    return { code: "", message: `${rowCount} rows`, start: 0 };
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const [{ code, message, span }] = error.diagnostics;
    return { code, message, start: span.start };
  }
}

for (const { query } of hostileQueries) console.log(JSON.stringify(endingOf(query)));
console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 }));
