/** Explanations at length, as text for 80 columns. */
import type { Explanation } from "../explain/explain.js";
import type { Finding } from "../explain/findings.js";
import { sourceRowsIn } from "../explain/lineage.js";
import { originsOf, type Story } from "../explain/stories.js";
import { fewRows, firedLines, fromText, resultCells } from "./explain-result.js";
import { causeLines, stepLines, stepText } from "./explain-run.js";
import { sentenceOf } from "./explain-sentences.js";
import { fateText, storyLines } from "./explain-stories.js";
import { count, cut, sourcesOf, Words, wrap } from "./explain-words.js";

/** The whole run: the cause first, then what else might be changed, then the steps. */
export function formatExplanation(explanation: Explanation): string {
  const { subject, flow, findings, isFiring } = explanation;
  const words = new Words(subject);
  const head = isFiring ? firedLines(explanation, words) : causeLines(explanation, words, 1);
  const others = isFiring ? [] : otherLines(likely(findings), words);
  const steps = stepLines(flow, subject.source, (span) => words.line(span));
  return sections([head, runLines(explanation, words), others, steps]);
}

function sections(parts: readonly (readonly string[])[]): string {
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function runLines({ subject: { run }, isFiring }: Explanation, words: Words): string[] {
  if (run === undefined) return [];
  const verdict = isFiring ? "fired" : "stayed quiet";
  const { from, to } = run.window;
  return wrap(`${run.rule.name}: ${verdict} at ${run.at}, looking at ${words.range(from, to)}`);
}

/** Findings that are told beside the first. */
const fewOthers = 4;

/** What might have been meant instead: not much farther off than the cause, and of another kind or place. */
function likely([cause, ...others]: readonly Finding[]): Finding[] {
  if (cause === undefined) return [];
  const told = new Set<string>();
  return others
    .filter((finding) => {
      const key = `${finding.kind} ${finding.span?.start}`;
      const isNew = !told.has(key);
      told.add(key);
      return isNew && finding.distance < Math.max(0.4, cause.distance + 0.3);
    })
    .slice(0, fewOthers);
}

function otherLines(findings: readonly Finding[], words: Words): string[] {
  if (findings.length === 0) return [];
  const lines = findings.flatMap((finding) => {
    const place = finding.span === undefined ? "" : ` (line ${words.line(finding.span)})`;
    const mark = finding.check === undefined ? "" : ", checked";
    return wrap(`- ${sentenceOf(finding, words)}${place}${mark}`);
  });
  return ["also:", ...lines];
}

/** Where some result rows come from: the source rows, and how many rows of each step. */
export function formatOrigins(explanation: Explanation, rows: readonly number[], title: string): string {
  const { subject, flow } = explanation;
  const words = new Words(subject);
  const origins = originsOf(flow, rows);
  const sources = sourceRowsIn(origins);
  const head = wrap(`${title} comes from ${count(sources.length, "source row")}: ${fromText(sources)}`);
  const cells = rows
    .slice(0, fewRows)
    .flatMap((row) => wrap(`row ${row + 1}: ${resultCells(subject, row, words)}`));
  const steps = flow.places.flatMap((place) => {
    const own = origins.get(place)?.size ?? 0;
    if (own === 0) return [];
    const counts = `${own} of ${place.rowsOut}`;
    const text = cut(stepText(place, subject.source), 48);
    return [
      `${counts.padStart(14)}  ${"  ".repeat(Math.min(place.depth, 6))}${text} (line ${words.line(place.span)})`,
    ];
  });
  return sections([head, cells, ["rows of each step that it comes from:", ...steps]]);
}

/** What became of some source rows; with why they are not in the result. */
export function formatStories(
  explanation: Explanation,
  stories: readonly Story[],
  findings: readonly Finding[],
): string {
  const { subject } = explanation;
  const words = new Words(subject);
  const [only] = stories;
  const lost = stories.some(({ fate }) => fate.kind !== "result");
  const cause = lost ? causeLines({ subject, findings }, words, 1) : [];
  if (stories.length === 1 && cause.length === 0) {
    return sections([wrap(`${sourcesOf([only.source])}: ${fateText(only.fate, subject, words)}`)]);
  }
  const lines = storyLines(stories, subject, words).flatMap((line) => wrap(line));
  const title = stories.length === 1 ? [] : [`what became of ${count(stories.length, "row")}:`];
  return sections([cause, [...title, ...lines]]);
}
