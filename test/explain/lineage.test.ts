import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { lastPlace } from "../../src/explain/flow.js";
import { fatesOf, forward, reached, resultRowsIn } from "../../src/explain/forward.js";
import { backward, scansOf, sourceRowsIn } from "../../src/explain/lineage.js";
import { originsOf, storiesOf } from "../../src/explain/stories.js";
import { rerun, type Subject, subjectOf } from "../../src/explain/subject.js";

interface LogRow {
  readonly Id: number;
  readonly User: string;
  readonly Result: string;
  readonly Hour: number;
  readonly Items: readonly number[];
}

const logRow = fc.record({
  User: fc.constantFrom("eve", "bob", "Eve", ""),
  Result: fc.constantFrom("success", "failure", "Success"),
  Hour: fc.integer({ min: 0, max: 3 }),
  Items: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
});

const logs = fc
  .array(logRow, { maxLength: 25 })
  .map((rows) => rows.map((row, Id): LogRow => ({ Id, ...row })));

function subjectFor(query: string, a: readonly LogRow[], b: readonly LogRow[]): Subject {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
  const schema = { Id: "long", User: "string", Result: "string", Hour: "long", Items: "dynamic" } as const;
  workspace.addTable(
    "A",
    a.map((row) => ({ ...row })),
    { schema },
  );
  workspace.addTable(
    "B",
    b.map((row) => ({ ...row })),
    { schema },
  );
  const { trace } = workspace.queryRecorded(query, { record: true });
  if (trace === undefined) throw new Error("nothing was recorded");
  return subjectOf({ source: { name: "query", text: query }, trace, workspace });
}

/** Queries whose rows do not depend on how many other rows there are. */
const plainQueries = [
  "A | where Result == 'success' and Hour > 0",
  "A | extend Twice = Hour * 2 | project Id, User, Twice | where Twice >= 2",
  "A | sort by Hour asc, Id desc",
  "A | mv-expand Item = Items to typeof(long) | where Item != 2",
  "search in (A, B) Result == 'success' and Hour > 0",
  "find in (A, B) where Result == 'success' and Hour > 0 project Id",
  "A | partition by User { B | where Result == 'success' and Hour > 1 }",
  "A | partition hint.strategy=native by User (where Hour > 1 | union (B | where Hour > 2))",
  "A | partition hint.strategy=native by User (lookup kind=inner (B | where Hour > 2 | project User) on User | count)",
  "A | mv-apply Item = Items to typeof(long) on (where Item > 1)",
  "union A, (B | where Hour > 1) | project Id, User, Result",
  "A | where Hour < 2 | union (A | where Hour > 1)",
  "A | join kind=inner (B | where Result == 'success') on User | project Id, Id1, User",
  "A | join kind=leftsemi B on User",
  "A | join kind=rightsemi B on User",
  "A | lookup kind=inner (B | project User, Found = Id) on User",
  "let S = A | where Result =~ 'success'; S | join kind=inner (S | project User, Other = Id) on User | project Id, Other",
  "let f = (h: long) { A | where Hour == h }; union (f(1)), (f(2)) | project Id, Hour",
  "A | where Id in (B | project Id)",
  "A | make-graph User --> Result with_node_id=n | graph-match (u)-[e]->(r)<-[f]-(v) where e.Hour > 1 project u.n, e.Id, f.Id",
  "A | make-graph User --> Result | graph-mark-components | graph-to-table edges",
];

/** Queries over groups, and those that leave rows out for what others hold. */
const groupQueries = [
  "A | summarize n = count(), latest = max(Hour) by User | where n > 1",
  "A | summarize n = count() by User, Result | summarize users = dcount(User) by Result | where users >= 2",
  "A | distinct User, Hour",
  "A | top 3 by Hour desc",
  "A | take 4",
  "A | join kind=leftanti B on User",
  "A | join kind=innerunique B on User | project Id, Id1",
  "A | join kind=leftouter (B | summarize n = count() by User) on User | where isnull(n) or n > 1",
  "A | join kind=fullouter B on Id | project Id, Id1",
  "A | summarize make_list(Id) by User | mv-expand list_Id | where list_Id > 2",
  "A | where Hour > toscalar(B | summarize min(Hour)) | summarize arg_max(Hour, *) by User",
  "A | partition hint.strategy=native by User (top 1 by Hour)",
  "A | summarize count()",
  "A | make-series n = count() on Hour from 0 to 4 step 1 by User",
];

