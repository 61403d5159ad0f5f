/**
 * Queries in `golden/*.kql` with their trees beside them, and in `errors/*.kql` with the diagnostics they get.
 * `UPDATE_GOLDEN=1` writes the files anew; read the difference before committing it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderDiagnostic } from "../../src/text/render-diagnostic.js";
import { parse } from "./syntax-values.js";

function compare(file: string, actual: string): void {
  if (process.env.UPDATE_GOLDEN === "1" || !existsSync(file)) writeFileSync(file, actual);
  expect(actual).toBe(readFileSync(file, "utf8"));
}

/** A node a line, indented: its kind, its span and its plain fields; then the fields that hold nodes. */
function treeText(value: unknown, indent = ""): string {
  if (Array.isArray(value)) return value.map((item) => treeText(item, indent)).join("");
  if (typeof value !== "object" || value === null) return `${indent}${plain(value)}\n`;
  const entries = Object.entries(value).filter(
    ([key]) => key !== "kind" && key !== "span" && key !== "keyword",
  );
  const isInline = ([, field]: [string, unknown]): boolean => typeof field !== "object" || field === null;
  const inline = entries.filter(isInline).map(([key, field]) => `${key}=${plain(field)}`);
  const nested = entries.filter((entry) => !isInline(entry) && entry[0] !== "operatorSpan");
  const kind = "kind" in value ? String(value.kind) : "";
  const head = [kind, place(value), ...inline].filter((part) => part !== "").join(" ");
  const inside = nested.map(([key, field]) => `${indent}  ${key}:\n${treeText(field, `${indent}    `)}`);
  return `${indent}${head}\n${inside.join("")}`;
}

function place(value: object): string {
  if (!("span" in value)) return "";
  const { start, end } = value.span as { start: number; end: number };
  return `[${start}..${end}]`;
}

function plain(value: unknown): string {
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
}

function queriesOf(folder: string): string[] {
  return readdirSync(join(import.meta.dirname, folder))
    .filter((name) => name.endsWith(".kql"))
    .map((name) => join(import.meta.dirname, folder, name.slice(0, -4)));
}

describe("trees", () => {
  it.each(queriesOf("golden").map((path) => [path.split("/").at(-1), path]))("of %s", (_, path = "") => {
    const { query, diagnostics } = parse(readFileSync(`${path}.kql`, "utf8"));
    expect(diagnostics).toEqual([]);
    compare(`${path}.ast`, treeText(query));
  });
});

describe("messages", () => {
  const files = queriesOf("errors");

  it.each(files.map((path) => [path.split("/").at(-1), path]))("of %s", (name, path = "") => {
    const text = readFileSync(`${path}.kql`, "utf8");
    const { diagnostics } = parse(text);
    expect(diagnostics.map(({ code }) => code)).toContain(name);
    const rendered = diagnostics.map((item) => renderDiagnostic(item, { name: "query.kql", text }));
    compare(`${path}.txt`, `${rendered.join("\n")}\n`);
  });

  it("exist for each code", () => {
    const source = readFileSync(join(import.meta.dirname, "../../src/syntax/diagnostics.ts"), "utf8");
    const codes = [...new Set(source.match(/KQL\d{3}/g))].filter((code) => !tooLong.has(code)).sort();
    expect(files.map((path) => path.split("/").at(-1)).sort()).toEqual(codes);
  });
});

/** Codes of limits, which take a text too long for a file to reach; `limits.test.ts` has them. */
const tooLong: ReadonlySet<string> = new Set(["KQL090", "KQL091", "KQL092", "KQL093"]);
