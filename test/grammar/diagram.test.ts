import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { diagramPage } from "../../scripts/diagram/page.js";

const page = readFileSync(join(import.meta.dirname, "../../grammar/diagram.html"), "utf8");

it("the diagram in the folder is that of the grammar", () => {
  expect(page).toBe(diagramPage());
});

it("the diagram takes nothing from elsewhere", () => {
  expect(page).not.toMatch(/https?:|<script|<link|@import/);
});
