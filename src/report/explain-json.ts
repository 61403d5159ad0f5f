/** Explanations as JSON, for programs. */
import type { Explanation } from "../explain/explain.js";
import type { Finding } from "../explain/findings.js";
import { rowsInOf } from "../explain/flow.js";
import { sourceRowsIn } from "../explain/lineage.js";
import { originsOf, type Story } from "../explain/stories.js";
import type { Span } from "../text/span.js";
import { printDatetime } from "../types/datetime.js";
import { exportJsonCell, type PlainJson } from "../types/export.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { sentenceOf } from "./explain-sentences.js";
import { fateText } from "./explain-stories.js";
import { Words } from "./explain-words.js";

type JsonObject = { readonly [key: string]: PlainJson };

/** The run, its steps and its findings. Rows are counted from 1. */
export function explanationJson({ subject, flow, findings, isFiring }: Explanation): JsonObject {
  const words = new Words(subject);
  const { run } = subject;
  return {
    ...(run === undefined
      ? {}
      : {
          rule: run.rule.name,
          at: run.at,
          window: { from: printDatetime(run.window.from), to: printDatetime(run.window.to) },
        }),
    fired: isFiring,
    findings: findings.map((finding) => findingJson(finding, words)),
    steps: flow.places.map((place) => ({
      index: place.index,
      depth: place.depth,
      kind: place.kind,
      text: words.text(place.span, 400),
      line: words.line(place.span),
      rowsIn: rowsInOf(place) ?? null,
      rowsOut: place.rowsOut,
    })),
  };
}

function findingJson(finding: Finding, words: Words): JsonObject {
  const { kind, place, span, distance, check, further = [], ...facts } = finding;
  return {
    kind,
    message: sentenceOf(finding, words),
    ...(span === undefined ? {} : { line: words.line(span), text: words.text(span, 400) }),
    ...(place === undefined ? {} : { step: place }),
    distance: Math.round(distance * 1000) / 1000,
    checked: check === undefined ? null : plain(check, words),
    ...(further.length === 0 ? {} : { further: further.map((next) => findingJson(next, words)) }),
    ...(plain(facts, words) as JsonObject), // the facts of a finding are an object
  };
}

/** Names of facts that are moments in time. */
const moments = new Set(["from", "to", "at", "visibleUntil", "firedAt", "until"]);

function plain(value: unknown, words: Words, name = ""): PlainJson {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint" || typeof value === "number") {
    return moments.has(name) ? printDatetime(value) : value;
  }
  if (typeof value !== "object") return value as string | boolean; // what is left of JSON's scalars
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item, words));
  if (isCell(value)) {
    const { name: column } = value;
    const cell = exportJsonCell(value.cell, value.type);
    return { ...(column === undefined ? {} : { name: column }), type: value.type, value: cell };
  }
  if (isSpan(value)) return { line: words.line(value), text: words.text(value, 400) };
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [
      key,
      key === "row" && typeof part === "number" ? part + 1 : plain(part, words, key),
    ]),
  );
}

function isCell(
  value: object,
): value is { readonly cell: Cell; readonly type: KqlType; readonly name?: string } {
  return "cell" in value && "type" in value;
}

function isSpan(value: object): value is Span {
  return "start" in value && "end" in value;
}

/** Where result rows come from. */
export function originsJson({ flow }: Explanation, rows: readonly number[]): JsonObject {
  return {
    rows: rows.map((row) => ({
      row: row + 1,
      sources: sourceRowsIn(originsOf(flow, [row])).map(({ table, row: at }) => ({ table, row: at + 1 })),
    })),
  };
}

/** What became of source rows, and why. */
export function storiesJson(
  { subject }: Explanation,
  stories: readonly Story[],
  findings: readonly Finding[],
): JsonObject {
  const words = new Words(subject);
  return {
    findings: findings.map((finding) => findingJson(finding, words)),
    rows: stories.map(({ source, fate }) => ({
      table: source.table,
      row: source.row + 1,
      fate: fate.kind,
      message: fateText(fate, subject, words),
      ...(fate.kind === "result" ? { resultRows: fate.rows.map((row) => row + 1) } : {}),
      ...(fate.kind === "lost" ? { step: fate.place } : {}),
    })),
  };
}
