/** What stands under `expect`. */
import { type ConfigMap, type ConfigNode, isAbsent } from "../../rules/config-node.js";
import type { Ticks } from "../../types/int64.js";
import {
  emptyExpectation,
  missingKey,
  needsRule,
  needsSchedule,
  noValue,
  wrongShape,
} from "./diagnostics.js";
import { MapReader, mapsOf, type Report, readTime } from "./map-reader.js";
import { alertKeys, incidentKeys } from "./match-alert.js";
import type { Expectation, Placed, RunExpectation, Schedule, TestSubject } from "./test-file.js";

/** Keys of `expect` by what can answer them. */
const resultKeys = ["rows", "exact", "ordered", "rowCount", "columns", "error"];
const ruleKeys = ["fires", "alerts", "incidents", "alert", "alertList", "incident", "incidentList"];
const scheduleKeys = ["firedAt", "runs"];
const expectKeys = [...ruleKeys, ...resultKeys, ...scheduleKeys];

export interface ExpectationContext {
  readonly subjectKind: TestSubject["kind"];
  /** Absent for cases without one. */
  readonly schedule: Schedule | undefined;
  readonly report: Report;
}

export function readExpectation(map: ConfigMap, context: ExpectationContext): Expectation {
  return new ExpectationReader(map, context, new MapReader(map, expectKeys, context.report)).read();
}

class ExpectationReader {
  private readonly report: Report;

  constructor(
    private readonly map: ConfigMap,
    private readonly context: ExpectationContext,
    private readonly reader: MapReader,
  ) {
    this.report = context.report;
  }

  read(): Expectation {
    this.checkKeys();
    const { map, reader } = this;
    return {
      span: map.span,
      fires: this.place("fires", reader.bool("fires")),
      alerts: this.place("alerts", reader.count("alerts")),
      incidents: this.place("incidents", reader.count("incidents")),
      rows: this.place("rows", this.mapList("rows", "a list of rows, each a map of columns")),
      isExact: reader.bool("exact") ?? false,
      isOrdered: reader.bool("ordered") ?? false,
      rowCount: this.place("rowCount", reader.count("rowCount")),
      columns: this.place("columns", this.columns()),
      alert: this.checkedAlert(reader.mapUnder("alert", "a map")),
      alertList:
        this.mapList("alertList", "a list of maps")?.flatMap((map) => this.checkedAlert(map) ?? []) ?? [],
      incident: this.checkedIncident(reader.mapUnder("incident", "a map")),
      incidentList:
        this.mapList("incidentList", "a list of maps")?.flatMap((map) => this.checkedIncident(map) ?? []) ??
        [],
      firedAt: this.place("firedAt", this.firedAt()),
      runs: this.runs(),
      error: this.place("error", reader.text("error")),
    };
  }

  private checkKeys(): void {
    const { map, reader, report, context } = this;
    if (map.entries.every(({ key }) => key === "exact" || key === "ordered" || key === "at")) {
      report(emptyExpectation(map.span));
      return;
    }
    const refuse = (keys: readonly string[], problem: typeof needsRule) => {
      for (const key of keys) if (reader.has(key)) report(problem(reader.keySpan(key), key));
    };
    if (context.subjectKind === "query") refuse([...ruleKeys, ...scheduleKeys], needsRule);
    else if (context.schedule === undefined) refuse(scheduleKeys, needsSchedule);
    if (!reader.has("rows")) {
      refuse(["exact", "ordered"], (span, key) => missingKey(span, "rows", `\`${key}\``));
    }
    for (const { key, keySpan, value } of map.entries) if (isAbsent(value)) report(noValue(keySpan, key));
  }

  private place<T>(key: string, value: T | undefined): Placed<T> | undefined {
    return value === undefined ? undefined : { value, span: this.reader.keySpan(key) };
  }

  private mapList(key: string, expected: string): ConfigMap[] | undefined {
    const list = this.reader.list(key, expected);
    return list && mapsOf(list.items, { key, expected, report: this.report });
  }

  private columns(): string[] | undefined {
    return this.reader.list("columns", "a list of column names")?.items.flatMap((item) => {
      if (item.kind === "scalar") return [item.text];
      this.report(wrongShape(item.span, "columns", "a list of texts"));
      return [];
    });
  }

  private checkedIncident(map: ConfigMap | undefined): ConfigMap | undefined {
    // Making a reader checks the keys.
    return map === undefined ? undefined : new MapReader(map, incidentKeys, this.report).map;
  }

  private checkedAlert(map: ConfigMap | undefined): ConfigMap | undefined {
    if (map === undefined) return undefined;
    const reader = new MapReader(map, alertKeys, this.report);
    const expected = "a list of maps, each with `type` and identifiers";
    const entities = reader.list("entities", expected);
    mapsOf(entities?.items ?? [], { key: "entities", expected, report: this.report });
    reader.mapUnder("customDetails", "a map of keys and values");
    reader.count("entityCount");
    return map;
  }

  private firedAt(): Ticks[] | undefined {
    return this.reader.list("firedAt", "a list of times")?.items.flatMap((item) => this.time(item) ?? []);
  }

  private time(node: ConfigNode): Ticks | undefined {
    if (node.kind === "scalar") return readTime(node, this.context.schedule?.from, this.report);
    this.report(wrongShape(node.span, "firedAt", "a list of times"));
    return undefined;
  }

  private runs(): RunExpectation[] {
    const expected = "a list of maps, each with `at`";
    return (this.mapList("runs", expected) ?? []).flatMap((map) => this.run(map) ?? []);
  }

  private run(map: ConfigMap): RunExpectation | undefined {
    const reader = new MapReader(map, ["at", ...ruleKeys, ...resultKeys], this.report);
    const at = reader.scalar("at", "a time");
    if (at === undefined) {
      if (!reader.has("at")) this.report(missingKey(map.span, "at", "a run"));
      return undefined;
    }
    const ticks = this.time(at);
    const expect = new ExpectationReader(map, this.context, reader).read();
    return ticks === undefined ? undefined : { at: ticks, span: map.span, expect };
  }
}
