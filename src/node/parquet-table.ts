/** Parquet files as tables in columns. Imported only when there is one, for the reader and its compressors are large. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import {
  type AsyncBuffer,
  type FileMetaData,
  type ParquetParsers,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type SchemaElement,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Column } from "../bind/bound.js";
import type { BuiltColumn, ColumnBuilder } from "../engine/load/column-builder.js";
import { newBuilder } from "../engine/load/new-builder.js";
import type { FaultHandler } from "../engine/load/row-reader.js";
import { unsetColumn } from "../engine/load/table-builder.js";
import { tokenText } from "../engine/load/tokens.js";
import { LoadedTable } from "../engine/loaded-table.js";
import { reasonOf } from "../text/errors.js";
import { ticksFromAbsolute } from "../types/calendar.js";
import { printDatetimeFull } from "../types/datetime.js";
import { ImportFailure, importCell } from "../types/import.js";
import { normalizeInt64, type Ticks } from "../types/int64.js";
import { parseJson } from "../types/json.js";
import type { KqlType } from "../types/kql-type.js";
import { decimalOf } from "../types/numbers.js";
import { nodeBytes } from "./byte-host.js";
import { DataFileError } from "./data-error.js";

/** Text of a file that is held in memory at most; what is larger must be split. */
const maxUnpackedBytes = 16e9;

export interface ParquetOptions {
  readonly name: string;
  /** Columns whose types are known; they stand first. */
  readonly known: readonly Column[];
  readonly columns: readonly string[] | undefined;
  /** By file. */
  readonly faults: ReadonlyMap<string, FaultHandler>;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
}

interface ParquetFile {
  readonly path: string;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: ReadonlyMap<string, SchemaTree>;
  readonly rowCount: number;
}

/** One table of several files. @throws DataFileError */
export async function loadParquet(paths: readonly string[], options: ParquetOptions): Promise<LoadedTable> {
  const files: ParquetFile[] = [];
  for (const path of paths) files.push(await openParquet(path));
  const rowCount = files.reduce((sum, file) => sum + file.rowCount, 0);
  const types = typesOf(files, options.known);
  const wanted = options.columns === undefined ? undefined : new Set(options.columns);
  const built: BuiltColumn[] = [];
  for (const [name, type] of types) {
    const isRead =
      (wanted === undefined || wanted.has(name)) && files.some(({ columns }) => columns.has(name));
    built.push(
      isRead ? await loadColumn(files, name, type, options) : unsetColumn(name, type, options.name, rowCount),
    );
    options.onProgress?.(paths[0], built.length / types.size);
  }
  return new LoadedTable(options.name, [...types.keys()], built, rowCount);
}

async function openParquet(path: string): Promise<ParquetFile> {
  const buffer = fileBuffer(path);
  const metadata = await parquetMetadataAsync(buffer).catch((error: unknown) => {
    throw new DataFileError(path, undefined, `not a Parquet file: ${reasonOf(error)}`);
  });
  const size = metadata.row_groups.reduce((sum, group) => sum + Number(group.total_byte_size), 0);
  if (size > maxUnpackedBytes) {
    throw new DataFileError(
      path,
      undefined,
      "too large to be held in memory; split it, or write it as .ndjson.gz",
    );
  }
  const { children } = parquetSchema(metadata);
  return {
    path,
    buffer,
    metadata,
    columns: new Map(children.map((child) => [child.element.name, child])),
    rowCount: Number(metadata.num_rows),
  };
}

function fileBuffer(path: string): AsyncBuffer {
  let byteLength: number;
  try {
    byteLength = statSync(path).size;
  } catch (error) {
    throw new DataFileError(path, undefined, reasonOf(error));
  }
  return {
    byteLength,
    slice(start, end = byteLength) {
      const bytes = new Uint8Array(end - start);
      const handle = openSync(path, "r");
      try {
        readSync(handle, bytes, 0, bytes.length, start);
      } finally {
        closeSync(handle);
      }
      return bytes.buffer;
    },
  };
}

/** The known columns, then those that only the files have. */
function typesOf(files: readonly ParquetFile[], known: readonly Column[]): Map<string, KqlType> {
  const types = new Map(known.map(({ name, type }) => [name, type]));
  for (const { columns, path } of files) {
    for (const [name, tree] of columns) {
      if (!types.has(name)) types.set(name, typeOf(tree, path));
    }
  }
  return types;
}

