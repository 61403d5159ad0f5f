/** The source rows that a predicate holds for, by the tables' own columns and those that the query makes of them. */
import type { BoundOperator, BoundPipeline } from "../bind/bound.js";
import { Workspace } from "../engine/workspace.js";
import type { Table } from "../exec/table.js";
import { hasLayout } from "../rules/plan/operator-shapes.js";
import { KqlError } from "../text/errors.js";
import { flowOf, lastPlace, type Place } from "./flow.js";
import { backward, type SourceRow, scansOf, sourceRowsIn } from "./lineage.js";
import { type RowSet, rowsOutOf } from "./rows.js";
import type { Subject } from "./subject.js";

/** What a predicate is put to. */
interface Candidate {
  readonly rows: RowSet;
  /** Emits the rows, in a flow of its own. */
  readonly place: Place;
}

/**
 * Rows of the tables that the query reads, whether the run saw them or not.
 * @throws KqlError when the predicate fits the columns of no table.
 */
export function matchingRows(subject: Subject, predicate: string): SourceRow[] {
  const found = new Map<string, SourceRow>();
  let refusal: KqlError | undefined;
  let isBound = false;
  for (const scan of scansOf(subject.flow)) {
    for (const candidate of candidatesOf(subject, scan)) {
      const matched = matchesOf(candidate, predicate);
      if (matched instanceof KqlError) {
        refusal ??= matched;
        continue;
      }
      isBound = true;
      const sources = sourceRowsIn(backward(candidate.place, matched));
      for (const source of sources) found.set(`${source.row} ${source.table}`, source);
      break;
    }
  }
  if (!isBound && refusal !== undefined) throw refusal;
  return [...found.values()];
}

/** The table's rows with the columns that the query adds before it first groups or joins, then the bare table. */
function candidatesOf(subject: Subject, scan: Place): Candidate[] {
  const { bound, workspace } = subject;
  const source = boundSourceOf(subject, scan);
  if (source === undefined) return [];
  const operators = columnMakers(scan);
  const lists: readonly (readonly BoundOperator[])[] = operators.length === 0 ? [[]] : [operators, []];
  return lists.flatMap((list): Candidate[] => {
    const output = list.at(-1)?.output ?? { columns: source.columns, isSerialized: false, isOpen: false };
    const pipeline: BoundPipeline = {
      kind: "bound-pipeline",
      source,
      operators: list,
      output,
      span: scan.span,
    };
    const { trace } = workspace.runPart(bound, pipeline, { record: true });
    if (trace === undefined) return [];
    const place = lastPlace(flowOf(trace).result);
    return [{ rows: rowsOutOf(place), place }];
  });
}

type ScanSource = Extract<BoundPipeline["source"], { readonly kind: "scan" }>;

/** A source that reads the whole table. */
function boundSourceOf({ workspace }: Subject, { source }: Place): ScanSource | undefined {
  if (source?.kind !== "scan") return undefined;
  const { table, columns, span } = source;
  if (workspace.table(table) === undefined) return undefined;
  return { kind: "scan", table, columns, span, used: new Set(columns.keys()) };
}

/** Operators behind a scan that make columns row by row; conditions are left out. */
function columnMakers(scan: Place): BoundOperator[] {
  const makers: BoundOperator[] = [];
  for (const { operator } of scan.stage.places.slice(1)) {
    if (operator === undefined) continue;
    if (hasLayout(operator.operator) && operator.kind !== "distinct" && operator.inputs.length === 0) {
      makers.push(operator.operator);
    } else if (!filtering.has(operator.kind)) break;
  }
  return makers;
}

const filtering = new Set(["where", "sort", "take", "top", "sample", "as", "serialize"]);

const tableName = "rows";

/** Rows of a candidate for which the predicate holds, or why it does not fit. */
function matchesOf({ rows: { columns, batch } }: Candidate, predicate: string): number[] | KqlError {
  const table: Table = {
    name: tableName,
    columns: columns.filter(({ isHidden }) => isHidden !== true),
    rowCount: batch.length,
    read() {
      let isRead = false;
      return {
        next() {
          if (isRead) return undefined;
          isRead = true;
          const visible = columns.flatMap(({ isHidden }, col) => (isHidden === true ? [] : [col]));
          return { batch: batch.project(visible) };
        },
      };
    },
  };
  const workspace = new Workspace();
  workspace.addLoadedTable(table);
  try {
    const text = `${tableName} | where ${predicate}`;
    const { trace } = workspace.queryRecorded(text, { record: true, name: "--why-not" });
    if (trace === undefined) return [];
    const { result } = flowOf(trace);
    const all = Array.from({ length: lastPlace(result).rowsOut }, (_, row) => row);
    return sourceRowsIn(backward(lastPlace(result), all)).map(({ row }) => row);
  } catch (error) {
    if (error instanceof KqlError) return error;
    throw error;
  }
}
