/** Does the rule's schedule look at every event, and at each just once. */
import { placeOf } from "../rule.js";
import { queryKey as query } from "./example-rule.js";
import type { QueryFacts } from "./facts.js";
import type { CheckSubject, Finding, LintTable } from "./lint.js";
import { plural, span as timespan } from "./wording.js";

const isScheduled = ({ rule }: CheckSubject) => rule.kind === "Scheduled";

function cutLookbacks(subject: CheckSubject): readonly Finding[] {
  const { rule, query } = subject;
  if (rule.kind === "NRT") return [];
  // A period under the frequency is a fault of its own, and mending it makes room for as much.
  const seen = Math.max(rule.periodTicks, rule.kind === "Scheduled" ? rule.frequencyTicks : 0);
  return (query?.lookbacks ?? [])
    .filter(({ ticks }) => ticks > seen && rule.places.has("queryPeriod"))
    .map(({ span, ticks }) => ({
      span,
      message: isBeforePeriod(span, subject)
        ? `the query looks at events older than the period of ${timespan(rule.periodTicks)}, so it sees none of them`
        : `the query looks back ${timespan(ticks)}, but sees no more than the period of ${timespan(rule.periodTicks)}`,
      hints: [
        "the period cuts every table, in joins and lets alike: make `queryPeriod` longer, or the look-back shorter",
      ],
    }));
}

/** `between (ago(2d) .. ago(1d))` under a period of a day. */
function isBeforePeriod(span: Finding["span"], { rule, query }: CheckSubject): boolean {
  return (query?.windowEnds ?? []).some(
    (end) => end.span.start === span.start && end.span.end === span.end && end.ticks >= rule.periodTicks,
  );
}

function gapBetweenLooks(subject: CheckSubject): readonly Finding[] {
  const { rule, query } = subject;
  const isEarlier = rule.periodTicks < rule.frequencyTicks;
  if (!isScheduled(subject) || query === undefined || isEarlier) return [];
  return query.looks
    .filter(({ ticks }) => ticks < rule.frequencyTicks)
    .map(({ span, ticks }) => ({
      span,
      message: `the query looks at ${timespan(ticks)}, but runs only every ${timespan(rule.frequencyTicks)}: events between are never looked at`,
      hints: ["look back at least as long as the frequency"],
    }));
}

const boundsAllTables = ({ lookbacks, scans }: QueryFacts) =>
  lookbacks.length > 0 && scans.every(({ hasTimeFilter }) => hasTimeFilter);

/** In ticks, when every table that is read has a look-back. */
function shortestLookback(query: QueryFacts): number | undefined {
  return boundsAllTables(query) ? Math.min(...query.lookbacks.map(({ ticks }) => ticks)) : undefined;
}

function repeats(subject: CheckSubject): readonly Finding[] {
  const { rule, query } = subject;
  const { frequencyTicks, periodTicks, suppression } = rule;
  if (!isScheduled(subject) || periodTicks <= frequencyTicks || query === undefined || query.dedupes)
    return [];
  if (suppression.enabled && suppression.durationTicks >= periodTicks) return [];
  const times = Math.ceil(Math.min(periodTicks, shortestLookback(query) ?? periodTicks) / frequencyTicks);
  return [
    {
      span: placeOf(rule, "queryPeriod"),
      message: `each event is looked at ${plural(times, "time")}: the period is ${timespan(periodTicks)}, the frequency ${timespan(frequencyTicks)}, and nothing keeps one event from alerting again`,
      hints: [
        "keep what is new with `| where ingestion_time() > ago(...)` by the frequency, or make period and frequency equal",
      ],
    },
  ];
}

function missedPairs(subject: CheckSubject): readonly Finding[] {
  const { rule, query } = subject;
  if (!isScheduled(subject)) return [];
  return (query?.timeWindows ?? [])
    .filter(({ ticks }) => ticks + rule.frequencyTicks > rule.periodTicks)
    .map(({ span, ticks }) => ({
      span,
      message: `events up to ${timespan(ticks)} apart are wanted, but a period of ${timespan(rule.periodTicks)} with runs every ${timespan(rule.frequencyTicks)} misses pairs`,
      hints: [`make the period at least ${timespan(ticks + rule.frequencyTicks)}`],
    }));
}

function suppressionGap(subject: CheckSubject): readonly Finding[] {
  const { rule } = subject;
  const { enabled, durationTicks } = rule.suppression;
  if (!isScheduled(subject) || !enabled) return [];
  const skipped = Math.ceil(durationTicks / rule.frequencyTicks) * rule.frequencyTicks;
  if (skipped <= rule.periodTicks) return [];
  return [
    {
      span: placeOf(rule, "suppressionDuration"),
      message: `after an alert the next run is ${timespan(skipped)} later, but looks back only ${timespan(rule.periodTicks)}: events between are never looked at`,
      hints: ["make the suppression no longer than the period"],
    },
  ];
}

