// Bundles every entry point into dist/ and writes the type declarations. `--fast` leaves the declarations out;
// `--outdir FOLDER` writes elsewhere.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";

const outdirAt = process.argv.indexOf("--outdir");
const outdir = outdirAt === -1 ? "dist" : process.argv[outdirAt + 1];
const packageJson = JSON.parse(readFileSync("package.json", "utf8"));
const candidates = {
  index: "src/index.ts",
  node: "src/node/index.ts",
  vitest: "src/vitest.ts",
  jest: "src/jest.ts",
  fixtures: "src/fixtures.ts",
  "fast-check": "src/fast-check.ts",
  cli: "src/cli/main.ts",
};
const entryPoints = Object.fromEntries(Object.entries(candidates).filter(([, file]) => existsSync(file)));
const shared = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  define: { KQLUNIT_VERSION: JSON.stringify(packageJson.version) },
  logLevel: "warning",
  legalComments: "none",
};
// Test runners must be the user's own copies; the rest is bundled so that the command line starts fast.
const external = ["vitest", "fast-check", "@jest/globals", "expect"];

rmSync(outdir, { recursive: true, force: true });
await build({
  ...shared,
  entryPoints,
  outdir,
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  external,
  minifySyntax: true,
  minifyWhitespace: true,
  banner: {
    js: 'import { createRequire as kqlunitRequire } from "node:module"; const require = kqlunitRequire(import.meta.url);',
  },
});
if (entryPoints.jest !== undefined) {
  await build({
    ...shared,
    entryPoints: { jest: entryPoints.jest },
    outdir,
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    external,
  });
}
if (existsSync(`${outdir}/cli.js`)) chmodSync(`${outdir}/cli.js`, 0o755);
if (!process.argv.includes("--fast")) {
  execFileSync("node", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
    stdio: "inherit",
  });
}
