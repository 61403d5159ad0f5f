/** What became of source rows, as text. */
import type { NamedCell } from "../explain/findings.js";
import type { Fate, Loss, Story } from "../explain/stories.js";
import type { Subject } from "../explain/subject.js";
import { failedText } from "./explain-sentences.js";
import { count, cut, quoted, ranges, sourcesOf, type Words } from "./explain-words.js";

/** The fate of a row, without a subject: `lost at line 39: Result is Success, needs success`. */
export function fateText(fate: Fate, { flow, run }: Subject, words: Words): string {
  switch (fate.kind) {
    case "result": {
      const rows = fate.rows.map((row) => row + 1);
      const alerts = run?.alerts.flatMap((alert, at) =>
        alert.rows.some((row) => fate.rows.includes(row)) ? [at + 1] : [],
      );
      const raised = alerts === undefined || alerts.length === 0 ? "" : `, alert ${ranges(alerts)}`;
      return `in result row ${ranges(rows)}${raised}`;
    }
    case "lost": {
      const place = flow.places[fate.place];
      const span = fate.loss.kind === "condition" ? fate.loss.span : place.span;
      return `lost at line ${words.line(span)}: ${lossText(fate.loss, words)}`;
    }
    case "unseen": {
      const window = words.range(fate.from, fate.to);
      if (fate.reason === "late") {
        return `not seen: ingested at ${words.cell(fate.ingested)}, and the run saw what was there before ${words.time(fate.visibleUntil)}`;
      }
      return `not seen: its time ${words.cell(fate.generated)} is outside the look-back, ${window}`;
    }
    case "unread":
      return "not read by the query";
  }
}

function lossText(loss: Loss, words: Words): string {
  switch (loss.kind) {
    case "condition": {
      const label = loss.label.length === 0 ? "" : `${words.named(loss.label)}: `;
      const { test } = loss;
      if (test !== undefined) return `${label}${failedText(test, words)} (${words.text(loss.span)})`;
      const values = loss.columns.length === 0 ? "" : ` with ${words.named(loss.columns)}`;
      return `${label}fails ${words.text(loss.span)}${values}`;
    }
    case "key":
      return `no row on the ${loss.side === "left" ? "right" : "left"} of the join goes with ${keysText(loss.keys, words)}`;
    case "read":
      return "read for its value only";
    case "operator":
      return expanding.has(loss.operator)
        ? `nothing to expand in ${loss.operator}`
        : `${loss.operator} does not hand it on`;
  }
}

const expanding: ReadonlySet<string> = new Set(["mv-expand", "mv-apply"]);

function keysText(keys: readonly NamedCell[], words: Words): string {
  return keys.map((key) => `${key.name} ${quoted(words.cell(key))}`.trim()).join(", ");
}

/** Fates that are told at once. */
const fewFates = 12;

/** Stories of several rows; rows lost alike are told together, those of most rows first, with the first as example. */
export function storyLines(stories: readonly Story[], subject: Subject, words: Words): string[] {
  const alike = new Map<string, Story[]>();
  for (const story of stories) {
    const key = `${story.source.table} ${fateKey(story.fate)}`;
    alike.set(key, [...(alike.get(key) ?? []), story]);
  }
  const groups = [...alike.values()].sort((a, b) => b.length - a.length);
  const lines = groups.slice(0, fewFates).map((group) => {
    const [first] = group;
    const sources = cut(sourcesOf(group.map(({ source }) => source)), 100);
    const isSame = group.every(
      ({ fate }) => fateText(fate, subject, words) === fateText(first.fate, subject, words),
    );
    const example = isSame ? "" : `such as ${sourcesOf([first.source])}, `;
    return `${sources}: ${example}${fateText(first.fate, subject, words)}`;
  });
  const more = groups.length - fewFates;
  return more > 0 ? [...lines, `... and ${count(more, "other fate")}`] : lines;
}

/** What fates that are told together have in common. */
function fateKey(fate: Fate): string {
  switch (fate.kind) {
    case "result":
      return `result ${fate.rows.join()}`;
    case "lost":
      return `lost ${fate.place} ${fate.loss.kind === "condition" ? fate.loss.span.start : fate.loss.kind}`;
    case "unseen":
      return `unseen ${fate.reason}`;
    case "unread":
      return "unread";
  }
}
