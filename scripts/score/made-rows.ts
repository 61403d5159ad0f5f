/** Rows for the tables of a query, drawn so that its literals and the names that it looks for occur. */
import type { BoundQuery } from "../../src/bind/bound.js";
import type { InputRow } from "../../src/engine/inferred-schema.js";
import { seededRandom } from "../../src/engine/random.js";
import type { Workspace } from "../../src/engine/workspace.js";
import { visitPlan } from "../../src/rules/plan/visit-plan.js";
import { builtinTable } from "../../src/schemas/schemas.js";
import { type ColumnUse, type TableUse, usesOfQuery } from "../../src/testing/fuzz/column-uses.js";
import type { KqlType } from "../../src/types/kql-type.js";
import { namesOfQuery, type QueryNames } from "./query-names.js";

const rowsPerTable = 200;
const texts = [
  "eve@contoso.com",
  "Bob@contoso.com",
  "10.0.0.7",
  "203.0.113.9",
  "WS01",
  "cmd.exe",
  "https://example.com/a?b=c",
  "",
];

interface RowMaker {
  readonly now: string;
  readonly random: () => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Names that columns made of data may have. */
  readonly keys: readonly string[];
  /** Those that are no columns of the table. */
  readonly bagKeys: readonly string[];
  /** Texts for parts of bags and of XML. */
  readonly values: readonly string[];
}

/** Gives a workspace what a query reads: tables, and the one function that needs a database of addresses. */
export function addMadeRows(workspace: Workspace, text: string, query: BoundQuery, now: string): void {
  const names = namesOfQuery(text);
  const tables = allUses(query, names);
  for (const { table, uses } of tables) {
    const random = seededRandom(table.length * 7919 + uses.length);
    const pick: RowMaker["pick"] = (list) => list[Math.floor(random() * list.length)];
    const keys = newNames(names);
    const literals = [...names.compared.values()].flat().map(String);
    const values = [...texts, ...literals, ...literals.map((literal) => `C:\\dir\\${literal}`)];
    const maker = {
      now,
      random,
      pick,
      keys,
      bagKeys: keys.filter((key) => !columnsOf(table).has(key)),
      values,
    };
    workspace.addTable(table, makeRows(table, uses, names, maker));
  }
  for (const name of names.customTables) {
    if (tables.some(({ table }) => table === name) || builtinTable(name) !== undefined) continue;
    workspace.addTable(name, [], { schema: customSchema(names) });
  }
  visitPlan(query.results, {
    source: (source) => {
      if (source.kind === "scan" && source.origin === "external") workspace.addExternalData(source.table, []);
    },
  });
  workspace.addFunction("geo_info_from_ip_address", locations);
}

const locations = `(ip:string) {
  iff(ip == "203.0.113.9", dynamic({"country": "Germany", "state": "Berlin", "city": "Berlin"}), dynamic({}))
}`;

/** What the query reads of its tables; of those that only a run will bind, what its text names of them. */
function allUses(query: BoundQuery, { names, compared }: QueryNames): readonly TableUse[] {
  const known = usesOfQuery(query).tables;
  const others = [...names].flatMap((name): TableUse[] => {
    const table = builtinTable(name);
    if (table === undefined || known.some((use) => use.table === name)) return [];
    const columns = table.columns.filter((column) => names.has(column.name));
    const uses = columns.map(({ name: column, type }): ColumnUse => {
      return { column, type, path: [], isFiltered: false, literals: compared.get(column) ?? [] };
    });
    return [{ table: name, uses }];
  });
  return [...known, ...others];
}

function columnsOf(table: string): ReadonlySet<string> {
  return new Set(builtinTable(table)?.columns.map(({ name }) => name));
}

/** Names that neither the query makes nor its tables must have. */
function newNames({ names, made, pivotKeys }: QueryNames): string[] {
  return [...names].filter((name) => !made.has(name) && !pivotKeys.has(name));
}

/** Columns of custom logs say their type by their suffix. */
const suffixTypes: ReadonlyMap<string, KqlType> = new Map<string, KqlType>([
  ["_s", "string"],
  ["_d", "real"],
  ["_t", "datetime"],
  ["_g", "guid"],
  ["_b", "bool"],
]);

