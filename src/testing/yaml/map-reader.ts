/** Strict reading of maps from test files: every key is asked for, and what was not is an error with a suggestion. */
import {
  type ConfigList,
  type ConfigMap,
  type ConfigNode,
  type ConfigScalar,
  isAbsent,
} from "../../rules/config-node.js";
import { parseTimespanText } from "../../rules/timespan-text.js";
import type { Diagnostic } from "../../text/diagnostic.js";
import type { Span } from "../../text/span.js";
import { parseDatetime } from "../../types/datetime.js";
import type { Int64, Ticks } from "../../types/int64.js";
import { addInt64 } from "../../types/int64.js";
import { parseTimespan } from "../../types/timespan.js";
import { badTime, badTimespan, unknownKey, wrongShape } from "./diagnostics.js";

/** Collects what is wrong with a file. */
export type Report = (diagnostic: Diagnostic) => void;

export class MapReader {
  constructor(
    readonly map: ConfigMap,
    known: readonly string[],
    private readonly report: Report,
  ) {
    for (const { key, keySpan } of map.entries) {
      if (!known.includes(key)) report(unknownKey(keySpan, key, known));
    }
  }

  get span(): Span {
    return this.map.span;
  }

  /** The node under a key; absent for null too. */
  node(key: string): ConfigNode | undefined {
    const node = this.map.entries.find((entry) => entry.key === key)?.value;
    return isAbsent(node) ? undefined : node;
  }

  /** Whether the key stands there, even with null behind it. */
  has(key: string): boolean {
    return this.map.entries.some((entry) => entry.key === key);
  }

  keySpan(key: string): Span {
    return this.map.entries.find((entry) => entry.key === key)?.keySpan ?? this.map.span;
  }

  scalar(key: string, expected: string): ConfigScalar | undefined {
    const node = this.node(key);
    if (node === undefined || node.kind === "scalar") return node;
    return this.refuse(node.span, key, expected);
  }

  text(key: string): string | undefined {
    return this.scalar(key, "text")?.text;
  }

  bool(key: string): boolean | undefined {
    const node = this.scalar(key, "true or false");
    if (node === undefined) return undefined;
    return typeof node.value === "boolean" ? node.value : this.refuse(node.span, key, "true or false");
  }

  count(key: string): number | undefined {
    const node = this.scalar(key, "a whole number");
    if (node === undefined) return undefined;
    const { value } = node;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    return this.refuse(node.span, key, "a whole number, 0 or more");
  }

  list(key: string, expected: string): ConfigList | undefined {
    const node = this.node(key);
    if (node === undefined || node.kind === "list") return node;
    return this.refuse(node.span, key, expected);
  }

  mapUnder(key: string, expected: string): ConfigMap | undefined {
    const node = this.node(key);
    if (node === undefined || node.kind === "map") return node;
    return this.refuse(node.span, key, expected);
  }

  /** Relative times count from the origin; without one they are refused. */
  time(key: string, origin?: Ticks): Ticks | undefined {
    const node = this.scalar(key, "a time");
    return node === undefined ? undefined : readTime(node, origin, this.report);
  }

  timespan(key: string): Int64 | undefined {
    const node = this.scalar(key, "a timespan");
    return node === undefined ? undefined : readTimespan(node, this.report);
  }

  private refuse(span: Span, key: string, expected: string): undefined {
    this.report(wrongShape(span, key, expected));
    return undefined;
  }
}

/** Items that are maps; the others are reported. */
export function mapsOf(
  items: readonly ConfigNode[],
  { key, expected, report }: { key: string; expected: string; report: Report },
): ConfigMap[] {
  return items.flatMap((item) => {
    if (item.kind === "map") return [item];
    report(wrongShape(item.span, key, expected));
    return [];
  });
}

/** An absolute time, or, where there is an origin, a signed timespan counted from it. */
export function readTime(node: ConfigScalar, origin: Ticks | undefined, report: Report): Ticks | undefined {
  const ticks = timeFrom(node.text, origin);
  if (ticks === undefined) report(badTime(node.span, node.text));
  return ticks;
}

/** A datetime, or a timespan counted from the origin, such as `-50m`. */
export function timeFrom(text: string, origin: Ticks | undefined): Ticks | undefined {
  if (origin !== undefined && !/^\d{4}-/.test(text.trim())) {
    const offset = timespanFrom(text);
    if (offset !== undefined) return addInt64(origin, offset);
  }
  return parseDatetime(text) ?? undefined;
}

export function readTimespan(node: ConfigScalar, report: Report): Int64 | undefined {
  const ticks = timespanFrom(node.text);
  if (ticks === undefined) report(badTimespan(node.span, node.text));
  return ticks;
}

/** A timespan in any spelling that KQL or a rule file has, with a sign before it if need be. */
export function timespanFrom(text: string): Int64 | undefined {
  const match = /^([+-]?)\s*([^\s+-].*)$/.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, rest] = match;
  const kql = /[a-zA-Z:]/.test(rest) ? parseTimespan(rest) : null;
  const read = kql ?? (/[a-zA-Z:]/.test(rest) ? ruleTicks(rest) : rest === "0" ? 0 : undefined);
  if (read === undefined) return undefined;
  return sign === "-" ? (typeof read === "bigint" ? -read : 0 - read) : read;
}

function ruleTicks(text: string): number | undefined {
  const parsed = parseTimespanText(text);
  return parsed.ok ? parsed.ticks : undefined;
}
