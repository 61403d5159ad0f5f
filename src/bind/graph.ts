/**
 * Graphs while binding. A graph goes from operator to operator as rows with hidden columns of their own: first a row for
 * each node, then one for each edge. So it is shared, limited and partitioned as tables are.
 */
import type { Span } from "../text/span.js";
import type { KqlType } from "../types/kql-type.js";
import type { Column, RelationType } from "./bound.js";
import { derivedColumn } from "./columns.js";
import { graphAsTable } from "./diagnostics.js";
import { type Session, spanIn } from "./session.js";

/** What the nodes and the edges of a graph tell of themselves. */
export interface GraphType {
  /** Of the ids of nodes. */
  readonly id: KqlType;
  readonly nodes: readonly Column[];
  readonly edges: readonly Column[];
}

/** No name in a query holds these. */
const endColumns = ["\0source", "\0target"];
const idName = "\0id";
const nodePrefix = "\0node ";
const edgePrefix = "\0edge ";

/** The columns of a graph's rows: the places of an edge's nodes, a node's id, then what nodes and edges tell. */
export function graphColumns({ id, nodes, edges }: GraphType): Column[] {
  const hidden = (prefix: string, columns: readonly Column[]): Column[] =>
    columns.map((column) => {
      const { type, isTypeOpen } = column;
      const own = { name: `${prefix}${column.name}`, type, isHidden: true } as const;
      return derivedColumn(isTypeOpen === true ? { ...own, isTypeOpen } : own, [column]);
    });
  return [
    ...endColumns.map((name): Column => ({ name, type: "long", isHidden: true })),
    { name: idName, type: id, isHidden: true },
    ...hidden(nodePrefix, nodes),
    ...hidden(edgePrefix, edges),
  ];
}

/** What a relation tells of the graph that it is; undefined for a table. */
export function graphTypeOf(columns: readonly Column[]): GraphType | undefined {
  if (columns[0]?.name !== endColumns[0]) return undefined;
  const shown = (prefix: string): Column[] =>
    columns.flatMap((column) => {
      if (!column.name.startsWith(prefix)) return [];
      const { type, isTypeOpen } = column;
      const own = { name: column.name.slice(prefix.length), type } as const;
      return [derivedColumn(isTypeOpen === true ? { ...own, isTypeOpen } : own, [column])];
    });
  const id = columns.find(({ name }) => name === idName)?.type ?? "string";
  return { id, nodes: shown(nodePrefix), edges: shown(edgePrefix) };
}

/** What goes on where only a table can stand: the table, or after a report of a graph anything. */
export function tableOnly(relation: RelationType, span: Span, session: Session): RelationType {
  if (graphTypeOf(relation.columns) === undefined) return relation;
  session.report(graphAsTable(spanIn(session, span)));
  return { columns: [], isSerialized: false, isOpen: true };
}
