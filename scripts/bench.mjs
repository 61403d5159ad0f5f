// Bundles a file of bench/ as the package is bundled, and runs it; a loader that compiles file by file adds work to
// every closure. `node scripts/bench.mjs run --short`; `--profile` as first flag writes a CPU profile to .cache/.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const [name = "run", ...flags] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");
const outfile = join(root, ".cache", `bench-${name}.mjs`);

/** Files find their neighbours by their folder, which is another one in the bundle. */
const keepFolders = {
  name: "keep-folders",
  setup(bundler) {
    bundler.onLoad({ filter: /[/\\]bench[/\\].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
      loader: "ts",
    }));
  },
};

await build({
  entryPoints: [join(root, "bench", `${name}.ts`)],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  external: ["@duckdb/node-api", "@kusto/language-service-next", "esbuild"],
  define: { KQLUNIT_VERSION: '"bench"' },
  plugins: [keepFolders],
  logLevel: "warning",
  banner: {
    js: 'import { createRequire as kqlunitRequire } from "node:module"; const require = kqlunitRequire(import.meta.url);',
  },
});
const isProfiled = flags[0] === "--profile";
const nodeFlags = [
  "--expose-gc",
  ...(isProfiled ? ["--cpu-prof", `--cpu-prof-dir=${join(root, ".cache", "profiles")}`] : []),
];
const { status } = spawnSync(process.execPath, [...nodeFlags, outfile, ...flags.slice(isProfiled ? 1 : 0)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