function smallNrtGroups({ rule, query }: CheckSubject): readonly Finding[] {
  if (rule.kind !== "NRT") return [];
  return (query?.aggregations ?? [])
    .filter(({ threshold }) => threshold !== undefined && threshold > 1)
    .map(({ span, threshold }) => ({
      span,
      message: `an NRT rule sees one minute of data at a time, so a count of ${threshold} must come about within it`,
      hints: ["make it a scheduled rule"],
    }));
}

export const logicScheduleLints = {
  RULE204: {
    part: "logic",
    level: "warning",
    summary: "The query looks back further than the period lets it.",
    why: "The period cuts every table that the query reads, whatever its own filters ask for: `ago(14d)` under a period of one hour sees one hour.",
    bad: query(
      "AzureActivity\n| where TimeGenerated > ago(14d)\n| project TimeGenerated, Caller, CallerIpAddress, ResourceGroup",
    ),
    good: query(
      "AzureActivity\n| where TimeGenerated > ago(1h)\n| project TimeGenerated, Caller, CallerIpAddress, ResourceGroup",
    ),
    find: cutLookbacks,
  },
  RULE205: {
    part: "logic",
    level: "warning",
    summary: "The query looks back less than the time between two runs.",
    why: "Events older than the look-back at one run and not yet there at the run before are never looked at.",
    bad: query(
      "AzureActivity\n| where TimeGenerated > ago(10m)\n| project TimeGenerated, Caller, CallerIpAddress, ResourceGroup",
    ),
    good: query(
      "AzureActivity\n| where TimeGenerated > ago(1h)\n| project TimeGenerated, Caller, CallerIpAddress, ResourceGroup",
    ),
    find: gapBetweenLooks,
  },
  RULE206: {
    part: "logic",
    level: "warning",
    summary: "The same events can alert at several runs.",
    why: "With a period longer than the frequency, windows overlap. Filter on ingestion time, let the query itself look at new events only, or suppress.",
    bad:
      "queryFrequency: 1h\nqueryPeriod: 1d\n" +
      query(
        "AzureActivity\n| where TimeGenerated > ago(1d)\n| project TimeGenerated, Caller, CallerIpAddress, ResourceGroup",
      ),
    good:
      "queryFrequency: 1h\nqueryPeriod: 1d\n" +
      query(
        "AzureActivity\n| where TimeGenerated > ago(1d)\n| where ingestion_time() > ago(1h)\n| project TimeGenerated, Caller, CallerIpAddress, ResourceGroup",
      ),
    find: repeats,
  },
  RULE207: {
    part: "logic",
    level: "warning",
    summary: "Pairs of events that are far apart are missed.",
    why: "A pair is found only by a run that sees both events. With the correlation window plus the frequency longer than the period, some pairs are in no run's window together.",
    bad:
      "queryFrequency: 1h\nqueryPeriod: 1h\n" +
      query(
        "AzureActivity\n| where TimeGenerated > ago(1h)\n| join kind=inner (SigninLogs | project SignIn = TimeGenerated, Caller = tolower(UserPrincipalName)) on Caller\n| where (TimeGenerated - SignIn) between (0m .. 30m)\n| project TimeGenerated, Caller, CallerIpAddress, ResourceGroup",
      ),
    good:
      "queryFrequency: 1h\nqueryPeriod: 90m\n" +
      query(
        "AzureActivity\n| where TimeGenerated > ago(1h)\n| join kind=inner (SigninLogs | project SignIn = TimeGenerated, Caller = tolower(UserPrincipalName)) on Caller\n| where (TimeGenerated - SignIn) between (0m .. 30m)\n| project TimeGenerated, Caller, CallerIpAddress, ResourceGroup",
      ),
    find: missedPairs,
  },
  RULE208: {
    part: "logic",
    level: "warning",
    summary: "Events inside a suppression are never looked at.",
    why: "A suppressed rule doesn't run at all. The first run after it looks back one period; what is older is lost.",
    bad: "suppressionEnabled: true\nsuppressionDuration: 5h",
    good: "suppressionEnabled: true\nsuppressionDuration: 1h",
    find: suppressionGap,
  },
  RULE231: {
    part: "logic",
    level: "warning",
    summary: "An NRT rule counts over a single minute.",
    why: "An NRT rule sees the rows ingested in one minute; what comes in the next minute is another run.",
    bad:
      "kind: NRT\n" +
      query(
        "AzureActivity\n| where ActivityStatusValue =~ 'Failure'\n| summarize TimeGenerated = max(TimeGenerated), Tries = count() by CallerIpAddress\n| where Tries >= 10",
      ),
    good: "kind: NRT",
    find: smallNrtGroups,
  },
} satisfies LintTable;
