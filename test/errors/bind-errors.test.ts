/**
 * One rendering for each code of the binder. A file holds a query, a line `----`, and what is told of it. With
 * KQLUNIT_UPDATE=1 the renderings are written anew; read the difference.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bindText } from "../../src/engine/bind-text.js";
import { WorkspaceCatalog } from "../../src/engine/catalog.js";
import { parseStoredFunction } from "../../src/engine/stored-function.js";
import { renderDiagnostic } from "../../src/text/render-diagnostic.js";

const folder = import.meta.dirname;
const separator = "\n----\n";
const isUpdate = process.env.KQLUNIT_UPDATE === "1";

/** Nesting takes a long text (test/bind/hostile.test.ts); cells that are no literals do not parse. */
const withoutFile = new Set(["KQL114", "KQL129"]);

function codesOfBinder(): string[] {
  const texts = ["bind", "operators"].map((layer) =>
    readFileSync(join(folder, `../../src/${layer}/diagnostics.ts`), "utf8"),
  );
  return [...new Set([...texts.join("").matchAll(/"(KQL\d{3})",\s+span/g)].map(([, code]) => code))];
}

const catalog = new WorkspaceCatalog();
catalog.addFunction("Loop", parseStoredFunction("Loop", "(n:long) { Loop(n) }"));
catalog.addWatchlist("HighValueAssets", { columns: [{ name: "SearchKey", type: "string" }] });

function render(query: string): string {
  const source = { name: "query", text: query };
  const { diagnostics, query: bound } = bindText(source, catalog);
  return [...diagnostics, ...bound.unsupported].map((one) => renderDiagnostic(one, source)).join("\n");
}

const files = readdirSync(folder).filter((file) => /^KQL([12]\d\d|33\d)\.txt$/.test(file));

describe("what is told of mistakes", () => {
  it.each(files)("%s", (file) => {
    const path = join(folder, file);
    const [query, expected] = readFileSync(path, "utf8").split(separator);
    const rendered = render(query);
    if (isUpdate) writeFileSync(path, `${query}${separator}${rendered}\n`);
    else expect(`${rendered}\n`).toBe(expected);
    expect(rendered).toContain(file.slice(0, 6));
  });

  it("each code of the binder has a rendering", () => {
    const lacking = codesOfBinder().filter(
      (code) => !withoutFile.has(code) && !files.includes(`${code}.txt`),
    );
    expect(lacking).toEqual([]);
  });
});