function typeOf({ element, children }: SchemaTree, path: string): KqlType {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (children.length > 0 || element.repetition_type === "REPEATED") return "dynamic";
  if (isTimestamp(element)) return "datetime";
  if (logical?.type === "TIME" || converted === "TIME_MILLIS" || converted === "TIME_MICROS")
    return "timespan";
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return "decimal";
  if (logical?.type === "UUID") return "guid";
  if (logical?.type === "JSON" || converted === "JSON") return "dynamic";
  switch (type) {
    case "BOOLEAN":
      return "bool";
    case "INT32":
      return converted === "UINT_32" ? "long" : "int";
    case "INT64":
      return "long";
    case "FLOAT":
    case "DOUBLE":
      return "real";
    case "BYTE_ARRAY":
      return "string";
    default:
      if (logical?.type === "FLOAT16") return "real";
      throw new DataFileError(
        path,
        undefined,
        `column \`${element.name}\` is of a type that is not supported: ${type}`,
      );
  }
}

function isTimestamp({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return (
    type === "INT96" ||
    converted === "DATE" ||
    converted === "TIMESTAMP_MILLIS" ||
    converted === "TIMESTAMP_MICROS" ||
    logical?.type === "TIMESTAMP" ||
    logical?.type === "DATE"
  );
}

async function loadColumn(
  files: readonly ParquetFile[],
  name: string,
  type: KqlType,
  { faults }: ParquetOptions,
): Promise<BuiltColumn> {
  const builder = newBuilder(type, { host: nodeBytes });
  let row = 0;
  for (const file of files) {
    const tree = file.columns.get(name);
    const end = row + file.rowCount;
    const handler = faults.get(file.path);
    if (tree !== undefined && handler !== undefined) await readColumn(file, tree, builder, row, handler);
    builder.padTo(end);
    row = end;
  }
  return builder.finish(row);
}

/** Reads a column of a file into a builder. A scan of its own, for a scan keeps what it has read. */
async function readColumn(
  { path, buffer, metadata }: ParquetFile,
  tree: SchemaTree,
  builder: ColumnBuilder,
  firstRow: number,
  faults: FaultHandler,
): Promise<void> {
  const { name } = tree.element;
  const put = putterOf(tree, builder, path);
  try {
    const parsers = tree.children.length > 0 ? nestedParsers : flatParsers;
    const scan = await parquetScan({ file: buffer, metadata, columns: [name], compressors, parsers });
    for (const { rowStart, rowEnd } of scan.ranges) {
      const values = await scan.readColumn({ column: name, rowStart, rowEnd });
      for (let at = 0; at < values.length; at++) {
        const row = firstRow + rowStart + at;
        if (!put(row, values[at])) misfit(values[at], builder, row, { name, firstRow, faults });
      }
    }
  } catch (error) {
    if (error instanceof DataFileError) throw error;
    throw new DataFileError(path, undefined, `column \`${name}\` cannot be read: ${reasonOf(error)}`);
  }
}

interface MisfitPlace {
  readonly name: string;
  readonly firstRow: number;
  readonly faults: FaultHandler;
}

function misfit(
  value: unknown,
  builder: ColumnBuilder,
  row: number,
  { name, firstRow, faults }: MisfitPlace,
): void {
  const shown =
    value instanceof Uint8Array ? JSON.stringify(nodeBytes.text(value, 0, value.length)) : String(value);
  const cell = importCell(
    value instanceof Uint8Array ? nodeBytes.text(value, 0, value.length) : value,
    builder.type,
  );
  const expected = cell instanceof ImportFailure ? `; expected ${cell.expected}` : "";
  const place = { line: row - firstRow + 1, column: 1 };
  const message = `row ${place.line}: column \`${name}\` is ${builder.type}, and ${shown.slice(0, 60)} cannot be read as that${expected}`;
  faults.leaveOut(place, message, `cell of \`${name}\``);
  builder.padTo(row + 1);
}

/** A decoded value as the cell of a row; false when it does not fit. */
type Put = (row: number, value: unknown) => boolean;

function putterOf({ element, children }: SchemaTree, builder: ColumnBuilder, path: string): Put {
  if (children.length > 0) return (row, value) => builder.putValue(row, value);
  if (isTimestamp(element)) return timestampPutter(builder);
  if (element.logical_type?.type === "TIME" || element.converted_type?.startsWith("TIME_")) {
    return timePutter(element, builder);
  }
  if (element.converted_type === "DECIMAL") return decimalPutter(element, builder, path);
  const isJson = element.logical_type?.type === "JSON" || element.converted_type === "JSON";
  return (row, value) => {
    if (!(value instanceof Uint8Array)) return builder.putValue(row, value);
    if (isJson && !isNested(value)) {
      const text = nodeBytes.text(value, 0, value.length);
      return builder.putValue(row, parseJson(text) ?? text);
    }
    return builder.put(row, value, 0, value.length, tokenText);
  };
}

function isNested(json: Uint8Array): boolean {
  return json[0] === 0x7b || json[0] === 0x5b;
}

function timestampPutter(builder: ColumnBuilder): Put {
  return (row, value) => {
    if (!(value instanceof Instant)) return builder.putValue(row, value);
    if (value.ticks === null) return false;
    if (builder.type !== "datetime") return builder.putValue(row, printDatetimeFull(value.ticks));
    builder.putCellAt(row, value.ticks);
    return true;
  };
}

/** Times of day are timespans since midnight. */
function timePutter(
  { logical_type: logical, converted_type: converted }: SchemaElement,
  builder: ColumnBuilder,
): Put {
  const unit = logical?.type === "TIME" ? logical.unit : converted === "TIME_MILLIS" ? "MILLIS" : "MICROS";
  return (row, value) => {
    if (builder.type !== "timespan" || (typeof value !== "number" && typeof value !== "bigint")) {
      return builder.putValue(row, value);
    }
    builder.putCellAt(row, normalizeInt64(ticksOfUnits(BigInt(value), unit)));
    return true;
  };
}

/** The reader makes doubles of decimals, which hold 15 digits; rounding to the scale gives the digits back. */
function decimalPutter(
  { precision = 0, scale = 0, name }: SchemaElement,
  builder: ColumnBuilder,
  path: string,
): Put {
  if (precision > 15) {
    throw new DataFileError(
      path,
      undefined,
      `column \`${name}\` has decimals of ${precision} digits; at most 15 are read`,
    );
  }
  return (row, value) => {
    if (typeof value !== "number") return builder.putValue(row, value);
    const text = value.toFixed(scale);
    if (builder.type !== "decimal")
      return builder.putValue(row, builder.type === "string" ? text : Number(text));
    builder.putCellAt(row, decimalOf(text));
    return true;
  };
}

/** An instant out of a file; null ticks where no datetime reaches. */
class Instant {
  constructor(readonly ticks: Ticks | null) {}

  /** Inside a dynamic value it is text. */
  toString(): string {
    return this.ticks === null ? "" : printDatetimeFull(this.ticks);
  }
}

/** Ticks from 0001-01-01 to 1970-01-01. */
const unixEpoch = 621_355_968_000_000_000n;
const ticksPerMillisecond = 10_000n;
const ticksPerDay = 864_000_000_000n;

function ticksOfUnits(value: bigint, unit: "MILLIS" | "MICROS" | "NANOS"): bigint {
  if (unit === "MILLIS") return value * ticksPerMillisecond;
  return unit === "MICROS" ? value * 10n : floorDivide(value, 100n);
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function instantOf(ticks: bigint): Instant {
  const absolute = ticks + unixEpoch;
  return new Instant(absolute < 0n ? null : ticksFromAbsolute(normalizeInt64(absolute)));
}

const flatParsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value: bigint) => instantOf(ticksOfUnits(BigInt(value), "MILLIS")),
  timestampFromMicroseconds: (value: bigint) => instantOf(ticksOfUnits(BigInt(value), "MICROS")),
  timestampFromNanoseconds: (value: bigint) => instantOf(ticksOfUnits(BigInt(value), "NANOS")),
  dateFromDays: (value: number) => instantOf(BigInt(value) * ticksPerDay),
  // Bytes go to the column as they are.
  stringFromBytes: (bytes: Uint8Array) => bytes,
  jsonFromBytes: (bytes: Uint8Array) => bytes,
};

const nestedParsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value: bigint) => String(instantOf(ticksOfUnits(BigInt(value), "MILLIS"))),
  timestampFromMicroseconds: (value: bigint) => String(instantOf(ticksOfUnits(BigInt(value), "MICROS"))),
  timestampFromNanoseconds: (value: bigint) => String(instantOf(ticksOfUnits(BigInt(value), "NANOS"))),
  dateFromDays: (value: number) => String(instantOf(BigInt(value) * ticksPerDay)),
};
