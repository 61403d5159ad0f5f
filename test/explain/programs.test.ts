import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { Workspace } from "../../src/engine/workspace.js";
import { cellOrigins } from "../../src/explain/cells.js";
import { explain, explainRows } from "../../src/explain/explain.js";
import { lastPlace } from "../../src/explain/flow.js";
import { fatesOf, reached } from "../../src/explain/forward.js";
import { backward, scansOf, sourceRowsIn } from "../../src/explain/lineage.js";
import { rowsOutOf } from "../../src/explain/rows.js";
import { originsOf, storiesOf } from "../../src/explain/stories.js";
import { rerun, type Subject, subjectOf } from "../../src/explain/subject.js";
import { formatExplanation } from "../../src/report/explain-text.js";
import { KqlError } from "../../src/text/errors.js";
import { type Choice, chance, generated, pick } from "../properties/program/choice.js";
import { printRow, workspaceOf } from "../properties/program/outcome.js";
import { program } from "../properties/program/programs.js";
import { randomTables } from "../properties/program/tables.js";

/** Operators that the random programs have seldom or not at all. */
const further: readonly string[] = [
  "T | sample 3 | where k > 0",
  "T | sample-distinct 2 of s",
  "find in (T, U) where k > 0",
  "search in (T, U) 'a'",
  "find in (T, U) where k > 0 and x > 1 project k",
  "T | search 'a' or k > 1",
  "T | partition by s { U | where i > 0 | where s == 'a' }",
  "T | partition by s { T | where k > 1 | join kind=inner (U) on k }",
  "let f = (V: (k: long)) { V | join kind=inner (V | where k > 0) on k }; T | invoke f()",
  "T | mv-apply e = d on (extend k = 1 | join kind=inner (U | project k) on k)",
  "T | top-nested 2 of s by count(), top-nested 1 of k by max(r)",
  "T | sort by k asc | extend n = next(k), p = prev(s) | where n > k",
  "T | partition by s (where k > 0 | top 2 by k)",
  "T | partition by s (summarize n = count() by k)",
  "T | mv-apply e = d on (where isnotempty(e) | summarize n = count())",
  "T | mv-apply e = d on (mv-expand e | where tostring(e) != '1')",
  "T | sort by k asc | scan with (step a: k > 0; step c: k > a.k;)",
  "T | make-series n = count() on k from 0 to 5 step 1 by s",
  "T | lookup kind=inner U on k | where isnotempty(x)",
  "T | join kind=innerunique U on k",
  "T | join kind=rightouter U on s | where isnull(k)",
  "T | where k in (U | where i > 0 | project k)",
  "T | where k > toscalar(U | summarize min(k)) | distinct s, k",
  "let f = (n: long) { T | where k > n }; union (f(0)), (f(1)) | summarize count() by s",
  "T | parse-where s with * 'a' rest | project rest, k",
  "T | as hint.materialized=true V | join kind=leftanti (U | where k > 0) on k",
];

interface Case {
  readonly text: string;
  readonly workspace: Workspace;
  readonly subject: Subject;
}

/** A recorded run of a random program; undefined where it ends in an error. */
function recorded(choice: Choice): Case | undefined {
  const text = chance(choice, 40) ? pick(choice, further) : program(choice).text;
  const workspace = workspaceOf(randomTables(choice, 12), { encoding: "flat" });
  try {
    const { trace } = workspace.queryRecorded(text, { record: true });
    if (trace === undefined) return undefined;
    return { text, workspace, subject: subjectOf({ source: { name: "query", text }, trace, workspace }) };
  } catch (error) {
    if (error instanceof KqlError) return undefined;
    throw error;
  }
}

function told(text: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`for\n${text}\n${error instanceof Error ? error.stack : String(error)}`);
  }
}

function resultRows(subject: Subject): number[] {
  return Array.from({ length: lastPlace(subject.flow.result).rowsOut }, (_, row) => row);
}

