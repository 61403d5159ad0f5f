// Writes docs/functions.md: the built-in functions that run, with their examples, and those that do not.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { printFunctionPage } from "../src/report/function-page.js";

writeFileSync(join(import.meta.dirname, "../docs/functions.md"), printFunctionPage());
