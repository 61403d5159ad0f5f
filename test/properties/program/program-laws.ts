/** What holds of whole programs: a program as a part of another query is still that program. */

import type { Column } from "../../../src/bind/bound.js";
import type { Workspace } from "../../../src/engine/workspace.js";
import type { Cell } from "../../../src/types/value.js";
import { aggregate } from "./aggregates.js";
import type { Choice } from "./choice.js";
import { chance, pick, times } from "./choice.js";
import { scopeOf } from "./equations.js";
import { anyExpression, quoted } from "./expressions.js";
import { fileWorkspace, largeTables, objectWorkspace } from "./large-tables.js";
import {
  endedForRows,
  firstDifference,
  type Outcome,
  outcomeOf,
  printRow,
  sorted,
  workspaceOf,
} from "./outcome.js";
import { binding, program } from "./programs.js";
import { same } from "./same.js";
import { type Delivery, encodings, type RandomTable, randomTables } from "./tables.js";

const maxRows = 12;

interface Around {
  readonly text: string;
  /** What becomes of the program's own outcome. */
  readonly expected?: (outcome: Outcome) => Outcome;
  readonly isUnordered?: boolean;
}

interface Inner {
  readonly text: string;
  readonly columns: readonly string[];
}

type Wrapper = (inner: Inner, choice: Choice) => Around;

const wrappers: Readonly<Record<string, Wrapper>> = {
  let: ({ text }) => ({ text: `let X = ${text};\nX` }),
  "let that is used twice": ({ text }) => ({
    text: `let X = ${text};\nunion X, X`,
    expected: (outcome) => ({ ...outcome, rows: [...outcome.rows, ...outcome.rows] }),
  }),
  materialize: ({ text }) => ({ text: `let X = materialize(${text});\nX` }),
  "materialize that is used twice": ({ text }) => ({
    text: `let X = materialize(${text});\nunion X, (X | where true)`,
    expected: (outcome) => ({ ...outcome, rows: [...outcome.rows, ...outcome.rows] }),
  }),
  function: ({ text }) => ({ text: `let f = () {\n${text}\n};\nf()` }),
  "nested functions": ({ text }) => ({ text: `let f = () { let g = () {\n${text}\n}; g() };\nf()` }),
  parentheses: ({ text }) => ({ text: `(${text})` }),
  "true filter": ({ text }) => ({ text: `${text}\n| where true` }),
  "all columns": ({ text, columns }) => ({ text: `${text}\n| project ${columns.join(", ")}` }),
  name: ({ text }) => ({ text: `${text}\n| as hint.materialized=true Q1` }),
  "large take": ({ text }) => ({ text: `${text}\n| take 1000000` }),
  serialize: ({ text }) => ({ text: `${text}\n| serialize` }),
  "union of one": ({ text }) => ({ text: `union (${text})` }),
  "union with nothing": ({ text }) => ({ text: `let X = ${text};\nunion X, (X | where false)` }),
  "unused column": ({ text, columns }, choice) => {
    const value = binding(
      () => anyExpression({ choice, columns: [] }, 2),
      (tried) => `${text}\n| extend unused_ = ${tried}`,
      "1",
    );
    return { text: `${text}\n| extend unused_ = ${value}\n| project ${columns.join(", ")}` };
  },
  count: ({ text }) => ({
    text: `${text}\n| count`,
    expected: ({ rows }) => ({ columns: ["Count:long"], rows: [String(rows.length)] }),
  }),
  "filter out": ({ text }) => ({
    text: `${text}\n| where false`,
    expected: (outcome) => ({ ...outcome, rows: [] }),
  }),
  "row numbers": ({ text, columns }) => ({
    text: `${text}\n| serialize row_ = row_number() | sort by row_ asc | project ${columns.join(", ")}`,
  }),
  "row numbers turned round": ({ text, columns }) => ({
    text: `${text}\n| serialize row_ = row_number() | sort by row_ | project ${columns.join(", ")}`,
    expected: (outcome) => ({ ...outcome, rows: [...outcome.rows].reverse() }),
  }),
  "arg_max by row": ({ text, columns }) => ({
    text: `${text}\n| serialize row_ = row_number() | summarize arg_max(row_, *) by other_ = row_ | project ${columns.join(", ")}`,
  }),
  "join by row": ({ text, columns }) => ({
    text: `let X = ${text}\n| serialize row_ = row_number();\nX | join kind=inner (X | project row_) on row_ | project ${columns.join(", ")}`,
    isUnordered: true,
  }),
  "partition by row": ({ text, columns }) => ({
    text: `${text}\n| serialize row_ = row_number() | partition hint.strategy=native by row_ (take 1) | project ${columns.join(", ")}`,
    isUnordered: true,
  }),
};

