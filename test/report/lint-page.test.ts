import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { lintPages, printLintList, printLintPage } from "../../src/report/lint-page.js";
import { checkRuleFile } from "../../src/rules/check/check-rule.js";
import { exampleRule } from "../../src/rules/check/example-rule.js";

const folder = join(import.meta.dirname, "../../docs/lints");
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const workspace = new Workspace();

function codesIn(example: string, fileName: string | undefined): string[] {
  const text = fileName === undefined ? exampleRule(example) : example;
  return checkRuleFile({ name: fileName ?? "rule.yaml", text }, workspace).map(({ code }) => code);
}

describe("the page of a code", () => {
  it.each(lintPages.map((page) => [page.code, page] as const))("%s is up to date", (code, page) => {
    expect(read(`${code}.md`)).toBe(printLintPage(page));
  });

  it.each(lintPages.map((page) => [page.code, page] as const))(
    "%s has an example with the fault and one without it",
    (code, { bad, good, fileName }) => {
      expect(codesIn(bad, fileName)).toContain(code);
      expect(codesIn(good, fileName)).not.toContain(code);
    },
  );
});

describe("the pages", () => {
  it("are listed in their README", () => {
    expect(read("README.md")).toContain(printLintList());
  });

  it("are all there is in their folder", () => {
    const names = [...lintPages.map(({ code }) => `${code}.md`), "README.md"];
    expect(readdirSync(folder).sort()).toEqual(names.sort());
  });
});
