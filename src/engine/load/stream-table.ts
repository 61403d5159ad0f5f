/**
 * Tables larger than memory: every scan reads the file anew, and makes vectors of the columns that it asks for, a batch
 * at a time.
 */
import type { Column } from "../../bind/bound.js";
import type { ScanRequest, Table, TableBatch, TableReader } from "../../exec/table.js";
import type { Cell } from "../../types/value.js";
import { Batch } from "../../vector/batch.js";
import { flatten } from "../../vector/gather.js";
import { type Dictionary, type DictVector, type Vector, valueCount, vectorOf } from "../../vector/vector.js";
import type { LoadedTable } from "../loaded-table.js";
import { batchRows } from "../read-in-batches.js";
import type { ByteHost } from "./byte-list.js";
import type { RowSource } from "./row-reader.js";
import { TableBuilder } from "./table-builder.js";

/** Distinct values of a column up to which its batches share a dictionary. */
const maxSharedValues = 4096;

/** One file of a table, at its start. */
export interface OpenReader extends RowSource {
  /** Called after each batch. */
  onBatch(): void;
  /** Called when all rows have been read. */
  finish(): void;
}

export interface StreamTableOptions {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly host: ByteHost;
  /** Openers of the table's files, in order. */
  readonly files: readonly (() => OpenReader)[];
}

export class StreamTable implements Table {
  readonly name: string;
  readonly columns: readonly Column[];

  constructor(private readonly options: StreamTableOptions) {
    this.name = options.name;
    this.columns = options.columns;
  }

  read({ used }: ScanRequest): TableReader {
    return new StreamReader(this.options, used);
  }
}

class StreamReader implements TableReader {
  private readonly wanted: ReadonlySet<string>;
  private readonly isWanted: (index: number) => boolean;
  private readonly shared = new Map<number, SharedDictionary>();
  private fileAt = 0;
  private open: OpenReader | undefined;

  constructor(
    private readonly table: StreamTableOptions,
    used: ReadonlySet<number>,
  ) {
    const { columns } = table;
    // Windows of rule runs look at the time, asked for or not; in Defender's tables it may stand under the other name.
    const times = new Set(["TimeGenerated", "Timestamp"]);
    this.isWanted = (index) => used.has(index) || times.has(columns[index].name);
    this.wanted = new Set(columns.filter((_, index) => this.isWanted(index)).map(({ name }) => name));
  }

  next(): TableBatch | undefined {
    for (let file = this.openNext(); file !== undefined; file = this.openNext()) {
      const builder = this.newBuilder(file);
      const { reader } = file;
      while (builder.rowCount < batchRows && reader.next()) builder.add(reader);
      file.onBatch();
      if (builder.rowCount > 0) return { batch: this.batchOf(builder.finish()) };
      file.finish();
      this.open = undefined;
    }
    return undefined;
  }

  /** The file that is being read, or the next one. */
  private openNext(): OpenReader | undefined {
    const { files } = this.table;
    if (this.open === undefined && this.fileAt < files.length) this.open = files[this.fileAt++]();
    return this.open;
  }

  private newBuilder(source: OpenReader): TableBuilder {
    const { name, columns, host } = this.table;
    const wants = (column: string): boolean => this.wanted.has(column);
    const fixed = { name, known: columns, isClosed: true, isForOneQuery: true, host };
    const builder = new TableBuilder({ ...fixed, wants });
    builder.startFile(source);
    return builder;
  }

  private batchOf(rows: LoadedTable): Batch {
    const wanted = this.table.columns.map((_, index) => this.isWanted(index));
    return Batch.passing(rows.rowCount, wanted, (index) => this.share(index, rows.column(index)));
  }

  /**
   * Dictionaries of batches in one that all of them share while it is small. Larger ones are given up: whoever
   * remembers results by dictionary would remember one for each batch.
   */
  private share(index: number, vector: Vector): Vector {
    if (vector.encoding !== "dict") return vector;
    let shared = this.shared.get(index);
    if (shared === undefined) {
      shared = new SharedDictionary();
      this.shared.set(index, shared);
    }
    return shared.recode(vector);
  }
}

/** Grows with the batches; a batch gets the dictionary as it is then. */
class SharedDictionary {
  private readonly codes = new Map<Cell, number>();
  private readonly values: Cell[] = [];
  private rowCount = 0;
  private current: Dictionary | undefined;

  recode(vector: DictVector): Vector {
    const { type, length, codes, dictionary } = vector;
    this.rowCount += length;
    const isKeyed = type === "string" || type === "guid";
    if (!isKeyed || this.values.length + valueCount(dictionary) > maxSharedValues) return flatten(vector);
    const remap = new Int32Array(valueCount(dictionary));
    for (let code = 0; code < remap.length; code++) remap[code] = this.codeOf(valueAt(dictionary, code));
    const recoded = new Int32Array(length);
    for (let row = 0; row < length; row++) recoded[row] = remap[codes[row]];
    if (this.current === undefined || this.current.values.length < this.values.length) {
      this.current = { values: vectorOf(type, this.values.slice()), rowCount: this.rowCount };
    }
    return { encoding: "dict", type, length, codes: recoded, dictionary: this.current };
  }

  private codeOf(value: Cell): number {
    let code = this.codes.get(value);
    if (code === undefined) {
      code = this.values.length;
      this.values.push(value);
      this.codes.set(value, code);
    }
    return code;
  }
}

function valueAt({ values }: Dictionary, code: number): Cell {
  return values.encoding === "string" || values.encoding === "object" ? values.data[code] : null;
}
