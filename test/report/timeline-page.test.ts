/** The page of a timeline, in a browser. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { phasesHtml, timelineHtml } from "../../src/report/timeline-html.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { simulateRule, simulateRulePhases } from "../../src/rules/simulate-rule.js";
import { ticks } from "../rules/rule-makers.js";
import { axeViolations, chromiumPath, launchBrowser, type PageBrowser, sidewaysOverflow } from "./browser.js";

const file = join(import.meta.dirname, "../../rules/bulk-password-profile-updates.yaml");
const [rule] = parseRule(readFileSync(file, "utf8"), { fileName: "bulk.yaml" }).rules;
const range = { from: ticks("2026-04-06T09:30:00Z"), to: ticks("2026-04-06T20:30:00Z") };

/** Text that would be markup or script if it were not escaped. */
const hostile = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

/** A burst of fifteen resets, and five rows that arrive when nobody looks at them any more. */
function workspaceOf(actor: string): Workspace {
  const reset = (minute: number, index: number) => ({
    TimeGenerated: new Date(Date.parse("2026-04-06T11:00:00Z") + minute * 60_000).toISOString(),
    ActivityDisplayName: "Reset user password",
    Result: "success",
    InitiatedBy: { user: { userPrincipalName: actor } },
    TargetResources: [{ userPrincipalName: `user${index}@contoso.com` }],
  });
  const onTime = Array.from({ length: 15 }, (_, index) => reset(index * 4, index));
  const late = Array.from({ length: 5 }, (_, index) => reset(300 + index, index));
  const workspace = new Workspace();
  workspace.addTable("AuditLogs", [...onTime, ...late], {
    ingestionTimes: [...onTime.map((row) => row.TimeGenerated), ...late.map(() => "2026-04-06T23:00:00Z")],
  });
  return workspace;
}

const pageFor = (actor = "eve@contoso.com") => timelineHtml(simulateRule(rule, workspaceOf(actor), range));
const sweepFor = (actor = "eve@contoso.com") =>
  phasesHtml(simulateRulePhases(rule, workspaceOf(actor), range));

describe.skipIf(chromiumPath === undefined)("the page of a timeline", () => {
  let browser: PageBrowser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it("opens without errors and asks for nothing else", async () => {
    const { page, problems, requests } = await browser.open(pageFor());
    expect(await page.locator("circle.alert").count()).toBe(3);
    expect(await page.locator("rect.unseen").count()).toBeGreaterThan(0);
    expect(await page.textContent(".facts")).toContain("3 alerts");
    expect(problems).toEqual([]);
    expect(requests).toHaveLength(1);
    await page.close();
  });

  it("tells what the chart shows as text, too", async () => {
    const { page } = await browser.open(pageFor());
    expect(await page.textContent("#alert-2")).toContain("15 operations against 15 accounts");
    expect(await page.textContent("#alert-2")).toContain("repeats alert 1 (7 of 15 rows are new)");
    expect(await page.textContent("main")).toContain("5 rows of AuditLogs arrived after every run");
    await page.close();
  });

  it("is worked by the keyboard alone", async () => {
    const { page } = await browser.open(pageFor());
    await page.focus("#alert-3 a");
    await page.keyboard.press("Enter");
    expect(page.url()).toMatch(/#incident-3$/);
    await page.focus("summary");
    await page.keyboard.press("Enter");
    expect(await page.locator("details[open] tbody tr").count()).toBe(11);
    await page.focus(".chart");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toContain("Chart");
    await page.close();
  });

  it.each([
    ["timeline", pageFor],
    ["sweep", sweepFor],
  ])("shows hostile log data of a %s as text", async (_, make) => {
    const { page, problems } = await browser.open(make(hostile));
    expect(await page.title()).not.toBe("owned");
    expect(await page.locator("img, script").count()).toBe(0);
    expect(await page.textContent("main")).toContain("<img src=x");
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each(["light", "dark"] as const)("has no accessibility violation, %s", async (scheme) => {
    for (const html of [pageFor(), sweepFor(), pageFor(hostile)]) {
      const { page } = await browser.open(html, { scheme });
      for (const summary of await page.locator("summary").all()) await summary.click();
      expect(await axeViolations(page)).toEqual([]);
      await page.close();
    }
  });

  it.each([380, 1200])("fits %d pixels without scrolling sideways", async (width) => {
    for (const html of [pageFor(hostile), sweepFor()]) {
      const { page } = await browser.open(html, { width });
      expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
      await page.close();
    }
  });
});

it("lets nothing run and nothing load", () => {
  expect(pageFor()).toMatch(
    /content="default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'"/,
  );
});
