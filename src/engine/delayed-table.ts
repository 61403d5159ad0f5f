import type { Column } from "../bind/bound.js";
import type { ScanRequest, Table, TableBatch, TableReader } from "../exec/table.js";
import { addInt64, type Int64 } from "../types/int64.js";
import { asInt64, cellReader, type Vector, vectorOf } from "../vector/vector.js";

/** When rows arrive: so long after they were generated, or as a datetime column of theirs says. */
export type Delay =
  | { readonly kind: "constant"; readonly ticks: Int64 }
  | { readonly kind: "column"; readonly name: string };

/** A table whose rows arrive late. A table without TimeGenerated, or without the column named, is left as it is. */
export function delayedTable(table: Table, delay: Delay): Table {
  const wanted = delay.kind === "constant" ? "TimeGenerated" : delay.name;
  const at = table.columns.findIndex(({ name, type }) => name === wanted && type === "datetime");
  return at === -1 ? table : new DelayedTable(table, at, delay.kind === "constant" ? delay.ticks : 0);
}

class DelayedTable implements Table {
  readonly name: string;
  readonly columns: readonly Column[];
  declare readonly rowCount?: number;

  constructor(
    private readonly inner: Table,
    private readonly timeAt: number,
    private readonly ticks: Int64,
  ) {
    this.name = inner.name;
    this.columns = inner.columns;
    if (inner.rowCount !== undefined) this.rowCount = inner.rowCount;
  }

  read(request: ScanRequest): TableReader {
    const reader = this.inner.read({ ...request, used: new Set([...request.used, this.timeAt]) });
    const arrive = (next: TableBatch | undefined): TableBatch | undefined =>
      next && { ...next, ingestionTime: this.ingestionTime(next.batch.column(this.timeAt)) };
    return {
      next: () => {
        const next = reader.next();
        return next instanceof Promise ? next.then(arrive) : arrive(next);
      },
    };
  }

  private ingestionTime(times: Vector): Vector {
    if (this.ticks === 0) return times;
    const read = cellReader(times);
    const cells = Array.from({ length: times.length }, (_, row) => {
      const time = asInt64(read(row));
      return time === null ? null : addInt64(time, this.ticks);
    });
    return vectorOf("datetime", cells);
  }
}
