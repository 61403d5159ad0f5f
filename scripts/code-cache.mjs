// Writes the machine code of the bundled commands, as far as testing the sample rules has V8 make it, beside them:
// `node scripts/code-cache.mjs dist FLAGS`. A process of its own, because the code depends on the flags of the process,
// which are those that the command line sets.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

setFlagsFromString(process.argv[3]);
const filename = resolve(process.argv[2], "commands.cjs");
const script = new Script(readFileSync(filename, "latin1"), { filename });
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(filename), module);
const { commands, exitCodeOf } = module.exports;
// Whether the rules pass is the tests' business; the code is the same.
await commands.test(["rules"], { schema: [], functions: [], reporter: "default" }).catch(exitCodeOf);
writeFileSync(resolve(process.argv[2], "commands.cache"), script.createCachedData());
