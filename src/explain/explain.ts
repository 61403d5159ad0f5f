/** Why a rule fired or stayed quiet: suspects gathered at every place of the run, checked by runs with one thing changed. */

import type { RecordedResult } from "../engine/workspace.js";
import { describeTrigger } from "../rules/trigger.js";
import { criticalPlaces } from "./critical-places.js";
import type { Check, Finding } from "./findings.js";
import { type Flow, flowOf, lastPlace, type Place } from "./flow.js";
import { forward } from "./forward.js";
import { joinSuspects } from "./join-suspects.js";
import { backward, type RowsByPlace, type SourceRow, scansOf, sourceRowsIn } from "./lineage.js";
import { cutSuspects, lostSuspects } from "./lost-suspects.js";
import { mergedSuspects } from "./merged-suspects.js";
import { scanSuspects } from "./scan-suspects.js";
import { searchSuspects } from "./search-suspects.js";
import { stepSuspects } from "./step-suspects.js";
import {
  type Change,
  changedSubject,
  isFiring,
  rerun,
  type Subject,
  type SubjectParts,
  subjectOf,
} from "./subject.js";
import type { Followed, Search, Suspect } from "./suspects.js";
import { whereSuspects } from "./where-suspects.js";

export interface Explanation {
  readonly subject: Subject;
  readonly flow: Flow;
  readonly isFiring: boolean;
  /** The cause first; then what else might be changed. */
  readonly findings: readonly Finding[];
}

export function explain(parts: SubjectParts): Explanation {
  const subject = subjectOf(parts);
  const { flow } = subject;
  const { rowsOut } = lastPlace(flow.result);
  if (isFiring(subject, rowsOut)) {
    const { suppressedBy } = subject;
    if (suppressedBy !== undefined) {
      const facts = { place: undefined, span: undefined, distance: 0, rowCount: rowsOut };
      const finding: Finding = { kind: "run-suppressed", ...facts, ...suppressedBy };
      return { subject, flow, isFiring: false, findings: [finding] };
    }
    return { subject, flow, isFiring: true, findings: [firedFinding(subject, rowsOut)] };
  }
  const search: Search = { subject, followed: undefined };
  const causes = causesOf(search);
  const plain = causes.findIndex(({ check, distance }) => check === undefined || distance > nearTrigger);
  const telling = plain === -1 ? causes.length : plain;
  const findings = causes.toSpliced(telling, 0, ...triggerFindings(subject, rowsOut));
  return { subject, flow, isFiring: false, findings };
}

/** Checked causes as near as this say more than that the result has too few rows. */
const nearTrigger = 0.2;

/** Why some source rows are not in the result. */
export function explainRows(subject: Subject, sources: readonly SourceRow[]): Finding[] {
  const { flow } = subject;
  const tables = new Set(sources.map(({ table }) => table));
  const ways = [...tables].flatMap((table) => {
    const wanted = new Set(sources.filter((source) => source.table === table).map(({ row }) => row));
    return scansOf(flow, table).map((scan) => forward(flow, scan, ordinalsIn(scan, wanted)));
  });
  return causesOf({ subject, followed: { sources, rows: united(ways) } });
}

function ordinalsIn({ source }: Place, wanted: ReadonlySet<number>): number[] {
  if (source?.kind !== "scan") return [];
  return [...source.rows.keys()].filter((ordinal) => wanted.has(source.rows[ordinal]));
}

function united(ways: readonly RowsByPlace[]): RowsByPlace {
  const all = new Map<Place, Set<number>>();
  for (const way of ways) {
    for (const [place, rows] of way) all.set(place, new Set([...(all.get(place) ?? []), ...rows]));
  }
  return all;
}

function triggerText({ run }: Subject): string {
  return run === undefined ? "" : describeTrigger(run.rule.trigger);
}

function firedFinding(subject: Subject, rowCount: number): Finding {
  const trigger = triggerText(subject);
  return { kind: "fired", place: undefined, span: undefined, distance: 0, rowCount, trigger };
}

