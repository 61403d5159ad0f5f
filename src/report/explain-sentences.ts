/** Findings as sentences. */
import { pathText } from "../explain/empty-columns.js";
import type { Check, FailedTest, Finding, FindingKind, FindingOf, NamedCell } from "../explain/findings.js";
import { measureOf } from "../explain/order-suspects.js";
import type { Subject } from "../explain/subject.js";
import { parseDatetime } from "../types/datetime.js";
import { count, duration, quoted, rowsOf, sourcesOf, type Words } from "./explain-words.js";

type Sentences = { readonly [Kind in FindingKind]: (finding: FindingOf<Kind>, words: Words) => string };

/** The finding in the user's words: one sentence without a full stop. */
export function sentenceOf(finding: Finding, words: Words): string {
  // Each function takes the findings of the kind that it stands under.
  const sentence = sentences[finding.kind] as (finding: Finding, words: Words) => string;
  const others = finding.alternatives ?? 0;
  const more =
    others === 0
      ? ""
      : others === 1
        ? "; nor does the other side of the `or` hold"
        : `; nor does any of the ${others} others of the \`or\` hold`;
  const then = (finding.further ?? []).map((next) => `; and then ${sentenceOf(next, words)}`);
  return [`${sentence(finding, words)}${more}`, ...then].join("");
}

/** What was changed, and that the query was run so. */
export function checkText(
  { check, kind, further = [] }: Finding,
  subject: Subject,
  words: Words,
): string | undefined {
  if (check === undefined) return undefined;
  const outcome =
    subject.run === undefined
      ? `the query gives ${count(check.resultRows, "row")}`
      : `the rule fires (${count(check.resultRows, "result row")})`;
  if (further.length === 0) return `checked: ${changeText(check, kind, words)}, ${outcome}`;
  return `checked: with ${further.length === 1 ? "both" : `all ${further.length + 1}`} otherwise, ${outcome}`;
}

function changeText(check: Check, kind: FindingKind, words: Words): string {
  switch (check.kind) {
    case "accepted":
      if (kind === "value-not-made" || kind === "not-parsed" || kind === "no-partner") {
        return "with the empty value accepted";
      }
      return kind === "below-threshold" || kind === "column-empty"
        ? `with ${words.cell(check.value)} accepted`
        : kind === "excluded"
          ? `with ${quoted(words.cell(check.value))} not left out`
          : `with ${quoted(String(check.value.cell))} accepted`;
    case "dropped-condition":
      return kind === "rows-cut" ? "without the limit" : "without the condition";
    case "counted-together":
      return "counted together";
    case "run-at":
      return `run at ${words.time(check.at)}`;
    case "moved":
      return `with them ${duration(Math.abs(check.ticks))} ${check.ticks > 0 ? "newer" : "older"}`;
    case "in-time":
      return "had they arrived in time";
    case "without-rows":
      return `without ${sourcesOf(check.rows)}`;
    case "equal-keys":
      return kind === "key-excluded" ? "with another key" : "with equal keys";
    case "kept-duplicates":
      return "with kind=inner";
  }
}

/** `no row has Name ending with ...`. */
const howWords = {
  whole: "",
  words: "with the term ",
  start: "starting with ",
  end: "ending with ",
  part: "containing ",
  pattern: "matching ",
} as const;

/** `the query asks for the term ...`. */
const askedWords = {
  whole: "",
  words: "the term ",
  start: "a text starting with ",
  end: "a text ending with ",
  part: "a text containing ",
  pattern: "a match of ",
} as const;

const nearWords = {
  case: "only the letter case differs",
  space: "only blanks or dashes differ",
  number: "the same number, but compared as text",
  spelling: "nearly the same: misspelt?",
  term: "it stands there, but inside a longer word",
  order: "the same words, but not in a row",
  form: "the same name in another form",
  time: "another bin of time",
} as const;

