/** Rows that a rule is likely to react to: its own literals turn up in the columns that it compares them with. */
import fc from "fast-check";
import type { InputRow } from "../../engine/inferred-schema.js";
import type { DetectionRule } from "../../rules/detection-rule.js";
import { type ColumnUse, columnUses } from "./column-uses.js";
import { timeWithin } from "./row-arbitraries.js";

export interface NearOptions {
  /** The scheduled time of the runs. */
  readonly at: string | Date;
  /** Rows of each table; default 0 to 12. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Tables to leave empty. */
  readonly without?: readonly string[];
  /** Share, in percent, of values that are none of the rule's own; default 5. */
  readonly noisePercent?: number;
}

/** Generated rows by table name. */
export type GeneratedTables = Readonly<Record<string, readonly InputRow[]>>;

/** Names that columns without a literal draw from; few, so that joins and groups meet. */
const pool = [
  "user0@contoso.com",
  "user1@contoso.com",
  "user2@contoso.com",
  "user3@contoso.com",
  "user4@contoso.com",
  "user5@contoso.com",
];

/**
 * Rows for every table that the rule reads. Columns that it compares with literals mostly hold one of them; all other
 * columns that it reads hold one of a few names; times lie inside its look-back, half of them close together.
 * Shrinks to fewer rows, and to equal ones.
 */
export function rowsNear(detection: DetectionRule, options: NearOptions): fc.Arbitrary<GeneratedTables> {
  const { minLength = 0, maxLength = 12, without = [] } = options;
  const tables = columnUses(detection).filter(({ table }) => !without.includes(table));
  return fc.record(
    Object.fromEntries(
      tables.map(({ table, uses }) => [
        table,
        fc.array(rowNear(uses, detection, options), { minLength, maxLength }),
      ]),
    ),
  );
}

function rowNear(
  uses: readonly ColumnUse[],
  detection: DetectionRule,
  options: NearOptions,
): fc.Arbitrary<InputRow> {
  const cells = uses
    .filter(({ column }) => column !== "TimeGenerated")
    .map((use) => valueNear(use, options.noisePercent ?? 5).map((value) => ({ use, value })));
  return fc.tuple(timeNear(detection, options), ...cells).map(([time, ...values]) => {
    const row: Record<string, unknown> = { TimeGenerated: time };
    for (const { use, value } of values) place(row, use, value);
    return row;
  });
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

function valueNear(use: ColumnUse, noisePercent: number): fc.Arbitrary<unknown> {
  if (use.literals.length === 0) return fc.constantFrom(...pool);
  const own = fc.constantFrom(...use.literals);
  return fc.oneof(
    { arbitrary: own, weight: 100 - noisePercent },
    { arbitrary: fc.constantFrom(...pool), weight: noisePercent },
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