/** Rows came out, and the trigger asks for another number of them. */
function triggerFindings(subject: Subject, rowCount: number): Finding[] {
  const isEmptyFor = subject.run?.rule.trigger.operator === "GreaterThan" && rowCount === 0;
  if (subject.run === undefined || isEmptyFor) return [];
  const trigger = triggerText(subject);
  return [{ kind: "trigger", place: undefined, span: undefined, distance: 0, rowCount, trigger }];
}

/** The findings of a search, ranked. */
function causesOf(search: Search): Finding[] {
  const { flow } = search.subject;
  const critical = criticalPlaces(flow);
  const suspects = flow.places.flatMap((place) => suspectsAt(search, place));
  const found = [
    ...suspects,
    ...mergedSuspects(search, suspects),
    ...lostSuspects(search, critical, suspects),
  ];
  const ranked = rank(search, found, critical);
  const isOpen = ranked[0]?.check === undefined && ranked[0]?.kind !== "empty-table";
  const several = isOpen ? severalChanges(search, found, critical) : undefined;
  return several === undefined
    ? ranked
    : [several, ...ranked.filter((finding) => !isSameCause(finding, several))];
}

function isSameCause(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && a.span === b.span;
}

/** First changes that are followed by others, and most changes made one after the other. */
const firstChanges = 3;
const mostChanges = 4;

/** A cause that is not the only one: with its change made, others are found, until the rule fires. */
function severalChanges(
  search: Search,
  suspects: readonly Suspect[],
  critical: ReadonlySet<Place>,
  depth = 1,
): Finding | undefined {
  if (search.followed !== undefined || depth === mostChanges) return undefined;
  const indexes = new Set([...critical].map(({ index }) => index));
  const tried = suspects
    .filter(({ finding, change, explains }) => change?.plan && indexes.has(explains ?? finding.place ?? -1))
    .sort((a, b) => a.finding.distance - b.finding.distance)
    .slice(0, depth === 1 ? firstChanges : 1);
  for (const { finding, change } of tried) {
    const subject = change?.plan === undefined ? undefined : changedSubject(search.subject, change.plan);
    if (subject === undefined) continue;
    const next: Search = { subject, followed: undefined };
    const places = criticalPlaces(subject.flow);
    const found = subject.flow.places.flatMap((place) => suspectsAt(next, place));
    const [then] = rank(next, found, places);
    const more = then?.check === undefined ? severalChanges(next, found, places, depth + 1) : then;
    if (more?.check === undefined || isOfOneEvent([finding, more, ...(more.further ?? [])])) continue;
    return { ...finding, further: [{ ...more, further: [] }, ...(more.further ?? [])], check: more.check };
  }
  return undefined;
}

/** Whether findings all are about one row of a table: one event taken for several, as no change would make it. */
function isOfOneEvent(findings: readonly Finding[]): boolean {
  const sources = findings.flatMap((finding) => ("rows" in finding ? finding.rows.sources : []));
  const isPlain = findings.every(
    ({ kind }) => kind === "literal-absent" || kind === "excluded" || passing.has(kind),
  );
  return (
    isPlain &&
    new Set(sources.map(({ table, row }) => `${row} ${table}`)).size === 1 &&
    findings.some(({ kind }) => passing.has(kind))
  );
}

function suspectsAt(search: Search, place: Place): Suspect[] {
  if (place.operator === undefined) return scanSuspects(search, place);
  return [whereSuspects, joinSuspects, cutSuspects, stepSuspects, searchSuspects].flatMap((find) =>
    find(search, place),
  );
}

/** Confirmed findings that are looked for; then it is enough. */
const enough = 3;

/** Bounds and orders that keep some rows from any query of several events, as they should. */
const passing: ReadonlySet<Finding["kind"]> = new Set(["out-of-range", "time-apart", "condition-failed"]);

