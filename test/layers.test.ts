import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** Lower layers first. A file imports from its own layer or from one above it in this list. */
const layers = [
  "text",
  "types",
  "vector",
  "syntax",
  "functions",
  "schemas",
  "bind",
  "exec",
  "operators",
  "engine",
  "rules",
  "explain",
  "report",
  "testing",
  "node",
  "cli",
];

/**
 * Types only: operators implement an interface that the drivers of binder and executor are handed, and their nodes
 * extend the syntax tree; nothing of this is there at run time.
 */
const typeOnlyUpwards = new Set(["exec -> operators", "bind -> exec", "bind -> operators", "exec -> exec"]);

interface Import {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly isTypeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^(import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm,
  )) {
    const line = text.slice(0, match.index).split("\n").length;
    found.push({ file: relative(root, file), line, from: match[3], isTypeOnly: match[2] !== undefined });
  }
  for (const match of text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g)) {
    const line = text.slice(0, match.index).split("\n").length;
    found.push({ file: relative(root, file), line, from: match[1], isTypeOnly: false });
  }
  return found;
}

/** `src/exec/run.ts` is of layer `exec`; files right under src are entry points, of no layer. */
function layerOf(path: string): string | undefined {
  const [top, folder, rest] = path.split(/[/\\]/);
  return top === "src" && rest !== undefined ? folder : undefined;
}

const imports = sourceFiles(join(root, "src")).flatMap(importsOf);

describe("layers", () => {
  it("every folder of src is a layer", () => {
    const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).sort()).toEqual([...layers].sort());
  });

  it("imports go one way", () => {
    const wrong = imports.flatMap(({ file, line, from, isTypeOnly }) => {
      const own = layerOf(file);
      if (!from.startsWith(".") || own === undefined) return [];
      const target = relative(root, join(root, file, "..", from));
      if (target.startsWith("grammar"))
        return own === "syntax" || own === "operators" ? [] : [`${file}:${line} ${from}`];
      const layer = layerOf(target);
      if (layer === undefined) return [`${file}:${line} imports the entry point ${from}`];
      if (layers.indexOf(layer) <= layers.indexOf(own)) return [];
      if (isTypeOnly && typeOnlyUpwards.has(`${own} -> ${layer}`)) return [];
      return [`${file}:${line} ${own} imports from ${layer}`];
    });
    expect(wrong).toEqual([]);
  });

  it("only node/ and cli/ touch Node", () => {
    const wrong = imports
      .filter(({ file, from }) => from.startsWith("node:") && !["node", "cli"].includes(layerOf(file) ?? ""))
      .map(({ file, line, from }) => `${file}:${line} ${from}`);
    expect(wrong).toEqual([]);
  });

  it("no file imports itself through others", () => {
    const graph = new Map<string, string[]>();
    for (const { file, from, isTypeOnly } of imports) {
      if (!from.startsWith(".") || isTypeOnly) continue;
      const target = relative(root, join(root, file, "..", from)).replace(/\.js$/, ".ts");
      graph.set(file, [...(graph.get(file) ?? []), target]);
    }
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (done.has(file) || path.includes(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });
});
