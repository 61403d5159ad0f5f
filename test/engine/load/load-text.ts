import { TextEncoder } from "node:util";
import type { Column } from "../../../src/bind/bound.js";
import type { ByteHost } from "../../../src/engine/load/byte-list.js";
import { type ByteSource, ByteWindow } from "../../../src/engine/load/byte-window.js";
import { CsvRows } from "../../../src/engine/load/csv-rows.js";
import { JsonRows } from "../../../src/engine/load/json-rows.js";
import type { FaultHandler } from "../../../src/engine/load/row-reader.js";
import { TableBuilder } from "../../../src/engine/load/table-builder.js";
import type { LoadedTable } from "../../../src/engine/loaded-table.js";

const decoder = new TextDecoder();

/** What every platform has. */
const plainBytes: ByteHost = {
  allocate: (size) => new Uint8Array(size),
  text: (bytes, start, end) => decoder.decode(bytes.subarray(start, end)),
};

/** Hands out a text in stretches of a few bytes. */
function sourceOf(text: string, stretch = 1 << 20): ByteSource {
  const bytes = new TextEncoder().encode(text);
  let from = 0;
  return {
    read(target, at) {
      const count = Math.min(stretch, bytes.length - from, target.length - at);
      target.set(bytes.subarray(from, from + count), at);
      from += count;
      return count;
    },
  };
}

export interface LoadTextOptions {
  readonly known?: readonly Column[];
  readonly lenient?: boolean;
  readonly stretch?: number;
  readonly notes?: string[];
  readonly format?: "json" | "csv";
}

/** A table named T of JSON or CSV text. */
export function loadText(text: string, options: LoadTextOptions = {}): LoadedTable {
  const { known = [], lenient = false, stretch, notes = [], format = "json" } = options;
  const faults: FaultHandler = {
    fail: (place, message) => {
      throw new Error(`${place?.line}:${place?.column}: ${message}`);
    },
    leaveOut(place, message) {
      if (!lenient) this.fail(place, message);
      notes.push(`${place.line}:${place.column}: ${message}`);
    },
    note: (place, message) => {
      notes.push(`${place?.line}:${place?.column}: ${message}`);
    },
  };
  const window = new ByteWindow(sourceOf(text, stretch));
  const source = { window, host: plainBytes, faults };
  const reader =
    format === "csv"
      ? new CsvRows(source)
      : new JsonRows({ ...source, known: known.map(({ name }) => name) });
  const builder = new TableBuilder({ name: "T", known, host: plainBytes });
  builder.startFile({ faults });
  while (reader.next()) builder.add(reader);
  return builder.finish();
}