function rank(search: Search, suspects: readonly Suspect[], critical: ReadonlySet<Place>): Finding[] {
  const criticalIndexes = new Set([...critical].map(({ index }) => index));
  const isCritical = ({ place }: Finding) => place !== undefined && criticalIndexes.has(place);
  // More rows make a group larger; where the last rows were lost one by one, it is those that are asked about.
  const isCounted = suspects.some(({ finding }) => finding.kind === "below-threshold" && isCritical(finding));
  const isAside = (finding: Finding) => !isCounted && passing.has(finding.kind) && !isCritical(finding);
  const order = ({ finding }: Suspect) => finding.distance + (isAside(finding) ? 0.35 : 0);
  const sorted = [...suspects].sort((a, b) => order(a) - order(b));
  const confirmed: Finding[] = [];
  const done = new Set<Finding>();
  let left = mostRuns(search.subject);
  const told = new Set<string>();
  for (const suspect of sorted) {
    if (left === 0 || confirmed.length === enough) break;
    const cause = suspect.formOf ?? suspect.finding;
    // Another value of the same condition, or another group, says no more.
    const key = kindAndPlace(cause);
    if (suspect.change === undefined || done.has(cause) || told.has(key)) continue;
    left--;
    const check = checked(search, suspect);
    if (check === undefined) continue;
    done.add(cause);
    told.add(key);
    confirmed.push({ ...suspect.finding, check });
  }
  const weight = (finding: Finding) => finding.distance + (isCritical(finding) ? 0 : 1);
  const open = [...new Set(sorted.map(({ finding, formOf }) => formOf ?? finding))].filter(
    (finding) =>
      !done.has(finding) &&
      (finding.kind !== "empty-table" || isCritical(finding)) &&
      // The other groups of a split are split from this one.
      (finding.kind !== "group-split" || !told.has(kindAndPlace(finding))),
  );
  return onceByTable([...confirmed, ...open.sort((a, b) => weight(a) - weight(b))]);
}

const kindAndPlace = ({ kind, span }: Finding) => `${kind} ${span?.start}`;

/** Tables that a query reads more than once are told of once. */
function onceByTable(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.filter((finding) => {
    if (!ofTables.has(finding.kind) || !("table" in finding)) return true;
    const isAfter = finding.kind === "outside-window" && finding.after > 0;
    const key = `${finding.kind} ${isAfter} ${finding.table}`;
    const isNew = !told.has(key);
    told.add(key);
    return isNew;
  });
}

const ofTables: ReadonlySet<Finding["kind"]> = new Set(["outside-window", "arrived-late", "empty-table"]);

/** Runs over large data take long: fewer are made. */
function mostRuns({ flow }: Subject): number {
  const rows = flow.places.reduce(
    (sum, { source }) => sum + (source?.kind === "scan" ? source.rowsInTable : 0),
    0,
  );
  return Math.max(8, Math.min(80, Math.floor(4_000_000 / (rows + 1))));
}

/** The change made and the query run: the check, if the rule then fires. */
function checked({ subject, followed }: Search, { change, check }: Suspect): Check | undefined {
  if (change === undefined || check === undefined) return undefined;
  const changed = rerun(subject, change, { record: followed !== undefined });
  if (changed === undefined || !isFiring(subject, changed.result.rowCount)) return undefined;
  if (followed !== undefined && !isReached(followed, changed, change)) return undefined;
  return { ...check, resultRows: changed.result.rowCount };
}

/** Whether a followed row is in the result of a changed run. */
function isReached({ sources }: Followed, { trace }: RecordedResult, { dropped }: Change): boolean {
  if (trace === undefined) return false;
  const { result } = flowOf(trace);
  const last = lastPlace(result);
  const rows = Array.from({ length: last.rowsOut }, (_, row) => row);
  const origins = sourceRowsIn(backward(last, rows));
  const found = new Set(origins.map(({ table, row }) => `${rowBefore(row, dropped?.get(table))} ${table}`));
  return sources.some(({ table, row }) => found.has(`${row} ${table}`));
}

/** Ordinal of a row in the table as it was before rows were dropped. */
function rowBefore(row: number, dropped: ReadonlySet<number> | undefined): number {
  let before = row;
  for (const gone of [...(dropped ?? [])].sort((a, b) => a - b)) if (gone <= before) before++;
  return before;
}
