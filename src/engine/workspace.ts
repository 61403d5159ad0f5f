import type { BoundPipeline, Column, ScanSource } from "../bind/bound.js";
import { watchlistTableName } from "../bind/catalog.js";
import { watchlistColumns } from "../bind/source.js";
import { type PipelineResult, runAsync, runSync } from "../exec/execute.js";
import { defaultLimits, type Limits } from "../exec/limits.js";
import { RunState } from "../exec/run-state.js";
import type { Table, TimeWindow } from "../exec/table.js";
import type { PipelineTrace } from "../exec/trace.js";
import type { RunEnvironment } from "../functions/entry.js";
import { operatorTable } from "../operators/index.js";
import { InternalError, KqlError } from "../text/errors.js";
import type { SourceText } from "../text/source.js";
import { ticksFromUnixMs } from "../types/calendar.js";
import { parseDatetime } from "../types/datetime.js";
import type { Ticks } from "../types/int64.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { asInt64 } from "../vector/vector.js";
import { type BoundText, bindText } from "./bind-text.js";
import { type BuiltinTables, internTable, type TableSchema, WorkspaceCatalog } from "./catalog.js";
import { missingExternalData } from "./diagnostics.js";
import { type InputRow, inferColumns } from "./inferred-schema.js";
import { renamedTable } from "./loaded-table.js";
import { PlanCache } from "./plan-cache.js";
import { seededRandom } from "./random.js";
import { QueryResult } from "./result.js";
import { RowsTable } from "./rows-table.js";
import { parseStoredFunction } from "./stored-function.js";

export interface WorkspaceOptions {
  /** What `now()` is: ISO 8601 text or a Date; default: the moment the workspace is made. */
  readonly now?: string | Date | undefined;
  /** Schemas of tables, beside the built-in ones and before them. */
  readonly schemas?: Readonly<Record<string, TableSchema>> | undefined;
  /** Default: `actual`. As published, `AzureDiagnostics` has no TimeGenerated. */
  readonly builtinTables?: BuiltinTables;
  readonly limits?: Partial<Limits> | undefined;
  /** Start of the numbers that `rand()` and the like draw from. */
  readonly seed?: number;
}

export interface TableOptions {
  /** In place of the built-in or the inferred schema. */
  readonly schema?: TableSchema;
  /** When each row was ingested; default: its TimeGenerated. */
  readonly ingestionTimes?: readonly (string | Date | null)[];
}

export interface QueryOptions {
  readonly now?: string | Date;
  /**
   * As `now`, in the engine's own count.
   * @internal
   */
  readonly nowTicks?: Ticks;
  /** Rows outside are not seen by scans of tables that have a TimeGenerated. */
  readonly window?: TimeWindow;
  /** Record how rows flow, for explanations. */
  readonly record?: boolean | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** Name of the text in diagnostics. */
  readonly name?: string;
  /** Ends the run when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Tables in place of those of the same name, with the same columns. */
  readonly tables?: ReadonlyMap<string, Table> | undefined;
}

/** A result with the trace of its run; no trace unless `record` was set. */
export interface RecordedResult {
  readonly result: QueryResult;
  readonly trace: PipelineTrace | undefined;
}

const plans = new PlanCache();

/** What gave a result; kept for as long as the result is. */
export interface ResultOrigin {
  readonly workspace: Workspace;
  readonly text: string;
  readonly options: QueryOptions;
}

const origins = new WeakMap<QueryResult, ResultOrigin>();

/** What gave a result of `Workspace.query`, so that a failing test can run it again with recording on. */
export function originOf(result: QueryResult): ResultOrigin | undefined {
  return origins.get(result);
}

const boundTexts = new WeakMap<PipelineTrace, BoundText>();

/** The text as it was bound for the run of a trace: binding it again may make other operators of it. */
export function boundTextOf(trace: PipelineTrace): BoundText | undefined {
  return boundTexts.get(trace);
}

/** Tables, functions and watchlists, and a clock: what queries run on. */
export class Workspace {
  private readonly catalog: WorkspaceCatalog;
  private readonly tables = new Map<string, Table>();
  private external: Map<string, readonly InputRow[]> | undefined;
  private readonly now: Ticks;
  private readonly limits: Limits;
  private readonly seed: number;

