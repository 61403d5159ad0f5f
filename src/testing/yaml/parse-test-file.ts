import type { ConfigMap, ConfigNode } from "../../rules/config-node.js";
import { readYaml } from "../../rules/read-yaml.js";
import { mapScalar } from "../../rules/text-map.js";
import type { Diagnostic } from "../../text/diagnostic.js";
import type { SourceText } from "../../text/source.js";
import type { Span } from "../../text/span.js";
import type { Ticks } from "../../types/int64.js";
import {
  emptySchedule,
  missingKey,
  nameUsedTwice,
  needsRule,
  noSubject,
  noTime,
  notATestFile,
  repeatedKey,
  twoClocks,
  twoDocuments,
  twoSubjects,
  unknownKey,
  wrongShape,
} from "./diagnostics.js";
import { isDirective, rowDirectives } from "./expand-rows.js";
import { MapReader, mapsOf, type Report } from "./map-reader.js";
import { readExpectation } from "./read-expectation.js";
import type { Expectation, GivenTable, Schedule, TestCase, TestFile, TestSubject } from "./test-file.js";

const fileKeys = ["rule", "query", "at", "period", "defaults", "cases", "description"];
const caseKeys = ["name", "at", "period", "schedule", "given", "expect", "defaults", "skip"];
const scheduleKeys = ["from", "to", "phase"];
/** Keys that `given` may have beside tables. */
const givenKeys = ["$functions", "$watchlists", "$externaldata"];

export interface ParsedTestFile {
  /** Absent when the file cannot be run at all. */
  readonly file: TestFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a test file. Mistakes are diagnostics (`TEST0xx`) in file order. */
export function parseTestFile(source: SourceText): ParsedTestFile {
  const { nodes, diagnostics: yamlProblems } = readYaml(source.text);
  if (yamlProblems.length > 0) return { file: undefined, diagnostics: yamlProblems };
  const [root, second] = nodes;
  if (root?.kind !== "map") return { file: undefined, diagnostics: [notATestFile({ start: 0, end: 1 })] };
  if (second !== undefined) return { file: undefined, diagnostics: [twoDocuments(firstLine(second.span))] };
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  checkKeysOnce(root, report);
  const file = new TestFileReader(source, root, report).read();
  diagnostics.sort((a, b) => a.span.start - b.span.start);
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  return { file: hasErrors ? undefined : file, diagnostics };
}

class TestFileReader {
  private readonly reader: MapReader;
  private readonly defaults: ReadonlyMap<string, ConfigMap>;
  private readonly period: TestCase["period"];
  private subjectKind: TestSubject["kind"] = "rule";

  constructor(
    private readonly source: SourceText,
    root: ConfigMap,
    private readonly report: Report,
  ) {
    this.reader = new MapReader(root, fileKeys, report);
    this.defaults = this.readDefaults(this.reader);
    this.period = this.readPeriod(this.reader);
  }

  read(): TestFile | undefined {
    const subject = this.readSubject();
    const at = this.reader.time("at");
    const list = this.reader.list("cases", "a list of cases");
    if (!this.reader.has("cases")) {
      this.report(missingKey(firstLine(this.reader.span), "cases", "a test file"));
    } else if (this.reader.node("cases") === undefined || list?.items.length === 0) {
      this.report(notATestFile(this.reader.keySpan("cases")));
    }
    const cases = (list?.items ?? []).flatMap((node) => this.readCase(node, at) ?? []);
    const names = new Set<string>();
    for (const { name, span } of cases) {
      if (names.has(name)) this.report(nameUsedTwice(span, name));
      names.add(name);
    }
    return subject === undefined ? undefined : { source: this.source, subject, cases };
  }

  private readSubject(): TestSubject | undefined {
    const rule = this.reader.scalar("rule", "the path of a rule file");
    const query = this.reader.scalar("query", "KQL text");
    if (rule !== undefined && query !== undefined) {
      this.report(twoSubjects(this.reader.keySpan("query")));
      return undefined;
    }
    if (rule !== undefined) return { kind: "rule", path: rule.text, span: rule.span };
    if (query !== undefined) {
      this.subjectKind = "query";
      const { text, span, style, map = mapScalar(text, this.source.text, span, style) } = query;
      return { kind: "query", text, map };
    }
    this.report(noSubject(firstLine(this.reader.span)));
    return undefined;
  }

  private readDefaults(reader: MapReader): ReadonlyMap<string, ConfigMap> {
    const defaults = new Map<string, ConfigMap>();
    for (const { key, value } of reader.mapUnder("defaults", "a map of tables")?.entries ?? []) {
      if (value.kind !== "map") this.report(wrongShape(value.span, key, "a map of columns"));
      else {
        this.checkDirectives(value, []);
        defaults.set(key, value);
      }
    }
    return defaults;
  }

  private readCase(node: ConfigNode, fileAt: Ticks | undefined): TestCase | undefined {
    if (node.kind !== "map") {
      this.report(wrongShape(node.span, "cases", "a list of maps"));
      return undefined;
    }
    const reader = new MapReader(node, caseKeys, this.report);
    const name = reader.text("name");
    if (name === undefined) this.report(missingKey(firstLine(node.span), "name", "a case"));
    const schedule = this.readSchedule(reader);
    if (reader.has("at") && reader.has("schedule")) this.report(twoClocks(reader.keySpan("at")));
    const at = reader.time("at") ?? (schedule === undefined ? fileAt : undefined);
    const isTimed = schedule !== undefined || reader.has("at") || this.reader.has("at");
    if (!isTimed && this.subjectKind === "rule") this.report(noTime(firstLine(node.span)));
    const given = this.readGiven(reader);
    const expect = this.readExpect(reader, schedule);
    if (expect === undefined) return undefined;
    return {
      name: name ?? "",
      span: reader.has("name") ? reader.keySpan("name") : node.span,
      isSkipped: reader.bool("skip") ?? false,
      at,
      schedule,
      period: this.readPeriod(reader) ?? this.period,
      ...given,
      defaults: defaultsOver(this.defaults, this.readDefaults(reader)),
      expect,
    };
  }

