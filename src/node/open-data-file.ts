/** A data file as a reader of rows. */
import { ByteWindow } from "../engine/load/byte-window.js";
import { CsvRows } from "../engine/load/csv-rows.js";
import { JsonRows } from "../engine/load/json-rows.js";
import { LocalTimes } from "../engine/load/local-times.js";
import { RecordRows } from "../engine/load/record-rows.js";
import type { RowSource } from "../engine/load/row-reader.js";
import { nodeBytes } from "./byte-host.js";
import type { DataFile } from "./data-files.js";
import { openFile } from "./file-source.js";
import type { LoadFaults } from "./load-faults.js";

export interface OpenDataFile extends RowSource {
  readonly faults: LoadFaults;
  /** Bytes of text read so far. */
  readonly bytesRead: number;
  /** Share of the file that was read, 0 to 1. */
  readonly share: number;
}

/** `known` are the columns of the table's schema. */
export function openDataFile(file: DataFile, known: readonly string[], faults: LoadFaults): OpenDataFile {
  const source = openFile(file.path, file.isCompressed);
  const window = new ByteWindow(source);
  const host = nodeBytes;
  const times = new LocalTimes(
    () => readHead(file),
    (message) => faults.note(undefined, message, "order of dates"),
  );
  return {
    reader:
      file.format === "csv"
        ? new CsvRows({ window, host, faults })
        : new RecordRows({ rows: new JsonRows({ window, host, faults, known }), host, known }),
    faults,
    readLocalTime: (text) => times.read(text),
    get bytesRead() {
      return window.offsetOf(window.at);
    },
    get share() {
      return source.share;
    },
  };
}

const headSize = 1 << 20;

/** The start of a file, as text. */
function readHead(file: DataFile): string {
  const source = openFile(file.path, file.isCompressed);
  const head = new Uint8Array(headSize);
  let length = 0;
  for (let count = source.read(head, 0); count > 0; count = source.read(head, length)) {
    length += count;
    if (length === headSize) break;
  }
  return nodeBytes.text(head, 0, length);
}