  constructor(options: WorkspaceOptions = {}) {
    this.catalog = new WorkspaceCatalog(options.builtinTables);
    this.now = ticksOf(options.now ?? new Date());
    this.limits = options.limits === undefined ? defaultLimits : { ...defaultLimits, ...options.limits };
    this.seed = options.seed ?? 1;
    if (options.schemas === undefined) return;
    for (const [name, schema] of Object.entries(options.schemas)) this.addSchema(name, schema);
  }

  /** Makes a table known without rows. */
  addSchema(name: string, schema: TableSchema): void {
    this.catalog.tables.set(name, internTable(columnsOf(schema)));
  }

  /**
   * Adds a table, in place of one of the same name. The schema is the one given here or known by `addSchema`, else the
   * built-in one with columns that only the rows have after it, else inferred from the rows. The rows are kept as they
   * are and must not be changed afterwards. A loaded table (`loadTable`) has its own schema.
   * @throws KqlError (`KQL320`), when a query reads it, for a cell that its column cannot hold.
   */
  addTable(name: string, rows: readonly InputRow[] | Table, options: TableOptions = {}): void {
    if (!isRows(rows)) {
      this.addLoadedTable(renamedTable(rows, name));
      return;
    }
    const known =
      options.schema === undefined ? this.catalog.table(name) : internTable(columnsOf(options.schema));
    const table = known === undefined ? internTable(inferColumns(rows)) : withExtraColumns(known, rows);
    this.catalog.tables.set(name, table);
    const ingestionTimes = options.ingestionTimes?.map(
      (time): Cell => (time === null ? null : ticksOf(time)),
    );
    this.tables.set(
      name,
      new RowsTable({
        name,
        columns: table.columns,
        rows,
        ...(ingestionTimes === undefined ? {} : { ingestionTimes }),
      }),
    );
  }

  /** Adds a table that has been loaded already. */
  addLoadedTable(table: Table): void {
    this.catalog.tables.set(table.name, internTable(table.columns));
    this.tables.set(table.name, table);
  }

  /**
   * Adds a stored function: a parameter list and a body, `(x:string) { ... }`, or a bare body.
   * @throws KqlError when the text does not parse.
   */
  addFunction(name: string, text: string, options: { readonly fileName?: string } = {}): void {
    this.catalog.addFunction(name, parseStoredFunction(name, text, options.fileName));
  }

  /** Adds a watchlist: what `_GetWatchlist('name')` yields, with `SearchKey` from the column named. */
  addWatchlist(name: string, rows: readonly InputRow[], options: { readonly searchKey?: string } = {}): void {
    const { searchKey } = options;
    const keyed = searchKey === undefined ? rows : rows.map((row) => ({ ...row, SearchKey: row[searchKey] }));
    // Without rows only the columns are known that all watchlists have.
    const table = internTable(rows.length === 0 ? watchlistColumns : inferColumns(keyed));
    this.catalog.addWatchlist(name, table);
    const tableName = watchlistTableName(name);
    this.tables.set(tableName, new RowsTable({ name: tableName, columns: table.columns, rows: keyed }));
  }

  /**
   * Gives the rows that `externaldata (...) ["address"]` yields, for its first address. Nothing is ever fetched: a
   * query that reads an address without rows here ends with KQL322.
   */
  addExternalData(address: string, rows: readonly InputRow[]): void {
    this.external ??= new Map();
    this.external.set(address, rows);
  }

  /** Columns of a table that this workspace or the built-in schemas know. */
  columnsOf(table: string): readonly Column[] | undefined {
    return this.catalog.table(table)?.columns;
  }

  /** Latest TimeGenerated of all rows; undefined when no row has one. */
  newestTime(): Ticks | undefined {
    let newest: Ticks | undefined;
    for (const [name, table] of this.tables) {
      if (!table.columns.some((column) => column.name === "TimeGenerated" && column.type === "datetime"))
        continue;
      const { result } = this.queryRecorded(`['${name}'] | summarize max(TimeGenerated)`);
      const time = asInt64(result.rows((cell) => cell)[0]?.[0] ?? null);
      if (time !== null && (newest === undefined || time > newest)) newest = time;
    }
    return newest;
  }

