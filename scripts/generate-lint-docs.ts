// Writes docs/lints/<CODE>.md for every code that `check` prints of rules, and the list in docs/lints/README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lintPages, printLintList, printLintPage } from "../src/report/lint-page.js";

const folder = join(import.meta.dirname, "../docs/lints");
for (const page of lintPages) writeFileSync(join(folder, `${page.code}.md`), printLintPage(page));
const readme = join(folder, "README.md");
const [before, , after] = readFileSync(readme, "utf8").split(/(?:<!-- list -->|<!-- end of list -->)/);
writeFileSync(readme, `${before}<!-- list -->\n${printLintList()}\n<!-- end of list -->${after}`);