function hasOneFate({ subject: { flow }, subject }: Case): void {
  const fates = fatesOf(flow);
  const behind = backward(lastPlace(flow.result), resultRows(subject));
  for (const scan of scansOf(flow)) {
    const own = fates.get(scan);
    for (let row = 0; row < scan.rowsOut; row++) {
      const isBehind = behind.get(scan)?.has(row) === true;
      const place = own?.place[row] ?? -1;
      deepEqual({ row, isReached: place === reached }, { row, isReached: isBehind });
      if (!isBehind) deepEqual(place > scan.index && place < flow.places.length, true);
    }
    const sources = Array.from({ length: scan.rowsOut }, (_, row) => ({ table: "T", row }));
    for (const { fate } of storiesOf(subject, sources))
      deepEqual(["result", "lost", "unread"].includes(fate.kind), true);
  }
}

function cellsAreOfRows({ subject: { flow }, subject }: Case): void {
  const { columns } = rowsOutOf(lastPlace(flow.result));
  for (const row of resultRows(subject).slice(0, 4)) {
    const rows = new Set(
      sourceRowsIn(originsOf(flow, [row])).map((source) => `${source.table} ${source.row}`),
    );
    for (const column of columns.keys()) {
      const { cells, counted } = cellOrigins(flow, row, column);
      for (const cell of [...cells, ...counted]) deepEqual(rows.has(`${cell.table} ${cell.row}`), true);
    }
  }
}

/** Values that depend on the rows around, on how many there are, or on columns that come with the data. */
const dependsOnOthers =
  /prev\(|next\(|row_|scan |top-nested|top-hitters|getschema|evaluate|sample|make-series|serialize|toscalar| in \(/;

function rowsComeAgain({ subject, text, workspace }: Case): void {
  if (dependsOnOthers.test(text)) return;
  const rows = rowsOf(subject, {});
  if (rows === undefined) return;
  for (const row of resultRows(subject).slice(0, 4)) {
    const kept = sourceRowsIn(originsOf(subject.flow, [row]));
    const dropped = new Map(
      ["T", "U"].map((table) => {
        const wanted = new Set(kept.filter((source) => source.table === table).map((source) => source.row));
        const all = Array.from({ length: workspace.table(table)?.rowCount ?? 0 }, (_, at) => at);
        return [table, new Set(all.filter((at) => !wanted.has(at)))];
      }),
    );
    deepEqual(rowsOf(subject, { dropped })?.includes(rows[row]), true);
  }
}

function rowsOf(subject: Subject, change: Parameters<typeof rerun>[1]): string[] | undefined {
  const changed = rerun(subject, change, { record: false });
  return changed?.result.rows((cell) => cell).map(printRow);
}

function isExplained({ subject, workspace, text }: Case): void {
  const { trace } = workspace.queryRecorded(text, { record: true });
  if (trace === undefined) return;
  const explanation = explain({ source: subject.source, trace, workspace });
  const long = formatExplanation(explanation);
  deepEqual(
    long.split("\n").filter((line) => line.length > 80 && line.includes(" -> ")),
    [],
  );
  if (explanation.findings.length === 0) deepEqual(lastPlace(subject.flow.result).rowsOut, 0);
  const rows = Array.from({ length: Math.min(2, workspace.table("T")?.rowCount ?? 0) }, (_, row) => ({
    table: "T",
    row,
  }));
  explainRows(subject, rows);
}

describe("explanations of random programs", () => {
  it.each<[claim: string, check: (of: Case) => void, runs: number]>([
    ["a source row is behind the result, or lost at one place", hasOneFate, 300],
    ["the cells behind a cell are of the rows behind its row", cellsAreOfRows, 200],
    ["the rows behind a result row, run alone, give it again", rowsComeAgain, 300],
    ["none ends in an error", isExplained, 120],
  ])("%s", (_, check, numRuns) => {
    fc.assert(
      fc.property(
        generated((choice) => () => {
          const made = recorded(choice);
          if (made !== undefined) told(made.text, () => check(made));
        }),
        (run) => run(),
      ),
      { numRuns, interruptAfterTimeLimit: 12_000 },
    );
  });
});
