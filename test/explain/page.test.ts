import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explain } from "../../src/explain/explain.js";
import { explanationPage } from "../../src/report/explain-html.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { type RuleTables, runRule } from "../../src/rules/run-rule.js";
import {
  axeViolations,
  chromiumPath,
  launchBrowser,
  type PageBrowser,
  sidewaysOverflow,
} from "../report/browser.js";
import { noon, seedCases, times } from "./why-cases.js";

const rules = join(import.meta.dirname, "../../rules");

function pageFor(file: string, tables: RuleTables): string {
  const [rule] = parseRule(readFileSync(join(rules, file), "utf8"), { fileName: file }).rules;
  const run = runRule(rule, tables, { at: noon, record: true });
  const { trace, workspace } = run;
  if (trace === undefined) throw new Error("nothing was recorded");
  return explanationPage(explain({ source: { name: file, text: rule.query.text }, trace, workspace, run }));
}

const bulk = "bulk-password-profile-updates.yaml";

function caseTables(name: string): RuleTables {
  const found = seedCases.find((item) => item.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found.tables;
}

/** Text that would be markup, script or a broken data block if it were not escaped. */
const hostile = `"><img src=x onerror="document.title='owned'"></script><script>document.title='owned'</script><!--\u2028`;

const hostileTables: RuleTables = {
  AuditLogs: times(5, (at) => ({
    TimeGenerated: `2026-04-06T11:1${at}:00Z`,
    ActivityDisplayName: "Reset user password",
    Result: "success",
    CorrelationId: hostile,
    InitiatedBy: { user: { userPrincipalName: hostile } },
    TargetResources: [{ userPrincipalName: `${hostile}${at}` }],
  })),
};

const manyTables: RuleTables = {
  AuditLogs: times(10_000, (at) => ({
    TimeGenerated: new Date(Date.parse("2026-04-06T10:00:01Z") + at * 700).toISOString(),
    ActivityDisplayName: at % 7 === 0 ? "Reset user password" : "Update user",
    Result: at % 3 === 0 ? "success" : "failure",
    InitiatedBy: { user: { userPrincipalName: `user${at % 500}@contoso.com` } },
    TargetResources: [{ userPrincipalName: `target${at % 90}@contoso.com` }],
  })),
};

describe.skipIf(chromiumPath === undefined)("the page of an explanation", () => {
  let browser: PageBrowser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it("opens without errors and asks for nothing else", async () => {
    const { page, problems, requests } = await browser.open(pageFor(bulk, caseTables("one reset short")));
    expect(await page.textContent(".cause")).toContain("UpdateCount is 4, needs 5");
    expect(problems).toEqual([]);
    expect(requests).toHaveLength(1);
    await page.close();
  });

  it("shows the way of a source row that is chosen, to the place where it is lost", async () => {
    const { page, problems } = await browser.open(pageFor(bulk, caseTables("one reset short")));
    await page.click("#step-0 summary");
    await page.click("#step-0 tbody tr:last-child button");
    expect(await page.textContent("#said")).toMatch(
      /AuditLogs row \d+: lost at line \d+: fails UpdateCount >= UpdateThreshold/,
    );
    expect(await page.locator("#path li").count()).toBeGreaterThan(8);
    expect(await page.textContent("#step-9 .badge")).toBe("1 on the path");
    expect(await page.textContent("#step-10 .badge")).toBe("lost here");
    expect(await page.textContent("#step-11 .badge")).toBe("");
    expect(await page.textContent("#path li:last-child")).toMatch(/^lost at where UpdateCount >= /);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("prints the findings, and no box for a row that nobody chose", async () => {
    const { page } = await browser.open(pageFor(bulk, caseTables("one reset short")));
    await page.emulateMedia({ media: "print" });
    expect(await page.isVisible("#path-title")).toBe(false);
    expect(await page.isVisible(".path")).toBe(false);
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    expect(await page.isVisible("#others .findings")).toBe(true);
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
    expect(await page.isVisible("#others .findings")).toBe(false);
    await page.emulateMedia({ media: "screen" });
    await page.click("#step-0 summary");
    await page.click("#step-0 tbody tr:last-child button");
    await page.emulateMedia({ media: "print" });
    expect(await page.isVisible(".path")).toBe(true);
    await page.setViewportSize({ width: 794, height: 1123 });
    expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
    await page.close();
  });

  it("shows the rows behind a result row that is chosen", async () => {
    const tables: RuleTables = { AuditLogs: [...(hostileTables.AuditLogs as Record<string, unknown>[])] };
    const { page } = await browser.open(pageFor(bulk, tables));
    await page.click("#step-11 summary");
    await page.click("#step-11 tbody tr button");
    expect(await page.textContent("#step-0 .badge")).toBe("5 on the path");
    expect(await page.textContent("#said")).toContain("goes into the result");
    await page.click("#step-0 summary");
    await page.waitForSelector("#step-0 tbody tr.on");
    expect(await page.locator("#step-0 tbody tr.on").count()).toBe(5);
    await page.click("#clear");
    expect(await page.locator("#step-0 tbody tr.on").count()).toBe(0);
    await page.close();
  });

  it("is worked by the keyboard alone", async () => {
    const { page } = await browser.open(pageFor(bulk, caseTables("one reset short")));
    await page.focus("#step-0 summary");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#step-0 tbody button");
    await page.focus("#step-0 tbody tr:first-child button");
    await page.keyboard.press("Space");
    expect(await page.textContent("#said")).toContain("AuditLogs row");
    await page.close();
  });

  it("shows hostile log data as text", async () => {
    const html = pageFor(bulk, hostileTables);
    const { page, problems } = await browser.open(html);
    for (const index of [0, 9, 11]) await page.click(`#step-${index} summary`);
    expect(await page.title()).not.toBe("owned");
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.textContent("#step-11 tbody")).toContain("<img src=x");
    expect(problems).toEqual([]);
    expect(html.match(/<script/g)).toHaveLength(2);
    await page.close();
  });

  it.each(["light", "dark"] as const)("has no accessibility violation, %s", async (scheme) => {
    for (const tables of [caseTables("one reset short"), hostileTables]) {
      const { page } = await browser.open(pageFor(bulk, tables), { scheme });
      for (const index of [0, 2, 9, 10]) await page.click(`#step-${index} summary`);
      await page.click("#step-0 tbody tr:last-child button");
      expect(await axeViolations(page)).toEqual([]);
      await page.close();
    }
  });

  it("stays quick with ten thousand rows", async () => {
    const html = pageFor(bulk, manyTables);
    const { page, problems } = await browser.open(html);
    await page.click("#step-0 summary");
    await page.click("#step-0 tbody tr:nth-child(3) button");
    expect(await page.textContent("#said")).toContain("AuditLogs row 3");
    await page.fill("#step-0 input[type=search]", "user499@");
    await page.click("#step-0 .tools button:last-child");
    expect(await page.locator("#step-0 tbody tr").count()).toBeLessThanOrEqual(50);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("fits narrow screens without scrolling sideways", async () => {
    for (const scheme of ["light", "dark"] as const) {
      const look = { width: 380, scheme };
      const { page } = await browser.open(pageFor(bulk, caseTables("one reset short")), look);
      await page.click("#step-0 summary");
      await page.click("#step-0 tbody tr:last-child button");
      expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
      await page.close();
    }
  });
});
