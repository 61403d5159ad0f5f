/** Random tables, and the same rows in every encoding that a column may have, in batches of any size. */
import { isDeepStrictEqual } from "node:util";
import type { Column } from "../../../src/bind/bound.js";
import { memberAt } from "../../../src/exec/member.js";
import type { Table } from "../../../src/exec/table.js";
import { printJson } from "../../../src/types/json.js";
import type { KqlType } from "../../../src/types/kql-type.js";
import type { Cell, DynamicValue } from "../../../src/types/value.js";
import { Batch } from "../../../src/vector/batch.js";
import { allRows } from "../../../src/vector/selection.js";
import { cellsOf, type Vector, vectorOf } from "../../../src/vector/vector.js";
import { loadText } from "../../engine/load/load-text.js";
import { type Value, valuesOf } from "./cells.js";
import { type Choice, chance, pick, times } from "./choice.js";

export interface RandomTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}

/**
 * `flat` is the plain one. `wide` has 64-bit integers in a BigInt64Array, `stored` text and dynamic in a store, `loaded`
 * text and dynamic as the bytes of a file.
 */
export type Encoding = "flat" | "dictionary" | "stored" | "wide" | "loaded";

export const encodings: readonly Encoding[] = ["flat", "dictionary", "stored", "wide", "loaded"];

const columnsOf = (types: Readonly<Record<string, KqlType>>): readonly Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }));

const schemas: Readonly<Record<string, readonly Column[]>> = {
  T: columnsOf({
    k: "long",
    i: "int",
    l: "long",
    r: "real",
    m: "decimal",
    b: "bool",
    s: "string",
    s2: "string",
    t: "datetime",
    p: "timespan",
    g: "guid",
    d: "dynamic",
    a: "dynamic",
  }),
  U: columnsOf({ k: "long", s: "string", r: "real", x: "dynamic", t: "datetime", i: "long" }),
};

export const tableNames: readonly string[] = Object.keys(schemas);

export function columnsOfTable(name: string): readonly Column[] {
  return schemas[name] ?? [];
}

export function randomTables(choice: Choice, maxRows: number): RandomTable[] {
  return tableNames.map((name) => {
    const columns = columnsOfTable(name);
    // Few distinct values, so that keys meet.
    const pools = columns.map(({ type }) => {
      const values = valuesOf(type);
      return times(1 + choice.below(5), () => pick(choice, values));
    });
    const count = chance(choice, 10) ? 0 : choice.below(maxRows + 1);
    return { name, columns, rows: times(count, () => pools.map((pool) => pick(choice, pool))) };
  });
}

export interface Delivery {
  readonly encoding: Encoding;
  /** Rows of the batches, over and over; a plain table comes in one. */
  readonly batchSizes?: readonly number[];
  /** As a stream does it: only columns that the query was said to read can be read. */
  readonly isStream?: boolean;
}

export function tableOf(
  { name, columns, rows }: RandomTable,
  { encoding, batchSizes, isStream }: Delivery,
): Table {
  const vectors = columns.map(({ type }, col) => {
    const cells = rows.map((row) => row[col].cell);
    return encoding === "loaded" ? loadedOf(type, cells) : encode(type, cells, encoding);
  });
  const whole = Batch.of(rows.length, vectors);
  return {
    name,
    columns,
    ...(isStream === true ? {} : { rowCount: rows.length }),
    read({ used }) {
      const wanted = columns.map((_, col) => used.has(col));
      let from = 0;
      let turn = 0;
      return {
        next() {
          if (from >= rows.length) return undefined;
          const size = batchSizes === undefined ? rows.length : batchSizes[turn++ % batchSizes.length];
          const start = from;
          from = Math.min(rows.length, from + size);
          const batch = whole.slice(start, from);
          return { batch: isStream === true ? passing(batch, wanted) : batch };
        },
      };
    },
  };
}

function passing(batch: Batch, wanted: readonly boolean[]): Batch {
  return Batch.passing(batch.length, wanted, (col) => batch.column(col));
}

function encode(type: KqlType, cells: readonly Cell[], encoding: Encoding): Vector {
  if (encoding === "dictionary") return dictionaryOf(type, cells);
  if (encoding === "wide" && (type === "long" || type === "datetime" || type === "timespan")) {
    const data = BigInt64Array.from(cells, (cell) =>
      typeof cell === "number" || typeof cell === "bigint" ? BigInt(cell) : 0n,
    );
    const validity = Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1));
    return { encoding: "bigint", type, length: cells.length, data, validity };
  }
  if (encoding === "stored" && (type === "dynamic" || type === "string")) return storedOf(type, cells);
  return vectorOf(type, cells);
}

function loadedOf(type: KqlType, cells: readonly Cell[]): Vector {
  if ((type !== "dynamic" && type !== "string") || cells.length === 0) return vectorOf(type, cells);
  const lines = cells.map((cell) => `{"c":${printJson(cell as DynamicValue)}}`);
  const table = loadText(lines.join("\n"), { known: [{ name: "c", type }] });
  const loaded = table.read().next();
  if (loaded === undefined || loaded instanceof Promise) throw new Error("a loaded table is in memory");
  const vector = loaded.batch.column(0);
  // No file can hold some dynamic values: the least of zeros, and numbers that have no end.
  return cellsOf(vector).every((cell, row) => isDeepStrictEqual(cell, cells[row]))
    ? vector
    : vectorOf(type, cells);
}

function dictionaryOf(type: KqlType, cells: readonly Cell[]): Vector {
  // A map would take -0 for 0.
  const distinct: Cell[] = [];
  const codes = Int32Array.from(cells, (cell) => {
    const code = distinct.findIndex((known) => Object.is(known, cell));
    return code < 0 ? distinct.push(cell) - 1 : code;
  });
  const values = vectorOf(type, distinct.length === 0 ? [null] : distinct);
  return { encoding: "dict", type, length: cells.length, codes, dictionary: { values, rowCount: 1_000_000 } };
}

function storedOf(type: "dynamic" | "string", cells: readonly Cell[]): Vector {
  return {
    encoding: "stored",
    type,
    length: cells.length,
    rows: allRows(cells.length),
    store: {
      // The cells are those of a dynamic or a string column.
      cell: (row) => cells[row] as DynamicValue,
      path: (path, rows, length) =>
        vectorOf(
          "dynamic",
          Array.from({ length }, (_, at) => (rows[at] < 0 ? null : memberAt(cells[rows[at]], path))),
        ),
    },
  };
}