  /** A table that has rows here. */
  table(name: string): Table | undefined {
    return this.tables.get(name);
  }

  /** Names of the tables that have rows here. */
  get tableNames(): readonly string[] {
    return [...this.tables.keys()];
  }

  /**
   * Runs a query; of several query statements the first result.
   * @throws KqlError with every mistake found in the query, or the one that ended its run.
   */
  query(text: string, options: QueryOptions = {}): QueryResult {
    const { result } = this.queryRecorded(text, options);
    origins.set(result, { workspace: this, text, options });
    return result;
  }

  /** As `query`, with the trace of the run. */
  queryRecorded(text: string, options: QueryOptions = {}): RecordedResult {
    return this.runFirst(this.bind(text, options.name), options);
  }

  /** As `queryRecorded`, of a text that this workspace has bound. */
  runFirst(bound: BoundText, options: QueryOptions): RecordedResult {
    throwMistakes(bound, options);
    const recorded = this.runPart(bound, bound.query.results[0], options);
    if (recorded.trace !== undefined) boundTexts.set(recorded.trace, bound);
    return recorded;
  }

  /** Runs a pipeline made of parts of a bound query. */
  runPart(bound: BoundText, pipeline: BoundPipeline, options: QueryOptions = {}): RecordedResult {
    return finished(this.runState(bound, options), (state) => toResult(runSync(pipeline, state), state));
  }

  /** As `query`, one result for each query statement. */
  queryAll(text: string, options: QueryOptions = {}): QueryResult[] {
    const bound = this.bindOrThrow(text, options);
    return finished(this.runState(bound, options), (state) =>
      bound.query.results.map((pipeline) => toResult(runSync(pipeline, state), state).result),
    );
  }

  /** As `query`, over tables that may be streamed; lets other work go on between batches. */
  async queryAsync(text: string, options: QueryOptions = {}): Promise<QueryResult> {
    const bound = this.bindOrThrow(text, options);
    const state = this.runState(bound, options);
    const ran = await runAsync(bound.query.results[0], state).catch((error) => state.failFor(error));
    return finished(state, () => toResult(ran, state).result);
  }

  /** Parses and binds a query against what this workspace knows, and keeps the plan. */
  bind(text: string, name = "query"): BoundText {
    return plans.get(text, this.catalog, (catalog) => bindText({ name, text }, catalog));
  }

  /** As `bind`, with columns for the watchlists that aren't given. The plan is for looking at, and isn't kept. */
  bindAssuming(text: string, name: string, columns: readonly Column[]): BoundText {
    const { catalog } = this;
    const assumed = { columns };
    return bindText(
      { name, text },
      {
        table: (table) => catalog.table(table),
        tableNames: () => catalog.tableNames(),
        isGiven: (table) => catalog.isGiven(table),
        function: (called) => catalog.function(called),
        functionNames: () => catalog.functionNames(),
        watchlist: (watchlist) => catalog.watchlist(watchlist) ?? assumed,
        watchlistNames: () => catalog.watchlistNames(),
      },
    );
  }

  private bindOrThrow(text: string, options: QueryOptions): BoundText {
    const bound = this.bind(text, options.name);
    throwMistakes(bound, options);
    return bound;
  }

  private runState(bound: BoundText, options: QueryOptions): RunState {
    const limits = options.limits === undefined ? this.limits : { ...this.limits, ...options.limits };
    const environment: RunEnvironment = {
      now:
        bound.query.now ?? options.nowTicks ?? (options.now === undefined ? this.now : ticksOf(options.now)),
      random: seededRandom(this.seed),
      maxStringLength: limits.maxStringLength,
    };
    const given = options.tables;
    return new RunState({
      source:
        options.name === undefined || options.name === bound.source.name
          ? bound.source
          : { name: options.name, text: bound.source.text },
      operators: operatorTable,
      environment,
      limits,
      tables: (source) =>
        source.origin === "external"
          ? this.externalTable(source, bound.source)
          : (given?.get(source.table) ?? this.tables.get(source.table) ?? this.emptyTable(source.table)),
      window: options.window,
      isRecording: options.record === true,
      clockMs,
      pause,
      signal: options.signal,
    });
  }

