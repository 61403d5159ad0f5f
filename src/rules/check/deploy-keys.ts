/** Would the service take the rule: required keys, enumerations, times, sizes. */
import { didYouMean } from "../../text/suggest.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute } from "../../types/calendar.js";
import { tacticNames } from "../entity-types.js";
import { placeOf, type Rule } from "../rule.js";
import { canBeTechnique } from "./attack-techniques.js";
import type { Finding, LintTable } from "./lint.js";
import { quoted, span as timespan } from "./wording.js";

const requiredKeys = ["id", "name", "description", "severity", "requiredDataConnectors", "query"];
const scheduleKeys = ["queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold"];
/** What creating the rule wants where the file is meant for the API rather than for a repository. */
const armRequiredKeys = ["name", "enabled", "severity", "query", "suppressionEnabled", "suppressionDuration"];

const start = (rule: Rule) => ({ start: rule.span.start, end: rule.span.start });
const finding = (rule: Rule, path: string, message: string, hints: readonly string[] = []): Finding => ({
  span: placeOf(rule, path),
  message,
  hints,
});

function missingKeys(rule: Rule): readonly Finding[] {
  if (rule.format === "kql") return [];
  const always = rule.format === "json" ? armRequiredKeys : requiredKeys;
  const wanted = rule.kind === "NRT" ? always : [...always, ...scheduleKeys];
  const missing = wanted.filter((key) => !rule.places.has(key));
  if (rule.kind !== "Hunting")
    return missing.map((key) => ({ span: start(rule), message: `\`${key}\` is missing` }));
  // A hunting query lacks these by nature: one remark for those who want to deploy it.
  const byNature = ["severity", "enabled", "suppressionEnabled", "suppressionDuration", ...scheduleKeys];
  const really = missing.filter((key) => !byNature.includes(key));
  const lacking = missing.filter((key) => byNature.includes(key));
  const remark = `a hunting query: to run on a schedule it needs ${quoted(lacking)}`;
  return [
    ...really.map((key) => ({ span: start(rule), message: `\`${key}\` is missing` })),
    ...(lacking.length === 0 ? [] : [{ span: start(rule), message: remark, level: "info" as const }]),
  ];
}

const minutes5 = 5 * ticksPerMinute;
const days14 = 14 * ticksPerDay;

function outOfRange(
  rule: Rule,
  path: string,
  ticks: number,
  [low, high]: readonly [number, number],
): Finding[] {
  if (!rule.places.has(path) || (ticks >= low && ticks <= high)) return [];
  return [
    finding(
      rule,
      path,
      `\`${path}\` is ${timespan(ticks)}; it must lie between ${timespan(low)} and ${timespan(high)}`,
    ),
  ];
}

const hasSchedule = (rule: Rule) => rule.kind === "Scheduled";

