/** What must hold for any program over any rows. Each law takes choices and throws where it is broken. */
import { compile } from "../../../src/engine/compile.js";
import { sourceRowsOf } from "../../../src/exec/source-rows.js";
import { operatorSyntax } from "../../../src/operators/syntax-table.js";
import { formatQuery } from "../../../src/syntax/format.js";
import { parseQuery } from "../../../src/syntax/parse.js";
import { printQuery } from "../../../src/syntax/print.js";
import { withoutPlaces } from "../../syntax/syntax-values.js";
import { aggregateEquations } from "./aggregate-equations.js";
import { strangersIn } from "./cell-types.js";
import { type Choice, pick, shuffled, times } from "./choice.js";
import { type Equation, equations, foldedExpression } from "./equations.js";
import { joinEquations } from "./join-equations.js";
import { joinKinds, naiveJoin } from "./naive-join.js";
import { endedForRows, foldsOtherwise, outcomeOf, printRow, sorted, workspaceOf } from "./outcome.js";
import {
  contextChangesNothing,
  groupsAreIndependent,
  operatorsSeeTheirInputAlone,
  pruningChangesNothing,
  runsLeaveNothing,
  sizeChangesNothing,
} from "./program-laws.js";
import { program, tableSchemas } from "./programs.js";
import {
  constantsAreColumns,
  filtersAreColumns,
  rowsAreIndependent,
  valuesAreOfTheirTypes,
} from "./row-laws.js";
import { same } from "./same.js";
import { columnsOfTable, type Delivery, type Encoding, encodings, randomTables } from "./tables.js";

export type Law = (choice: Choice) => void;

const maxRows = 12;

function printsAndParses(choice: Choice): void {
  const { text } = program(choice);
  const { query, diagnostics } = parseQuery(text, operatorSyntax);
  same(diagnostics, [], text);
  const printed = printQuery(query, operatorSyntax);
  const again = parseQuery(printed, operatorSyntax);
  same(withoutPlaces(again.query), withoutPlaces(query), printed);
}

function formatsToItself(choice: Choice): void {
  const { text } = program(choice);
  const treeOf = (source: string) => withoutPlaces(parseQuery(source, operatorSyntax).query, { raw: false });
  const formatted = formatQuery(text, operatorSyntax).text;
  same(treeOf(formatted), treeOf(text), formatted);
  same(formatQuery(formatted, operatorSyntax).text, formatted, formatted);
}

/** The same outcome however the rows are held and handed over. */
function deliveryIsEqual(choice: Choice, other: Delivery): void {
  const { text } = program(choice);
  const tables = randomTables(choice, maxRows);
  const plain = outcomeOf(workspaceOf(tables, { encoding: "flat" }), text);
  const outcome = outcomeOf(workspaceOf(tables, other), text);
  if (endedForRows(plain) || endedForRows(outcome)) return;
  same(outcome, plain, text);
}