export function contextChangesNothing(choice: Choice): void {
  const { text } = program(choice);
  const workspace = workspaceOf(randomTables(choice, maxRows), someDelivery(choice));
  const plain = outcomeOf(workspace, text);
  if (plain.error !== undefined) return;
  const columns = plain.columns.map(quotedName);
  if (hasTwins(columns)) return;
  const wrapper = pick(choice, Object.values(wrappers));
  const { text: wrapped, expected, isUnordered } = wrapper({ text, columns }, choice);
  const order = isUnordered === true ? sorted : (outcome: Outcome) => outcome;
  const outcome = outcomeOf(workspace, wrapped);
  if (endedForRows(outcome)) return;
  same(order(outcome), order(expected?.(plain) ?? plain), wrapped);
}

const quotedName = (column: string): string => quoted(column.slice(0, column.lastIndexOf(":")));

/** Two columns of one name cannot be told apart. */
const hasTwins = (names: readonly string[]): boolean => new Set(names).size < names.length;

function someDelivery(choice: Choice): Delivery {
  const encoding = pick(choice, encodings);
  return chance(choice, 50) ? { encoding } : { encoding, batchSizes: times(2, () => 1 + choice.below(5)) };
}

/** What groups of rows have in common is their operator alone. */
const grouped: readonly ((key: string, choice: Choice) => readonly [together: string, alone: string])[] = [
  (key, choice) => {
    const values = times(1 + choice.below(3), (at) => `z${at} = ${boundAggregate(choice)}`).join(", ");
    return [`summarize ${values} by q_ = ${key}`, `summarize ${values} by q_ = ${key}`];
  },
  (key, choice) => {
    const series = `make-series z = ${boundAggregate(choice)} on t from datetime(2020-01-01) to datetime(2026-05-01) step 500d by q_ = ${key}`;
    return [series, series];
  },
];

function boundAggregate(choice: Choice): string {
  return binding(
    () => aggregate(scopeOf(choice)),
    (text) => `T | summarize z = ${text}`,
    "count()",
  );
}