const sentences: Sentences = {
  "outside-window": ({ table, before, after, total, nearest, from, to }, words) => {
    const number = rowsOf({ count: before + after, total });
    const span = words.range(from, to);
    const nearestTime = measureOf(nearest.cell) ?? 0;
    if (before > 0) {
      const gap = duration(Number(from) - nearestTime);
      return `outside the look-back: ${number} of ${table} ${isAre(before)} older than ${span}; the newest is from ${words.cell(nearest)}, ${gap} too old`;
    }
    const gap =
      nearestTime === Number(to) ? "at the very end" : `${duration(nearestTime - Number(to))} too late`;
    return `outside the look-back: ${number} of ${table} ${isAre(after)} later than ${span}; the first is from ${words.cell(nearest)}, ${gap}`;
  },
  "arrived-late": ({ table, count: rows, generated, ingested, visibleUntil }, words) =>
    `arrived too late: ${count(rows, "row")} of ${table}, such as that of ${words.cell(generated)}, ingested at ${words.cell(ingested)}; the run saw what was there before ${words.time(visibleUntil)}`,
  "empty-table": ({ table, others }) => {
    const rest =
      others.length === 0
        ? ""
        : `; there are rows of ${others.slice(0, 3).join(", ")}, which it does not read`;
    return `the table ${table} has no rows${rest}`;
  },
  "text-differs": ({ nearness, subjectSpan, name, value, literal, how, rows }, words) =>
    `${name ?? words.text(subjectSpan)} is ${quoted(value)} in ${rowsOf(rows)}, the query asks for ${askedWords[how]}${quoted(literal)}: ${nearWords[nearness]}`,
  "literal-absent": ({ subjectSpan, literals, how, values, rows, heldBefore = 0 }, words) => {
    const wanted =
      literals.length === 1
        ? quoted(literals[0])
        : `any of ${literals.slice(0, 4).map(quoted).join(", ")}${literals.length > 4 ? ", ..." : ""}`;
    if (values.length === 0) return `no row has a column ${howWords[how]}${wanted}`;
    const found = values.slice(0, 3).map(({ value, count: times }) => `${quoted(value)} (${times})`);
    const before = heldBefore === 0 ? "" : `, and ${count(heldBefore, "row")} lost before had it`;
    const isAll = values.reduce((sum, { count: times }) => sum + times, 0) >= rows.total;
    const who =
      isAll || rows.count === rows.total
        ? "no row has"
        : `${count(rows.count, "row does", "rows do")} not have`;
    return `${who} ${words.text(subjectSpan)} ${howWords[how]}${wanted}; there is ${found.join(", ")}${before}`;
  },
  "value-not-made": ({ subjectSpan, inputs, rows }, words) =>
    `${words.text(subjectSpan)} gives nothing in ${rowsOf(rows)}: ${words.named(inputs)}`,
  "not-parsed": ({ subjectSpan, value, missing, rows }, words) => {
    const why = missing === undefined ? "" : `; ${quoted(missing)} is not there, or not in its place`;
    return `${words.text(subjectSpan)} does not have the form that parse asks for in ${rowsOf(rows)}: ${quoted(value)}${why}`;
  },
  "no-partner": ({ name, keys }, words) =>
    `the outer join found no row on the right for ${words.named(keys)}, so ${name === "" ? "the column" : name} is empty`,
  "other-row-chosen": ({ aggregate, subjectSpan, value, hidden, hiddenTime, hiding, label }, words) => {
    const whose = label.length === 0 ? "" : `${words.named(label)}: `;
    const [first] = hiding;
    const at = first === undefined ? "" : ` of ${words.cell(first.time)}`;
    return `${whose}${aggregate} takes the row${at} (${sourcesOf(hiding)}), where ${words.text(subjectSpan)} is ${quoted(words.cell(value))}; that of ${words.cell(hiddenTime)} has ${quoted(words.cell(hidden))}`;
  },
  "run-suppressed": ({ firedAt, until, rowCount }, words) =>
    `the run is suppressed: the rule fired at ${words.time(firedAt)} and sleeps until ${words.time(until)}; the query gives ${count(rowCount, "row")}`,
  "column-empty": ({ name, subjectSpan, column, isUnset, misnamed, rows, failed }, words) => {
    const source = column === undefined ? undefined : pathText(column.column, column.path);
    const what = source ?? (name === "" ? words.text(subjectSpan) : name);
    const consequence =
      failed === undefined ? "" : `, so ${failed.map((test) => failedText(test, words)).join(", ")}`;
    const hint = misnamed === undefined ? "" : `; there is ${misnamed}: misspelt?`;
    if (isUnset) return `${what} is not set in any row of ${column?.table}${consequence}${hint}`;
    const where = column === undefined ? "" : ` (${column.table})`;
    return `${what}${where} is empty in ${rowsOf(rows)}${consequence}${hint}`;
  },
  excluded: ({ subjectSpan, value, rows, span }, words) =>
    `${count(rows.count, "row is", "rows are")} left out for ${words.text(subjectSpan)} is ${quoted(value)}${span === undefined ? "" : ` (${words.text(span)})`}`,
  "out-of-range": ({ failed, columns, rows }, words) => {
    const [only] = columns;
    const isPlain = columns.length === 1 && only?.name === words.text(failed.subjectSpan);
    const leaves = isPlain || columns.length === 0 ? "" : `; ${words.named(columns)}`;
    return `${failedText(failed, words)} in ${rowsOf(rows)}${leaves}`;
  },
  "below-threshold": ({ label, failed, siblings }, words) => {
    const group = label.length === 0 ? "" : `: ${words.named(label)}`;
    const others = siblings.map(
      ({ value, rowCount }) =>
        `${count(rowCount, "more row")} of the same ${isAre(rowCount)} in ${words.cell(value)}`,
    );
    return [`${failedList(failed, words)}${group}`, ...others].join("; ");
  },
  "group-split": ({ reason, label, failed, column, value, siblings }, words) => {
    const [first] = failed;
    const subject = first === undefined ? "" : words.text(first.subjectSpan);
    const counts = siblings.map((sibling) => {
      const [own] = sibling.counts;
      const number = own === undefined ? count(sibling.rowCount, "row") : words.cell(own);
      return `${number} in ${words.cell(sibling.value)}`;
    });
    const why =
      reason === "time"
        ? "split over time"
        : reason === "case"
          ? "split by letter case"
          : "split into groups";
    const others = label.filter(({ name }) => name !== column);
    const whose = others.length === 0 ? "" : `: ${words.named(others)}`;
    const own = first === undefined ? "" : `${words.cell(first.value)} in `;
    return `${why} by ${column}: ${subject} is ${own}${words.cell(value)} and ${counts.join(", ")}, needs ${first === undefined ? "more" : needs(first, words)}${whose}`;
  },
  "time-apart": ({ label, times, failed }, words) => {
    const whose = label.length === 0 ? "" : `${words.named(label)}: `;
    return `${whose}${orderText(times, words)}; the query asks for ${words.text(failed.span)}`;
  },
  "later-event": ({ label, times, column, hiding, hidden }, words) => {
    const whose = label.length === 0 ? "" : `${words.named(label)}: `;
    const behind = hidden === undefined ? "" : ` hides that of ${words.cell(hidden)}`;
    return `${whose}a later event${behind}: ${column} is ${times.filter(({ name }) => name === column).map((time) => words.cell(time))[0] ?? ""} (${sourcesOf(hiding)}), and ${orderText(times, words)}`;
  },
  "key-missing": ({ side, name, key, others }, words) => {
    const other = side === "left" ? "right" : "left";
    const [own, ...rest] = keyTexts([key, ...others.slice(0, 3)], words);
    const there = rest.length === 0 ? "" : `; it has ${rest.join(", ")}`;
    return `no row on the ${other} of the join has the ${keyName(name)} ${own}${there}`;
  },
  "key-differs": ({ nearness, left, right, name }, words) => {
    const [own, other] = keyTexts([left, right], words);
    return `no row on the right of the join has the ${keyName(name)} ${own}; ${other} is there: ${nearWords[nearness]}`;
  },
  "key-excluded": ({ name, key, rows }) =>
    `the anti join leaves out ${count(rows.count, "row")}: the other side has the ${keyName(name)} ${quoted(key)}`,
  "duplicates-dropped": ({ name, key, rows }) =>
    `the join keeps one row of each ${keyName(name)} (kind=innerunique): ${count(rows.count, "row was", "rows were")} dropped, such as of ${quoted(key)}`,
  "condition-failed": ({ columns, rows, span }, words) => {
    const values = columns.length === 0 ? "" : `: ${words.named(columns)}`;
    return `${rowsOf(rows)} ${rows.count === 1 ? "fails" : "fail"} ${span === undefined ? "a condition" : words.text(span)}${values}`;
  },
  "nothing-to-expand": ({ subjectSpan, value, rows }, words) => {
    const what =
      subjectSpan === undefined || value === undefined
        ? ""
        : `: ${words.text(subjectSpan)} is ${words.cell(value)}`;
    return `${rowsOf(rows)} ${rows.count === 1 ? "has" : "have"} nothing to expand${what}`;
  },
  "rows-cut": ({ rows }) => `${rowsOf(rows)} ${isAre(rows.count)} cut off`,
  "rows-lost": ({ rows, span }, words) =>
    rows.total === 0
      ? `${span === undefined ? "the query" : words.text(span)} finds no row`
      : `${rowsOf(rows)} ${isAre(rows.count)} lost${span === undefined ? "" : ` in ${words.text(span)}`}`,
  trigger: ({ rowCount, trigger }) =>
    `the query gives ${count(rowCount, "row")}; the trigger asks for ${trigger}`,
  fired: ({ rowCount, trigger }) =>
    trigger === ""
      ? `the query gives ${count(rowCount, "row")}`
      : `fired with ${count(rowCount, "result row")}${trigger === "more than 0 rows" ? "" : `; the trigger asks for ${trigger}`}`,
};

