/** How many recorded answers of the real engine the evaluator gives, by family. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { answerQuery } from "../../src/cli/batch.js";
import { readJsonLines } from "./shared.js";

export interface FamilyScore {
  readonly family: string;
  readonly cases: number;
  readonly right: number;
  /** Answered, and not as the engine does. */
  readonly wrong: readonly Miss[];
  /** Refused although the engine answers. */
  readonly unsupported: readonly Miss[];
}

export interface Miss {
  readonly id: string;
  readonly why: string;
}

interface ConformanceCase {
  readonly id: string;
  readonly family: string;
  readonly query: string;
  readonly columns: readonly [string, string][];
  readonly fragile?: boolean;
  readonly engine?: string;
}

interface Answer {
  readonly columns?: readonly [string, string][];
  readonly rows?: readonly unknown[];
  readonly error?: { readonly code: string; readonly message: string };
}

type Compare = (expected: object, actual: object) => { ok: boolean; why?: string };

/** Fixed, so that answers repeat. */
const now = "2026-04-06T12:00:00Z";

export async function loadCompare(shared: string): Promise<Compare> {
  const module = await import(pathToFileURL(join(shared, "conformance/compare.mjs")).href);
  return module.compare;
}

/** Cases of one file, answered and compared. */
export function scoreFile(shared: string, file: string, compare: Compare): FamilyScore[] {
  const cases = readJsonLines<ConformanceCase>(join(shared, "conformance", file));
  const families = groupByFamily(cases);
  return [...families].map(([family, members]) => scoreFamily(family, members, compare));
}

function groupByFamily(cases: readonly ConformanceCase[]): Map<string, ConformanceCase[]> {
  const families = new Map<string, ConformanceCase[]>();
  for (const item of cases) families.set(item.family, [...(families.get(item.family) ?? []), item]);
  return families;
}

function scoreFamily(family: string, cases: readonly ConformanceCase[], compare: Compare): FamilyScore {
  const wrong: Miss[] = [];
  const unsupported: Miss[] = [];
  for (const item of cases) {
    const answer: Answer = JSON.parse(
      answerQuery(JSON.stringify({ id: item.id, query: item.query, now }), () => {}),
    );
    if (answer.error !== undefined) {
      unsupported.push({ id: item.id, why: `${answer.error.code}: ${answer.error.message}` });
      continue;
    }
    const verdict = compare(item, coarse(item, answer));
    if (!verdict.ok) wrong.push({ id: item.id, why: verdict.why ?? "" });
  }
  return {
    family,
    cases: cases.length,
    right: cases.length - wrong.length - unsupported.length,
    wrong,
    unsupported,
  };
}

/** Some recorded types are classes: `integer` stands for int and long, `number` for real and decimal. */
function coarse(item: ConformanceCase, answer: Answer): Answer {
  return {
    ...answer,
    columns: (answer.columns ?? []).map(([name, type], col): [string, string] => {
      const recorded = item.columns[col]?.[1];
      if (recorded === "integer" && (type === "int" || type === "long")) return [name, recorded];
      if (recorded === "number" && (type === "real" || type === "decimal")) return [name, recorded];
      return [name, type];
    }),
  };
}

/** Queries that the engine refuses: how many are refused here too. */
export function scoreRefused(shared: string): FamilyScore {
  const cases = readJsonLines<ConformanceCase>(join(shared, "conformance/emulator-refused.jsonl"));
  const wrong: Miss[] = [];
  for (const { id, query } of cases) {
    const answer: Answer = JSON.parse(answerQuery(JSON.stringify({ id, query, now }), () => {}));
    if (answer.error === undefined) wrong.push({ id, why: "answered" });
    else if (answer.error.code === "KQL399") wrong.push({ id, why: answer.error.message });
  }
  return {
    family: "refused",
    cases: cases.length,
    right: cases.length - wrong.length,
    wrong,
    unsupported: [],
  };
}
