/**
 * Stands for `commands.js` in the bundled command line. The commands are one script there, beside it the machine code
 * that the build's V8 made of it (`scripts/code-cache.mjs`): compiling takes a third of a short run. Another V8
 * refuses the code and compiles the script itself.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

/** The V8 that the command line was built with, and the flags that it takes then. */
declare const KQLUNIT_V8: { readonly version: string; readonly flags: string };

type Exports = typeof import("./commands.js");

/** The script is a function of what CommonJS modules get. */
type Wrapped = (exports: object, require: NodeJS.Require, module: { exports: object }) => void;

function loadCommands(): Exports {
  if (process.versions.v8 === KQLUNIT_V8.version) setFlagsFromString(KQLUNIT_V8.flags);
  const filename = join(import.meta.dirname, "commands.cjs");
  const cache = join(import.meta.dirname, "commands.cache");
  const code = existsSync(cache) ? { cachedData: readFileSync(cache) } : {};
  // The bundler escapes what is not ASCII; decoding UTF-8 would cost ten times as much.
  const script = new Script(readFileSync(filename, "latin1"), { filename, ...code });
  const module = { exports: {} };
  const run = script.runInThisContext() as Wrapped; // written by the build
  run(module.exports, createRequire(import.meta.url), module);
  return module.exports as Exports;
}

export const { commands, exitCodeOf } = loadCommands();
