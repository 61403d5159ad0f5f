/** Queries from the folder of recorded material, where there is one. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const shared = process.env.KQLUNIT_SHARED ?? join(import.meta.dirname, "../../../shared");

export const hasShared = existsSync(join(shared, "corpus/queries.jsonl"));

export interface SharedQuery {
  readonly id: string;
  readonly query: string;
  /** The official parser finds no error; unknown for queries that an engine has answered. */
  readonly valid?: boolean;
}

function read(file: string): SharedQuery[] {
  if (!hasShared) return [];
  const lines = readFileSync(join(shared, file), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line): SharedQuery => JSON.parse(line));
}

export function corpusQueries(): readonly SharedQuery[] {
  return read("corpus/queries.jsonl");
}

/** Queries that the engine has answered. */
export function answeredQueries(): readonly SharedQuery[] {
  return ["emulator", "emulator-fuzz", "emulator-nondeterministic"].flatMap((name) =>
    read(`conformance/${name}.jsonl`),
  );
}
