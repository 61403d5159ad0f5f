import type { PhaseOutcome } from "../rules/phases.js";
import type { Timeline } from "../rules/simulate.js";
import { printShort } from "../rules/timespan-text.js";
import { htmlPage } from "./html-page.js";
import { escapeHtml } from "./html-text.js";
import { chartLegend, timelineSvg } from "./timeline-chart.js";
import { timelineStyle } from "./timeline-page-style.js";
import {
  countRunsBy,
  incidentNumbers,
  repeatedRows,
  repeatText,
  unseenRows,
  unseenWords,
} from "./timeline-summary.js";
import { phaseText } from "./timeline-text.js";

/** Rows of a table beyond these are counted, not listed. */
const maxListed = 2_000;
const maxOutcomes = 30;
const maxUnseen = 20;

/** A timeline as one HTML file that needs nothing else: a strip chart, and below it what it shows as tables. */
export function timelineHtml(timeline: Timeline): string {
  return page(timeline.rule.name, [heading(timeline), section(timeline, { prefix: "", name: "", level: 2 })]);
}

/** The outcomes of a sweep over all phases, each with its chart. */
export function phasesHtml(outcomes: readonly PhaseOutcome[]): string {
  const [first] = outcomes;
  if (first === undefined) return page("no outcome", ["<h1>No outcome</h1>"]);
  const parts = outcomes.slice(0, maxOutcomes).map(outcomeSection);
  const hidden = outcomes.length - parts.length;
  const frequency = printShort(first.timeline.rule.frequencyTicks);
  const count = `<p>${outcomes.length} distinct ${outcomes.length === 1 ? "outcome" : "outcomes"} over all starts of the schedule within ${frequency}.</p>`;
  const more = hidden > 0 ? `<p>${hidden} more aren't shown.</p>` : "";
  return page(first.timeline.rule.name, [heading(first.timeline), count, ...parts, more]);
}

function page(name: string, parts: readonly string[]): string {
  const body = parts.filter((part) => part !== "").join("\n");
  return htmlPage({ title: `${name}: timeline`, style: timelineStyle, body });
}

