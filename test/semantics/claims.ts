/** Three ways to state what a query must do; each makes one test, named by the claim. */
import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { KqlError } from "../../src/text/errors.js";

type Value = readonly [expression: string, type: string, value: unknown];

const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });

/** What expressions are, with their types, in a `print`. */
export function values(claim: string, cases: readonly Value[]): void {
  test(claim, () => {
    const actual = cases.map(([expression]) => {
      const [names, rows] = run(`print it = ${expression}`);
      return [expression, names.slice("it:".length), rows[0][0]];
    });
    expect(actual).toEqual(cases);
  });
}

/** The columns (`name:type, …`) and the rows of a query, in order. */
export function answers(
  claim: string,
  query: string,
  columns: string,
  rows: readonly (readonly unknown[])[],
): void {
  test(claim, () => expect(run(query)).toEqual([columns, rows]));
}

/** Queries that stop with a code that begins so: `KQL1` means a mistake found before anything runs. */
export function refuses(claim: string, code: string, queries: readonly string[]): void {
  test(claim, () => {
    const actual = queries.map((query) => [query, codeOf(query)?.slice(0, code.length)]);
    expect(actual).toEqual(queries.map((query) => [query, code]));
  });
}

/** The rows of a query. */
export function rowsOf(query: string): readonly (readonly unknown[])[] {
  return run(query)[1];
}

function run(query: string): [columns: string, rows: readonly (readonly unknown[])[]] {
  const result = workspace.query(query);
  return [result.columns.map(({ name, type }) => `${name}:${type}`).join(", "), result.toArrays()];
}

function codeOf(query: string): string | undefined {
  try {
    workspace.query(query);
    return undefined;
  } catch (error) {
    if (error instanceof KqlError) return error.diagnostics[0].code;
    throw error;
  }
}
