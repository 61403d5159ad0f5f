/** Opens pages in Debian's Chromium, or in the one that CHROMIUM names. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

/** Undefined where there is none; the tests are skipped then. */
export const chromiumPath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path !== undefined && existsSync(path),
);
if (chromiumPath === undefined) console.log("SKIPPED: no Chromium to open the page in (CHROMIUM names one)");

const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export interface OpenedPage {
  readonly page: Page;
  /** What the page writes to the console, and its errors. */
  readonly problems: readonly string[];
  readonly requests: readonly string[];
}

export interface PageLook {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
}

export interface PageBrowser {
  open(html: string, look?: PageLook): Promise<OpenedPage>;
  close(): Promise<void>;
}

export async function launchBrowser(): Promise<PageBrowser> {
  const folder = mkdtempSync(join(tmpdir(), "kqlunit-page-"));
  const browser: Browser = await chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    headless: true,
    args: flags.split(" "),
  });
  return {
    async open(html, { scheme = "light", width = 1200 } = {}) {
      const file = join(folder, "page.html");
      writeFileSync(file, html);
      const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 900 } });
      const problems: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      return { page, problems, requests };
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const axe = () => readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds. The page's own policy forbids further scripts, so it runs in a world of its own. */
export async function axeViolations(page: Page): Promise<unknown> {
  const client = await page.context().newCDPSession(page);
  const { frameTree } = await client.send("Page.getFrameTree");
  const { executionContextId } = await client.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: "axe",
  });
  const { result } = await client.send("Runtime.evaluate", {
    contextId: executionContextId,
    expression: `${axe()};axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => html.slice(0, 200) + failureSummary)])))`,
    awaitPromise: true,
  });
  return JSON.parse(String(result.value));
}

/** By how much the page is wider than its window. */
export async function sidewaysOverflow(page: Page): Promise<unknown> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
