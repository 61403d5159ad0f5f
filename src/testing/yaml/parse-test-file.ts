import type { ConfigMap, ConfigNode } from "../../rules/config-node.js";
import { readYaml } from "../../rules/read-yaml.js";
import type { Diagnostic } from "../../text/diagnostic.js";
import type { SourceText } from "../../text/source.js";
import type { Span } from "../../text/span.js";
import type { Ticks } from "../../types/int64.js";
import {
  emptyExpectation,
  missingKey,
  nameUsedTwice,
  needsRule,
  needsSchedule,
  noSubject,
  noTime,
  notATestFile,
  twoSubjects,
  wrongShape,
} from "./diagnostics.js";
import { MapReader, type Report, readTime } from "./map-reader.js";
import type {
  Expectation,
  GivenTable,
  Placed,
  Schedule,
  TestCase,
  TestFile,
  TestSubject,
} from "./test-file.js";

const fileKeys = ["rule", "query", "at", "period", "defaults", "cases", "description"];
const caseKeys = ["name", "at", "period", "schedule", "given", "expect", "defaults", "skip"];
const scheduleKeys = ["from", "to", "phase"];
const expectKeys = [
  "fires",
  "alerts",
  "incidents",
  "rows",
  "exact",
  "ordered",
  "rowCount",
  "columns",
  "alert",
  "alertList",
  "incident",
  "incidentList",
  "firedAt",
  "runs",
  "error",
];
/** Keys of `expect` that only a rule can answer. */
const ruleExpectKeys = [
  "fires",
  "alerts",
  "incidents",
  "alert",
  "alertList",
  "incident",
  "incidentList",
  "firedAt",
  "runs",
];

export interface ParsedTestFile {
  /** Absent when the file cannot be run at all. */
  readonly file: TestFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a test file. Mistakes are diagnostics (`TEST0xx`) in file order. */
export function parseTestFile(source: SourceText): ParsedTestFile {
  const { nodes, diagnostics: yamlProblems } = readYaml(source.text);
  if (yamlProblems.length > 0) return { file: undefined, diagnostics: yamlProblems };
  const [root] = nodes;
  if (root?.kind !== "map") return { file: undefined, diagnostics: [notATestFile({ start: 0, end: 1 })] };
  const diagnostics: Diagnostic[] = [];
  const file = new TestFileReader(source, root, (diagnostic) => diagnostics.push(diagnostic)).read();
  diagnostics.sort((a, b) => a.span.start - b.span.start);
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  return { file: hasErrors ? undefined : file, diagnostics };
}

class TestFileReader {
  private readonly reader: MapReader;
  private readonly defaults: ReadonlyMap<string, ConfigMap>;
  private subjectKind: TestSubject["kind"] = "rule";

  constructor(
    private readonly source: SourceText,
    root: ConfigMap,
    private readonly report: Report,
  ) {
    this.reader = new MapReader(root, fileKeys, report);
    this.defaults = this.readDefaults(this.reader);
  }

  read(): TestFile | undefined {
    const subject = this.readSubject();
    const at = this.reader.time("at");
    const list = this.reader.list("cases", "a list of cases");
    if (list === undefined && !this.reader.has("cases")) {
      this.report(missingKey(firstLine(this.reader.span), "cases", "a test file"));
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
      return { kind: "query", text: query.text, span: query.span };
    }
    this.report(noSubject(firstLine(this.reader.span)));
    return undefined;
  }

  private readDefaults(reader: MapReader): ReadonlyMap<string, ConfigMap> {
    const defaults = new Map<string, ConfigMap>();
    for (const { key, value } of reader.mapUnder("defaults", "a map of tables")?.entries ?? []) {
      if (value.kind === "map") defaults.set(key, value);
      else this.report(wrongShape(value.span, key, "a map of columns"));
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
    const at = reader.time("at") ?? (schedule === undefined ? fileAt : undefined);
    if (at === undefined && schedule === undefined && this.subjectKind === "rule" && !reader.has("at")) {
      this.report(noTime(firstLine(node.span)));
    }
    const period = reader.timespan("period") ?? this.reader.timespan("period");
    const given = this.readGiven(reader);
    const expect = this.readExpect(reader, schedule !== undefined);
    if (expect === undefined) return undefined;
    return {
      name: name ?? "",
      span: reader.has("name") ? reader.keySpan("name") : node.span,
      isSkipped: reader.bool("skip") ?? false,
      at,
      schedule,
      period,
      ...given,
      defaults: new Map([...this.defaults, ...this.readDefaults(reader)]),
      expect,
    };
  }

  private readSchedule(reader: MapReader): Schedule | undefined {
    const map = reader.mapUnder("schedule", "a map with `from` and `to`");
    if (map === undefined) return undefined;
    if (this.subjectKind === "query") this.report(needsRule(reader.keySpan("schedule"), "schedule"));
    const schedule = new MapReader(map, scheduleKeys, this.report);
    const from = schedule.time("from");
    const to = schedule.time("to");
    for (const key of ["from", "to"]) {
      if (!schedule.has(key)) this.report(missingKey(map.span, key, "a schedule"));
    }
    const phase = schedule.scalar("phase", "`all`");
    if (phase !== undefined && phase.text !== "all") this.report(wrongShape(phase.span, "phase", "`all`"));
    if (from === undefined || to === undefined) return undefined;
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
      } else given.push({ table: key, span: keySpan, rows: this.readRows(value, key) });
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
    return this.mapsOf(node.items, key, "a list of rows, each a map of columns");
  }

