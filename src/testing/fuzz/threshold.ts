/** How few rows make a rule fire: found by generating, then shrinking. */

import fc from "fast-check";
import type { InputRow } from "../../engine/inferred-schema.js";
import type { DetectionRule } from "../../rules/detection-rule.js";
import { jsonText } from "../../types/json-text.js";
import { type GeneratedTables, type NearOptions, rowsNear } from "./near-rule.js";

export interface ThresholdOptions extends NearOptions {
  /** Table whose rows are counted; default: the one with most rows in the smallest case. */
  readonly table?: string;
  /** Fails when the smallest case has another number of rows. */
  readonly expected?: number;
  readonly seed?: number;
  readonly numRuns?: number;
}

/** The smallest set of rows found that makes the rule fire: leave any one out, and it stays quiet. */
export interface SmallestCase {
  readonly table: string;
  /** Rows of that table. */
  readonly rows: number;
  readonly tables: GeneratedTables;
  /** Distinct values by path of the counted table's rows: `TargetResources[0].userPrincipalName` to 3. */
  readonly distinct: Readonly<Record<string, number>>;
}

/**
 * Looks for the smallest firing case; undefined when none was found among `numRuns` (default 1000) sets of rows.
 * @example
 * const smallest = findThreshold(rule, { at: "2026-04-06T12:00:00Z" });
 * smallest?.rows; // 5
 */
export function findThreshold(rule: DetectionRule, options: ThresholdOptions): SmallestCase | undefined {
  const property = fc.property(
    rowsNear(rule, options),
    (tables) => !rule.run(tables, { at: options.at }).fired,
  );
  const report = fc.check(property, { numRuns: options.numRuns ?? 1000, seed: options.seed ?? 1 });
  const [found] = report.counterexample ?? [];
  if (found === undefined) return undefined;
  return describe(minimal(rule, found, options.at), options.table);
}

/**
 * A property that holds when the smallest firing case has exactly `expected` rows. Each of its runs tries another seed.
 * @example
 * fc.assert(thresholdProperty(rule, { at: "2026-04-06T12:00:00Z", expected: 5 }), { numRuns: 3 });
 */
export function thresholdProperty(rule: DetectionRule, options: ThresholdOptions): fc.IProperty<[number]> {
  return fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
    const smallest = findThreshold(rule, { ...options, seed });
    if (smallest === undefined) throw new Error(`rule "${rule.name}" did not fire on any generated rows`);
    if (options.expected !== undefined && smallest.rows !== options.expected) {
      throw new Error(
        `rule "${rule.name}" fires on ${smallest.rows} rows of ${smallest.table}, expected ${options.expected}:\n${jsonText(smallest.tables, 2)}`,
      );
    }
  });
}

/** Leaves rows out, one after another, as long as the rule still fires. */
function minimal(rule: DetectionRule, found: GeneratedTables, at: string | Date): GeneratedTables {
  const tables: Record<string, readonly InputRow[]> = { ...found };
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const [table, rows] of Object.entries(tables)) {
      for (let row = 0; row < rows.length; row++) {
        const fewer = rows.filter((_, index) => index !== row);
        if (!rule.run({ ...tables, [table]: fewer }, { at }).fired) continue;
        tables[table] = fewer;
        isSmaller = true;
        break;
      }
    }
  }
  return tables;
}

function describe(tables: GeneratedTables, wanted: string | undefined): SmallestCase {
  const [largest = ""] = Object.keys(tables).sort((a, b) => tables[b].length - tables[a].length);
  const table = wanted ?? largest;
  const rows = tables[table] ?? [];
  const values = new Map<string, Set<string>>();
  for (const row of rows) collectLeaves(row, "", values);
  const distinct = Object.fromEntries([...values].map(([path, set]) => [path, set.size]));
  return { table, rows: rows.length, tables, distinct };
}

function collectLeaves(value: unknown, path: string, into: Map<string, Set<string>>): void {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      collectLeaves(item, `${path}[${index}]`, into);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value))
      collectLeaves(item, path === "" ? key : `${path}.${key}`, into);
  } else {
    const set = into.get(path) ?? new Set<string>();
    into.set(path, set.add(jsonText(value)));
  }
}
