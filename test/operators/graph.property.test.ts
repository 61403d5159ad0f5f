/** Graphs against plain definitions: walks by joins, components by closure, shortest paths by breadth. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { KqlError, Workspace } from "../../src/index.js";

interface Edge {
  readonly a: number;
  readonly b: number;
  readonly w: number;
}

const nodes = fc.integer({ min: 0, max: 5 });
const graphs = fc
  .array(fc.tuple(nodes, nodes), { maxLength: 9 })
  .map((pairs) => pairs.map(([a, b], w): Edge => ({ a, b, w })));

function answers(edges: readonly Edge[], query: string): unknown[][] {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
  workspace.addTable(
    "E",
    edges.map((edge) => ({ ...edge })),
    { schema: { a: "long", b: "long", w: "long" } },
  );
  return workspace.query(`E | make-graph a --> b with_node_id=id | ${query}`).toArrays();
}

const asSet = (rows: readonly unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();

it("two edges in a row are those that a join finds, less an edge beside itself", () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const joined = edges.flatMap((first) =>
        edges.filter((then) => then.a === first.b && then !== first).map((then) => [first.w, then.w]),
      );
      const found = answers(edges, "graph-match (s)-[e]->(m)-[f]->(t) project e.w, f.w");
      expect(asSet(found)).toEqual(asSet(joined));
    }),
    { numRuns: 60 },
  );
});

it("paths are all runs of different edges, from either end of the pattern", () => {
  const runs = (edges: readonly Edge[], from: number, used: readonly Edge[], longest: number): Edge[][] =>
    (used.length === longest ? [] : edges).flatMap((edge) =>
      edge.a !== from || used.includes(edge)
        ? []
        : [[...used, edge], ...runs(edges, edge.b, [...used, edge], longest)],
    );
  fc.assert(
    fc.property(graphs, (edges) => {
      const starts = [...new Set(edges.flatMap(({ a, b }) => [a, b]))];
      const all = starts.flatMap((start) => runs(edges, start, [], 3)).map((run) => [run.map(({ w }) => w)]);
      expect(asSet(answers(edges, "graph-match (s)-[e*1..3]->(t) project e.w"))).toEqual(asSet(all));
      // A test of the last node alone makes the search begin there.
      const toTwo = all.filter(([run]) => edges.find(({ w }) => w === run.at(-1))?.b === 2);
      const found = answers(edges, "graph-match (s)-[e*1..3]->(t) where t.id == 2 project e.w");
      expect(asSet(found)).toEqual(asSet(toTwo));
    }),
    { numRuns: 60 },
  );
});

function distances(edges: readonly Edge[], from: number, isDirected: boolean): Map<number, number> {
  const found = new Map([[from, 0]]);
  for (const [node, distance] of found) {
    for (const { a, b } of edges) {
      const next = a === node ? b : b === node && !isDirected ? a : undefined;
      if (next !== undefined && !found.has(next)) found.set(next, distance + 1);
    }
  }
  return found;
}

it.each(["weak", "strong"])("%s components are the nodes that reach one another", (kind) => {
  const isStrong = kind === "strong";
  fc.assert(
    fc.property(graphs, (edges) => {
      const found = answers(edges, `graph-mark-components kind=${kind} | graph-to-table nodes`);
      const reach = new Map(found.map(([id]) => [id, distances(edges, Number(id), isStrong)]));
      for (const [id, component] of found)
        for (const [other, otherComponent] of found) {
          const isTogether = reach.get(id)?.has(Number(other)) && reach.get(other)?.has(Number(id));
          expect(component === otherComponent).toBe(isTogether);
        }
    }),
    { numRuns: 60 },
  );
});

it("shortest paths are as long as a search by breadth says", () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const starts = [...new Set(edges.flatMap(({ a, b }) => [a, b]))];
      const expected = starts.flatMap((start) =>
        [...distances(edges, start, true)]
          .filter(([, far]) => far > 0)
          .map(([end, far]) => [start, end, far]),
      );
      const query =
        "graph-shortest-paths (s)-[e*1..9]->(t) where s.id != t.id project s.id, t.id, n = array_length(e)";
      expect(asSet(answers(edges, query))).toEqual(asSet(expected));
    }),
    { numRuns: 60 },
  );
});

it("a search without end ends with the time of the run", () => {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z", limits: { timeoutMs: 100 } });
  const query = `range a from 0 to 19 step 1 | extend k = 1 | join kind=inner (range b from 0 to 19 step 1 | extend k = 1) on k
    | make-graph a --> b with_node_id=id | graph-match (s)-[e*1..30]->(t) where s.id == 0 and t.id == 7 project e.a`;
  let code: string | undefined;
  try {
    workspace.query(query);
  } catch (error) {
    code = error instanceof KqlError ? error.code : String(error);
  }
  expect(code).toBe("KQL301");
});