export const deployKeyLints = {
  RULE101: {
    part: "deploy",
    level: "error",
    summary: "A required key is missing.",
    why: "The service and the template validator refuse a rule without it. A hunting query has no severity, schedule and trigger; that is only remarked.",
    bad: "-severity",
    good: "severity: Low",
    find: ({ rule }) => missingKeys(rule),
  },
  RULE102: {
    part: "deploy",
    level: "error",
    summary: "The identifier isn't a GUID.",
    why: "Identifiers are GUIDs: 8-4-4-4-12 hex digits.",
    bad: "id: bulk-resets-01",
    good: "id: f6071829-0006-4364-d456-ff0011223344",
    find: ({ rule }) =>
      rule.format === "json" ||
      rule.id === undefined ||
      /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(rule.id)
        ? []
        : [finding(rule, "id", `\`${rule.id}\` isn't a GUID`)],
  },
  RULE103: {
    part: "deploy",
    level: "error",
    summary: "The name or the description is too long.",
    why: "A name has at most 256 characters, a description 5,000.",
    bad: `name: ${"Long ".repeat(60)}`,
    good: "name: Many password resets",
    find: ({ rule }) =>
      [
        { path: "name", length: rule.name.length, limit: 256 },
        { path: "description", length: rule.description.length, limit: 5000 },
      ]
        .filter(({ length, limit }) => length > limit)
        .map(({ path, length, limit }) =>
          finding(rule, path, `the ${path} has ${length} characters; the limit is ${limit}`),
        ),
  },
  RULE104: {
    part: "deploy",
    level: "error",
    summary: "The period or the frequency is outside the allowed range.",
    why: "Both lie between five minutes and fourteen days.",
    bad: "queryPeriod: 30d",
    good: "queryPeriod: 14d",
    find: ({ rule }) =>
      hasSchedule(rule)
        ? [
            ...outOfRange(rule, "queryFrequency", rule.frequencyTicks, [minutes5, days14]),
            ...outOfRange(rule, "queryPeriod", rule.periodTicks, [minutes5, days14]),
          ]
        : [],
  },
  RULE105: {
    part: "deploy",
    level: "error",
    summary: "The period is shorter than the frequency.",
    why: "Each run would leave a stretch of time that no run looks at; the service refuses such a rule.",
    bad: "queryFrequency: 2h\nqueryPeriod: 1h",
    good: "queryFrequency: 1h\nqueryPeriod: 1h",
    find: ({ rule }) =>
      hasSchedule(rule) && rule.periodTicks < rule.frequencyTicks
        ? [
            finding(
              rule,
              "queryPeriod",
              `the period (${timespan(rule.periodTicks)}) is shorter than the frequency (${timespan(rule.frequencyTicks)})`,
              ["make the period at least as long as the frequency"],
            ),
          ]
        : [],
  },
  RULE106: {
    part: "deploy",
    level: "error",
    summary: "A long period with too short a frequency.",
    why: "A rule that looks back two days or more runs at most once an hour.",
    bad: "queryFrequency: 30m\nqueryPeriod: 2d",
    good: "queryFrequency: 1h\nqueryPeriod: 2d",
    find: ({ rule }) =>
      hasSchedule(rule) && rule.periodTicks >= 2 * ticksPerDay && rule.frequencyTicks < ticksPerHour
        ? [
            finding(
              rule,
              "queryFrequency",
              `with a period of ${timespan(rule.periodTicks)} the frequency must be at least \`1h\``,
            ),
          ]
        : [],
  },
  RULE107: {
    part: "deploy",
    level: "error",
    summary: "The trigger threshold is outside the allowed range.",
    why: "Thresholds are whole numbers from 0 to 10,000.",
    bad: "triggerThreshold: 20000",
    good: "triggerThreshold: 10000",
    find: ({ rule }) =>
      rule.places.has("triggerThreshold") && (rule.trigger.threshold < 0 || rule.trigger.threshold > 10_000)
        ? [
            finding(
              rule,
              "triggerThreshold",
              `the threshold is ${rule.trigger.threshold}; it goes from 0 to 10000`,
            ),
          ]
        : [],
  },
  RULE108: {
    part: "deploy",
    level: "error",
    summary: "The query is too long.",
    why: "A query has at most 10,000 characters. Move parts of it into a stored function, or lists into a watchlist.",
    bad: `query: |\n${"  // a remark that only takes room, over and over again\n".repeat(200)}  AzureActivity`,
    good: "query: |\n  AzureActivity\n  | where TimeGenerated > ago(1h)",
    find: ({ rule }) =>
      rule.query.text.length > 10_000
        ? [finding(rule, "query", `the query has ${rule.query.text.length} characters; the limit is 10000`)]
        : [],
  },
  RULE109: {
    part: "deploy",
    level: "error",
    summary: "The query searches everything.",
    why: "The service refuses `search *` and `union *` in a rule.",
    bad: "query: |\n  search *\n  | where TimeGenerated > ago(1h)",
    good: "query: |\n  union AzureActivity, AuditLogs\n  | where TimeGenerated > ago(1h)",
    find: ({ wildcards }) =>
      wildcards.map(({ span, text }) => ({
        span,
        message: `the service refuses \`${text}\` in a rule`,
        hints: ["name the tables"],
      })),
  },
  RULE110: {
    part: "deploy",
    level: "error",
    summary: "A tactic that doesn't exist.",
    why: "Tactics are those of MITRE ATT&CK, written without blanks.",
    bad: "tactics: [CommandandControl]",
    good: "tactics: [CommandAndControl]",
    find: ({ rule }) =>
      rule.tactics.flatMap((tactic, index) =>
        tacticNames.includes(tactic)
          ? []
          : [
              finding(
                rule,
                itemPath(rule, "tactics", index),
                `there is no tactic \`${tactic}\``,
                tacticHints(tactic),
              ),
            ],
      ),
  },
  RULE111: {
    part: "deploy",
    level: "error",
    summary: "A technique that isn't written as one.",
    why: "Techniques are `T` and four digits, sub-techniques with three more: `T1098.001`.",
    bad: "relevantTechniques: [T10178]",
    good: "relevantTechniques: [T1078]",
    find: ({ rule }) =>
      rule.techniques.flatMap((id, index) =>
        badTechnique(id).map(
          ({ message, ...more }): Finding => ({
            ...finding(rule, itemPath(rule, "relevantTechniques", index), message),
            ...more,
          }),
        ),
      ),
  },
  RULE113: {
    part: "deploy",
    level: "warning",
    summary: "The version isn't written as one.",
    why: "Template versions are three numbers with dots between. The validator of rule repositories refuses others, and updates are found by comparing them.",
    bad: "version: 1.0",
    good: "version: 1.0.0",
    find: ({ rule }) =>
      rule.version === undefined || rule.version === "" || /^\d+\.\d+\.\d+$/.test(rule.version)
        ? []
        : [finding(rule, "version", `\`${rule.version}\` isn't a version such as \`1.0.0\``)],
  },
  RULE114: {
    part: "deploy",
    level: "error",
    summary: "The query yields several results.",
    why: "A rule has one result, whose rows are counted and become alerts. Every run of a query with more of them fails.",
    bad: "query: |\n  AzureActivity | where TimeGenerated > ago(1h) | count;\n  AzureActivity\n  | where TimeGenerated > ago(1h)",
    good: "query: |\n  AzureActivity\n  | where TimeGenerated > ago(1h)",
    find: ({ query }) =>
      (query?.moreResults ?? []).map((span) => ({
        span,
        message: "one more result: every run of the rule fails",
        hints: ["keep one statement that yields rows; name the others with `let`"],
      })),
  },
  RULE112: {
    part: "deploy",
    level: "error",
    summary: "The suppression is too long, or has no duration.",
    why: "A suppression lasts up to 24 hours; one that is on needs a duration.",
    bad: "suppressionEnabled: true\nsuppressionDuration: 2d",
    good: "suppressionEnabled: true\nsuppressionDuration: 5h",
    find: ({ rule }) => {
      const { enabled, durationTicks } = rule.suppression;
      if (enabled && durationTicks <= 0)
        return [finding(rule, "suppressionEnabled", "the suppression has no duration")];
      if (durationTicks <= ticksPerDay) return [];
      const message = `the suppression lasts ${timespan(durationTicks)}; the limit is \`24h\``;
      return [
        {
          ...finding(rule, "suppressionDuration", message),
          ...(enabled ? {} : { level: "warning" as const }),
        },
      ];
    },
  },
} as const satisfies LintTable;

function badTechnique(id: string): readonly Pick<Finding, "message" | "level">[] {
  if (!/^T\d{4}(?:\.\d{3})?$/.test(id)) return [{ message: `\`${id}\` isn't a technique such as \`T1098\`` }];
  return canBeTechnique(id) ? [] : [{ message: `there is no technique \`${id}\``, level: "warning" }];
}

function itemPath(rule: Rule, path: string, index: number): string {
  return rule.places.has(`${path}[${index}]`) ? `${path}[${index}]` : path;
}

/** Blanks are the commonest slip. */
function tacticHints(tactic: string): readonly string[] {
  const joined = tactic.replaceAll(/[\s_-]/g, "");
  const same = tacticNames.find((name) => name.toLowerCase() === joined.toLowerCase());
  return same === undefined ? didYouMean(joined, tacticNames) : [`did you mean \`${same}\`?`];
}