/** All kinds of findings. */
export const findingKinds: readonly string[] = Object.keys(sentences);

function isAre(number: number): string {
  return number === 1 ? "is" : "are";
}

/** Times in short, other texts in backquotes. */
function keyTexts(texts: readonly string[], words: Words): string[] {
  const times = texts.flatMap((text) => (isoTime.test(text) ? (parseDatetime(text) ?? []) : []));
  return times.length === texts.length ? words.alike(...times) : texts.map(quoted);
}

const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function keyName(name: string): string {
  return name === "" ? "key" : `key ${name}`;
}

/** `UpdateCount is 4, needs 5`. */
export function failedText(test: FailedTest, words: Words): string {
  return `${words.text(test.subjectSpan)} is ${words.cell(test.value)}, needs ${needs(test, words)}`;
}

function failedList(failed: readonly FailedTest[], words: Words): string {
  return failed.map((test) => failedText(test, words)).join("; ");
}

function needs({ operator, bound }: FailedTest, words: Words): string {
  const value = words.cell(bound);
  switch (operator) {
    case ">=":
      return bound.type === "datetime" || bound.type === "timespan" ? `at least ${value}` : value;
    case "==":
      return value;
    case ">":
      return `more than ${value}`;
    case "<":
      return `less than ${value}`;
    case "<=":
      return `at most ${value}`;
    case "!=":
      return `other than ${value}`;
  }
}

/** `LastNISignIn 10:06 is after TimeGenerated 10:05, by 1m`. */
function orderText(times: readonly NamedCell[], words: Words): string {
  const [a, b] = times;
  const [from, to] = [a, b].map((time) => (time === undefined ? undefined : measureOf(time.cell)));
  if (from === undefined || to === undefined) return words.named(times);
  const [first, last] = from <= to ? [a, b] : [b, a];
  if (from === to) return `${a.name} and ${b.name} are both ${words.cell(a)}`;
  return `${last.name} ${words.cell(last)} is ${duration(Math.abs(to - from))} after ${first.name} ${words.cell(first)}`;
}