function outcomeSection({ phases, share, timeline }: PhaseOutcome, index: number): string {
  const total = timeline.rule.frequencyTicks;
  const bars = phases.map(({ from, to }) => {
    const x = (from / total) * 1000;
    const width = Math.max(1, ((to - from) / total) * 1000);
    return `<rect class="share" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"><title>${escapeHtml(phaseText({ from, to }))}</title></rect>`;
  });
  const percent = `${(share * 100).toFixed(1)} %`;
  return [
    `<h2>Outcome ${index + 1}: ${percent} of the phases, ${plural(timeline.alerts.length, "alert")}</h2>`,
    `<div class="phases"><svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="The phases of outcome ${index + 1}, ${percent}"><rect class="track" width="1000" height="10"/>${bars.join("")}</svg></div>`,
    section(timeline, {
      prefix: `outcome-${index + 1}-`,
      name: `Outcome ${index + 1}: `,
      level: 3,
    }),
  ].join("\n");
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

function heading({ rule }: Timeline): string {
  const schedule = `every ${printShort(rule.frequencyTicks)}, looking back ${printShort(rule.periodTicks)}; times in UTC`;
  return `<h1>${escapeHtml(rule.name)}</h1>\n<p class="dim">${escapeHtml(rule.source.name)}: ${schedule}</p>`;
}

/** Where a timeline stands on its page. */
interface Place {
  /** Of the ids of its elements, and of the names of its parts. */
  readonly prefix: string;
  readonly name: string;
  readonly level: 2 | 3;
}

function section(timeline: Timeline, place: Place): string {
  const title = (text: string) => `<h${place.level}>${text}</h${place.level}>`;
  return [
    summary(timeline),
    scrolled(`${place.name}Chart of rows, runs, alerts and incidents`, timelineSvg(timeline), "chart"),
    legend(),
    unseenList(timeline, title),
    title("Alerts"),
    alertTable(timeline, place),
    timeline.incidents.length === 0 ? "" : title("Incidents") + incidentTable(timeline, place),
    runTable(timeline, place),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** What may be wider than the screen scrolls by itself, by the keyboard, too. */
function scrolled(label: string, content: string, kind = ""): string {
  if (content === "") return "";
  return `<div class="scroll ${kind}" tabindex="0" role="region" aria-label="${escapeHtml(label)}">${content}</div>`;
}

function summary(timeline: Timeline): string {
  const { runs, alerts, incidents } = timeline;
  const facts: readonly (readonly [number, string])[] = [
    [runs.length, "runs"],
    [countRunsBy(timeline, "fired"), "fired"],
    [alerts.length, "alerts"],
    [incidents.length, "incidents"],
    [repeatedRows(timeline), "rows alerted repeatedly"],
    [unseenRows(timeline).reduce((sum, { rows }) => sum + rows.length, 0), "rows never seen"],
    [countRunsBy(timeline, "suppressed"), "suppressed"],
    [countRunsBy(timeline, "failed"), "failed"],
  ];
  const items = facts
    .filter(([count], index) => index < fixedFacts || count > 0)
    .map(([count, what]) => `<li><b>${count}</b> ${what}</li>`);
  return `<ul class="facts">${items.join("")}</ul>`;
}

/** Shown even where there are none. */
const fixedFacts = 4;

function legend(): string {
  const items = chartLegend.map(
    ([kind, text]) =>
      `<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${kind}" width="10" height="10"/></svg>${escapeHtml(text)}</li>`,
  );
  return `<ul class="legend">${items.join("")}</ul>`;
}

interface TableParts {
  readonly label: string;
  readonly heads: readonly string[];
  readonly rows: readonly string[];
  /** How many there are in all. */
  readonly total: number;
}

function table({ label, heads, rows, total }: TableParts): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join("");
  const hidden = total - rows.length;
  const more = hidden > 0 ? `<p>${hidden} more aren't shown.</p>` : "";
  return (
    scrolled(label, `<table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`) + more
  );
}

const cell = (text: string, kind = "") =>
  `<td${kind === "" ? "" : ` class="${kind}"`}>${escapeHtml(text)}</td>`;

function alertTable(timeline: Timeline, { prefix, name }: Place): string {
  const { alerts } = timeline;
  if (alerts.length === 0) return "<p>No alert.</p>";
  const numbers = incidentNumbers(timeline);
  const rows = alerts.slice(0, maxListed).map((entry, index) => {
    const { alert, events } = entry;
    const entities = alert.entities.map(({ type, ...parts }) => `${type} ${Object.values(parts).join(" ")}`);
    const more = entities.length > fewEntities ? [`${entities.length - fewEntities} more`] : [];
    const incident = numbers.get(alert.id);
    const link =
      incident === undefined ? "" : `<a href="#${prefix}incident-${incident}">incident ${incident}</a>`;
    return `<tr id="${prefix}alert-${index + 1}">${[
      cell(String(index + 1), "number"),
      cell(alert.at, "time"),
      cell(alert.severity, "severity"),
      cell(alert.title, "text"),
      cell([...entities.slice(0, fewEntities), ...more].join("; "), "text"),
      cell(events === undefined ? "" : String(events), "number"),
      cell(repeatText(entry) ?? ""),
      `<td class="number">${link}</td>`,
    ].join("")}</tr>`;
  });
  const heads = ["alert", "run", "severity", "title", "entities", "rows", "repeats", "incident"];
  return table({ label: `${name}Alerts`, heads, rows, total: alerts.length });
}

const fewEntities = 5;

function incidentTable(timeline: Timeline, { prefix, name }: Place): string {
  const numbers = incidentNumbers(timeline);
  const members = new Map<number, number[]>();
  timeline.alerts.forEach(({ alert }, index) => {
    const number = numbers.get(alert.id);
    if (number !== undefined) members.set(number, [...(members.get(number) ?? []), index + 1]);
  });
  const rows = timeline.incidents.slice(0, maxListed).map(({ number, title, severity, status }) => {
    const alerts = members.get(number) ?? [];
    const links = alerts
      .slice(0, fewLinks)
      .map((alert) =>
        alert > maxListed ? String(alert) : `<a href="#${prefix}alert-${alert}">${alert}</a>`,
      );
    const more = alerts.length > fewLinks ? `, ${alerts.length - fewLinks} more` : "";
    return `<tr id="${prefix}incident-${number}">${cell(String(number), "number")}${cell(severity, "severity")}${cell(status)}${cell(title, "text")}<td>${links.join(", ")}${more}</td></tr>`;
  });
  const heads = ["incident", "severity", "status", "title", "alerts"];
  return table({ label: `${name}Incidents`, heads, rows, total: timeline.incidents.length });
}

const fewLinks = 50;

function runTable({ runs }: Timeline, { name }: Place): string {
  if (runs.length === 0) return "";
  const rows = runs
    .slice(0, maxListed)
    .map(
      ({ at, from, to, status, rowsSeen, result }) =>
        `<tr>${cell(at, "time")}${cell(status)}${cell(`${from} to ${to}`, "time")}${cell(String(rowsSeen), "number")}${cell(String(result.rows.length), "number")}</tr>`,
    );
  const heads = ["run", "outcome", "window", "rows seen", "result rows"];
  const list = table({ label: `${name}Runs`, heads, rows, total: runs.length });
  return `<details><summary>Every run</summary>${list}</details>`;
}

function unseenList(timeline: Timeline, title: (text: string) => string): string {
  const items = unseenRows(timeline).map(({ table, reason, rows }) => {
    const shown = rows.slice(0, maxUnseen).map((row) => row + 1);
    const text = `${rows.length} rows of ${table} ${unseenWords[reason]}: ${shown.join(", ")}${rows.length > maxUnseen ? ", ..." : ""}`;
    return `<li>${escapeHtml(text)}</li>`;
  });
  return items.length === 0 ? "" : `${title("Never seen")}<ul>${items.join("")}</ul>`;
}
