import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { delayTables, type IngestionDelay } from "../../src/rules/delayed-table.js";
import { ticksPerMinute } from "../../src/types/calendar.js";

const rows = [
  { TimeGenerated: "2026-04-06T10:00:00Z", Received: "2026-04-06T10:30:00Z", Delay: "00:07:00" },
  { TimeGenerated: "2026-04-06T11:00:00Z" },
];

function ingested(delay: IngestionDelay): unknown[] {
  const workspace = new Workspace();
  const schema = { TimeGenerated: "datetime", Received: "datetime", Delay: "timespan" } as const;
  workspace.addTable("Logs_CL", rows, { schema });
  workspace.addTable("Numbers", [{ n: 1 }]);
  delayTables(workspace, delay);
  expect(workspace.query("Numbers").rowCount).toBe(1);
  return workspace.query("Logs_CL | project At = ingestion_time()").toArrays().flat();
}

describe("a delay", () => {
  const cases: readonly [string, IngestionDelay, string[]][] = [
    [
      "constant",
      { kind: "constant", ticks: 7 * ticksPerMinute },
      ["2026-04-06T10:07:00Z", "2026-04-06T11:07:00Z"],
    ],
    ["from a time", { kind: "column", column: "Received" }, ["2026-04-06T10:30:00Z", "2026-04-06T11:00:00Z"]],
    [
      "from a timespan",
      { kind: "column", column: "Delay" },
      ["2026-04-06T10:07:00Z", "2026-04-06T11:00:00Z"],
    ],
    [
      "from no column",
      { kind: "column", column: "Nothing" },
      ["2026-04-06T10:00:00Z", "2026-04-06T11:00:00Z"],
    ],
  ];

  it.each(cases)("%s moves ingestion times", (_, delay, expected) => {
    expect(ingested(delay)).toEqual(expected);
  });
});
