/** What must hold for any program over any rows. Each law takes choices and throws where it is broken. */
import { deepEqual } from "node:assert/strict";
import { compile } from "../../../src/engine/compile.js";
import { operatorSyntax } from "../../../src/operators/syntax-table.js";
import { parseQuery } from "../../../src/syntax/parse.js";
import { printQuery } from "../../../src/syntax/print.js";
import { withoutPlaces } from "../../syntax/syntax-values.js";
import { type Choice, pick, shuffled, times } from "./choice.js";
import { outcomeOf, sorted, workspaceOf } from "./outcome.js";
import { program, tableSchemas } from "./programs.js";
import { type Delivery, type Encoding, randomTables } from "./tables.js";

export type Law = (choice: Choice) => void;

const maxRows = 12;

/** @throws AssertionError that shows the program */
function same(actual: unknown, expected: unknown, text: string): void {
  try {
    deepEqual(actual, expected);
  } catch (error) {
    throw new Error(`for\n${text}\n${error instanceof Error ? error.message : String(error)}`);
  }
}

function printsAndParses(choice: Choice): void {
  const { text } = program(choice);
  const { query, diagnostics } = parseQuery(text, operatorSyntax);
  same(diagnostics, [], text);
  const printed = printQuery(query, operatorSyntax);
  const again = parseQuery(printed, operatorSyntax);
  same(withoutPlaces(again.query), withoutPlaces(query), printed);
}

/** The same outcome however the rows are held and handed over. */
function deliveryIsEqual(choice: Choice, other: Delivery): void {
  const { text } = program(choice);
  const tables = randomTables(choice, maxRows);
  const plain = outcomeOf(workspaceOf(tables, { encoding: "flat" }), text);
  same(outcomeOf(workspaceOf(tables, other), text), plain, text);
}

function orderIsFree(choice: Choice): void {
  const { text } = program(choice, { isOrderFree: true });
  const tables = randomTables(choice, maxRows);
  const mixed = tables.map((table) => ({ ...table, rows: shuffled(choice, table.rows) }));
  const plain = outcomeOf(workspaceOf(tables, { encoding: "flat" }), text);
  const other = outcomeOf(workspaceOf(mixed, { encoding: "flat" }), text);
  same(sorted(other), sorted(plain), text);
}

function columnsAreBound(choice: Choice): void {
  const { text } = program(choice);
  const compiled = compile(text, { schemas: tableSchemas });
  const outcome = outcomeOf(workspaceOf(randomTables(choice, maxRows), { encoding: "flat" }), text);
  if (outcome.error !== undefined || isOpen(text)) return;
  same(
    outcome.columns,
    compiled.columns?.map(({ name, type }) => `${name}:${type}`),
    text,
  );
}

/** Columns that depend on data. */
function isOpen(text: string): boolean {
  return /evaluate (bag_unpack|pivot)/.test(text);
}

const encoded =
  (encoding: Encoding): Law =>
  (choice) =>
    deliveryIsEqual(choice, { encoding });

export const laws: Readonly<Record<string, Law>> = {
  "printing and parsing gives the tree back": printsAndParses,
  "dictionaries change nothing": encoded("dictionary"),
  "stores change nothing": encoded("stored"),
  "64-bit columns change nothing": encoded("wide"),
  "splitting into batches changes nothing": (choice) =>
    deliveryIsEqual(choice, {
      encoding: pick(choice, ["flat", "dictionary"]),
      batchSizes: times(1 + choice.below(3), () => 1 + choice.below(5)),
    }),
  "the order of rows changes nothing where it is not promised": orderIsFree,
  "the columns bound are the columns produced": columnsAreBound,
};
