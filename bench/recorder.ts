/** What the recorder costs while it is off: the same runs by a build of the sources that has none. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { type Timing, timingOf } from "./measure.js";
import type { RecorderRuns } from "./recorder-runs.js";
import { seedRules } from "./seeds-sql.js";

export interface RecorderFigure {
  readonly rule: string;
  readonly rows: number;
  /** Processor time with the recorder in the code and off, as a share of that without one: 1 where it costs nothing. */
  readonly cost: Timing;
}

const root = join(import.meta.dirname, "..");

/** Every question whether a run is recorded, wherever the sources ask it. */
const question = /(?<![.\w])(?:this\.state|this|run|state)\.isRecording\b(?!\s*=[^=])/g;

/** In parts: the bundler of this file replaces it wherever it stands. */
const folderOfFile = ["import", "meta", "dirname"].join(".");

/** The recorder is taken out by answering no; the bundler drops what then cannot be reached. */
function sources(hasRecorder: boolean, asked: { count: number }): Plugin {
  return {
    name: "recorder",
    setup(bundler) {
      bundler.onLoad({ filter: /[/\\](?:bench|src)[/\\].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8").replaceAll(folderOfFile, JSON.stringify(dirname(path)));
        asked.count += text.match(question)?.length ?? 0;
        return { contents: hasRecorder ? text : text.replace(question, "false"), loader: "ts" };
      });
    },
  };
}

async function built(hasRecorder: boolean): Promise<RecorderRuns> {
  const outfile = join(root, ".cache", `bench-recorder-${hasRecorder ? "off" : "none"}.mjs`);
  const asked = { count: 0 };
  await build({
    entryPoints: [join(root, "bench", "recorder-runs.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20.19",
    format: "esm",
    minifySyntax: true,
    define: { KQLUNIT_VERSION: '"bench"' },
    plugins: [sources(hasRecorder, asked)],
    logLevel: "error",
  });
  if (asked.count === 0) throw new Error("no source asks whether a run is recorded");
  return (await import(`${pathToFileURL(outfile)}?${Date.now()}`)) as RecorderRuns; // the module's exports
}

/** Runs of one turn, and before the first of them: V8 compiles what runs often, and takes its time on a busy machine. */
const smallTurns = { perTurn: 100, warm: 10_000 };
const largeTurns = { perTurn: 1, warm: 10 };

/** `turns` by both builds on 20 rows, and on many a tenth as many. */
export async function measureRecorder(turns: number, rows: number): Promise<RecorderFigure[]> {
  const [off, none] = [await built(true), await built(false)];
  return seedRules.flatMap(({ rule }, seed) => {
    const few: Pair = [off.small(seed), none.small(seed)];
    const many: Pair = [off.large(seed, rows), none.large(seed, rows)];
    return [
      { rule, rows: 20, cost: costOf(few, turns, smallTurns) },
      { rule, rows, cost: costOf(many, Math.ceil(turns / 10), largeTurns) },
    ];
  });
}

type Run = (repeat: number) => void;
type Pair = readonly [off: Run, none: Run];

/** Short turns, one after the other: what else the machine does strikes both. */
function costOf([off, none]: Pair, turns: number, { perTurn, warm }: typeof smallTurns): Timing {
  for (let done = 0; done < warm; done += perTurn) {
    cpuMs(off, perTurn);
    cpuMs(none, perTurn);
  }
  const shares: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    // Who goes first changes, for the first may leave garbage to the second.
    if (turn % 2 === 0) {
      const own = cpuMs(off, perTurn);
      shares.push(own / cpuMs(none, perTurn));
    } else {
      const other = cpuMs(none, perTurn);
      shares.push(cpuMs(off, perTurn) / other);
    }
  }
  return timingOf(shares);
}

/** Processor time of some runs. */
function cpuMs(run: Run, repeats: number): number {
  const before = process.cpuUsage();
  for (let repeat = 0; repeat < repeats; repeat++) run(repeat);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
