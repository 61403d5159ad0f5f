/** The nodes and edges of a graph out of tables. */
import type { Column } from "../bind/bound.js";
import type { GraphType } from "../bind/graph.js";
import type { Graph } from "../exec/graph.js";
import type { OperatorRun } from "../exec/run.js";
import { cellKey } from "../types/compare.js";
import type { Cell } from "../types/value.js";
import { newInts } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import { cellReader, type Vector, vectorOf } from "../vector/vector.js";

export interface NodeTable {
  /** Among the operator's inputs. */
  readonly input: number;
  readonly key: number;
  readonly columns: readonly Column[];
}

export interface GraphSource {
  readonly edgeColumns: readonly Column[];
  /** Columns of the edges that can be seen. */
  readonly shown: readonly number[];
  readonly source: number;
  readonly target: number;
  readonly tables: readonly NodeTable[];
}

/** The rows of the edges, and of each table of nodes. */
export interface GraphRows {
  readonly edges: Batch;
  readonly tables: readonly Batch[];
}

const bytesPerNode = 64;

/** Numbers nodes by their ids, in the order in which those first come. */
class NodeNumbers {
  readonly ids: Cell[] = [];
  private readonly numbers = new Map<string | number | bigint, number>();

  constructor(
    private readonly type: GraphType["id"],
    private readonly run: OperatorRun,
  ) {}

  numberOf(id: Cell): number {
    if (id === null && this.type !== "string")
      this.run.fail("KQL323", "the id of a node is null; what Kusto makes of that is not documented");
    const key = cellKey(id, this.type);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.run.reserveMemory(bytesPerNode);
    this.numbers.set(key, this.ids.length);
    return this.ids.push(id) - 1;
  }
}

/** Nodes stand in the order in which the tables of nodes, then the edges, name them. */
export function buildGraph(source: GraphSource, type: GraphType, rows: GraphRows, run: OperatorRun): Graph {
  const { edges, tables } = rows;
  const numbers = new NodeNumbers(type.id, run);
  const numbered = tables.map((table, at) =>
    Int32Array.from(cellsOfColumn(table, source.tables[at].key), (id) => numbers.numberOf(id)),
  );
  const sourceIds = cellReader(edges.column(source.source));
  const targetIds = cellReader(edges.column(source.target));
  const sources = newInts(edges.length);
  const targets = newInts(edges.length);
  for (let edge = 0; edge < edges.length; edge++) {
    sources[edge] = numbers.numberOf(sourceIds(edge));
    targets[edge] = numbers.numberOf(targetIds(edge));
  }
  const ids = vectorOf(type.id, numbers.ids);
  const keys = new Set(source.tables.map(({ columns, key }) => columns[key].name));
  if (keys.size > 1) refuseUntold(numbers.ids.length, numbered, run);
  const properties = type.nodes.map(({ name, type: columnType }): Vector => {
    if (tables.length === 0 || (keys.size === 1 && keys.has(name))) return ids;
    const cells = new Array<Cell>(numbers.ids.length).fill(null);
    source.tables.forEach(({ columns }, at) => {
      const column = columns.findIndex((candidate) => candidate.name === name);
      if (column >= 0) fill(cells, cellsOfColumn(tables[at], column), numbered[at]);
    });
    return vectorOf(columnType, cells);
  });
  const nodes = Batch.of(numbers.ids.length, properties);
  return { ids, nodes, edges: edges.project(source.shown), sources, targets };
}

/** A node that just edges name has its id for a property: of which name, is not known where tables call it differently. */
function refuseUntold(count: number, numbered: readonly Int32Array[], run: OperatorRun): void {
  const told = new Set(numbered.flatMap((nodes) => [...nodes]));
  if (told.size < count)
    run.fail(
      "KQL325",
      "an edge names a node that no table of nodes has, and those call their ids differently",
    );
}

function* cellsOfColumn(batch: Batch, column: number): Iterable<Cell> {
  const read = cellReader(batch.column(column));
  for (let row = 0; row < batch.length; row++) yield read(row);
}

/** What is told of a node first stays, unless it is nothing. */
function fill(cells: Cell[], told: Iterable<Cell>, nodes: Int32Array): void {
  let row = 0;
  for (const cell of told) {
    const node = nodes[row++];
    const before = cells[node];
    if (before === null || before === "") cells[node] = cell;
  }
}

/** The rows of each value of a column that the edges and all tables of nodes have. */
export function graphPartitions(
  { edges, tables }: GraphRows,
  columns: readonly Column["type"][],
  keys: readonly number[],
): GraphRows[] {
  const all = [edges, ...tables];
  const parts = new Map<string | number | bigint, number[][]>();
  all.forEach((batch, at) => {
    let row = 0;
    for (const cell of cellsOfColumn(batch, keys[at])) {
      const key = cellKey(cell, columns[at]);
      const part = parts.get(key) ?? all.map(() => []);
      parts.set(key, part);
      part[at].push(row++);
    }
  });
  return [...parts.values()].map((rows) => {
    const [first, ...others] = all.map((batch, at) => batch.select(Int32Array.from(rows[at])));
    return { edges: first, tables: others };
  });
}
