/** Each code that the source can report is shown or asserted somewhere in the tests. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|kql|txt|yaml|md|ast)$/.test(file))
    .map((file) => join(root, folder, file));
}

/** What takes more memory than a test has, or a bug of this program. */
const unreachable = new Set(["KQL000", "KQL321", "KQL399"]);

const codePattern = /\b(?:KQL|RULE|TEST)\d{3}\b/g;

it("every code that can be met has a test", () => {
  const codes = new Set<string>();
  for (const file of filesUnder("src")) {
    for (const [, code] of readFileSync(file, "utf8").matchAll(/"((?:KQL|RULE|TEST)\d{3})"/g))
      codes.add(code);
  }
  const tested = new Set<string>();
  for (const file of filesUnder("test")) {
    if (file.endsWith("every-code.test.ts")) continue;
    for (const [code] of readFileSync(file, "utf8").matchAll(codePattern)) tested.add(code);
    for (const [code] of file.matchAll(codePattern)) tested.add(code);
  }
  const lacking = [...codes].filter((code) => !tested.has(code) && !unreachable.has(code));
  expect(lacking).toEqual([]);
});
