// Writes src/functions/index.ts: the tables of all function families, found by the files in the folders.
//
//   node scripts/list-functions.mjs
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const root = new URL("../src/functions/", import.meta.url);

function tablesIn(folder, maker) {
  return readdirSync(new URL(`${folder}/`, root))
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(new URL(`${folder}/${file}`, root), "utf8");
      const names = [...text.matchAll(new RegExp(`^export const (\\w+)[^=\\n]* = ${maker}\\(`, "gm"))].map(
        (match) => match[1],
      );
      return names.length === 0 ? [] : [{ names, from: `./${folder}/${file.replace(/\.ts$/, ".js")}` }];
    });
}

const groups = [
  ["scalarFamilies", "ScalarTable", tablesIn("scalar", "scalarFamily")],
  ["aggregateFamilies", "AggregateTable", tablesIn("aggregate", "aggregateFamily")],
  ["windowFamilies", "WindowTable", tablesIn("window", "windowFamily")],
];

const imports = groups.flatMap(([, , files]) =>
  files.map(({ names, from }) => `import { ${names.sort().join(", ")} } from "${from}";`),
);
const lists = groups.map(
  ([name, type, files]) =>
    `export const ${name}: readonly ${type}[] = [\n${files.flatMap(({ names }) => names.map((table) => `  ${table},\n`)).join("")}];\n`,
);

writeFileSync(
  new URL("index.ts", root),
  `/** The list of function families: one table a file. Kept by scripts/list-functions.mjs. */
${imports.filter((line) => line.includes("/aggregate/")).join("\n")}
import type { AggregateTable, ScalarTable, WindowTable } from "./entry.js";
${imports.filter((line) => !line.includes("/aggregate/")).join("\n")}

${lists.join("\n")}`,
);
