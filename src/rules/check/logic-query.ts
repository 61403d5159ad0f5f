/** Likely bugs in the query itself. Everything here comes from the bound query, so names and lets are followed. */
import type { ColumnOrigin } from "../plan/column-origin.js";
import { activityQuery as activity, keptColumns as kept, queryKey as query } from "./example-rule.js";
import type { ComparisonFact } from "./facts.js";
import type { CheckSubject, Finding, LintTable } from "./lint.js";
import { firstOfTables, splitsAttacks } from "./logic-style.js";
import { textAndThresholds, textAndWindows } from "./logic-wording.js";
import { isRawUserName } from "./user-names.js";
import { plural, quoted, span as timespan } from "./wording.js";

function splitBursts({ query }: CheckSubject): readonly Finding[] {
  return (query?.aggregations ?? []).flatMap(({ binTicks, binSpan, threshold }) => {
    if (binTicks === undefined || binSpan === undefined || threshold === undefined || threshold < 2)
      return [];
    return [
      {
        span: binSpan,
        message: `a burst over the edge of a ${timespan(binTicks)} bin is split: ${2 * (threshold - 1)} events, half on each side, never count ${threshold}`,
        hints: ["count over the whole window, or over sliding windows"],
      },
    ];
  });
}

function hiddenByLater({ query }: CheckSubject): readonly Finding[] {
  return (query?.latestOnly ?? []).map(({ span, column }) => ({
    span,
    message: `only the latest earlier event counts (\`${column}\` is a \`max\`): one more of them after the later event hides the pair`,
    hints: [
      "join the events themselves and compare each pair, or take the latest one before the later event",
    ],
  }));
}

/** One log spells a name the same way every time; and of what a join makes of something unknown nothing is said. */
function areOfTwoSources(left: ColumnOrigin | undefined, right: ColumnOrigin | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return left.table !== right.table || left.column !== right.column;
}

function caseOfUserNames({ query }: CheckSubject): readonly Finding[] {
  const joins = (query?.joins ?? []).flatMap(({ keys }) =>
    keys
      .filter(
        ({ left, right }) => (isRawUserName(left) || isRawUserName(right)) && areOfTwoSources(left, right),
      )
      .map(({ span }) => ({
        span,
        message: "user names are joined with their letter case, and sources write them differently",
        hints: ["put `tolower()` around both sides"],
      })),
  );
  const comparisons = (query?.comparisons ?? [])
    .filter(
      ({ operator, origin, literals }) =>
        (operator === "==" || operator === "in") && isRawUserName(origin) && literals.some(isWithLetters),
    )
    .map(({ span, operator }) => ({
      span,
      message: "a user name is compared with its letter case",
      hints: [operator === "in" ? "use `in~`" : "use `=~`"],
    }));
  return [...joins, ...comparisons];
}

const isWithLetters = ({ value }: ComparisonFact["literals"][number]) =>
  typeof value === "string" && /[A-Za-z]/.test(value);

function multipliedRows({ query }: CheckSubject): readonly Finding[] {
  return (query?.joins ?? [])
    .filter(({ multiplies, flavor }) => multiplies && !/semi|anti/.test(flavor))
    .map(({ span }) => ({
      span,
      message: "the right side can have several rows for a key, so rows of the left side multiply",
      hints: [
        "summarize the right side by the join key, or use `kind=leftsemi` when only its presence counts",
      ],
    }));
}

const isNumber = ({ value }: ComparisonFact["literals"][number]) => typeof value === "number";

const numeric = new Set(["int", "long", "real", "decimal"]);

function textAgainstNumber({ query }: CheckSubject): readonly Finding[] {
  return (query?.comparisons ?? [])
    .filter(({ leftType, rightType, literals }) => {
      const isListed = rightType === "dynamic" && literals.length > 0 && literals.every(isNumber);
      return leftType === "string" && (numeric.has(rightType) || isListed);
    })
    .map(({ span, column, literals }) => ({
      span,
      message: `${column === undefined ? "a text" : `\`${column}\` is a text and`} is compared with a number`,
      hints: [`compare with ${literals.map(({ value }) => `\`"${value}"\``).join(", ") || "text"}`],
    }));
}

function unfilteredOutcome({ query }: CheckSubject): readonly Finding[] {
  return firstOfTables(query)
    .filter(
      ({ outcomeColumns, filtersOutcome, selectsEvents }) =>
        outcomeColumns.length > 0 && selectsEvents && !filtersOutcome,
    )
    .map(({ span, table, outcomeColumns }) => ({
      span,
      message: `failed and successful events of \`${table}\` count alike: nothing filters on ${quoted(outcomeColumns)}`,
    }));
}

