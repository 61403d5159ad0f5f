/**
 * Draws the grammar: writes `grammar/diagram.html`, a page of railroad diagrams that needs nothing from elsewhere.
 * Run with `npx tsx scripts/generate-diagram.ts`; `--check` only tells whether the page is up to date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diagramPage } from "./diagram/page.js";

const file = join(import.meta.dirname, "..", "grammar", "diagram.html");
const page = diagramPage();

if (!process.argv.includes("--check")) {
  writeFileSync(file, page);
  console.log(`wrote ${file}`);
} else if (readFileSync(file, "utf8") !== page) {
  console.error("grammar/diagram.html is out of date; run npx tsx scripts/generate-diagram.ts");
  process.exitCode = 1;
}
