/** What holds row by row: an expression's value follows from the cells of its row, however those are held. */
import { aggregate } from "./aggregates.js";
import { strangersIn } from "./cell-types.js";
import { valuesOf } from "./cells.js";
import { type Choice, chance, pick, times } from "./choice.js";
import { scopeOf } from "./equations.js";
import { anyCall, anyExpression, predicate } from "./expressions.js";
import {
  endedForRows,
  firstDifference,
  foldsOtherwise,
  type Outcome,
  outcomeOf,
  workspaceOf,
} from "./outcome.js";
import { binding } from "./programs.js";
import { same } from "./same.js";
import { columnsOfTable, type Delivery, encodings, type RandomTable } from "./tables.js";

function someValue(choice: Choice, depth: number): string {
  const scope = scopeOf(choice);
  return binding(
    () => (chance(choice, 75) ? anyCall(scope, depth) : anyExpression(scope, depth)),
    (value) => `T | project z = ${value}`,
    "k",
  );
}

function distinctRows(choice: Choice, count: number): RandomTable["rows"] {
  const pools = columnsOfTable("T").map(({ type }) => {
    const values = valuesOf(type);
    return times(1 + choice.below(4), () => pick(choice, values));
  });
  return times(count, () => pools.map((pool) => pick(choice, pool)));
}

const tableOfRows = (rows: RandomTable["rows"]): RandomTable => ({
  name: "T",
  columns: columnsOfTable("T"),
  rows,
});

/** Sizes on both sides of those from which on the engine works otherwise. */
const sizes = [1, 2, 7, 70, 600, 1500] as const;

function someDelivery(choice: Choice, size: number): Delivery {
  const encoding = pick(choice, encodings);
  return chance(choice, 50)
    ? { encoding }
    : { encoding, batchSizes: times(1 + choice.below(2), () => 1 + choice.below(size)) };
}

/** Each row of a large table has the values that it has alone. */
export function rowsAreIndependent(choice: Choice): void {
  const values = times(3, () => someValue(choice, 1 + choice.below(3)));
  const query = `T | project ${values.map((value, at) => `z${at} = ${value}`).join(", ")}`;
  const rows = distinctRows(choice, 1 + choice.below(8));
  const alone = rows.map((row) => outcomeOf(workspaceOf([tableOfRows([row])], { encoding: "flat" }), query));
  // A table may be too large for what its rows alone allow.
  if (alone.some(({ error }) => error !== undefined)) return;
  const size = pick(choice, sizes);
  const picked = times(size, () => choice.below(rows.length));
  const table = tableOfRows(picked.map((at) => rows[at]));
  const together = outcomeOf(workspaceOf([table], someDelivery(choice, size)), query);
  const expected: Outcome = { columns: alone[0].columns, rows: picked.map((at) => alone[at].rows[0]) };
  if (endedForRows(together)) return;
  same(firstDifference(together, expected), undefined, query);
}

/** Any of the columns may be a constant instead. */
export function constantsAreColumns(choice: Choice): void {
  const columns = columnsOfTable("T");
  const row = columns.map(({ type }) => pick(choice, valuesOf(type)));
  const fixed = columns.map(() => chance(choice, 50));
  const value = someValue(choice, 1 + choice.below(3));
  const lets = columns.flatMap(({ name }, at) => (fixed[at] ? [`let ${name} = ${row[at].literal};`] : []));
  const dropped = columns.flatMap(({ name }, at) => (fixed[at] ? [name] : []));
  const others = distinctRows(choice, 3).map((other) =>
    other.map((cell, at) => (fixed[at] ? row[at] : cell)),
  );
  const workspace = workspaceOf([tableOfRows([row, ...others])], { encoding: pick(choice, encodings) });
  const plain = outcomeOf(workspace, `T | project z = ${value}`);
  if (foldsOtherwise(value)) return;
  if (dropped.length === 0 || dropped.length === columns.length) return;
  const query = `${lets.join("\n")}\nT | project-away ${dropped.join(", ")} | project z = ${value}`;
  const mixed = outcomeOf(workspace, query);
  if (mixed.error !== undefined || plain.error !== undefined) return;
  same(mixed, plain, query);
}

/** A filter keeps the rows for which a column of its condition is true. */
export function filtersAreColumns(choice: Choice): void {
  const test = binding(
    () => predicate(scopeOf(choice), 3),
    (text) => `T | where ${text}`,
    "k > 0",
  );
  const size = pick(choice, sizes);
  const rows = distinctRows(choice, 1 + choice.below(8));
  const table = tableOfRows(times(size, () => pick(choice, rows)));
  const workspace = workspaceOf([table], someDelivery(choice, size));
  const filtered = outcomeOf(workspace, `T | where ${test}`);
  const column = outcomeOf(workspace, `T | extend z = ${test} | where z | project-away z`);
  if (endedForRows(filtered) || endedForRows(column)) return;
  same(firstDifference(filtered, column), undefined, `T | where ${test}`);
}

/** What a call gives is of its type, for odd arguments too. */
export function valuesAreOfTheirTypes(choice: Choice): void {
  const isSummary = chance(choice, 30);
  const values = times(4, () => (isSummary ? someSummary(choice) : someValue(choice, 1 + choice.below(2))));
  const list = values.map((value, at) => `z${at} = ${value}`).join(", ");
  const query = isSummary ? `T | summarize ${list} by k` : `T | project ${list}`;
  const table = tableOfRows(distinctRows(choice, 12));
  same(strangersIn(workspaceOf([table], { encoding: pick(choice, encodings) }), query), [], query);
}

function someSummary(choice: Choice): string {
  return binding(
    () => aggregate(scopeOf(choice)),
    (text) => `T | summarize z = ${text}`,
    "count()",
  );
}
