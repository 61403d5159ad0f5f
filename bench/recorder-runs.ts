/** Runs of the sample rules with recording off: a module that is built with the recorder, and without. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Workspace } from "../src/engine/workspace.js";
import { parseRule } from "../src/rules/detection-rule.js";
import { benchNow, generateRows } from "./data/generate.js";
import { smallTables } from "./data/small.js";
import { clockOf } from "./measure.js";
import { seedRules } from "./seeds-sql.js";

export interface RecorderRuns {
  /** A run on 20 rows. */
  readonly small: (seed: number) => (repeat: number) => void;
  /** A run on many, its clock moving. */
  readonly large: (seed: number, rows: number) => (repeat: number) => void;
}

const rulesFolder = join(import.meta.dirname, "..", "rules");

function loadSeed(seed: number) {
  const path = join(rulesFolder, `${seedRules[seed].rule}.yaml`);
  return parseRule(readFileSync(path, "utf8"), { fileName: path });
}

export const small: RecorderRuns["small"] = (seed) => {
  const rule = loadSeed(seed);
  const workspace = new Workspace({ now: benchNow });
  for (const [table, rows] of Object.entries(smallTables(seed, seedRules[seed].tables)))
    workspace.addTable(table, rows);
  return () => {
    rule.runIn(workspace, { at: benchNow });
  };
};

export const large: RecorderRuns["large"] = (seed, rows) => {
  const { text } = loadSeed(seed).rule.query;
  const workspace = new Workspace({ now: benchNow });
  for (const table of seedRules[seed].tables) workspace.addTable(table, generateRows(table, rows));
  return (repeat) => {
    workspace.query(text, { now: clockOf(repeat, benchNow) });
  };
};
