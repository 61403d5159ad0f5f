import { beforeAll, describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { phasesHtml, timelineHtml } from "../../src/report/timeline-html.js";
import { phasesJson, timelineJson } from "../../src/report/timeline-json.js";
import { formatPhases, formatTimeline } from "../../src/report/timeline-text.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import type { PhaseOutcome } from "../../src/rules/phases.js";
import type { Timeline } from "../../src/rules/simulate.js";
import { simulateRule, simulateRulePhases } from "../../src/rules/simulate-rule.js";
import { ticks } from "../rules/rule-makers.js";

const text = `name: Many <b>failures</b>
severity: High
queryFrequency: 1h
queryPeriod: 2h
triggerOperator: gt
triggerThreshold: 0
alertDetailsOverride:
  alertDisplayNameFormat: "{{Count}} failures of {{User}} & co"
query: |
  SigninLogs
  | where ResultType == "50126"
  | summarize Count = count(), TimeGenerated = max(TimeGenerated) by User = UserPrincipalName
  | where Count >= 2
`;

let timeline: Timeline;
let outcomes: readonly PhaseOutcome[];

beforeAll(() => {
  const workspace = new Workspace();
  const failure = (TimeGenerated: string) => ({
    TimeGenerated,
    ResultType: "50126",
    UserPrincipalName: "<eve>",
  });
  workspace.addTable(
    "SigninLogs",
    [failure("2026-04-06T11:10:00Z"), failure("2026-04-06T11:20:00Z"), failure("2026-04-06T11:30:00Z")],
    { ingestionTimes: ["2026-04-06T11:10:00Z", "2026-04-06T11:20:00Z", "2026-04-06T18:00:00Z"] },
  );
  const { rules } = parseRule(text, { fileName: "failures.yaml" });
  const range = { from: ticks("2026-04-06T09:00:00Z"), to: ticks("2026-04-06T16:00:00Z") };
  timeline = simulateRule(rules[0], workspace, range);
  outcomes = simulateRulePhases(rules[0], workspace, range);
});

describe("a timeline", () => {
  it("as text tells quiet stretches, alerts, repeats and rows never seen", () => {
    expect(
      formatTimeline(timeline),
    ).toBe(`Many <b>failures</b>: every 1h, looking back 2h; 7 runs from 2026-04-06T09:00:00Z to 2026-04-06T15:00:00Z

  2026-04-06T09:00:00Z to 2026-04-06T11:00:00Z, 3 runs: quiet, 0 rows seen
  2026-04-06T12:00:00Z: FIRED, 2 rows seen, 1 result row
      alert 1 [High] 2 failures of <eve> & co, incident 1
  2026-04-06T13:00:00Z: FIRED, 2 rows seen, 1 result row
      alert 2 [High] 2 failures of <eve> & co, incident 2; repeats alert 1 (no new rows)
  2026-04-06T14:00:00Z to 2026-04-06T15:00:00Z, 2 runs: quiet, 0 rows seen

2 alerts, 2 incidents
2 rows alerted at more than one run
never seen: 1 row of SigninLogs arrived after every run whose window holds them (row 3)
7 runs worked out by running the query 2 times
`);
  });

  it("as JSON can be read back", () => {
    const read = JSON.parse(JSON.stringify(timelineJson(timeline)));
    expect(read).toMatchObject({
      rule: { name: "Many <b>failures</b>", file: "failures.yaml" },
      alerts: [
        { title: "2 failures of <eve> & co", run: 3, sourceRows: 2, newSourceRows: 2, repeats: [] },
        { run: 4, newSourceRows: 0, repeats: [0] },
      ],
      incidents: [{ number: 1 }, { number: 2 }],
      unseen: [{ table: "SigninLogs", reason: "late", rows: [2] }],
    });
    expect(read.runs[3]).toMatchObject({ status: "fired", rowsSeen: 2, rows: [{ User: "<eve>", Count: 2 }] });
  });

  it("as HTML is one file that loads nothing and shows no text as markup", () => {
    const html = timelineHtml(timeline);
    expect(html).toContain("<svg");
    expect(html).not.toMatch(/https?:|<script|<link|<b>failures|<eve>/);
    expect(html).toContain("2 failures of &lt;eve&gt; &amp; co");
  });
});

describe("phases", () => {
  it("as text give each outcome with its share and starts", () => {
    const lines = formatPhases(outcomes).split("\n");
    expect(lines[0]).toContain(`${outcomes.length} distinct outcome`);
    expect(lines[2]).toMatch(/^ {2}outcome 1, \d+(\.\d)? % of the phases: \d alerts?, \d incidents?$/);
  });

  it("as JSON and HTML hold every outcome", () => {
    expect(phasesJson(outcomes)).toHaveLength(outcomes.length);
    expect(phasesHtml(outcomes).match(/<h2>/g)).toHaveLength(outcomes.length);
  });
});
