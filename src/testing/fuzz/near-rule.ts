/** Rows that a rule is likely to react to: its own literals turn up in the columns that it compares them with. */
import fc from "fast-check";
import type { InputRow } from "../../engine/inferred-schema.js";
import type { DetectionRule } from "../../rules/detection-rule.js";
import type { KqlType } from "../../types/kql-type.js";
import { type ColumnUse, usesOfRule } from "./column-uses.js";
import { timeWithin } from "./row-arbitraries.js";

export interface NearOptions {
  /** The scheduled time of the runs. */
  readonly at: string | Date;
  /** Rows of each table; default 0 to 12, or to twice the largest count that the rule compares with, at most 400. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Tables to leave empty. */
  readonly without?: readonly string[];
  /** Share, in percent, of values that are none of the rule's own; default 5. */
  readonly noisePercent?: number;
}

/** Generated rows by table name. */
export type GeneratedTables = Readonly<Record<string, readonly InputRow[]>>;

/** How many values a column without literals draws from. Few, so that joins and groups meet. */
const poolSize = 6;

/**
 * How many of its pool's values such a column holds in one case: one, so that the rows share a group; two; or all, so
 * that distinct values are counted.
 */
const spreads = [1, 2, poolSize];

/**
 * Rows for every table that the rule reads. Columns that it compares with literals mostly hold one of them; all other
 * columns that it reads hold one of a few values; times lie inside its look-back, half of them close together.
 * Shrinks to fewer rows, and to equal ones.
 */
export function rowsNear(detection: DetectionRule, options: NearOptions): fc.Arbitrary<GeneratedTables> {
  const { tables, largestCount } = usesOfRule(detection);
  const { minLength = 0, maxLength = Math.min(Math.max(12, minLength, 2 * largestCount), 400) } = options;
  const { without = [] } = options;
  return fc.record(
    Object.fromEntries(
      tables
        .filter(({ table }) => !without.includes(table))
        .map(({ table, uses }) => [table, tableNear(uses, detection, { ...options, minLength, maxLength })]),
    ),
  );
}

function tableNear(
  uses: readonly ColumnUse[],
  detection: DetectionRule,
  options: NearOptions & { readonly minLength: number; readonly maxLength: number },
): fc.Arbitrary<InputRow[]> {
  const columns = uses.filter(({ column }) => column !== "TimeGenerated");
  const { minLength, maxLength, noisePercent = 5 } = options;
  const cells = columns.map(({ literals }) => drawNear(literals.length, noisePercent));
  const rows = fc.array(fc.tuple(timeNear(detection, options), ...cells), {
    minLength,
    maxLength,
    size: "max",
  });
  const columnSpreads = fc.tuple(...columns.map(() => fc.constantFrom(...spreads)));
  return fc.tuple(rows, columnSpreads).map(([drawn, spreadOf]) =>
    drawn.map(([time, ...draws]) => {
      const row: Record<string, unknown> = { TimeGenerated: time };
      columns.forEach((use, at) => {
        place(row, use, drawnValue(use, draws[at], spreadOf[at], detection, options));
      });
      return row;
    }),
  );
}

/** The number of a literal, or, from `literals` on, of a value of the pool. */
function drawNear(literals: number, noisePercent: number): fc.Arbitrary<number> {
  const pooled = fc.integer({ min: literals, max: literals + poolSize - 1 });
  if (literals === 0) return pooled;
  return fc.oneof(
    { arbitrary: fc.nat(literals - 1), weight: 100 - noisePercent },
    { arbitrary: pooled, weight: noisePercent },
  );
}

function drawnValue(
  { literals, type }: ColumnUse,
  draw: number,
  spread: number,
  detection: DetectionRule,
  { at }: NearOptions,
): unknown {
  return draw < literals.length
    ? literals[draw]
    : pooledValue(
        type,
        (draw - literals.length) % spread,
        new Date(at).getTime() - detection.rule.periodTicks / 20_000,
      );
}

/** The `n`-th value of the pool of a type; times count minutes from `around`, in milliseconds since 1970. */
function pooledValue(type: KqlType, n: number, around: number): unknown {
  switch (type) {
    case "bool":
      return n % 2 === 0;
    case "int":
    case "long":
    case "real":
    case "decimal":
      return n;
    case "guid":
      return `00000000-0000-4000-8000-00000000000${n}`;
    case "datetime":
      return new Date(around + n * 60_000).toISOString();
    case "timespan":
      return `00:0${n}:00`;
    case "string":
    case "dynamic":
      return `user${n}@contoso.com`;
  }
}

/** Inside the window, ends left out by a second; half of the times in one stretch of ten minutes. */
function timeNear(detection: DetectionRule, { at }: NearOptions): fc.Arbitrary<string> {
  const end = new Date(at).getTime() - 1000;
  const start = new Date(at).getTime() - detection.rule.periodTicks / 10_000 + 1000;
  const hour = Math.floor(end / 3_600_000) * 3_600_000 - 3_600_000;
  const burst = Math.max(start, hour + 600_000);
  const close = timeWithin({ from: new Date(burst), to: new Date(Math.min(end, burst + 600_000)) });
  return fc.oneof(
    { arbitrary: close, weight: 3 },
    { arbitrary: timeWithin({ from: new Date(start), to: new Date(end) }), weight: 1 },
  );
}

/** Puts a value at a path into a dynamic column: names make bags, numbers make arrays. */
function place(row: Record<string, unknown>, { column, path }: ColumnUse, value: unknown): void {
  if (path.length === 0) {
    row[column] = value;
    return;
  }
  row[column] = placeInside(row[column], path, value);
}

function placeInside(container: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const items: unknown[] = Array.isArray(container) ? container : [];
    const index = Math.max(0, step);
    while (items.length <= index) items.push({});
    items[index] = placeInside(items[index], rest, value);
    return items;
  }
  const bag: Record<string, unknown> =
    typeof container === "object" && container !== null && !Array.isArray(container) ? { ...container } : {};
  bag[step] = placeInside(bag[step], rest, value);
  return bag;
}
