/** Baselines: findings that were there before, kept in a file so that only new ones count. */
import { dirname, relative, resolve } from "node:path";
import { readTextFile } from "../node/read-text.js";
import type { Finding } from "../report/format-findings.js";
import { reasonOf } from "../text/errors.js";
import { CommandFailure } from "./failure.js";
import { writeTextFile } from "./write-text.js";

interface KnownFinding {
  /** Relative to the baseline's folder, so that it holds from wherever `check` is called. */
  readonly file: string;
  readonly code: string;
  readonly fingerprint: string;
}

/** Tells findings that a baseline lists from those that it doesn't. */
export interface Baseline {
  readonly has: (finding: Finding) => boolean;
  /** How many findings it lists for some files. */
  readonly countIn: (files: readonly string[]) => number;
}

export const noBaseline: Baseline = { has: () => false, countIn: () => 0 };

/** @throws CommandFailure for a file that can't be read or isn't a baseline. */
export function readBaseline(path: string): Baseline {
  const listed = parseBaseline(path);
  const known = new Set(listed.map(keyOf));
  return {
    has: (finding) => known.has(keyOf(knownFinding(finding, path))),
    countIn: (files) => {
      const places = new Set(files.map((file) => placeOf(file, path)));
      return listed.filter(({ file }) => places.has(file)).length;
    },
  };
}

/** Writes what `--baseline` leaves out. Paths in the file are relative to it. @throws CommandFailure */
export function writeBaseline(path: string, findings: readonly Finding[]): void {
  const known = findings.map((finding) => ({ ...knownFinding(finding, path), message: finding.message }));
  writeTextFile(path, `${JSON.stringify({ version: 1, findings: known }, undefined, 2)}\n`);
}

const keyOf = ({ file, code, fingerprint }: KnownFinding) => `${code} ${fingerprint} ${file}`;

function knownFinding({ file, code, fingerprint }: Finding, path: string): KnownFinding {
  return { file: placeOf(file, path), code, fingerprint };
}

const placeOf = (file: string, baseline: string) =>
  relative(dirname(resolve(baseline)), resolve(file)).replaceAll("\\", "/");

function parseBaseline(path: string): readonly KnownFinding[] {
  const text = readTextFile(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CommandFailure(`${path}: ${reasonOf(error)}`);
  }
  if (typeof value === "object" && value !== null && "version" in value && "findings" in value) {
    const { version, findings } = value;
    if (version === 1 && Array.isArray(findings) && findings.every(isKnownFinding)) return findings;
  }
  throw new CommandFailure(`${path}: not a baseline; write one with --write-baseline`);
}

function isKnownFinding(value: unknown): value is KnownFinding {
  if (typeof value !== "object" || value === null) return false;
  const { file, code, fingerprint }: Partial<Record<string, unknown>> = { ...value };
  return [file, code, fingerprint].every((part) => typeof part === "string");
}
