// Bundles every entry point into dist/ and writes the type declarations. `--fast` leaves the declarations out;
// `--outdir FOLDER` writes elsewhere. `--if-stale` does nothing when dist/ is as new as its sources: npm prepares the
// package whenever `npx kqlunit` is called in this repository.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
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

const banner = {
  js: 'import { createRequire as kqlunitRequire } from "node:module"; const require = kqlunitRequire(import.meta.url);',
};

/**
 * The command line mostly ends before machine code that V8 optimizes in the background would pay: testing the sample
 * rules spent a third of its processor time on that. A function is optimized once it has run four times as long as V8
 * would have it; over much data that makes milliseconds. Flags of one V8 need not be those of another.
 */
const engine = { version: process.versions.v8, flags: "--interrupt-budget=540672" };

const bundledCommands = {
  name: "bundled-commands",
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/commands\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, "bundled-commands.ts"),
    }));
  },
};

/** Compressing and unpacking is rare, and the tables for it take milliseconds to make: the library loads when called. */
const lazyCompression = {
  name: "lazy-compression",
  setup(bundler) {
    bundler.onResolve({ filter: /^fflate$/ }, ({ kind }) =>
      kind === "import-statement" ? { path: "fflate", namespace: "lazy" } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: "lazy" }, () => ({
      contents: `
        const fflate = () => require("fflate");
        export const deflateSync = (...args) => fflate().deflateSync(...args);
        export const Inflate = function (...args) { return new (fflate().Inflate)(...args); };
        export const Gunzip = function (...args) { return new (fflate().Gunzip)(...args); };`,
      resolveDir: ".",
    }));
  },
};

const stamp = ".cache/built";
if (process.argv.includes("--if-stale") && isFresh()) process.exit(0);
if (outdir === "dist") rmSync(stamp, { force: true });
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
  banner,
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
await buildCommandLine();
if (!process.argv.includes("--fast")) {
  execFileSync("node", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
    stdio: "inherit",
  });
}
if (outdir === "dist") {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, "");
}

/** True when the last build ended well and nothing that it reads has changed since. */
function isFresh() {
  if (!existsSync(stamp) || !existsSync("dist/cli.js")) return false;
  const built = statSync(stamp).mtimeMs;
  const files = ["src", "grammar", "scripts"].flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, name)),
  );
  return [...files, "package.json", "package-lock.json", "tsconfig.build.json"].every(
    (file) => statSync(file).mtimeMs < built,
  );
}

/** The options are parsed by a small module; the commands are one script with its machine code beside it. */
async function buildCommandLine() {
  const minified = { minifySyntax: true, minifyWhitespace: true };
  await build({
    ...shared,
    ...minified,
    entryPoints: { commands: "src/cli/commands.ts" },
    outdir,
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    external,
    supported: { "dynamic-import": false },
    plugins: [lazyCompression],
    banner: { js: "(function (exports, require, module) {" },
    footer: { js: "})" },
  });
  await build({
    ...shared,
    ...minified,
    entryPoints: { cli: "src/cli/main.ts" },
    outdir,
    format: "esm",
    define: { ...shared.define, KQLUNIT_V8: JSON.stringify(engine) },
    plugins: [bundledCommands],
    banner,
  });
  chmodSync(`${outdir}/cli.js`, 0o755);
  execFileSync("node", ["scripts/code-cache.mjs", outdir, engine.flags], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}
