/** A run that ended with an error, in words. */
import type { Failure, FailureCause } from "../explain/failure.js";
import type { NamedCell } from "../explain/findings.js";
import type { Rule } from "../rules/rule.js";
import type { RunWindow } from "../rules/schedule.js";
import { printDatetime } from "../types/datetime.js";
import { exportJsonCell, type PlainJson } from "../types/export.js";
import { count, sourcesOf, Words, wrap } from "./explain-words.js";

export interface FailedRule {
  readonly rule: Rule;
  readonly window: RunWindow;
  readonly failure: Failure;
}

/** The cause first: what failed, over which rows, at which row and cells. */
export function formatFailure(failed: FailedRule): string {
  const { rule, window, failure } = failed;
  const { diagnostic, operator, rowsIn, cause } = failure;
  const words = wordsOf(failed);
  const head = wrap(`the run failed: ${diagnostic.message} (line ${words.line(diagnostic.span)})`);
  const given = rowsIn === undefined ? "" : `, which was given ${count(rowsIn, "row")}`;
  const details = [
    ...(operator === undefined ? [] : [`in ${words.text(operator)}${given}`]),
    ...(cause === undefined ? [] : [causeText(cause, words)]),
  ];
  const lines = details.flatMap((text) => wrap(text, 78)).map((line) => `  ${line}`);
  const run = `${rule.name}: failed at ${printDatetime(window.at)}, looking at ${words.range(window.from, window.to)}`;
  return `${[...head, ...lines, "", ...wrap(run)].join("\n")}\n`;
}

function causeText(cause: FailureCause, words: Words): string {
  if (cause.kind === "row") {
    const from = cause.sources.length === 0 ? "" : ` (${sourcesOf(cause.sources.slice(0, 5))})`;
    const cells = cause.cells.length === 0 ? "" : `: ${words.named(cause.cells)}`;
    return `at its row ${cause.row + 1}${from}, ${words.text(cause.expression)}${cells}`;
  }
  const { rightRows, key } = cause;
  const sides = `the right side has ${count(rightRows, "row")}`;
  if (key === undefined) return sides;
  return `${sides}; ${words.named(key.cells)} alone is in ${count(key.left, "row")} of the left and ${count(key.right, "row")} of the right`;
}

export function failureJson(failed: FailedRule): PlainJson {
  const { rule, window, failure } = failed;
  const words = wordsOf(failed);
  const { diagnostic, operator, rowsIn, cause } = failure;
  return {
    rule: rule.name,
    at: printDatetime(window.at),
    window: { from: printDatetime(window.from), to: printDatetime(window.to) },
    failed: {
      code: diagnostic.code,
      message: diagnostic.message,
      line: words.line(diagnostic.span),
      ...(operator === undefined ? {} : { operator: rule.query.text.slice(operator.start, operator.end) }),
      rowsIn: rowsIn ?? null,
      ...(cause === undefined ? {} : causeJson(cause)),
    },
  };
}

function causeJson(cause: FailureCause): { readonly [name: string]: PlainJson } {
  if (cause.kind === "row") {
    const sources = cause.sources.map(({ table, row }) => ({ table, row: row + 1 }));
    return { row: cause.row + 1, sources, cells: cause.cells.map(cellJson) };
  }
  const { rightRows, key } = cause;
  if (key === undefined) return { rightRows };
  return { rightRows, key: { cells: key.cells.map(cellJson), left: key.left, right: key.right } };
}

function cellJson({ name, type, cell }: NamedCell): PlainJson {
  return { name, type, value: exportJsonCell(cell, type) };
}

function wordsOf({ rule, window }: FailedRule): Words {
  return new Words({ source: rule.query, run: { at: printDatetime(window.at) }, place: rule });
}
