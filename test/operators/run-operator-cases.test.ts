/**
 * Runs the case files beside this one: plain; while recording, when each emitted row must say where it is from; and row
 * by row over tables that give only the columns that the plan asks for.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import type { Lineage, OperatorTrace, PipelineTrace } from "../../src/exec/trace.js";
import { KqlError } from "../../src/text/errors.js";
import { positionAt } from "../../src/text/source.js";
import { exportJsonCell } from "../../src/types/export.js";
import { type OperatorCase, readCases } from "./case-file.js";
import { strictTable } from "./strict-table.js";

const folder = import.meta.dirname;

for (const file of readdirSync(folder).filter((name) => name.endsWith(".kql"))) {
  describe(file.replace(".kql", ""), () => {
    for (const operatorCase of readCases(readFileSync(path.join(folder, file), "utf8"))) {
      test(`${operatorCase.title} (line ${operatorCase.line})`, () => runCase(operatorCase));
    }
  });
}

function runCase({ tables, query, expected }: OperatorCase): void {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
  for (const { name, columns, rows } of tables) {
    const objects = rows.map((row) => Object.fromEntries(columns.map(([column], at) => [column, row[at]])));
    workspace.addTable(name, objects, { schema: Object.fromEntries(columns) });
  }
  if (expected.kind === "error") {
    expect(errorOf(workspace, query)).toBe(`${expected.code} ${expected.place}`);
    return;
  }
  const result = workspace.query(query);
  expect(result.columns.map(({ name, type }) => `${name}:${type}`)).toEqual(expected.columns);
  const rows = result.rows(exportJsonCell);
  expect(expected.isOrdered ? rows : sorted(rows)).toEqual(
    expected.isOrdered ? expected.rows : sorted(expected.rows),
  );
  const recorded = workspace.queryRecorded(query, { record: true });
  expect(recorded.result.rows(exportJsonCell)).toEqual(rows);
  if (recorded.trace !== undefined) checkPipeline(recorded.trace);
  const strict = new Workspace({ now: "2026-04-06T12:00:00Z" });
  for (const table of tables) strict.addLoadedTable(strictTable(table));
  expect(strict.query(query).rows(exportJsonCell)).toEqual(rows);
}

function sorted(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

function errorOf(workspace: Workspace, query: string): string {
  try {
    workspace.query(query);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const [diagnostic] = error.diagnostics;
    const { line, column } = positionAt(query, diagnostic.span.start);
    return `${diagnostic.code} ${line}:${column}`;
  }
  return "no error";
}

function checkPipeline({ source, operators }: PipelineTrace): void {
  if (source.kind === "generator") checkOperator(source.operator);
  if (source.kind === "shared") checkPipeline(source.pipeline);
  let rows = source.rowsOut;
  for (const operator of operators) {
    expect(operator.rowsIn).toBe(rows);
    checkOperator(operator);
    rows = operator.rowsOut;
  }
}

function checkOperator({ emitted, rowsIn, rowsOut, inputs, nested }: OperatorTrace): void {
  expect(emitted.reduce((sum, { batch }) => sum + batch.length, 0)).toBe(rowsOut);
  for (const { batch, lineage } of emitted) checkLineage(lineage, batch.length, rowsIn);
  for (const pipeline of [...inputs, ...nested]) checkPipeline(pipeline);
}

function checkLineage(lineage: Lineage, length: number, rowsIn: number): void {
  switch (lineage.kind) {
    case "rows":
      expect(lineage.rows.length).toBe(length);
      expectWithin(lineage.rows, rowsIn);
      break;
    case "groups":
      expect(lineage.offsets.length).toBe(length + 1);
      expect(lineage.offsets[length]).toBe(lineage.rows.length);
      expectWithin(lineage.rows, rowsIn);
      break;
    case "pairs":
      expect([lineage.left.length, lineage.right.length]).toEqual([length, length]);
      expectWithin(lineage.left, rowsIn);
      break;
    case "input":
      expect(lineage.rows.length).toBe(length);
      break;
    case "none":
  }
}

function expectWithin(rows: Int32Array, rowsIn: number): void {
  expect(rows.every((row) => row >= -1 && row < rowsIn)).toBe(true);
}
