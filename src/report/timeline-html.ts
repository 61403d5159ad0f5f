import type { PhaseOutcome } from "../rules/phases.js";
import type { Timeline } from "../rules/simulate.js";
import { printShort } from "../rules/timespan-text.js";
import { escapeHtml } from "./html-text.js";
import { chartLegend, timelineSvg } from "./timeline-chart.js";
import {
  countRunsBy,
  incidentNumbers,
  repeatedRows,
  repeatText,
  unseenRows,
  unseenWords,
} from "./timeline-summary.js";
import { phaseText } from "./timeline-text.js";

/** Alerts beyond these are counted, not listed. */
const maxAlerts = 2_000;
const maxOutcomes = 30;

/** A timeline as one HTML file that needs nothing else: a strip chart, and the alerts below it. */
export function timelineHtml(timeline: Timeline): string {
  return page(timeline.rule.name, [heading(timeline), section(timeline)].join("\n"));
}

/** The outcomes of a sweep over all phases, each with its chart. */
export function phasesHtml(outcomes: readonly PhaseOutcome[]): string {
  const [first] = outcomes;
  if (first === undefined) return page("no outcome", "<p>No outcome.</p>");
  const parts = outcomes.slice(0, maxOutcomes).map(outcomeSection);
  const hidden = outcomes.length - parts.length;
  const count = `<p>${outcomes.length} distinct outcomes over all starts of the schedule within ${printShort(first.timeline.rule.frequencyTicks)}.</p>`;
  const more = hidden > 0 ? `<p>${hidden} more aren't shown.</p>` : "";
  return page(first.timeline.rule.name, [heading(first.timeline), count, ...parts, more].join("\n"));
}

function outcomeSection({ phases, share, timeline }: PhaseOutcome, index: number): string {
  const total = timeline.rule.frequencyTicks;
  const bars = phases.map(({ from, to }) => {
    const left = (from / total) * 100;
    const width = Math.max(0.1, ((to - from) / total) * 100);
    return `<i style="left:${left.toFixed(3)}%;width:${width.toFixed(3)}%" title="${phaseText({ from, to })}"></i>`;
  });
  return [
    `<h2>Outcome ${index + 1}: ${(share * 100).toFixed(1)} % of the phases, ${timeline.alerts.length} alerts</h2>`,
    `<div class="phases">${bars.join("")}</div>`,
    section(timeline),
  ].join("\n");
}

function heading({ rule }: Timeline): string {
  const schedule = `every ${printShort(rule.frequencyTicks)}, looking back ${printShort(rule.periodTicks)}`;
  return `<h1>${escapeHtml(rule.name)}</h1>\n<p>${escapeHtml(rule.source.name)}: ${schedule}</p>`;
}

function section(timeline: Timeline): string {
  return [
    summary(timeline),
    `<div class="chart">${timelineSvg(timeline)}</div>`,
    legend(),
    alertTable(timeline),
    unseenList(timeline),
  ].join("\n");
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
  const items = facts.map(([count, what]) => `<li><b>${count}</b> ${what}</li>`);
  return `<ul class="facts">${items.join("")}</ul>`;
}

function legend(): string {
  const items = chartLegend.map(([kind, text]) => `<li><i class="${kind}"></i>${escapeHtml(text)}</li>`);
  return `<ul class="legend">${items.join("")}</ul>`;
}

function alertTable(timeline: Timeline): string {
  if (timeline.alerts.length === 0) return "<p>No alert.</p>";
  const numbers = incidentNumbers(timeline);
  const rows = timeline.alerts.slice(0, maxAlerts).map((entry, index) => {
    const { alert, events } = entry;
    const entities = alert.entities.map(({ type, ...parts }) => `${type} ${Object.values(parts).join(" ")}`);
    const cells = [
      String(index + 1),
      alert.at,
      alert.severity,
      alert.title,
      entities.slice(0, 5).join("; "),
      events === undefined ? "" : String(events),
      repeatText(entry) ?? "",
      String(numbers.get(alert.id) ?? ""),
    ];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
  });
  const hidden = timeline.alerts.length - rows.length;
  const heads = ["", "run", "severity", "title", "entities", "rows", "repeats", "incident"];
  const head = `<tr>${heads.map((text) => `<th>${text}</th>`).join("")}</tr>`;
  return `<table>${head}${rows.join("")}</table>${hidden > 0 ? `<p>${hidden} more alerts.</p>` : ""}`;
}

function unseenList(timeline: Timeline): string {
  const items = unseenRows(timeline).map(({ table, reason, rows }) => {
    const shown = rows.slice(0, 20).map((row) => row + 1);
    const text = `${rows.length} rows of ${table} ${unseenWords[reason]}: ${shown.join(", ")}${rows.length > 20 ? ", ..." : ""}`;
    return `<li>${escapeHtml(text)}</li>`;
  });
  return items.length === 0 ? "" : `<h3>Never seen</h3><ul>${items.join("")}</ul>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

const style = `
:root { color-scheme: light dark; --ink: #1d2330; --dim: #68707f; --line: #d9dde5; --paper: #fff;
  --alerted: #c8322b; --seen: #9fb3cc; --unseen: #e39a1b; --fired: #c8322b; --quiet: #9fb3cc;
  --suppressed: #b9a7d6; --failed: #111; --incident: #5b57c9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --dim: #98a1b3; --line: #353c4a; --paper: #171b22;
  --seen: #526785; --quiet: #526785; --failed: #fff; --incident: #8f8bf0; } }
body { font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 1240px; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.facts, .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; list-style: none; padding: 0; }
.legend { color: var(--dim); font-size: 12px; } .legend i { display: inline-block; width: 10px; height: 10px; margin-right: 5px; }
.chart { overflow-x: auto; } svg { min-width: 900px; width: 100%; }
.label { text-anchor: end; fill: var(--ink); font-size: 12px; } .tick { text-anchor: middle; fill: var(--dim); font-size: 10px; }
.grid { stroke: var(--line); } .repeat { fill: none; stroke: var(--alerted); stroke-opacity: .5; }
.alerted { fill: var(--alerted); background: var(--alerted); } .seen { fill: var(--seen); background: var(--seen); }
.unseen { fill: var(--unseen); background: var(--unseen); } .fired { fill: var(--fired); background: var(--fired); }
.quiet { fill: var(--quiet); background: var(--quiet); } .suppressed { fill: var(--suppressed); background: var(--suppressed); }
.failed { fill: var(--failed); background: var(--failed); } .window { opacity: .45; }
.alert { fill: var(--alerted); stroke: var(--paper); } .incident { fill: var(--incident); }
.phases { position: relative; height: 14px; background: var(--line); } .phases i { position: absolute; top: 0; bottom: 0; background: var(--incident); }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td:nth-child(2) { white-space: nowrap; }
th { color: var(--dim); font-weight: 500; }
`;
