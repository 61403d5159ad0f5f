import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";

const root = path.join(import.meta.dirname, "..", "..");
const shared = process.env.KQLUNIT_SHARED ?? path.join(root, "..", "shared");
const hasShared = existsSync(path.join(shared, "seeds"));
if (!hasShared)
  console.log(`SKIPPED: comparison of rules/ with the rules as published (no folder ${shared})`);

/** Rule file, the start of the published page's name, and the line after the rule on that page. */
const pages = [
  ["bulk-password-profile-updates.yaml", "000", "Explanation"],
  ["adfs-stale-token-after-password-change.yaml", "001", "Explanation"],
  ["account-mfa-modifications.yaml", "002", "Required Data Sources"],
  ["non-interactive-sign-in-then-privileged-action.yaml", "003", "Explanation"],
] as const;

function ruleText(file: string): string {
  return readFileSync(path.join(root, "rules", file), "utf8");
}

function pageText(number: string): string {
  const folder = path.join(shared, "seeds");
  const file = readdirSync(folder).find((name) => name.startsWith(number)) ?? "";
  return readFileSync(path.join(folder, file), "utf8");
}

function publishedRule(number: string, end: string): Record<string, unknown> {
  const page = pageText(number);
  const start = page.search(/^id: /m);
  return parse(page.slice(start, page.indexOf(`\n${end}`, start)));
}

/** The query without comments and without the white space between its words and strings. */
function condensed(query: unknown): string {
  const words = String(query)
    .replace(/^\s*\/\/.*$/gm, "")
    .match(/"[^"\n]*"|'[^'\n]*'|[^\s"']+/g);
  return words?.join("") ?? "";
}

describe("rule files", () => {
  it.each(
    readdirSync(path.join(root, "rules")).filter(
      (name) => name.endsWith(".yaml") && !name.includes(".test."),
    ),
  )("%s is YAML with an id, a name, a description and a query", (file) => {
    const document = parseDocument(ruleText(file));
    expect(document.errors).toEqual([]);
    expect(document.toJS()).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: expect.any(String),
      description: expect.any(String),
      query: expect.any(String),
    });
  });

  it("lose their meaning without indentation, first at the description", () => {
    const file = path.join(root, "fixtures", "broken", "failed-azure-portal-access.unindented.yaml");
    const [first] = parseDocument(readFileSync(file, "utf8")).errors;
    expect(first?.linePos?.[0]).toEqual({ line: 4, col: 1 });
  });
});

describe.skipIf(!hasShared)("rules as published", () => {
  it.each(pages)("%s says what page %s says, but for the description", (file, number, end) => {
    const { description, query, ...rest } = parse(ruleText(file));
    const { description: theirs, query: published, ...publishedRest } = publishedRule(number, end);
    expect(condensed(query)).toBe(condensed(published));
    expect(rest).toEqual(publishedRest);
    expect(description).not.toBe(theirs);
  });

  it("failed-azure-portal-access.yaml has the query of the page that lost its indentation", () => {
    const page = pageText("004");
    const start = page.indexOf("query: |\n") + "query: |\n".length;
    const published = page.slice(start, page.indexOf("entityMappings:", start));
    expect(condensed(parse(ruleText("failed-azure-portal-access.yaml")).query)).toBe(condensed(published));
  });
});
