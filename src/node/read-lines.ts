import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Lines of a stream, without their breaks and a byte order mark; empty ones left out. */
export async function* readLines(input: Readable): AsyncIterable<string> {
  let isFirst = true;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = isFirst ? line.replace(/^\uFEFF/, "") : line;
    isFirst = false;
    if (text.trim() !== "") yield text;
  }
}
