import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explain } from "../../src/explain/explain.js";
import { sentenceOf } from "../../src/report/explain-sentences.js";
import { Words } from "../../src/report/explain-words.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { runRule } from "../../src/rules/run-rule.js";
import { corpusCases } from "./corpus-cases.js";
import { noon, seedCases, type WhyCase } from "./why-cases.js";

function causeOf(item: WhyCase, folder: string) {
  const file = join(folder, item.rule);
  const text = readFileSync(file, "utf8");
  const [from, to] = item.edit ?? ["", ""];
  if (!text.includes(from)) throw new Error(`${item.rule} has no text ${from}`);
  const [rule] = parseRule(text.replace(from, to), { fileName: item.rule }).rules;
  const run = runRule(rule, item.tables, { at: item.at ?? noon, record: true });
  const { trace, workspace } = run;
  if (trace === undefined) throw new Error("nothing was recorded");
  const source = { name: item.rule, text: rule.query.text };
  const { findings, subject, isFiring } = explain({ source, trace, workspace, run });
  const [cause] = findings;
  return { isFiring, cause, sentence: sentenceOf(cause, new Words(subject)) };
}

function check(item: WhyCase, folder: string): void {
  const { isFiring, cause, sentence } = causeOf(item, folder);
  expect(isFiring).toBe(false);
  expect({ kind: cause.kind, sentence }).toEqual({ kind: item.kind, sentence });
  for (const words of item.says) expect(sentence).toContain(words);
}

const root = join(import.meta.dirname, "../..");
const shared = process.env.KQLUNIT_SHARED ?? join(root, "../shared");
const corpus = join(shared, "corpus/azure-sentinel/Detections");
if (!existsSync(corpus)) console.log("SKIPPED: no folder of published rules (KQLUNIT_SHARED names one)");

describe("the first finding names the cause", () => {
  it.each(seedCases)("$rule: $name", (item) => check(item, join(root, "rules")));
  it.skipIf(!existsSync(corpus)).each(corpusCases)("$rule: $name", (item) => check(item, corpus));
});
