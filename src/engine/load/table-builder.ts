/** Rows of a reader, gathered into the columns of a table. */
import type { Column } from "../../bind/bound.js";
import { InternalError } from "../../text/errors.js";
import { ImportFailure } from "../../types/import.js";
import type { KqlType } from "../../types/kql-type.js";
import { constVector } from "../../vector/vector.js";
import { LoadedTable } from "../loaded-table.js";
import type { ByteHost } from "./byte-list.js";
import { type BuildContext, type BuiltColumn, builtColumn, ColumnBuilder } from "./column-builder.js";
import { DynamicBuilder } from "./dynamic-builder.js";
import { newBuilder } from "./new-builder.js";
import { type FaultHandler, type RowReader, type RowSource, tellRepeated } from "./row-reader.js";
import { shownToken, tokenCell } from "./token-cell.js";
import { UndecidedBuilder } from "./undecided-builder.js";

export interface TableBuilderOptions {
  readonly name: string;
  /** Columns whose types are known; they stand first. Rows may have others, unless `isClosed`. */
  readonly known: readonly Column[];
  readonly isClosed?: boolean;
  /** Whether the rows are those of one batch of one query. */
  readonly isForOneQuery?: boolean;
  /** Whether cells of a column are wanted; default: all. */
  readonly wants?: (column: string) => boolean;
  readonly host: ByteHost;
}

type Builder = ColumnBuilder | UndecidedBuilder;

/** Tables of Defender have one time under two names, of which exports from its portal have but one. */
export const timeTwins = [
  ["TimeGenerated", "Timestamp"],
  ["Timestamp", "TimeGenerated"],
] as const;

const noFaults: FaultHandler = {
  fail: (_place, message) => {
    throw new InternalError(message);
  },
  leaveOut: (_place, message) => {
    throw new InternalError(message);
  },
  note: () => undefined,
};

export class TableBuilder {
  rowCount = 0;
  private readonly options: TableBuilderOptions;
  /** By slot of the reader: the builder, null for cells that nobody wants, undefined for slots not met yet. */
  private builders: (Builder | null | undefined)[] = [];
  private faults: FaultHandler = noFaults;
  private readLocalTime: BuildContext["readLocalTime"];
  private readonly context: BuildContext;
  private readonly types: ReadonlyMap<string, KqlType>;
  /** Names of the columns with a builder, in order of first appearance. */
  private readonly met: { readonly name: string; readonly builder: Builder }[] = [];

  constructor(options: TableBuilderOptions) {
    this.options = options;
    const { host, isForOneQuery = false } = options;
    this.context = { host, isForOneQuery, readLocalTime: (text) => this.readLocalTime?.(text) ?? null };
    this.types = new Map(options.known.map(({ name, type }) => [name, type]));
  }

  /** Rows come from another reader from now on. */
  startFile({ faults, readLocalTime }: Omit<RowSource, "reader">): void {
    this.builders = [];
    this.faults = faults;
    this.readLocalTime = readLocalTime;
  }

  /** Adds the row that the reader is on. */
  add(reader: RowReader): void {
    const { cells, bytes } = reader;
    const { found, foundCount, starts, ends, kinds } = cells;
    const row = this.rowCount;
    for (let at = 0; at < foundCount; at++) {
      const slot = found[at];
      let builder = this.builders[slot];
      if (builder === undefined) builder = this.meet(slot, reader);
      if (builder === null) continue;
      if (!builder.put(row, bytes, starts[slot], ends[slot], kinds[slot])) this.misfit(slot, builder, reader);
    }
    if (cells.repeatedSlot >= 0) tellRepeated(reader, this.faults);
    this.rowCount = row + 1;
  }

  /** The table of the rows added. No more may be added. */
  finish(): LoadedTable {
    const { known, name } = this.options;
    const built = new Map<string, BuiltColumn>();
    this.builders = [];
    // Builders are let go one by one: their buffers may be large, and the next column needs some of its own.
    for (let next = this.met.shift(); next !== undefined; next = this.met.shift()) {
      built.set(next.name, next.builder.finish(this.rowCount));
    }
    this.shareTimes(built);
    const columns = known.map(
      ({ name: column, type }) => built.get(column) ?? unsetColumn(column, type, name, this.rowCount),
    );
    const names = known.map((column) => column.name);
    for (const [column, vector] of built) {
      if (this.types.has(column)) continue;
      names.push(column);
      columns.push(vector);
    }
    return new LoadedTable(name, names, columns, this.rowCount);
  }

  private shareTimes(built: Map<string, BuiltColumn>): void {
    for (const [missing, other] of timeTwins) {
      const twin = built.get(other);
      const areTimes = this.types.get(missing) === "datetime" && this.types.get(other) === "datetime";
      if (twin !== undefined && areTimes && !built.has(missing)) built.set(missing, twin);
    }
  }

  private meet(slot: number, reader: RowReader): Builder | null {
    const name = reader.names[slot];
    const { wants, isClosed } = this.options;
    const { context } = this;
    const type = this.types.get(name);
    let builder: Builder | null = this.met.find((column) => column.name === name)?.builder ?? null;
    if (builder !== null) return this.assign(slot, builder, reader);
    if (type === undefined && isClosed === true) {
      this.faults.note(
        reader.placeOf(reader.cells.starts[slot]),
        `column \`${name}\` is not in the schema, and was not met before; its cells are left out`,
        `cells of \`${name}\``,
      );
    } else if (!this.isAnswerMark(name, slot, reader) && (wants === undefined || wants(name))) {
      const given = type ?? reader.types.get(name);
      builder = given === undefined ? new UndecidedBuilder(context) : newBuilder(given, context);
    }
    if (builder !== null) this.met.push({ name, builder });
    return this.assign(slot, builder, reader);
  }

  private assign(slot: number, builder: Builder | null, { cells }: RowReader): Builder | null {
    this.builders[slot] = builder;
    if (builder instanceof DynamicBuilder) builder.readWith(slot, cells);
    return builder;
  }

  /** The name of the answer's table, which `az monitor log-analytics query` writes into every row. */
  private isAnswerMark(name: string, slot: number, { bytes, cells }: RowReader): boolean {
    if (name !== "TableName" || this.types.has(name)) return false;
    return this.options.host.text(bytes, cells.starts[slot], cells.ends[slot]) === "PrimaryResult";
  }

  private misfit(slot: number, builder: Builder, reader: RowReader): void {
    const { starts, ends, kinds } = reader.cells;
    const token = { bytes: reader.bytes, start: starts[slot], end: ends[slot], kind: kinds[slot] };
    const { host } = this.options;
    const name = reader.names[slot];
    const type = builder instanceof ColumnBuilder ? builder.type : "string";
    const cell = tokenCell(token, type, host);
    const expected = cell instanceof ImportFailure ? `; expected ${cell.expected}` : "";
    this.faults.leaveOut(
      reader.placeOf(token.start),
      `column \`${name}\` is ${type}, and ${shownToken(token, host)} cannot be read as that${expected}`,
      `cell of \`${name}\``,
    );
    builder.padTo(this.rowCount + 1);
  }
}

/** A column that no row sets, of the table named. Log Analytics fills `Type` with the table's name. */
export function unsetColumn(name: string, type: KqlType, table: string, length: number): BuiltColumn {
  const empty = name === "Type" ? table : "";
  return builtColumn(type, () => constVector(type, type === "string" ? empty : null, length));
}
