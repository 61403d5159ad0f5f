import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseRule } from "../../src/rules/parse-rule.js";
import type { Rule } from "../../src/rules/rule.js";
import { fileOffset } from "../../src/rules/text-map.js";

const root = join(process.env.KQLUNIT_SHARED ?? "../shared", "corpus/azure-sentinel");
const isThere = existsSync(root);
const title = isThere ? "" : " (SKIPPED: no corpus)";

function load(): { file: string; text: string; rule: Rule; codes: string[] }[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.ya?ml$/.test(file),
  );
  return files.map((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const { rules, diagnostics } = parseRule(text, { fileName: file });
    expect(rules.length, file).toBe(1);
    return { file, text, rule: rules[0], codes: diagnostics.map((diagnostic) => diagnostic.code) };
  });
}

it.skipIf(!isThere)(`every published rule file loads, all but one without remark${title}`, () => {
  const loaded = load();
  expect(loaded.length).toBe(789);
  // One file writes `severity: high`.
  expect(loaded.flatMap(({ codes }) => codes)).toEqual(["RULE014"]);
});

it.skipIf(!isThere)(`every character of every published query is found in its file${title}`, () => {
  for (const { file, text, rule } of load()) {
    const { text: query, map } = rule.query;
    for (let offset = 0; offset < query.length; offset++) {
      if (/\s/.test(query[offset])) continue;
      if (text[fileOffset(map, offset)] !== query[offset]) expect.fail(`${file}: offset ${offset}`);
    }
  }
});
