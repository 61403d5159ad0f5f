import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Lines of a stream, without their breaks; empty ones left out. */
export async function* readLines(input: Readable): AsyncIterable<string> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== "") yield line;
  }
}