  private readPeriod(reader: MapReader): TestCase["period"] {
    const value = reader.timespan("period");
    return value === undefined ? undefined : { value, span: reader.keySpan("period") };
  }

  private readSchedule(reader: MapReader): Schedule | undefined {
    const map = reader.mapUnder("schedule", "a map with `from` and `to`");
    if (map === undefined) return undefined;
    if (this.subjectKind === "query") this.report(needsRule(reader.keySpan("schedule"), "schedule"));
    const schedule = new MapReader(map, scheduleKeys, this.report);
    const from = schedule.time("from");
    const to = schedule.time("to", from);
    for (const key of ["from", "to"]) {
      if (schedule.node(key) === undefined) this.report(missingKey(map.span, key, "a schedule"));
    }
    const phase = schedule.scalar("phase", "`all`");
    if (phase !== undefined && phase.text !== "all") this.report(wrongShape(phase.span, "phase", "`all`"));
    if (from === undefined || to === undefined) return undefined;
    if (from >= to) this.report(emptySchedule(map.span));
    return { from, to, allPhases: phase !== undefined, span: map.span };
  }

  private readGiven(
    reader: MapReader,
  ): Pick<TestCase, "given" | "functions" | "watchlists" | "externalData"> {
    const given: GivenTable[] = [];
    const functions: { name: string; text: string; span: Span }[] = [];
    const watchlists: GivenTable[] = [];
    const externalData: GivenTable[] = [];
    for (const { key, keySpan, value } of reader.mapUnder("given", "a map of tables")?.entries ?? []) {
      if (key === "$functions") {
        for (const { key: name, value: text } of this.mapEntries(value, key)) {
          if (text.kind === "scalar") functions.push({ name, text: text.text, span: text.span });
          else this.report(wrongShape(text.span, name, "KQL text"));
        }
      } else if (key === "$watchlists" || key === "$externaldata") {
        const list = key === "$watchlists" ? watchlists : externalData;
        for (const { key: table, keySpan: span, value: rows } of this.mapEntries(value, key)) {
          list.push({ table, span, rows: this.readRows(rows, table) });
        }
      } else if (isDirective(key)) this.report(unknownKey(keySpan, key, givenKeys));
      else given.push({ table: key, span: keySpan, rows: this.readRows(value, key) });
    }
    return { given, functions, watchlists, externalData };
  }

  private mapEntries(node: ConfigNode, key: string): ConfigMap["entries"] {
    if (node.kind === "map") return node.entries;
    this.report(wrongShape(node.span, key, "a map"));
    return [];
  }

  private readRows(node: ConfigNode, key: string): ConfigMap[] {
    if (node.kind === "scalar" && node.value === null) return [];
    if (node.kind !== "list") {
      this.report(wrongShape(node.span, key, "a list of rows"));
      return [];
    }
    const expected = "a list of rows, each a map of columns";
    const rows = mapsOf(node.items, { key, expected, report: this.report });
    for (const row of rows) this.checkDirectives(row, rowDirectives);
    return rows;
  }

  private checkDirectives({ entries }: ConfigMap, known: readonly string[]): void {
    for (const { key, keySpan } of entries) {
      if (isDirective(key) && !known.includes(key)) this.report(unknownKey(keySpan, key, known));
    }
  }

  private readExpect(reader: MapReader, schedule: Schedule | undefined): Expectation | undefined {
    const map = reader.mapUnder("expect", "a map of expectations");
    if (map === undefined) {
      if (reader.node("expect") === undefined) {
        this.report(missingKey(reader.keySpan(reader.has("expect") ? "expect" : "name"), "expect", "a case"));
      }
      return undefined;
    }
    const { subjectKind, report } = this;
    return readExpectation(map, { subjectKind, schedule, report });
  }
}

function firstLine(span: Span): Span {
  return { start: span.start, end: span.start + 1 };
}

/** A second value for a key would be lost without a word. */
function checkKeysOnce(node: ConfigNode, report: Report): void {
  if (node.kind === "list") for (const item of node.items) checkKeysOnce(item, report);
  if (node.kind !== "map") return;
  const seen = new Set<string>();
  for (const { key, keySpan, value } of node.entries) {
    if (seen.has(key)) report(repeatedKey(keySpan, key));
    seen.add(key);
    checkKeysOnce(value, report);
  }
}

/** Defaults of a case over those of the file, joined as rows are. */
function defaultsOver(
  under: ReadonlyMap<string, ConfigMap>,
  over: ReadonlyMap<string, ConfigMap>,
): ReadonlyMap<string, ConfigMap> {
  const joined = new Map(under);
  for (const [table, columns] of over) {
    const below = joined.get(table);
    joined.set(table, below === undefined ? columns : joinMaps(below, columns));
  }
  return joined;
}

function joinMaps(under: ConfigMap, over: ConfigMap): ConfigMap {
  const kept = under.entries.filter(({ key }) => over.entries.every((entry) => entry.key !== key));
  const joined = over.entries.map((entry) => {
    const below = under.entries.find(({ key }) => key === entry.key)?.value;
    const isJoined = below?.kind === "map" && entry.value.kind === "map";
    return isJoined ? { ...entry, value: joinMaps(below, entry.value) } : entry;
  });
  return { ...over, entries: [...kept, ...joined] };
}
