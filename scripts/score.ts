/**
 * Prints the scoreboard from live runs. `--verbose` lists every miss; `--only conformance,run,corpus,bench,tests` leaves
 * out what it does not name;
 * `--floors FILE` fails when a figure is below its floor.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scoreBench } from "./score/bench.js";
import { type FamilyScore, loadCompare, scoreFile, scoreRefused } from "./score/conformance.js";
import { scoreCorpus, scoreFiles } from "./score/corpus.js";
import { scoreCorpusRuns } from "./score/corpus-run.js";
import { sharedFolder } from "./score/shared.js";

const isVerbose = process.argv.includes("--verbose");
const only = valueAfter("--only")?.split(",");
const filter = valueAfter("--filter");
const figures = new Map<string, number>();

function valueAfter(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at === -1 ? undefined : process.argv[at + 1];
}

function isPart(part: string): boolean {
  return only === undefined || only.includes(part);
}

function line(name: string, reached: number, of: number, note = ""): void {
  const share = of === 0 ? 0 : (100 * reached) / of;
  figures.set(name, share);
  console.log(
    `${name.padEnd(58)} ${String(reached).padStart(5)} / ${String(of).padEnd(5)} ${share.toFixed(1).padStart(6)} %  ${note}`,
  );
}

let wrongAnswers = 0;

function family(prefix: string, score: FamilyScore): void {
  const { wrong, unsupported, cases, right } = score;
  wrongAnswers += wrong.length;
  line(`${prefix} ${score.family}`, right, cases, `wrong ${wrong.length}, unsupported ${unsupported.length}`);
  if (!isVerbose) return;
  for (const { id, why } of wrong) if (isAsked(id)) console.log(`    wrong ${id}: ${why}`);
  for (const { id, why } of unsupported) if (isAsked(id)) console.log(`    unsupported ${id}: ${why}`);
}

function isAsked(id: string): boolean {
  return filter === undefined || id.includes(filter);
}

const shared = sharedFolder();
if (shared === undefined) console.log("SKIPPED: no folder of recorded answers (KQLUNIT_SHARED names one)");
else {
  if (isPart("conformance")) {
    const compare = await loadCompare(shared);
    for (const score of scoreFile(shared, "emulator.jsonl", compare)) family("emulator", score);
    const fuzz = scoreFile(shared, "emulator-fuzz.jsonl", compare);
    for (const score of fuzz) family("emulator-fuzz", score);
    line(
      "emulator-fuzz (all)",
      fuzz.reduce((sum, { right }) => sum + right, 0),
      fuzz.reduce((sum, { cases }) => sum + cases, 0),
    );
    family("emulator", scoreRefused(shared));
  }
  if (isPart("run")) {
    const { share, byCause, withRows } = scoreCorpusRuns(shared);
    line(`corpus: ${share.name}`, share.reached, share.of, `${withRows} gave rows`);
    for (const [cause, count] of [...byCause].sort((a, b) => b[1] - a[1]))
      console.log(`    ${count} ${cause}`);
    if (isVerbose) for (const { id, why } of share.misses) if (isAsked(id)) console.log(`    ${id}: ${why}`);
  }
  if (isPart("corpus")) {
    for (const { name, of, reached, misses } of [...scoreCorpus(shared), ...scoreFiles(shared)]) {
      // What differs on purpose is counted, not measured.
      if (reached === 0 && name.startsWith("differences")) console.log(`corpus: ${name}: ${of}`);
      else line(`corpus: ${name}`, reached, of);
      if (isVerbose) for (const { id, why } of misses) if (isAsked(id)) console.log(`    ${id}: ${why}`);
    }
  }
}

if (isPart("bench")) {
  for (const { name, ratio, what } of scoreBench())
    console.log(`bench: ${name.padEnd(51)} ${ratio.toFixed(2).padStart(6)} ${what}`);
}

if (isPart("tests")) {
  const suite = spawnSync("node", [join(import.meta.dirname, "test.mjs")], { encoding: "utf8" });
  console.log(`tests: ${suite.stdout.trimEnd().split("\n").at(-1)}`);
  if (suite.status !== 0) process.exitCode = 1;
}

const floorsFile = valueAfter("--floors");
if (floorsFile !== undefined && shared !== undefined && existsSync(floorsFile)) {
  const floors: Record<string, number> = JSON.parse(readFileSync(floorsFile, "utf8"));
  if (wrongAnswers > 0) console.error(`${wrongAnswers} wrong answers; none is allowed`);
  const fallen = Object.entries(floors).filter(([name, floor]) => (figures.get(name) ?? 0) < floor);
  for (const [name, floor] of fallen) console.error(`below its floor of ${floor} %: ${name}`);
  if (fallen.length > 0 || wrongAnswers > 0) process.exit(1);
}
