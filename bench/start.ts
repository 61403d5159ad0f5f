/** The bundled command line as a process, beside Node alone. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { type Timing, timed, timingOf } from "./measure.js";

export interface StartFigure {
  /** Milliseconds of whole processes. */
  readonly node: Timing;
  readonly version: Timing;
  readonly test: Timing;
}

const root = path.join(import.meta.dirname, "..");

/** Builds the command line if it is not there, and runs it turn by turn with an empty script. */
export function measureStart(repeats: number): StartFigure {
  const folder = path.join(root, ".cache", "bench-dist");
  execFileSync("node", ["scripts/build.mjs", "--fast", "--outdir", folder], { cwd: root });
  const cli = path.join(folder, "cli.js");
  if (!existsSync(cli)) throw new Error(`${cli} was not built`);
  const times: { node: number[]; version: number[]; test: number[] } = { node: [], version: [], test: [] };
  const run = (args: string[]) =>
    timed(() => spawnSync(process.execPath, args, { cwd: root, stdio: "ignore" }));
  for (let repeat = 0; repeat < repeats; repeat++) {
    times.node.push(run(["-e", "0"]));
    times.version.push(run([cli, "--version"]));
    times.test.push(run([cli, "test", "rules"]));
  }
  return { node: timingOf(times.node), version: timingOf(times.version), test: timingOf(times.test) };
}