  /** Rows that stand for an address of `externaldata`, read by the columns that the query declares. */
  private externalTable({ table: name, columns, span }: ScanSource, text: SourceText): Table {
    const rows = this.external?.get(name);
    if (rows === undefined) throw new KqlError([missingExternalData(name, span)], text);
    return new RowsTable({ name, columns, rows });
  }

  /** A table that is known but has no rows. */
  private emptyTable(name: string): Table {
    const known = this.catalog.table(name);
    if (known === undefined) throw new InternalError(`table ${name} is bound, and not known`);
    return new RowsTable({ name, columns: known.columns, rows: [] });
  }
}

function throwMistakes({ source, diagnostics, query }: BoundText, { name }: QueryOptions): void {
  const isWhole = query.unsupported.length === 0 && query.results.length > 0;
  if (diagnostics.length === 0 && isWhole) return;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const lacking = query.results.length === 0 ? [noResult(source)] : query.unsupported;
  const problems = errors.length > 0 ? errors : lacking;
  if (problems.length > 0) throw new KqlError(problems, { name: name ?? source.name, text: source.text });
}

const clockMs = (): number => performance.now();

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function isRows(rows: readonly InputRow[] | Table): rows is readonly InputRow[] {
  return Array.isArray(rows);
}

function noResult(source: SourceText): KqlError["diagnostics"][number] {
  return {
    code: "KQL190",
    severity: "error",
    span: { start: 0, end: source.text.length },
    message: "the query has no statement that yields rows",
    hints: ["end it with a table or a `print`"],
  };
}

/** Runs to the end, and turns what the platform refuses into the error of a limit. */
function finished<T>(state: RunState, run: (state: RunState) => T): T {
  try {
    const result = run(state);
    state.end();
    return result;
  } catch (error) {
    return state.failFor(error);
  }
}

/** The rows of a run, worked out to the last cell: its limits hold for them. */
function toResult({ relation, trace }: PipelineResult, state: RunState): RecordedResult {
  state.checkResultRows(relation.rowCount);
  const result = new QueryResult(relation.columns, relation.batch);
  result.complete();
  return { result, trace };
}

function columnsOf(schema: TableSchema): Column[] {
  return Object.entries(schema).map(([name, type]: [string, KqlType]) => ({ name, type }));
}

/** The known columns, then those that only the rows have, typed by their values. */
function withExtraColumns(
  known: { readonly columns: readonly Column[] },
  rows: readonly InputRow[],
): { readonly columns: readonly Column[] } {
  const seen = seenNamesOf(known);
  if (!hasExtraColumn(rows, seen)) return known;
  const extra = inferColumns(rows).filter(({ name }) => !seen.names.has(name));
  return internTable([...known.columns, ...extra]);
}

/** Names of a schema, and those at each place of the rows seen last. */
interface SeenNames {
  readonly names: ReadonlySet<string>;
  readonly order: string[];
}

/** Whether a row has a name that the schema has not. Rows mostly have the names of the row before, in its order. */
function hasExtraColumn(rows: readonly InputRow[], { names, order }: SeenNames): boolean {
  for (const row of rows) {
    let at = 0;
    for (const name in row) {
      // Within its length the list holds texts alone, so that comparing them is comparing addresses.
      if (at >= order.length || order[at] !== name) {
        if (!names.has(name)) return true;
        order[at] = name;
      }
      at++;
    }
  }
  return false;
}

const seenNames = new WeakMap<object, SeenNames>();

function seenNamesOf(table: { readonly columns: readonly Column[] }): SeenNames {
  let seen = seenNames.get(table);
  if (seen === undefined) {
    seen = { names: new Set(table.columns.map(({ name }) => name)), order: [] };
    seenNames.set(table, seen);
  }
  return seen;
}

/** @throws RangeError for text that is no datetime. */
export function ticksOf(time: string | Date): Ticks {
  const ticks = time instanceof Date ? ticksFromUnixMs(time.getTime()) : parseDatetime(time);
  if (ticks === null)
    throw new RangeError(`\`${String(time)}\` is not a datetime such as 2026-04-06T12:00:00Z`);
  return ticks;
}