function unrepeatable(kind: "now" | "rand" | "take", message: string, hint: string) {
  return ({ query }: CheckSubject): readonly Finding[] =>
    (query?.unrepeatable ?? [])
      .filter((fact) => fact.kind === kind)
      .map(({ span }) => ({ span, message, hints: [hint] }));
}

/** Estimates of `dcount` are exact for small counts. */
const exactDistinctCounts = 100;

function estimatedThresholds({ query }: CheckSubject): readonly Finding[] {
  return (query?.comparisons ?? []).flatMap(({ span, aggregate, literals }) => {
    const limit = Math.max(0, ...literals.flatMap(({ value }) => (typeof value === "number" ? [value] : [])));
    if (aggregate !== "dcount" || limit <= exactDistinctCounts) return [];
    return [
      {
        span,
        message: `\`dcount\` is an estimate: near ${limit} the same events can fire and stay quiet`,
        hints: ["use `count_distinct`, or a margin"],
      },
    ];
  });
}

function splitAttacks({ rule, query }: CheckSubject): readonly Finding[] {
  return (query?.aggregations ?? []).filter(splitsAttacks).map(({ span, keys }) => ({
    span,
    message: `grouping by ${plural(keys.length, "column")} splits one attack into many rows, so no count gets large`,
    hints: [
      `group by who and from where; collect the rest with \`make_set\`${rule.kind === "Hunting" ? "" : " before a threshold"}`,
    ],
  }));
}

function selfCounts({ query }: CheckSubject): readonly Finding[] {
  return (query?.selfCounts ?? []).map(({ span, aggregate, column }) => ({
    span,
    message: `\`${aggregate}(${column})\` is always 1, for \`${column}\` is among the columns grouped by`,
    hints: ["count something else, or group by less"],
  }));
}

const bursts = (by: string) =>
  query(
    `AzureActivity\n| where TimeGenerated > ago(1h)\n| summarize Tries = count(), Last = max(TimeGenerated) by CallerIpAddress${by}\n| where Tries >= 5`,
  );

