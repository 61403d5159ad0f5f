import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../../src/engine/workspace.js";
import { checkRule } from "../../../src/rules/check/check-rule.js";
import { exampleRule } from "../../../src/rules/check/example-rule.js";
import { lints } from "../../../src/rules/check/lints.js";
import { parseRule } from "../../../src/rules/parse-rule.js";

const workspace = new Workspace();

function codesOf(text: string, fileName = "rule.yaml"): string[] {
  const { rules, diagnostics } = parseRule(text, { fileName });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const bound = workspace.bind(rules[0].query.text).diagnostics;
  expect(bound.filter(({ severity }) => severity === "error")).toEqual([]);
  return checkRule(rules[0], workspace).map(({ code }) => code);
}

describe("lints", () => {
  it.each(Object.entries(lints))("%s finds its bad example and not its good one", (code, { bad, good }) => {
    expect(codesOf(exampleRule(bad))).toContain(code);
    expect(codesOf(exampleRule(good))).not.toContain(code);
  });

  it("have nothing to say about a sound rule", () => {
    expect(codesOf(exampleRule(""))).toEqual([]);
  });

  it("are named, leveled and explained", () => {
    for (const { summary, why, part } of Object.values(lints)) {
      expect(summary).toMatch(/\.$/);
      expect(why).toMatch(/\.$/);
      expect(["deploy", "logic"]).toContain(part);
    }
  });

  it("report in the rule's file, also of the query", () => {
    const text = exampleRule(
      "query: |\n    AzureActivity\n    | where TimeGenerated > ago(9d)\n    | take 1",
    );
    const { rules } = parseRule(text, { fileName: "rule.yaml" });
    const found = checkRule(rules[0], workspace).find(({ code }) => code === "RULE204");
    expect(found && text.slice(found.span.start, found.span.end)).toBe("TimeGenerated > ago(9d)");
  });

  it("offer a fix that is just the new name", () => {
    const { bad } = lints.RULE219;
    const text = exampleRule(bad);
    const { rules } = parseRule(text, { fileName: "rule.yaml" });
    const fix = checkRule(rules[0], workspace).find(({ code }) => code === "RULE219")?.fix;
    const fixed = fix && text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end);
    expect(fixed).toContain("Callers = make_set(Caller)");
    expect(codesOf(fixed ?? "")).not.toContain("RULE219");
  });

  it("stay silent on a query that doesn't bind, but for the rule's own keys", () => {
    const { rules } = parseRule(
      exampleRule("query: |\n  AzureActivity\n  | where Nothing == 1\nqueryPeriod: 30d"),
      {
        fileName: "rule.yaml",
      },
    );
    expect(checkRule(rules[0], workspace).map(({ code }) => code)).toEqual(["RULE104"]);
  });
});

describe("what is sound", () => {
  const start = "query: |\n  SigninLogs\n  | where TimeGenerated > ago(1h)\n";
  const people = 'query: |\n  let Vips = datatable(User: string, Team: string)["eve@contoso.com", "red"];\n';
  it.each([
    [
      "RULE213",
      "a list in the query, joined with the events of each",
      `${people}  Vips\n  | join kind=inner (SigninLogs | extend User = tolower(UserPrincipalName)) on User\n  | summarize Tries = count() by User`,
    ],
    [
      "RULE213",
      "keys, of which one each is joined with the events",
      `${start}  | project User = tolower(UserPrincipalName)\n  | join kind=innerunique (AuditLogs | extend User = tolower(Identity)) on User\n  | summarize Tries = count() by User`,
    ],
    [
      "RULE226",
      "a description of two numbers for two thresholds",
      `description: More than 10 failed logons or 3 different addresses within 2 hours.\n${start}  | summarize Tries = count(), Addresses = dcount(IPAddress) by UserPrincipalName\n  | where Tries >= 10 or Addresses >= 3`,
    ],
    [
      "RULE227",
      "a look-back of whole days",
      "query: |\n  let end = startofday(now());\n  let start = end - 8d;\n  SigninLogs\n  | where TimeGenerated >= start and TimeGenerated <= end",
    ],
  ])("has no finding %s: %s", (code, _what, text) => {
    expect(codesOf(exampleRule(text))).not.toContain(code);
  });

  it.each([
    [
      "RULE226",
      "a number of the description that is no threshold",
      `description: More than 10 failed logons within 3 hours.\n${start}  | summarize Tries = count(), Addresses = dcount(IPAddress) by UserPrincipalName\n  | where Tries >= 10 and Addresses >= 3`,
    ],
    [
      "RULE213",
      "events joined by one of their keys, with the default kind",
      `${start}  | extend User = tolower(UserPrincipalName)\n  | join (AuditLogs | summarize by User = tolower(Identity), Category) on User\n  | summarize Tries = count() by User`,
    ],
  ])("... but %s finds %s", (code, _what, text) => {
    expect(codesOf(exampleRule(text))).toContain(code);
  });
});

describe("the sample rules", () => {
  /** What is wrong with each, each code once. */
  const expected: readonly [string, string[]][] = [
    [
      "bulk-password-profile-updates",
      // Repeats, stray technique, letter case, unused column, hour bins, text against query, weak entity, empty
      // identity, long key, title of the first row, arbitrary title, placeholders.
      [
        "RULE121",
        "RULE122",
        "RULE202",
        "RULE203",
        "RULE206",
        "RULE209",
        "RULE210",
        "RULE216",
        "RULE217",
        "RULE218",
        "RULE223",
        "RULE225",
        "RULE226",
      ],
    ],
    [
      "adfs-stale-token-after-password-change",
      ["RULE201", "RULE202", "RULE206", "RULE209", "RULE211", "RULE212", "RULE214", "RULE215", "RULE223"],
    ],
    ["account-mfa-modifications", ["RULE101", "RULE209", "RULE215", "RULE216", "RULE221"]],
    [
      "non-interactive-sign-in-then-privileged-action",
      [
        "RULE201",
        "RULE202",
        "RULE206",
        "RULE209",
        "RULE211",
        "RULE212",
        "RULE213",
        "RULE214",
        "RULE215",
        "RULE217",
        "RULE223",
        "RULE232",
      ],
    ],
    [
      "failed-azure-portal-access",
      [
        "RULE101",
        "RULE209",
        "RULE218",
        "RULE219",
        "RULE220",
        "RULE221",
        "RULE222",
        "RULE223",
        "RULE224",
        "RULE233",
      ],
    ],
  ];

  it.each(expected)("%s: %j", (name, codes) => {
    const file = path.join(import.meta.dirname, "../../../rules", `${name}.yaml`);
    expect([...new Set(codesOf(readFileSync(file, "utf8"), file))].sort()).toEqual(codes);
  });
});
