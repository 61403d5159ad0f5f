import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explain } from "../../src/explain/explain.js";
import { sentenceOf } from "../../src/report/explain-sentences.js";
import { Words } from "../../src/report/explain-words.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import type { Rule } from "../../src/rules/rule.js";
import { type RuleTables, runRule } from "../../src/rules/run-rule.js";
import { corpusCases } from "./corpus-cases.js";
import { furtherCases } from "./further-cases.js";
import { queryCases } from "./query-cases.js";
import { relatedCases, relatedRuleCases } from "./related-cases.js";
import { noon, seedCases, type WhyCase } from "./why-cases.js";

function causeOf(item: WhyCase, folder: string) {
  const file = join(folder, item.rule);
  const text = readFileSync(file, "utf8");
  const [from, to] = item.edit ?? ["", ""];
  if (!text.includes(from)) throw new Error(`${item.rule} has no text ${from}`);
  const [rule] = parseRule(text.replace(from, to), { fileName: item.rule }).rules;
  return causeOfRun(rule, item.tables, item.at ?? noon);
}

function causeOfRun(rule: Rule, tables: RuleTables, at: string) {
  const run = runRule(rule, tables, { at, record: true });
  const { trace, workspace } = run;
  if (trace === undefined) throw new Error("nothing was recorded");
  const source = { name: rule.source.name, text: rule.query.text };
  const { findings, subject, isFiring } = explain({ source, trace, workspace, run });
  const [cause] = findings;
  return { isFiring, cause, sentence: sentenceOf(cause, new Words(subject)) };
}

/** A rule that runs every hour over the last two. */
function ruleOf(query: string): Rule {
  const lines = query.split("\n").map((line) => `  ${line}`);
  const head = ["id: 11111111-1111-1111-1111-111111111111", "name: Tested", "severity: Low"];
  const schedule = ["queryFrequency: 1h", "queryPeriod: 2h", "triggerOperator: gt", "triggerThreshold: 0"];
  const text = [...head, ...schedule, "query: |", ...lines, ""].join("\n");
  return parseRule(text, { fileName: "tested.yaml" }).rules[0];
}

function check(
  item: Pick<WhyCase, "kind" | "says">,
  { isFiring, cause, sentence }: ReturnType<typeof causeOfRun>,
): void {
  expect(isFiring).toBe(false);
  expect({ kind: cause.kind, sentence }).toEqual({ kind: item.kind, sentence });
  for (const words of item.says) expect(sentence).toContain(words);
}

const root = join(import.meta.dirname, "../..");
const shared = process.env.KQLUNIT_SHARED ?? join(root, "../shared");
const corpus = join(shared, "corpus/azure-sentinel/Detections");
if (!existsSync(corpus)) console.log("SKIPPED: no folder of published rules (KQLUNIT_SHARED names one)");

describe("the first finding names the cause", () => {
  it.each(seedCases)("$rule: $name", (item) => check(item, causeOf(item, join(root, "rules"))));
  it.each([...queryCases, ...relatedCases])("$name", (item) =>
    check(item, causeOfRun(ruleOf(item.query), item.tables, noon)),
  );
  it.skipIf(!existsSync(corpus)).each([...corpusCases, ...furtherCases, ...relatedRuleCases])(
    "$rule: $name",
    (item) => check(item, causeOf(item, corpus)),
  );
});
