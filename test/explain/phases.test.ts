import { expect, it } from "vitest";
import { explainRun } from "../../src/report/explain-run.js";
import { runTestFile } from "../../src/testing/yaml/run-test-file.js";

const rule = `id: 11111111-1111-1111-1111-111111111111
name: Five failures
severity: Low
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
query: |
  SigninLogs | where ResultType != "0" | summarize n = count() by UserPrincipalName | where n >= 5
`;

/** A failure every six minutes, from 11:40 to 12:04: a run sees all of them when it starts from 4 to 40 minutes past. */
const file = `rule: failures.yaml
cases:
  - name: fires whenever the schedule starts
    given:
      SigninLogs:
        - { $repeat: 5, $every: 6m, TimeGenerated: 2026-04-06T11:40:00Z, UserPrincipalName: eve@contoso.com, ResultType: "50126" }
    schedule: { from: 2026-04-06T10:00:00Z, to: 2026-04-06T14:00:00Z, phase: all }
    expect: { fires: true }
`;

it("a case over all phases tells which fire, and explains one that does not", () => {
  const { cases } = runTestFile(
    { name: "f.test.yaml", text: file },
    {
      readText: (_file, path) => ({ name: path, text: rule }),
      readRows: () => [],
      prepare: () => {},
      clockMs: () => 0,
      explain: explainRun,
    },
  );
  const text = (cases[0]?.explanation ?? "").replace(/\n\s*/g, " ");
  expect(text).toContain("the rule fires at 60 % of them, 4m to 40m after the first");
  expect(text).toContain("it stays quiet at 40 % of them, 0 to 4m, 40m to 1h after the first");
  expect(text).toContain("the run at 2026-04-06T12:00:00Z, one of 4:");
  expect(text).toContain("outside the look-back: 1 of 5 rows of SigninLogs is later than 11:00 to 12:00");
});
