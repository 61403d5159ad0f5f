import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { suppressionOf, tellingRun } from "../../src/explain/suppression.js";
import { explainRun } from "../../src/report/explain-run.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { runRule } from "../../src/rules/run-rule.js";
import { simulateRule } from "../../src/rules/simulate-rule.js";
import { parseDatetime } from "../../src/types/datetime.js";
import type { Ticks } from "../../src/types/int64.js";

const [rule] = parseRule(
  `id: 11111111-1111-1111-1111-111111111111
name: Sleeps
severity: Low
queryFrequency: 1h
queryPeriod: 2h
triggerOperator: gt
triggerThreshold: 0
suppressionEnabled: true
suppressionDuration: 5h
query: |
  SigninLogs
  | where ResultType == "50126"
`,
  { fileName: "sleeps.yaml" },
).rules;

function workspaceWith(...hours: readonly string[]): Workspace {
  const workspace = new Workspace();
  const rows = hours.map((hour) => ({ TimeGenerated: `2026-04-06T${hour}:30:00Z`, ResultType: "50126" }));
  workspace.addTable("SigninLogs", rows);
  return workspace;
}

function ticks(hour: string): Ticks {
  return parseDatetime(`2026-04-06T${hour}:00:00Z`) ?? 0;
}

describe("a run that is left out", () => {
  it("names the run that fired, and how long the rule sleeps", () => {
    const workspace = workspaceWith("07", "11");
    const at = ticks("12");
    const run = runRule(rule, workspace, { at, record: true });
    const suppressedBy = suppressionOf(rule, workspace, at);
    const source = { name: "sleeps.yaml", text: rule.query.text };
    const text = explainRun({ source, run, trace: run.trace, workspace, suppressedBy });
    expect(text.replace(/\s+/g, " ")).toContain(
      "the run is suppressed: the rule fired at 08:00 and sleeps until 13:00; the query gives 1 row",
    );
  });

  it("is run once the rule has slept enough", () => {
    expect(suppressionOf(rule, workspaceWith("07", "11"), ticks("13"))).toBeUndefined();
  });

  it("is not suppressed by a run that was itself left out", () => {
    // Fires at 05:00 and 10:00; what fell to 06:00 to 09:00 fired nothing that would count.
    const workspace = workspaceWith("04", "08", "14");
    expect(suppressionOf(rule, workspace, ticks("15"))).toBeUndefined();
  });
});

describe("the run that tells most of a schedule", () => {
  const range = { from: ticks("06"), to: ticks("12") };

  it("is one asked about that did not fire", () => {
    const timeline = simulateRule(rule, workspaceWith("07"), range);
    expect(tellingRun(timeline, [ticks("08"), ticks("11")])?.at).toBe("2026-04-06T11:00:00Z");
  });

  it("is one that fired, when none is asked about", () => {
    const timeline = simulateRule(rule, workspaceWith("07"), range);
    expect(tellingRun(timeline, [])?.at).toBe("2026-04-06T08:00:00Z");
  });

  it("is the one that saw most rows, when none fired", () => {
    const workspace = new Workspace();
    workspace.addTable(
      "SigninLogs",
      ["05", "08", "09"].map((hour) => ({ TimeGenerated: `2026-04-06T${hour}:30:00Z`, ResultType: "0" })),
    );
    expect(tellingRun(simulateRule(rule, workspace, range), [])?.at).toBe("2026-04-06T10:00:00Z");
  });
});
