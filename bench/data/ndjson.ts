import { existsSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import path from "node:path";
import { type BenchRow, type BenchTable, type GenerateOptions, streamRows } from "./generate.js";

/** Raised when the generator makes other rows, so that files of the old ones are left alone. */
const dataVersion = 1;

/** Where generated data lies; not under version control. */
export const benchFolder = path.join(import.meta.dirname, "..", "..", ".cache", "bench", `v${dataVersion}`);

const chunkLength = 4_000_000;

/**
 * The NDJSON file of a table with this many rows: `.cache/bench/v1/<rows>/<table>.ndjson`, written if it is not there.
 * A folder holds one size, so it can be given to `--data` as it is.
 */
export async function writeNdjson(
  table: BenchTable,
  count: number,
  options: GenerateOptions = {},
): Promise<string> {
  const { seed = 1, hours = 24, users = "auto" } = options;
  const isDefault = seed === 1 && hours === 24 && users === "auto";
  const folder = path.join(benchFolder, isDefault ? String(count) : `${count}-${seed}-${hours}-${users}`);
  return writeRows(path.join(folder, `${table}.ndjson`), () => streamRows(table, count, options));
}

/** Writes the rows, one a line, unless the file is there; a file is there only when it is whole. */
export async function writeRows(file: string, rows: () => Iterable<BenchRow>): Promise<string> {
  if (existsSync(file)) return file;
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  const handle = await open(partial, "w");
  try {
    let chunk = "";
    for (const row of rows()) {
      chunk += `${JSON.stringify(row)}\n`;
      if (chunk.length < chunkLength) continue;
      await handle.write(chunk);
      chunk = "";
    }
    await handle.write(chunk);
  } finally {
    await handle.close();
  }
  await rename(partial, file);
  return file;
}
