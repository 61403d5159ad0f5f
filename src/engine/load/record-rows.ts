/**
 * Rows of diagnostic settings as Log Analytics would have them. There a record has `time`, a few keys in camel case,
 * and the rest under `properties`; the service writes the columns of the table from both. Other rows pass unchanged.
 * @see https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs-schema
 */
import type { ByteHost } from "./byte-list.js";
import { CellScan } from "./cell-scan.js";
import { JsonScan, openBrace } from "./json-scan.js";
import type { Place, RowReader } from "./row-reader.js";
import { RowScan } from "./row-scan.js";
import { tokenNull, tokenString } from "./tokens.js";

/** Columns that have another name than their key, letter case aside. A key stands for the first that the table has. */
const recordKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ["time", ["TimeGenerated"]],
  ["tenantId", ["AADTenantId", "TenantId"]],
]);
const propertyKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ["location", ["LocationDetails"]],
  ["operationType", ["AADOperationType"]],
]);

export interface RecordRowsOptions {
  readonly rows: RowReader;
  readonly host: ByteHost;
  /** Columns of the table. */
  readonly known: readonly string[];
}

/** Cells out of both levels. */
class MergedCells extends CellScan {
  private seenIn: number[] = [];
  private row = 0;

  startRow(): void {
    this.row++;
    this.foundCount = 0;
  }

  /** A cell that is there already stays. */
  take(slot: number, from: CellScan | RowReader["cells"], fromSlot: number): void {
    if (this.seenIn[slot] === this.row) return;
    this.seenIn[slot] = this.row;
    this.growTo(slot + 1);
    this.found[this.foundCount++] = slot;
    this.starts[slot] = from.starts[fromSlot];
    this.ends[slot] = from.ends[fromSlot];
    this.kinds[slot] = from.kinds[fromSlot];
  }
}

export class RecordRows implements RowReader {
  private readonly rows: RowReader;
  private readonly merged = new MergedCells(new JsonScan());
  private readonly properties: RowScan;
  private readonly columns: ReadonlyMap<string, string>;
  private readonly mergedNames: string[] = [];
  private readonly slotOfName = new Map<string, number>();
  /** Slots of the merged row by those of a record, and of its properties. */
  private readonly recordSlots: number[] = [];
  private readonly propertySlots: number[] = [];
  private isRecord: boolean | undefined;

  constructor({ rows, host, known }: RecordRowsOptions) {
    this.rows = rows;
    this.properties = new RowScan(new JsonScan(), host);
    this.columns = new Map(known.map((name) => [name.toLowerCase(), name]));
  }

  get cells(): RowReader["cells"] {
    return this.isRecord === true ? this.merged : this.rows.cells;
  }

  get bytes(): Uint8Array {
    return this.rows.bytes;
  }

  get names(): readonly string[] {
    return this.isRecord === true ? this.mergedNames : this.rows.names;
  }

  get types(): RowReader["types"] {
    return this.rows.types;
  }

  placeOf(at: number): Place {
    return this.rows.placeOf(at);
  }

  next(): boolean {
    if (!this.rows.next()) return false;
    this.isRecord ??= this.looksLikeRecord();
    if (this.isRecord) this.merge();
    return true;
  }

  /** The first row tells: it has the time of a record, and the table has no such column. */
  private looksLikeRecord(): boolean {
    const { cells, names } = this.rows;
    const keys = new Set<string>();
    for (let at = 0; at < cells.foundCount; at++) keys.add(names[cells.found[at]]);
    const timeAt = names.indexOf("time");
    const hasRest = keys.has("properties") || keys.has("category") || keys.has("operationName");
    const isTime = keys.has("time") && cells.kinds[timeAt] === tokenString;
    return isTime && hasRest && this.columns.has("timegenerated") && !this.columns.has("time");
  }

  private merge(): void {
    const { cells, names, bytes } = this.rows;
    const { merged, properties } = this;
    merged.startRow();
    let propertiesSlot = -1;
    for (let at = 0; at < cells.foundCount; at++) {
      const slot = cells.found[at];
      if (this.isProperties(names[slot]) && bytes[cells.starts[slot]] === openBrace) {
        propertiesSlot = slot;
        continue;
      }
      this.recordSlots[slot] ??= this.slotFor(names[slot], recordKeys);
      if (cells.kinds[slot] !== tokenNull) merged.take(this.recordSlots[slot], cells, slot);
    }
    if (propertiesSlot < 0) return;
    properties.read(bytes, cells.starts[propertiesSlot]);
    for (let at = 0; at < properties.foundCount; at++) {
      const slot = properties.found[at];
      this.propertySlots[slot] ??= this.slotFor(properties.names[slot], propertyKeys);
      merged.take(this.propertySlots[slot], properties, slot);
    }
  }

  private isProperties(key: string): boolean {
    return key === "properties" && !this.columns.has("properties");
  }

  /** Keys that stand for no column keep their own name. */
  private slotFor(key: string, renamed: ReadonlyMap<string, readonly string[]>): number {
    const other = renamed.get(key)?.find((column) => this.columns.has(column.toLowerCase()));
    const name = other ?? this.columns.get(key.toLowerCase()) ?? key;
    let slot = this.slotOfName.get(name);
    if (slot === undefined) {
      slot = this.mergedNames.push(name) - 1;
      this.slotOfName.set(name, slot);
    }
    return slot;
  }
}
