/** Series whose numbers the engine drew at random and whose results it recorded with them. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

const shared = process.env.KQLUNIT_SHARED ?? "../shared";
const file = `${shared}/conformance/emulator-nondeterministic.jsonl`;
const isThere = existsSync(file);
if (!isThere) console.log(`SKIPPED recorded series: no ${file}`);

/** Cells of the one row that a recorded case returned. */
function recordedRow(id: string): readonly unknown[] {
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const recorded = line === "" ? undefined : JSON.parse(line);
    if (recorded?.id === id) return recorded.rows[0];
  }
  throw new Error(`no case ${id}`);
}

function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, 9);
}

const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });

test.runIf(isThere)(
  "a forecast finds the weekly period, its medians and the line that the engine found",
  () => {
    const [y, , forecast] = recordedRow("series-decompose-forecast-function-00") as number[][];
    workspace.addTable("Recorded", [{ y }]);
    const result = workspace.query(
      "Recorded | project series_decompose_forecast(parse_json(tostring(y)), 24 * 7)",
    );
    expectNear(result.toArrays()[0][0] as number[], forecast);
  },
);

test.runIf(isThere)("a fitted line has the numbers that the engine found", () => {
  const [, , y, ...fit] = recordedRow("series-fit-line-function-00") as [
    string,
    unknown,
    number[],
    ...unknown[],
  ];
  const [rsquare, slope, variance, residual, interception, fitted] = fit as [
    number,
    number,
    number,
    number,
    number,
    number[],
  ];
  const query = `print y = dynamic(${JSON.stringify(y)}) | project series_fit_line(y)`;
  const row = workspace.query(query).toArrays()[0];
  expectNear(row.slice(0, 5) as number[], [rsquare, slope, variance, residual, interception]);
  expectNear(row[5] as number[], fitted);
});