  private mapsOf(items: readonly ConfigNode[], key: string, expected: string): ConfigMap[] {
    return items.flatMap((item) => {
      if (item.kind === "map") return [item];
      this.report(wrongShape(item.span, key, expected));
      return [];
    });
  }

  private readExpect(reader: MapReader, hasSchedule: boolean): Expectation | undefined {
    const map = reader.mapUnder("expect", "a map of expectations");
    if (map === undefined) {
      if (!reader.has("expect")) this.report(missingKey(reader.keySpan("name"), "expect", "a case"));
      return undefined;
    }
    return this.readExpectation(map, hasSchedule, []);
  }

  private readExpectation(map: ConfigMap, hasSchedule: boolean, moreKeys: readonly string[]): Expectation {
    const reader = new MapReader(map, [...expectKeys, ...moreKeys], this.report);
    if (map.entries.every(({ key }) => key === "exact" || key === "ordered" || moreKeys.includes(key))) {
      this.report(emptyExpectation(map.span));
    }
    if (this.subjectKind === "query") {
      for (const key of ruleExpectKeys) if (reader.has(key)) this.report(needsRule(reader.keySpan(key), key));
    }
    if (!hasSchedule) {
      for (const key of ["firedAt", "runs"])
        if (reader.has(key)) this.report(needsSchedule(reader.keySpan(key), key));
    }
    const { report } = this;
    const place = <T>(key: string, value: T | undefined): Placed<T> | undefined =>
      value === undefined ? undefined : { value, span: reader.keySpan(key) };
    const rows = reader.list("rows", "a list of rows");
    const columns = reader.list("columns", "a list of column names");
    const firedAt = reader.list("firedAt", "a list of times");
    return {
      span: map.span,
      fires: place("fires", reader.bool("fires")),
      alerts: place("alerts", reader.count("alerts")),
      incidents: place("incidents", reader.count("incidents")),
      rows: place("rows", rows && this.mapsOf(rows.items, "rows", "a list of rows, each a map of columns")),
      isExact: reader.bool("exact") ?? false,
      isOrdered: reader.bool("ordered") ?? false,
      rowCount: place("rowCount", reader.count("rowCount")),
      columns: place(
        "columns",
        columns?.items.flatMap((item) => this.textOf(item, "columns")),
      ),
      alertList: this.oneOrList(reader, "alert", "alertList"),
      incidentList: this.oneOrList(reader, "incident", "incidentList"),
      firedAt: place(
        "firedAt",
        firedAt?.items.flatMap((item) =>
          item.kind === "scalar" ? (readTime(item, undefined, report) ?? []) : [],
        ),
      ),
      runs: this.readRuns(reader),
      error: place("error", reader.text("error")),
    };
  }

  private oneOrList(reader: MapReader, one: string, many: string): ConfigMap[] {
    const single = reader.mapUnder(one, "a map");
    const list = reader.list(many, "a list of maps");
    return [
      ...(single === undefined ? [] : [single]),
      ...this.mapsOf(list?.items ?? [], many, "a list of maps"),
    ];
  }

  private readRuns(reader: MapReader): Expectation["runs"] {
    const list = reader.list("runs", "a list of runs, each with `at`");
    return this.mapsOf(list?.items ?? [], "runs", "a list of maps, each with `at`").flatMap((map) => {
      const at = map.entries.find(({ key }) => key === "at")?.value;
      if (at?.kind !== "scalar") {
        this.report(missingKey(map.span, "at", "a run"));
        return [];
      }
      const ticks = readTime(at, undefined, this.report);
      if (ticks === undefined) return [];
      return [{ at: ticks, span: map.span, expect: this.readExpectation(map, true, ["at"]) }];
    });
  }

  private textOf(node: ConfigNode, key: string): string[] {
    if (node.kind === "scalar") return [node.text];
    this.report(wrongShape(node.span, key, "a list of texts"));
    return [];
  }
}

function firstLine(span: Span): Span {
  return { start: span.start, end: span.start + 1 };
}