describe("lineage", () => {
  it.each(plainQueries)("the rows behind a result row, run alone, give it again: %s", (query) => {
    fc.assert(
      fc.property(logs, logs, (a, b) => {
        const subject = subjectFor(query, a, b);
        const { rowsOut } = lastPlace(subject.flow.result);
        const rows = resultTexts(subject, {});
        for (let row = 0; row < Math.min(rowsOut, 5); row++) {
          const kept = sourceRowsIn(originsOf(subject.flow, [row]));
          // A list is read for its values; its rows are in no row's lineage.
          const tables = query.includes(" in (") ? ["A"] : ["A", "B"];
          const dropped = new Map(
            tables.map((table) => {
              const all = Array.from({ length: (table === "A" ? a : b).length }, (_, at) => at);
              const wanted = new Set(
                kept.filter((source) => source.table === table).map((source) => source.row),
              );
              return [table, new Set(all.filter((at) => !wanted.has(at)))];
            }),
          );
          expect(resultTexts(subject, { dropped })).toContain(rows[row]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each([...plainQueries, ...groupQueries])(
    "a source row is in the result or lost at one place: %s",
    (query) => {
      fc.assert(
        fc.property(logs, logs, (a, b) => {
          const { flow } = subjectFor(query, a, b);
          const fates = fatesOf(flow);
          const last = lastPlace(flow.result);
          const all = Array.from({ length: last.rowsOut }, (_, row) => row);
          const behind = backward(last, all);
          for (const scan of scansOf(flow)) {
            const own = fates.get(scan);
            for (let row = 0; row < scan.rowsOut; row++) {
              const isBehind = behind.get(scan)?.has(row) === true;
              expect(own?.place[row] === reached).toBe(isBehind);
              if (isBehind) expect(resultRowsIn(forward(flow, scan, [row]), flow)).not.toEqual([]);
              else expect(flow.places[own?.place[row] ?? -1]?.index).toBeGreaterThan(scan.index);
            }
          }
        }),
        { numRuns: 25 },
      );
    },
  );

  it.each([...plainQueries, ...groupQueries])("every source row has a story: %s", (query) => {
    fc.assert(
      fc.property(logs, logs, (a, b) => {
        const subject = subjectFor(query, a, b);
        const sources = a.map((_, row) => ({ table: "A", row }));
        for (const { fate } of storiesOf(subject, sources)) {
          if (fate.kind === "result") expect(fate.rows).not.toEqual([]);
          // `take` stops reading once it has enough.
          else expect(["lost", ...(query.includes("take") ? ["unread"] : [])]).toContain(fate.kind);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("says which condition lost a row, with the values compared", () => {
    const rows: LogRow[] = [{ Id: 0, User: "eve", Result: "Success", Hour: 1, Items: [] }];
    const subject = subjectFor("A | where Hour > 0 | where User == 'eve' and Result == 'success'", rows, []);
    const [{ fate }] = storiesOf(subject, [{ table: "A", row: 0 }]);
    expect(fate).toMatchObject({
      kind: "lost",
      loss: {
        kind: "condition",
        test: { value: { cell: "Success" }, bound: { cell: "success" }, operator: "==" },
      },
    });
  });

  it("follows a row into its group and to the threshold that the group missed", () => {
    const rows = [1, 2, 3].map((Id): LogRow => ({ Id, User: "eve", Result: "success", Hour: 1, Items: [] }));
    const subject = subjectFor("A | summarize n = count() by User | where n >= 5", rows, []);
    const [{ fate }] = storiesOf(subject, [{ table: "A", row: 2 }]);
    expect(fate).toMatchObject({ kind: "lost", loss: { test: { value: { cell: 3 }, bound: { cell: 5 } } } });
  });
});

function resultTexts(subject: Subject, change: Parameters<typeof rerun>[1]): string[] {
  const changed = rerun(subject, change, { record: false });
  return (changed?.result.toArrays() ?? []).map((cells) => JSON.stringify(cells));
}