/** Each group of a large table has the result that its rows give alone. */
export function groupsAreIndependent(choice: Choice): void {
  const [table] = randomTables(choice, pick(choice, [6, 30, 100]));
  const key = choice.below(table.columns.length - 2);
  const [together, alone] = pick(choice, grouped)(table.columns[key].name, choice);
  const groups = new Map<string, RandomTable["rows"][number][]>();
  for (const row of table.rows) {
    const name = printRow([row[key].cell]).replace(/^-0$/, "0");
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const whole = outcomeOf(workspaceOf([table], someDelivery(choice)), `T | ${together}`);
  const parts = [...groups.values()].map((rows) =>
    outcomeOf(workspaceOf([{ ...table, rows }], { encoding: "flat" }), `T | ${alone}`),
  );
  if ([whole, ...parts].some(({ error }) => error !== undefined)) return;
  const rows = parts.flatMap((part) => part.rows);
  same(sorted(whole).rows, sorted({ columns: [], rows }).rows, `T | ${together}`);
}

/** Columns that nobody reads are as if they were not there. */
export function pruningChangesNothing(choice: Choice): void {
  const { text } = program(choice);
  const workspace = workspaceOf(randomTables(choice, maxRows), someDelivery(choice));
  const plain = outcomeOf(workspace, text);
  if (plain.error !== undefined || hasTwins(plain.columns.map(quotedName))) return;
  const picked = [...new Set(times(1 + choice.below(3), () => choice.below(plain.columns.length)))];
  const names = picked.map((at) => quotedName(plain.columns[at]));
  const query = `${text}\n| project ${names.join(", ")}`;
  const rows = workspace.query(text).rows((cell) => cell);
  const expected = rows.map((row) => printRow(picked.map((at) => row[at])));
  const outcome = outcomeOf(workspace, query);
  if (endedForRows(outcome)) return;
  same(outcome, { columns: picked.map((at) => plain.columns[at]), rows: expected }, query);
}

/** The last operator over the rows that all before it gave, as a table of its own. */
export function operatorsSeeTheirInputAlone(choice: Choice): void {
  const { text } = program(choice);
  const at = text.lastIndexOf("\n| ");
  // Names of tables are not in an operator's input.
  if (at < 0 || /\| search|withsource/.test(text.slice(at))) return;
  const [before, last] = [text.slice(0, at), text.slice(at)];
  const tables = randomTables(choice, maxRows);
  const workspace = workspaceOf(tables, someDelivery(choice));
  const whole = outcomeOf(workspace, text);
  if (whole.error !== undefined) return;
  // What the last operator did not read may have an error in it.
  if (outcomeOf(workspace, before).error !== undefined) return;
  const staged = stagedTable(workspace, before);
  const other = workspaceOf([...tables, staged], { encoding: pick(choice, encodings) });
  // The plain table is neither sorted nor numbered as far as the binder knows.
  const order = /serialize/.test(last) ? "" : " | serialize";
  const outcome = outcomeOf(other, `Staged${order}${last}`);
  same(outcome, whole, text);
}

function stagedTable(workspace: Workspace, text: string): RandomTable {
  const result = workspace.query(text);
  const columns: readonly Column[] = result.columns.map(({ name, type }) => ({ name, type }));
  const rows: readonly (readonly Cell[])[] = result.rows((cell) => cell);
  return { name: "Staged", columns, rows: rows.map((row) => row.map((cell) => ({ literal: "", cell }))) };
}

/** A workspace that has run other programs, and this one before, answers as a fresh one. */
export function runsLeaveNothing(choice: Choice): void {
  const texts = times(3, () => program(choice).text);
  const tables = randomTables(choice, maxRows);
  const delivery = someDelivery(choice);
  const used = workspaceOf(tables, delivery);
  const first = texts.map((text) => outcomeOf(used, text));
  const again = texts.map((text) => outcomeOf(used, text));
  same(again, first, texts.join("\n;\n"));
  const fresh = texts.map((text) => outcomeOf(workspaceOf(tables, delivery), text));
  same(fresh, first, texts.join("\n;\n"));
}

/** Tables of files and of objects answer as the plain ones, whatever they make of many rows. */
export function sizeChangesNothing(choice: Choice): void {
  const size = pick(choice, [3, 40, 1100, 2500]);
  const { text } = program(choice);
  const tables = largeTables(choice, size);
  const plain = outcomeOf(workspaceOf(tables, { encoding: "flat" }), text);
  if (endedForRows(plain)) return;
  const other = pick(choice, [
    () => fileWorkspace(tables),
    () => objectWorkspace(tables),
    () => workspaceOf(tables, { encoding: "dictionary" }),
    () => workspaceOf(tables, { encoding: "stored", batchSizes: [700] }),
    () => workspaceOf(tables, { encoding: "flat", batchSizes: [1030, 9] }),
  ])();
  same(firstDifference(outcomeOf(other, text), plain), undefined, text);
}