function customSchema({ names }: QueryNames): Record<string, KqlType> {
  const typed = [...names].flatMap((name): [string, KqlType][] => {
    const type = suffixTypes.get(name.slice(-2));
    return type === undefined ? [] : [[name, type]];
  });
  return { TimeGenerated: "datetime", ...Object.fromEntries(typed) };
}

function makeRows(
  table: string,
  uses: readonly ColumnUse[],
  { xml, pivotKeys }: QueryNames,
  maker: RowMaker,
): InputRow[] {
  const columns = columnsOf(table);
  const { random, pick } = maker;
  return Array.from({ length: rowsPerTable }, () => {
    const row: Record<string, unknown> = {};
    for (const use of uses) {
      if (use.column.startsWith("$")) continue;
      const value = use.literals.length > 0 && random() < 0.8 ? pick(use.literals) : cellFor(use.type, maker);
      place(row, use, value);
    }
    for (const { column, elements } of xml) {
      if (!columns.has(column)) continue;
      row[column] = xmlText(elements, maker);
      // Some columns of these tables are in no reference.
      for (const key of pivotKeys) if (!columns.has(key)) row[key] = pick(texts);
    }
    if (columns.has("TimeGenerated"))
      row.TimeGenerated = new Date(
        Date.parse(maker.now) - 1000 - random() ** 3 * 14 * 86_400_000,
      ).toISOString();
    return row;
  });
}

/** Elements one inside the other; the last, once for each key, with the key as its `Name`. */
function xmlText(elements: readonly string[], { keys, pick, values }: RowMaker): string {
  const last = elements[elements.length - 1];
  const outer = elements.slice(0, -1);
  const named = keys
    .filter((key) => /^\w+$/.test(key))
    .map((key) => `<${last} Name="${key}">${escapeXml(pick(values))}</${last}>`);
  const [first = "", ...rest] = outer;
  const open = [`<${first} type="System.XmlData">`, ...rest.map((name) => `<${name}>`)];
  const close = outer.map((name) => `</${name}>`).reverse();
  return [...open, ...named, ...close].join("");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function bagOf(keys: readonly string[], value: unknown): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, value]));
}

function cellFor(type: KqlType, { now, random, pick, bagKeys, values }: RowMaker): unknown {
  switch (type) {
    case "bool":
      return random() < 0.5;
    case "int":
    case "long":
      return Math.floor(random() * 1000);
    case "real":
      return random() * 1000;
    case "decimal":
      return (random() * 1000).toFixed(3);
    case "datetime":
      return new Date(Date.parse(now) - random() * 86_400_000).toISOString();
    case "timespan":
      return `00:${String(Math.floor(random() * 60)).padStart(2, "0")}:00`;
    case "guid":
      return "74be27de-1e4e-49d9-b579-fe0b331d3642";
    case "string":
      return pick(texts);
    case "dynamic":
      return pick([
        { a: 1, b: "x" },
        ["eve@contoso.com", "bob@contoso.com"],
        "text",
        5,
        null,
        [{ Type: "account", Name: "eve" }],
        [bagOf(bagKeys, [bagOf(bagKeys, pick(values))])],
      ]);
  }
}

function place(row: Record<string, unknown>, { column, path, type }: ColumnUse, value: unknown): void {
  const fitting = path.length > 0 || fits(type, value) ? value : undefined;
  if (path.length === 0) row[column] = fitting;
  else row[column] = inside(row[column], path, fitting);
}

/** A literal that a function was compared with need not fit the column itself. */
function fits(type: KqlType, value: unknown): boolean {
  if (type === "string" || type === "dynamic") return true;
  if (type === "datetime") return typeof value === "string" && !Number.isNaN(Date.parse(value));
  if (type === "bool") return typeof value === "boolean";
  if (type === "int" || type === "long") return typeof value === "number" && Number.isInteger(value);
  if (type === "real") return typeof value === "number";
  return typeof value === "string";
}

function inside(container: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const items: unknown[] = Array.isArray(container) ? [...container] : [];
    const index = Math.max(0, Math.min(step, 20));
    while (items.length <= index) items.push({});
    items[index] = inside(items[index], rest, value);
    return items;
  }
  const bag: Record<string, unknown> =
    typeof container === "object" && container !== null && !Array.isArray(container) ? { ...container } : {};
  bag[step] = inside(bag[step], rest, value);
  return bag;
}
