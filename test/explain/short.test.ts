import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auditLogs } from "../../src/fixtures.js";
import { explainRun } from "../../src/report/explain-run.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { runRule } from "../../src/rules/run-rule.js";

const file = join(import.meta.dirname, "../../rules/bulk-password-profile-updates.yaml");

function explained(change: (text: string) => string): string {
  const [rule] = parseRule(change(readFileSync(file, "utf8")), { fileName: file }).rules;
  const rows = Array.from({ length: 5 }, (_, at) =>
    auditLogs.passwordReset({
      actor: "eve@contoso.com",
      target: `user${at}@contoso.com`,
      at: `2026-04-06T11:${10 + at}:00Z`,
    }),
  );
  const run = runRule(rule, { AuditLogs: rows }, { at: "2026-04-06T12:00:00Z", record: true });
  return explainRun({ source: { name: file, text: rule.query.text }, trace: run.trace, run });
}

describe("the short explanation", () => {
  it("names the group that came nearest to a raised threshold", () => {
    const text = explained((rule) => rule.replace("UpdateThreshold = 5", "UpdateThreshold = 6"));
    expect(text).toContain("Actor eve@contoso.com");
    expect(text).toContain("UpdateCount is 5, needs 6");
  });
});
