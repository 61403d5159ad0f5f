/** Result rows and the source rows that they come from, as text. */
import type { Explanation } from "../explain/explain.js";
import { lastPlace } from "../explain/flow.js";
import { type SourceRow, sourceRowsIn } from "../explain/lineage.js";
import { rowsOutOf } from "../explain/rows.js";
import { originsOf } from "../explain/stories.js";
import { cellAt } from "../vector/vector.js";
import { sentenceOf } from "./explain-sentences.js";
import { count, cut, sourcesOf, type Words, wrap } from "./explain-words.js";

/** Result rows that are told at once. */
export const fewRows = 5;

/** The first finding, then the rows of the result with the source rows behind them, up to `most`. */
export function firedLines({ subject, flow, findings }: Explanation, words: Words, most = fewRows): string[] {
  const { rowsOut } = lastPlace(flow.result);
  const rows = Array.from({ length: Math.min(rowsOut, most) }, (_, row) => row);
  const lines = rows.flatMap((row) => {
    const sources = sourceRowsIn(originsOf(flow, [row]));
    return wrap(`row ${row + 1}: ${resultCells(subject, row, words)} -- from ${fromText(sources)}`);
  });
  const more = rowsOut > most ? [`... and ${count(rowsOut - most, "more row")}`] : [];
  return [...wrap(sentenceOf(findings[0], words)), ...lines, ...more];
}

/** Source rows in words, cut to 200 characters. */
export function fromText(sources: readonly SourceRow[]): string {
  return sources.length === 0 ? "no source row" : cut(sourcesOf(sources), 200);
}

/** The first cells of a result row. */
export function resultCells({ flow }: Explanation["subject"], row: number, words: Words): string {
  const { columns, batch } = rowsOutOf(lastPlace(flow.result));
  const cells = columns.flatMap((column, col) =>
    column.isHidden === true ? [] : [{ ...column, cell: cellAt(batch.column(col), row) }],
  );
  return words.named(cells.slice(0, 4));
}
