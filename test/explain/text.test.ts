import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { explain, explainRows } from "../../src/explain/explain.js";
import { matchingRows } from "../../src/explain/matching-rows.js";
import { storiesOf } from "../../src/explain/stories.js";
import { explanationJson, originsJson, storiesJson } from "../../src/report/explain-json.js";
import { explainRun } from "../../src/report/explain-run.js";
import { findingKinds } from "../../src/report/explain-sentences.js";
import { formatExplanation, formatOrigins, formatStories } from "../../src/report/explain-text.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { type RuleTables, runRule } from "../../src/rules/run-rule.js";
import { noon, seedCases, times } from "./why-cases.js";

const bulk = "bulk-password-profile-updates.yaml";

function explained(tables: RuleTables, file = bulk) {
  const path = join(import.meta.dirname, "../../rules", file);
  const [rule] = parseRule(readFileSync(path, "utf8"), { fileName: file }).rules;
  const run = runRule(rule, tables, { at: noon, record: true });
  const { trace, workspace } = run;
  if (trace === undefined) throw new Error("nothing was recorded");
  return explain({ source: { name: file, text: rule.query.text }, trace, workspace, run });
}

function tablesOf(name: string): RuleTables {
  return seedCases.find((item) => item.name === name)?.tables ?? {};
}

const reset = (at: number, actor = "eve@contoso.com", result = "success") => ({
  TimeGenerated: `2026-04-06T11:1${at}:00Z`,
  ActivityDisplayName: "Reset user password",
  Result: result,
  InitiatedBy: { user: { userPrincipalName: actor } },
  TargetResources: [{ userPrincipalName: `user${at}@contoso.com` }],
});

const firing: RuleTables = { AuditLogs: [reset(0, "bob@contoso.com"), ...times(5, (at) => reset(at))] };

describe("the explanation at length", () => {
  it.each(seedCases.map(({ name, rule, tables }) => [name, rule, tables] as const))(
    "begins with the cause and fits 80 columns: %s",
    (_, rule, tables) => {
      const explanation = explained(tables, rule);
      const text = formatExplanation(explanation);
      for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
      expect(text).toContain("rows after each step:");
      // Of a split it is enough to tell from the side of one group.
      expect(text.match(/split (over time|by letter case) by/g)?.length ?? 0).toBeLessThanOrEqual(1);
    },
  );

  it("names the source rows behind the rows of a run that fired", () => {
    const text = formatExplanation(explained(firing));
    expect(text).toMatch(/^fired with 1 result row\n/);
    expect(text).toContain("AuditLogs rows 2-6");
  });

  it("follows a result row back", () => {
    const text = formatOrigins(explained(firing), [0], "result row 1");
    expect(text).toMatch(/^result row 1 comes from 5 source rows: AuditLogs rows 2-6\n/);
    expect(text).toContain('5 of 6  where Result == "success"');
  });

  it("follows a source row to the place where it is lost", () => {
    const explanation = explained({ AuditLogs: [reset(0, "eve@contoso.com", "Success")] });
    const stories = storiesOf(explanation.subject, [{ table: "AuditLogs", row: 0 }]);
    expect(formatStories(explanation, stories, []).replace(/\s+/g, " ")).toContain(
      'Result is Success, needs success (Result == "success")',
    );
  });

  it("says in which result row and alert a source row is", () => {
    const explanation = explained(firing);
    const stories = storiesOf(explanation.subject, [{ table: "AuditLogs", row: 3 }]);
    expect(formatStories(explanation, stories, [])).toBe("AuditLogs row 4: in result row 1, alert 1\n");
  });

  it("explains rows that a predicate over columns of the query picks, though the rule fires for others", () => {
    const explanation = explained({
      AuditLogs: [
        ...times(5, (at) => reset(at)),
        ...times(5, (at) => reset(at, "mallory@contoso.com", "Success")),
      ],
    });
    const rows = matchingRows(explanation.subject, "Actor == 'mallory@contoso.com'");
    expect(rows).toEqual(times(5, (at) => ({ table: "AuditLogs", row: at + 5 })));
    const [cause] = explainRows(explanation.subject, rows);
    expect(cause).toMatchObject({ kind: "text-differs", nearness: "case", check: { kind: "accepted" } });
  });

  it("is silent of a trace that was not recorded", () => {
    expect(explainRun({ source: { name: "query", text: "T" }, trace: undefined })).toBe("");
  });

  it("explains plain queries, too", () => {
    const workspace = new Workspace();
    workspace.addTable("T", [{ name: "Alpha" }]);
    const source = { name: "query", text: "T | where name == 'alpha'" };
    const { trace } = workspace.queryRecorded(source.text, { record: true });
    expect(explainRun({ source, trace, workspace })).toMatch(
      /^name is `Alpha` in the one row, the query asks for `alpha`: only the letter case\n {2}differs \(line 1\)\n {2}checked: with `Alpha` accepted, the query gives 1 row\n/,
    );
  });
});

describe("the explanation as JSON", () => {
  it("has the findings with their messages, places and checks", () => {
    const json = explanationJson(explained(tablesOf("one reset short")));
    expect(JSON.parse(JSON.stringify(json))).toMatchObject({
      fired: false,
      at: noon,
      window: { from: "2026-04-06T10:00:00Z", to: noon },
    });
    expect(Array.isArray(json.findings) ? json.findings[0] : undefined).toMatchObject({
      kind: "below-threshold",
      message: expect.stringContaining("UpdateCount is 4, needs 5"),
      checked: { kind: "accepted", resultRows: 1 },
    });
  });

  it("counts rows from 1", () => {
    const explanation = explained(firing);
    expect(originsJson(explanation, [0])).toEqual({
      rows: [{ row: 1, sources: times(5, (at) => ({ table: "AuditLogs", row: at + 2 })) }],
    });
    const stories = storiesOf(explanation.subject, [{ table: "AuditLogs", row: 3 }]);
    expect(storiesJson(explanation, stories, [])).toMatchObject({
      rows: [{ table: "AuditLogs", row: 4, fate: "result", resultRows: [1] }],
    });
  });
});

describe("the page on explanations", () => {
  it("has every kind of finding, and no other", () => {
    const text = readFileSync(join(import.meta.dirname, "../../docs/explain.md"), "utf8");
    const [, table = ""] = text.split("| kind | ");
    const kinds = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, kind]) => kind);
    expect(kinds.sort()).toEqual([...findingKinds].sort());
  });
});

describe("texts inside aggregates", () => {
  it("names the literal of a `countif` that the rows nearly have", () => {
    const workspace = new Workspace();
    workspace.addTable(
      "T",
      times(5, () => ({ user: "eve", result: "Failure" })),
    );
    const text = "T | summarize failures = countif(result == 'failure') by user | where failures >= 5";
    const { trace } = workspace.queryRecorded(text, { record: true });
    if (trace === undefined) throw new Error("nothing was recorded");
    const { findings } = explain({ source: { name: "query", text }, trace, workspace });
    expect(findings[0]).toMatchObject({
      kind: "text-differs",
      value: "Failure",
      literal: "failure",
      check: { resultRows: 1 },
    });
  });
});
