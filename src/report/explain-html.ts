/** An explanation as one HTML file: it reads nothing from elsewhere, and everything out of logs stands in it as text. */
import type { Explanation } from "../explain/explain.js";
import type { Alert } from "../rules/alert.js";
import { pageAxis } from "./explain-page-axis.js";
import { type PageData, pageData, pageGroups } from "./explain-page-data.js";
import { pageScript } from "./explain-page-script.js";
import { pageStyle } from "./explain-page-style.js";
import { checkText, sentenceOf } from "./explain-sentences.js";
import { grouped, Words } from "./explain-words.js";
import { htmlPage } from "./html-page.js";
import { escapeHtml } from "./html-text.js";

export function explanationPage(explanation: Explanation): string {
  const { subject } = explanation;
  const words = new Words(subject);
  const { data, scanRows } = pageData(explanation, words);
  const axis = pageAxis(explanation, scanRows, words);
  const title = subject.run?.rule.name ?? subject.source.name;
  const body = [
    heading(explanation, words),
    causes(explanation, words),
    axis.html,
    query(explanation, data, words),
    path(),
    stepList(data),
    groups(explanation, words),
    alerts(subject.run?.alerts ?? []),
  ];
  return htmlPage({
    title: `${title}: why`,
    style: pageStyle,
    body: body.filter((part) => part !== "").join("\n"),
    script: pageScript,
    data: { ...data, times: axis.times },
  });
}

function heading({ subject: { run, source }, isFiring }: Explanation, words: Words): string {
  const name = escapeHtml(run?.rule.name ?? source.name);
  if (run === undefined) return `<h1>${name}</h1>`;
  const { from, to } = run.window;
  const verdict = `${isFiring ? "fired" : "stayed quiet"} at ${run.at}, looking at ${words.range(from, to)}`;
  return `<h1>${name}</h1>\n<p class="verdict">${escapeHtml(verdict)} (UTC)</p>`;
}

/** Findings beside the cause. */
const fewFindings = 6;

function causes({ findings, subject }: Explanation, words: Words): string {
  const [cause, ...others] = findings;
  if (cause === undefined) return "";
  const check = checkText(cause, subject, words);
  const items = others.slice(0, fewFindings).map((finding) => {
    const checked = checkText(finding, subject, words);
    const line = finding.span === undefined ? "" : ` (line ${words.line(finding.span)})`;
    return `<li>${escapeHtml(sentenceOf(finding, words) + line)}${checked === undefined ? "" : ` <span class="check">${escapeHtml(checked)}</span>`}</li>`;
  });
  return [
    `<p class="cause">${escapeHtml(sentenceOf(cause, words))}</p>`,
    check === undefined ? "" : `<p class="check">${escapeHtml(check)}</p>`,
    items.length === 0
      ? ""
      : `<details id="others"><summary>What else was looked at</summary><ul class="findings">${items.join("")}</ul></details>`,
  ].join("\n");
}

/** The query, line by line, with the rows that come out of each step in front of the line where it begins. */
function query({ subject: { source } }: Explanation, data: PageData, words: Words): string {
  const first = words.line({ start: 0, end: 0 });
  const rows = source.text.split("\n").map((line, index) => {
    const steps = data.steps.flatMap((step, at) => (step.line === first + index ? [{ step, at }] : []));
    const counts = steps.map(({ step, at }) => `<a href="#step-${at}">${grouped(step.rowsOut)}</a>`);
    const isLost = steps.some(({ step }) => losesAll(step));
    return `<tr${isLost ? ' class="lost"' : ""}><td class="count">${counts.join(" ")}</td><td>${escapeHtml(line) || " "}</td></tr>`;
  });
  return `<h2 id="query-title">The query, with the rows that come out of each step</h2>
<table class="query" aria-labelledby="query-title"><tbody>${rows.join("")}</tbody></table>`;
}

function losesAll({ rowsIn, rowsOut }: PageData["steps"][number]): boolean {
  return (rowsIn ?? 0) > 0 && rowsOut === 0;
}

function path(): string {
  return `<h2 id="path-title">The way of a row</h2>
<section class="path empty" aria-labelledby="path-title">
<p id="said" aria-live="polite">No row chosen.</p>
<ol id="path"></ol>
<p id="path-empty" class="dim">Open a step and choose one of its rows: its way is marked in both directions.</p>
<button type="button" id="clear" hidden>forget the row</button>
</section>`;
}

function stepList({ steps }: PageData): string {
  const items = steps.map((step, at) => {
    const counts =
      step.rowsIn === null ? grouped(step.rowsOut) : `${grouped(step.rowsIn)} → ${grouped(step.rowsOut)}`;
    return `<li id="step-${at}" class="depth${Math.min(step.depth, 3)}"><details>
<summary><span class="count${losesAll(step) ? " lost" : ""}">${counts}</span><code>${escapeHtml(step.text)}</code><span class="badge"></span></summary>
<div class="body"></div></details></li>`;
  });
  return `<h2>Steps: rows in and out, kept and lost</h2>\n<ol id="steps">${items.join("\n")}</ol>`;
}

function groups(explanation: Explanation, words: Words): string {
  const near = pageGroups(explanation, words);
  if (near.length === 0) return "";
  const items = near.map(({ label, tests, share }) => {
    const percent = Math.round(share * 100);
    const bar = `<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="${percent} % of the way"><rect class="track" width="100" height="10"/><rect class="share" width="${percent}" height="10"/></svg>`;
    return `<li>${bar} ${escapeHtml([label, tests.join("; ")].filter((text) => text !== "").join(": "))}</li>`;
  });
  return `<h2>Groups near the thresholds</h2>\n<ul class="groups">${items.join("")}</ul>`;
}

/** Alerts that are shown; the rest is counted. */
const fewAlerts = 20;

function alerts(all: readonly Alert[]): string {
  if (all.length === 0) return "";
  const cards = all.slice(0, fewAlerts).map(alertCard);
  const more = all.length > fewAlerts ? `<p>${all.length - fewAlerts} more alerts.</p>` : "";
  return `<h2>${all.length === 1 ? "The alert" : "The alerts"}</h2>\n${cards.join("\n")}${more}`;
}

function alertCard(alert: Alert): string {
  const entities = alert.entities.map(
    ({ type, ...parts }) =>
      `${type}: ${Object.entries(parts)
        .map(([name, value]) => `${name} ${value}`)
        .join(", ")}`,
  );
  const facts: readonly (readonly [string, string])[] = [
    ["severity", alert.severity],
    ["time", `${alert.startTime} to ${alert.endTime}`],
    ["tactics", [...alert.tactics, ...alert.techniques].join(", ")],
    ...entities.map((text): readonly [string, string] => ["entity", text]),
    ...Object.entries(alert.customDetails).map(([key, values]): readonly [string, string] => [
      key,
      values.join(", "),
    ]),
    ["description", alert.description],
    ["result rows", alert.rows.map((row) => row + 1).join(", ")],
  ];
  const list = facts
    .filter(([, text]) => text !== "")
    .map(([name, text]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`);
  return `<article class="alert"><h3>${escapeHtml(alert.title)}</h3><dl>${list.join("")}</dl></article>`;
}
