/** Arbitraries of rows and tables by schema. */
import fc from "fast-check";
import type { Column } from "../../bind/bound.js";
import type { TableSchema } from "../../engine/catalog.js";
import type { InputRow } from "../../engine/inferred-schema.js";
import { builtinTable, builtinTableNames } from "../../schemas/schemas.js";
import { didYouMean } from "../../text/suggest.js";
import type { KqlType } from "../../types/kql-type.js";

export interface RowsOptions {
  /** Columns of the table, in place of the built-in schema. */
  readonly schema?: TableSchema;
  /** TimeGenerated lies in [from, to); default: the day before `to`, and `to` is 2026-04-06T12:00:00Z. */
  readonly from?: string | Date;
  readonly to?: string | Date;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Only these columns are set; default: all but those that the service fills. */
  readonly columns?: readonly string[];
  /** Arbitraries of single columns, in place of those of their types. */
  readonly values?: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

/** Filled by the service, and of no interest to a rule. */
const serviceColumns = new Set([
  "TenantId",
  "SourceSystem",
  "Type",
  "_ResourceId",
  "_SubscriptionId",
  "_ItemId",
  "_IsBillable",
  "_BilledSize",
]);

const defaultTo = "2026-04-06T12:00:00Z";
const dayMs = 86_400_000;

/**
 * Rows of a table, with values of each column's type; a column may be left out, and a dynamic column holds any JSON.
 * @throws RangeError for a table that is not built in and comes without a schema.
 * @example
 * fc.assert(fc.property(rowsOf("AuditLogs", { maxLength: 5 }), (rows) => rows.length <= 5));
 */
export function rowsOf(table: string, options: RowsOptions = {}): fc.Arbitrary<InputRow[]> {
  const { minLength = 0, maxLength = 20 } = options;
  return fc.array(rowOf(table, options), { minLength, maxLength });
}

/** One row of a table. */
export function rowOf(table: string, options: RowsOptions = {}): fc.Arbitrary<InputRow> {
  const wanted = options.columns === undefined ? undefined : new Set(options.columns);
  const columns = columnsOfTable(table, options.schema).filter(({ name }) =>
    wanted === undefined ? !serviceColumns.has(name) : wanted.has(name),
  );
  const model = Object.fromEntries(
    columns.map(({ name, type }): [string, fc.Arbitrary<unknown>] => [
      name,
      options.values?.[name] ?? (name === "TimeGenerated" ? timeWithin(options) : cellOf(type)),
    ]),
  );
  const requiredKeys = "TimeGenerated" in model ? ["TimeGenerated"] : [];
  return fc.record(model, { requiredKeys });
}

/** Tables by name, each of rows by its schema. */
export function tablesOf(
  tables: readonly string[],
  options: RowsOptions = {},
): fc.Arbitrary<Record<string, InputRow[]>> {
  return fc.record(Object.fromEntries(tables.map((table) => [table, rowsOf(table, options)])));
}

function columnsOfTable(table: string, schema: TableSchema | undefined): readonly Column[] {
  if (schema !== undefined) return Object.entries(schema).map(([name, type]) => ({ name, type }));
  const known = builtinTable(table)?.columns;
  if (known !== undefined) return known;
  const hints = didYouMean(table, builtinTableNames());
  throw new RangeError([`no built-in table \`${table}\``, ...hints, "or give its `schema`"].join("; "));
}

/** Whole seconds in [from, to), as ISO 8601 text; shrinks towards `from`. */
export function timeWithin({ from, to }: Pick<RowsOptions, "from" | "to">): fc.Arbitrary<string> {
  const end = new Date(to ?? defaultTo).getTime();
  const start = from === undefined ? end - dayMs : new Date(from).getTime();
  const seconds = Math.max(0, Math.floor((end - start - 1) / 1000));
  return fc.integer({ min: 0, max: seconds }).map((second) => new Date(start + 1000 * second).toISOString());
}

/** A value of a type, as it would stand in a row. */
function cellOf(type: KqlType): fc.Arbitrary<unknown> {
  switch (type) {
    case "bool":
      return fc.boolean();
    case "int":
      return fc.integer();
    case "long":
      return fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
    case "real":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "decimal":
      return fc.integer().map((value) => (value / 100).toFixed(2));
    case "string":
      return fc.oneof(
        fc.constant(""),
        fc.string({ maxLength: 12 }),
        fc.string({ unit: "grapheme", maxLength: 6 }),
      );
    case "guid":
      return fc.uuid();
    case "datetime":
      return timeWithin({});
    case "timespan":
      return fc
        .integer({ min: 0, max: 86_399 })
        .map((seconds) => new Date(1000 * seconds).toISOString().slice(11, 19));
    case "dynamic":
      return fc.jsonValue({ maxDepth: 2 });
  }
}
