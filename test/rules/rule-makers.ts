import { expect } from "vitest";
import { parseRule } from "../../src/rules/parse-rule.js";
import type { Rule } from "../../src/rules/rule.js";
import type { ResultColumn, RuleResult } from "../../src/rules/rule-result.js";
import { parseDatetime } from "../../src/types/datetime.js";
import type { Ticks } from "../../src/types/int64.js";
import { typeNamed } from "../../src/types/kql-type.js";

const base =
  "id: 11111111-2222-3333-4444-555555555555\nname: Own name\ndescription: Own text\nseverity: Low\ntactics: [Impact]\nrelevantTechniques: [T1098]\n";
const schedule = "queryFrequency: 1h\nqueryPeriod: 2h\ntriggerOperator: gt\ntriggerThreshold: 0\n";

/** A scheduled rule (1 h, 2 h) with further keys. */
export function ruleWith(keys: string, head: string = base + schedule): Rule {
  const { rules, diagnostics } = parseRule(`${head}${keys}\nquery: T\n`, { fileName: "rule.yaml" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return rules[0];
}

/** A result from `name:type` headings and rows. */
export function resultOf(headings: string, rows: RuleResult["rows"]): RuleResult {
  const columns = headings.split(" ").map((heading): ResultColumn => {
    const [name, type = "string"] = heading.split(":");
    return { name, type: typeNamed(type) ?? "string" };
  });
  return { columns, rows };
}

export function ticks(text: string): Ticks {
  const value = parseDatetime(text);
  if (value === null) throw new Error(`no datetime: ${text}`);
  return value;
}

export const noonRun = {
  at: ticks("2026-04-06T12:00:00Z"),
  from: ticks("2026-04-06T10:00:00Z"),
  to: ticks("2026-04-06T12:00:00Z"),
};