export const logicQueryLints = {
  RULE210: {
    part: "logic",
    level: "warning",
    summary: "Bursts over the edge of a time bin are split.",
    why: "`bin(TimeGenerated, 1h)` counts by hours of the clock. A burst from 11:56 to 12:04 is two half bursts, and each stays below the threshold.",
    bad: bursts(", bin(TimeGenerated, 1h)"),
    good: bursts(""),
    find: splitBursts,
  },
  RULE211: {
    part: "logic",
    level: "warning",
    summary: "Later noise hides a pair of events.",
    why: "Joined with the latest of the earlier events only, a pair is lost as soon as one more of those events comes after the later one: the busier the account, the blinder the rule.",
    bad: activity(
      `| join kind=inner (SigninLogs | where TimeGenerated > ago(1h) | summarize LastSignIn = max(TimeGenerated) by Caller = tolower(UserPrincipalName)) on Caller\n| where TimeGenerated > LastSignIn\n${kept}`,
    ),
    good: activity(
      `| join kind=inner (SigninLogs | where TimeGenerated > ago(1h) | project SignIn = TimeGenerated, Caller = tolower(UserPrincipalName)) on Caller\n| where TimeGenerated > SignIn\n${kept}`,
    ),
    find: hiddenByLater,
  },
  RULE212: {
    part: "logic",
    level: "warning",
    summary: "User names are matched with their letter case.",
    why: "One log writes `Eve@contoso.com`, the other `eve@contoso.com`. Joins and `==` take them for two users.",
    bad: activity(
      `| join kind=inner (SigninLogs | summarize by UserPrincipalName) on $left.Caller == $right.UserPrincipalName\n${kept}`,
    ),
    good: activity(
      `| extend User = tolower(Caller)\n| join kind=inner (SigninLogs | summarize by User = tolower(UserPrincipalName)) on User\n${kept}`,
    ),
    find: caseOfUserNames,
  },
  RULE213: {
    part: "logic",
    level: "warning",
    summary: "A join multiplies rows.",
    why: "Each left row appears once for every matching right row: counts grow, and entities of the right side are taken for those of the event.",
    bad: activity(
      `| extend User = tolower(Caller)\n| join kind=inner (SigninLogs | summarize by User = tolower(UserPrincipalName), IPAddress) on User\n${kept}`,
    ),
    good: activity(
      `| extend User = tolower(Caller)\n| join kind=inner (SigninLogs | summarize by User = tolower(UserPrincipalName)) on User\n${kept}`,
    ),
    find: multipliedRows,
  },
  RULE214: {
    part: "logic",
    level: "warning",
    summary: "A text is compared with a number.",
    why: "It is true when the text is the number as one writes it; what happens for `00` or an empty text isn't documented.",
    bad: query(
      "SigninLogs\n| where TimeGenerated > ago(1h)\n| where ResultType == 0\n| project TimeGenerated, CallerIpAddress = IPAddress",
    ),
    good: query(
      'SigninLogs\n| where TimeGenerated > ago(1h)\n| where ResultType == "0"\n| project TimeGenerated, CallerIpAddress = IPAddress',
    ),
    find: textAgainstNumber,
  },
  RULE215: {
    part: "logic",
    level: "info",
    summary: "Failed and successful events count alike.",
    why: "The query picks events by what was done, and the table tells how each ended, but the query doesn't ask. Often only one of the two is meant.",
    bad: activity(`| where OperationNameValue =~ "Microsoft.Storage/storageAccounts/delete"\n${kept}`),
    good: activity(
      `| where OperationNameValue =~ "Microsoft.Storage/storageAccounts/delete"\n| where ActivityStatusValue =~ "Success"\n${kept}`,
    ),
    find: unfilteredOutcome,
  },
  RULE226: {
    part: "logic",
    level: "info",
    summary: "The description gives another number than the query.",
    why: "Analysts believe the text. When the threshold moved on, it misleads them.",
    bad: `description: Five or more tries from one address.\n${bursts("").replace("5", "3")}`,
    good: `description: Five or more tries from one address.\n${bursts("")}`,
    find: (subject) => [...textAndThresholds(subject), ...textAndWindows(subject)],
  },
  RULE227: {
    part: "logic",
    level: "warning",
    summary: "The age of an event decides, so the same events give different results at different runs.",
    why: "A run may come at any phase of the schedule. Compared with the clock, the same events fire at one and stay quiet at another.",
    bad: activity(`| where now() - TimeGenerated < 10m\n${kept}`),
    good: activity(kept),
    find: unrepeatable(
      "now",
      "the result depends on when exactly the rule runs",
      "compare event times with one another instead",
    ),
  },
  RULE228: {
    part: "logic",
    level: "warning",
    summary: "A threshold rests on an estimate.",
    why: "`dcount` counts large numbers only roughly.",
    bad: activity(
      "| summarize TimeGenerated = max(TimeGenerated), Callers = dcount(Caller) by CallerIpAddress\n| where Callers > 1000",
    ),
    good: activity(
      "| summarize TimeGenerated = max(TimeGenerated), Callers = count_distinct(Caller) by CallerIpAddress\n| where Callers > 1000",
    ),
    find: estimatedThresholds,
  },
  RULE229: {
    part: "logic",
    level: "warning",
    summary: "Any rows may be taken.",
    why: "`take` without an order keeps any rows, other ones each time.",
    bad: activity(`${kept}\n| take 10`),
    good: activity(`${kept}\n| top 10 by TimeGenerated`),
    find: unrepeatable("take", "which rows are kept is arbitrary", "use `top`, or sort before"),
  },
  RULE230: {
    part: "logic",
    level: "warning",
    summary: "The result depends on chance.",
    why: "`rand()` and `sample` give something else at every run.",
    bad: activity(`| where rand() < 0.5\n${kept}`),
    good: activity(kept),
    find: unrepeatable("rand", "the result depends on chance", "take it out"),
  },
  RULE233: {
    part: "logic",
    level: "info",
    summary: "Grouping by many columns splits one attack into many rows.",
    why: "Every differing value makes a group of its own: fifty tries from fifty places are fifty rows with one try each, and none reaches the threshold, or the top of the list.",
    bad: activity(
      "| summarize TimeGenerated = max(TimeGenerated), Tries = count() by CallerIpAddress, Caller, ResourceGroup, OperationName, Category, ActivityStatusValue, Resource\n| where Tries >= 20",
    ),
    good: activity(
      "| summarize TimeGenerated = max(TimeGenerated), Tries = count() by CallerIpAddress, Caller\n| where Tries >= 20",
    ),
    find: splitAttacks,
  },
  RULE234: {
    part: "logic",
    level: "warning",
    summary: "What is counted is what rows are grouped by.",
    why: "Within a group all rows have the same value, so the number of distinct values is 1 and no threshold above it is ever reached.",
    bad: activity(
      "| summarize TimeGenerated = max(TimeGenerated), Addresses = dcount(CallerIpAddress) by CallerIpAddress, Caller\n| where Addresses > 3",
    ),
    good: activity(
      "| summarize TimeGenerated = max(TimeGenerated), CallerIpAddress = take_any(CallerIpAddress), Addresses = dcount(CallerIpAddress) by Caller\n| where Addresses > 3",
    ),
    find: selfCounts,
  },
} satisfies LintTable;