function orderIsFree(choice: Choice): void {
  const { text } = program(choice, { isOrderFree: true });
  // Columns that parts bring stand in the order of the parts.
  if (/(partition|mv-apply).*evaluate (bag_unpack|pivot)/s.test(text)) return;
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

/** What a column says of its cells is so, whatever operators they came through. */
function cellsAreOfTheirTypes(choice: Choice): void {
  const { text } = program(choice);
  const workspace = workspaceOf(randomTables(choice, maxRows), { encoding: pick(choice, encodings) });
  same(strangersIn(workspace, text), [], text);
}

/** Columns that depend on data. */
function isOpen(text: string): boolean {
  return /evaluate (bag_unpack|pivot)/.test(text);
}

function holdsEquation(choice: Choice, make: (choice: Choice) => Equation): void {
  const { left, right } = make(choice);
  const workspace = workspaceOf(randomTables(choice, maxRows), { encoding: pick(choice, encodings) });
  const [one, other] = [outcomeOf(workspace, left), outcomeOf(workspace, right)];
  if (endedForRows(one) || endedForRows(other)) return;
  same(sorted(other).rows, sorted(one).rows, `${left}\n=\n${right}\n${one.error} ${other.error}`);
}

function foldsAsItRuns(choice: Choice): void {
  const { lets, text, row } = foldedExpression(choice);
  if (foldsOtherwise(text)) return;
  const table = { name: "T", columns: columnsOfTable("T"), rows: [row, row] };
  const workspace = workspaceOf([table], { encoding: pick(choice, encodings) });
  const run = outcomeOf(workspace, `T | project it = ${text}`);
  const folded = outcomeOf(workspace, `${lets} print it = ${text}`);
  // A constant that an argument cannot be is a mistake of the query, a row's is null; and some calls want columns.
  const isRefused = /^KQL(331|126|106)$/.test(folded.error ?? "");
  // What a null beside it decides is not worked out where it is a constant.
  const isUnasked = folded.error === undefined && endedForRows(run);
  if (isRefused || isUnasked || (run.error !== undefined && folded.error !== undefined)) return;
  same(folded, { ...run, rows: run.rows.slice(1) }, `${lets}\n${text}`);
}

function joinsAsDefined(choice: Choice): void {
  const tables = randomTables(choice, maxRows);
  const workspace = workspaceOf(tables, {
    encoding: pick(choice, encodings),
    batchSizes: [1 + choice.below(12)],
  });
  const [left, right] = tables;
  const name = pick(choice, ["k", "s", "r", "t"]);
  const kind = pick(choice, joinKinds);
  const sides = [left, right].map(({ columns, rows }) => ({
    rows: rows.map((cells) => cells.map(({ cell }) => cell)),
    key: columns.findIndex((column) => column.name === name),
    nothing: columns.map(({ type }) => (type === "string" ? "" : null)),
  }));
  const query = `T | join kind=${kind} U on ${name}`;
  const expected = naiveJoin(kind, sides[0], sides[1]).map(printRow);
  same(sorted(outcomeOf(workspace, query)).rows, sorted({ columns: [], rows: expected }).rows, query);
}

/** Recording changes no row, and every row it names as an origin is there. */
function recordingChangesNothing(choice: Choice): void {
  const { text } = program(choice);
  const tables = randomTables(choice, maxRows);
  const workspace = workspaceOf(tables, { encoding: "flat" });
  const plain = outcomeOf(workspace, text);
  const recorded = outcomeOf(workspace, text, { record: true });
  // While recording, columns that nobody reads are worked out, too.
  if (endedForRows(recorded) && plain.error === undefined) return;
  same(recorded, plain, text);
  if (plain.error !== undefined) return;
  const { result, trace } = workspace.queryRecorded(text, { record: true });
  if (trace === undefined) throw new Error(`no trace of\n${text}`);
  for (let row = 0; row < result.rowCount; row++) {
    for (const origin of sourceRowsOf(trace, row)) {
      const table = tables.find(({ name }) => name === origin.table);
      if (table?.rows[origin.row] === undefined) throw new Error(`no row ${origin.row} for\n${text}`);
    }
  }
}

const encoded =
  (encoding: Encoding): Law =>
  (choice) =>
    deliveryIsEqual(choice, { encoding });

const equationLaws = Object.entries({ ...equations, ...aggregateEquations, ...joinEquations }).map(
  ([claim, make]): [string, Law] => [claim, (choice) => holdsEquation(choice, make)],
);

export const laws: Readonly<Record<string, Law>> = {
  "printing and parsing gives the tree back": printsAndParses,
  "formatting keeps the tree, and what is formatted": formatsToItself,
  "dictionaries change nothing": encoded("dictionary"),
  "stores change nothing": encoded("stored"),
  "64-bit columns change nothing": encoded("wide"),
  "splitting into batches changes nothing": (choice) =>
    deliveryIsEqual(choice, {
      encoding: pick(choice, ["flat", "dictionary"]),
      batchSizes: times(1 + choice.below(3), () => 1 + choice.below(5)),
    }),
  "streams change nothing": (choice) =>
    deliveryIsEqual(choice, {
      encoding: pick(choice, encodings),
      batchSizes: times(1 + choice.below(3), () => 1 + choice.below(5)),
      isStream: true,
    }),
  "the order of rows changes nothing where it is not promised": orderIsFree,
  "the columns bound are the columns produced": columnsAreBound,
  "cells are of the types of their columns": cellsAreOfTheirTypes,
  "values are of the types of their calls": valuesAreOfTheirTypes,
  "recording changes nothing": recordingChangesNothing,
  "constants fold to what a row gives": foldsAsItRuns,
  "a row's values follow from its cells": rowsAreIndependent,
  "constants may stand for columns": constantsAreColumns,
  "filters keep the rows whose condition is true": filtersAreColumns,
  "a program is the same as a part of another": contextChangesNothing,
  "columns that are left out change nothing": pruningChangesNothing,
  "operators see their input alone": operatorsSeeTheirInputAlone,
  "runs leave nothing behind": runsLeaveNothing,
  "files and objects are tables like any other": sizeChangesNothing,
  "groups are what their rows give alone": groupsAreIndependent,
  "joins are what nested loops give": joinsAsDefined,
  ...Object.fromEntries(equationLaws),
};
