/** Do alerts, entities and incidents say what they seem to. */
import { textOf } from "../../text/source.js";
import { placeholdersOf } from "../alert-text.js";
import { canBeStrong } from "../entity-strength.js";
import { entityTypes, tacticNames } from "../entity-types.js";
import type { ColumnOrigin } from "../plan/column-origin.js";
import { placeOf, type Rule } from "../rule.js";
import { tacticsOf } from "./attack-techniques.js";
import { queryKey as query } from "./example-rule.js";
import type { OutputFact, QueryFacts } from "./facts.js";
import type { CheckSubject, Finding, LintTable } from "./lint.js";
import { quoted } from "./wording.js";

const grouping = "incidentConfiguration.groupingConfiguration";
const titlePath = "alertDetailsOverride.alertDisplayNameFormat";

function ignoredGrouping({ rule }: CheckSubject): readonly Finding[] {
  const { enabled, method, entityTypes: types, alertDetails, customDetails } = rule.incidents.grouping;
  if (!enabled || method === "Selected" || !isTaken(rule, `${grouping}.matchingMethod`, method)) return [];
  const lists = [
    { key: "groupByEntities", chosen: types },
    { key: "groupByAlertDetails", chosen: alertDetails },
    { key: "groupByCustomDetails", chosen: customDetails },
  ].filter(({ chosen }) => chosen.length > 0);
  const what =
    method === "AnyAlert" ? "all alerts of the rule fall into one incident" : "all entities must be the same";
  return lists.map(({ key }) => ({
    span: rule.places.get(`${grouping}.${key}`)?.key ?? placeOf(rule, grouping),
    message: `\`${key}\` has no effect under \`${method}\`: ${what}`,
    hints: ["set `matchingMethod: Selected`"],
  }));
}

/** Whether a value is what the file says, or the usual one where it says nothing; not one in place of a wrong word. */
function isTaken(rule: Rule, path: string, value: string): boolean {
  if (!rule.places.has(path)) return true;
  return textOf(rule.source, placeOf(rule, path)).toLowerCase().includes(value.toLowerCase());
}

const hasDynamicTitle = ({ alertDetails }: Rule) => placeholdersOf(alertDetails.titleFormat ?? "").length > 0;

function namesOnlyFirst({ rule, query }: CheckSubject): boolean {
  const isSingle =
    rule.eventGrouping === "SingleAlert" &&
    isTaken(rule, "eventGroupingSettings.aggregationKind", rule.eventGrouping);
  return isSingle && hasDynamicTitle(rule) && query?.canHaveManyRows === true;
}

function titleOfFirstRow(subject: CheckSubject): readonly Finding[] {
  if (!namesOnlyFirst(subject)) return [];
  return [
    {
      span: placeOf(subject.rule, titlePath),
      message: "the result can have several rows, but becomes one alert, titled after the first row",
      hints: [
        "set `eventGroupingSettings: { aggregationKind: AlertPerResult }`, or a title without placeholders",
      ],
    },
  ];
}

function arbitraryTitle(subject: CheckSubject): readonly Finding[] {
  if (!namesOnlyFirst(subject) || subject.query?.order !== undefined) return [];
  return [
    {
      span: placeOf(subject.rule, titlePath),
      message: "the rows are in no order, so which of them names the alert is arbitrary",
      hints: ["end the query with `| order by`"],
    },
  ];
}

function lostTime({ rule, query }: CheckSubject): readonly Finding[] {
  if (query === undefined || query.isOpen || query.scans.length === 0) return [];
  const time = query.columns.find(({ name }) => name === "TimeGenerated");
  if (time === undefined) {
    return [
      {
        span: rule.places.get("query")?.key ?? placeOf(rule, "query"),
        message: "`TimeGenerated` isn't in the output, so alerts get the ends of the window as their times",
        hints: ["keep the time of the event, for example `TimeGenerated = max(TimeGenerated)`"],
      },
    ];
  }
  const rewrite = rewriteOf(time);
  if (rewrite === undefined) return [];
  return [
    {
      span: time.span ?? placeOf(rule, "query"),
      message: `\`TimeGenerated\` of the output is ${rewrite}, so alert times are off`,
      hints: ["give it another name, and keep the time of the event"],
    },
  ];
}

const timeKeeping = new Set(["min", "max", "arg_max", "arg_min", "take_any", "any", "todatetime"]);

function rewriteOf({ type, origin, isSame }: OutputFact): string | undefined {
  if (type !== "datetime") return `no datetime but a ${type}`;
  if (isSame) return "one time for all rows";
  const changed = origin?.through.find((name) => !timeKeeping.has(name));
  return changed === undefined ? undefined : `the result of \`${changed}\``;
}

/** Weak by what is mapped, whatever the values: a display name, a name without its domain. */
function weakEntities({ rule }: CheckSubject): readonly Finding[] {
  return rule.entityMappings.flatMap(({ type, fields }, index) => {
    const identifiers = fields.map(({ identifier }) => identifier);
    const strong = entityTypes.get(type)?.strong ?? [];
    if (strong.length === 0 || !identifies(type, identifiers) || canBeStrong(type, identifiers)) return [];
    const sets = strong.map((set) => set.map((name) => `\`${name}\``).join(" with "));
    return [
      {
        span: placeOf(rule, `entityMappings[${index}].fieldMappings`),
        message: `${quoted(identifiers)} is a weak identifier of \`${type}\`: incidents and investigations can't rely on it`,
        hints: [`map ${sets.join(", or ")}`],
      },
    ];
  });
}

/** Whether the service takes the mapping at all. */
function identifies(type: string, identifiers: readonly string[]): boolean {
  const known = entityTypes.get(type);
  const isEnough = known?.enough.some((set) => set.every((name) => identifiers.includes(name)));
  return isEnough === true && identifiers.every((name) => known?.identifiers.includes(name));
}

const oldColumns: ReadonlyMap<string, string> = new Map([
  ["AccountCustomEntity", "Account"],
  ["HostCustomEntity", "Host"],
  ["IPCustomEntity", "IP"],
  ["URLCustomEntity", "URL"],
  ["FileHashCustomEntity", "FileHash"],
  ["ProcessCustomEntity", "Process"],
]);

/** One remark for all; but a column that no mapping takes up is an entity that alerts don't have. */
function oldEntityColumns({ rule, query }: CheckSubject): readonly Finding[] {
  const found = (query?.columns ?? []).filter(({ name }) => oldColumns.has(name));
  const mapped = new Set(rule.entityMappings.map(({ type }) => type));
  const isLost = ({ name }: OutputFact) => mapped.size > 0 && !mapped.has(oldColumns.get(name) ?? "");
  const spanOf = ({ span }: OutputFact) => span ?? placeOf(rule, "query");
  const [first, ...others] = found.filter((column) => !isLost(column));
  const remarks: Finding[] =
    first === undefined
      ? []
      : [
          {
            span: spanOf(first),
            message: `${quoted([first, ...others].map(({ name }) => name))}: the old way to mark entities`,
            hints: ["map entities in `entityMappings`, straight from the columns that hold them"],
          },
        ];
  const lost = found.filter(isLost).map(
    (column): Finding => ({
      span: spanOf(column),
      level: "warning",
      message: `\`${column.name}\` marks no entity: one mapping in \`entityMappings\` turns all such columns off`,
      hints: [`map the \`${oldColumns.get(column.name)}\`, too`],
    }),
  );
  return [...remarks, ...lost];
}

function strayTechniques({ rule }: CheckSubject): readonly Finding[] {
  if (rule.tactics.length === 0 || rule.tactics.some((tactic) => !tacticNames.includes(tactic))) return [];
  return rule.techniques.flatMap((technique, index) => {
    const tactics = tacticsOf(technique);
    if (tactics.length === 0 || tactics.some((tactic) => rule.tactics.includes(tactic))) return [];
    return [
      {
        span: placeOf(rule, `relevantTechniques[${index}]`),
        message: `\`${technique}\` belongs to ${quoted(tactics)}, which the rule doesn't list`,
        hints: [`add ${tactics.length === 1 ? `\`${tactics[0]}\`` : "one of them"} to \`tactics\``],
      },
    ];
  });
}

/** A mapped or grouped identity that comes from an optional part of the event merges all events without it. */
function emptyIdentities({ rule, query }: CheckSubject): readonly Finding[] {
  if (query === undefined) return [];
  return rule.entityMappings.flatMap(({ type, fields }, mapping) =>
    fields.flatMap(({ column }, field) => {
      const output = query.columns.find(({ name }) => name === column);
      if (output?.origin === undefined || !mayBeEmpty(output.origin)) return [];
      const merged = isGroupedBy(output.origin, query) ? `, merged into one` : "";
      const path = `entityMappings[${mapping}].fieldMappings[${field}].columnName`;
      return [
        {
          span: placeOf(rule, path),
          message: `\`${column}\` can be empty (an app has no user): such events come without ${type}${merged}`,
          hints: [`leave them out with \`isnotempty(${column})\`, or map another column beside it`],
        },
      ];
    }),
  );
}

/** Parts of events that stand there only for users, or only for apps. */
function mayBeEmpty({ column, path: [part], isNotEmpty }: ColumnOrigin): boolean {
  return !isNotEmpty && column === "InitiatedBy" && (part === "user" || part === "app");
}

const isGroupedBy = (origin: ColumnOrigin, { aggregations }: QueryFacts) =>
  aggregations.some(({ keys }) => keys.some((key) => samePlace(key, origin)));

function samePlace(key: ColumnOrigin | undefined, origin: ColumnOrigin): boolean {
  return (
    key?.table === origin.table &&
    key.column === origin.column &&
    key.path.join("\u0000") === origin.path.join("\u0000")
  );
}

const unitWords = /(?:^|_|(?<=[a-z]))(Minutes|Seconds|Hours|Days)(?=$|_|[A-Z])/;

/** A name that promises minutes over a value that is a timespan. */
function misnamedUnits({ rule, query }: CheckSubject): readonly Finding[] {
  return rule.customDetails.flatMap(({ key, column }) => {
    const type = query?.columns.find(({ name }) => name === column)?.type;
    const unit = unitWords.exec(key)?.[1];
    if (unit === undefined || (type !== "timespan" && type !== "datetime")) return [];
    const path = `customDetails.${key}`;
    return [
      {
        span: rule.places.get(path)?.key ?? placeOf(rule, path),
        message: `\`${key}\` promises ${unit.toLowerCase()}, but \`${column}\` is a ${type}, such as \`00:05:00\``,
        hints: ["divide by `1m`, or use `datetime_diff`"],
      },
    ];
  });
}

/** A habit of rule repositories: the whole description in one pair of quotes. Half a pair is a slip. */
function unclosedQuotes({ rule }: CheckSubject): readonly Finding[] {
  const text = rule.description.trim();
  const first = text[0];
  if (first !== "'" && first !== '"') return [];
  if ((text.length > 1 && text.endsWith(first)) || closesLater(text, first)) return [];
  return [
    {
      span: placeOf(rule, "description"),
      message: `the description opens with \`${first}\` and never closes it`,
      hints: ["remove the quote: the text of a block needs none"],
    },
  ];
}

/** Quoted to the end, or a quoted word at the start; a `'` inside a word, as in `user's`, is no quote. */
function closesLater(text: string, quote: string): boolean {
  const inner = text.slice(1);
  return [...inner].some(
    (character, index) =>
      character === quote && !/\w/.test(inner[index + 1] ?? "") && /\S/.test(inner[index - 1] ?? " "),
  );
}

const group = (lines: string) =>
  `incidentConfiguration:\n  createIncident: true\n  groupingConfiguration:\n    enabled: true\n    reopenClosedIncident: false\n    lookbackDuration: PT5H\n${lines}`;
const title = 'alertDetailsOverride:\n  alertDisplayNameFormat: "Storage account deleted by {{Caller}}"';
const account = (identifier: string, column: string) =>
  `entityMappings:\n  - entityType: Account\n    fieldMappings:\n      - identifier: ${identifier}\n        columnName: ${column}`;

export const logicAlertLints = {
  RULE201: {
    part: "logic",
    level: "warning",
    summary: "What incidents are grouped by is ignored.",
    why: "The lists count only for `matchingMethod: Selected`. Under `AnyAlert` all alerts of the rule fall into one incident.",
    bad: group("    matchingMethod: AnyAlert\n    groupByEntities: [IP]"),
    good: group("    matchingMethod: Selected\n    groupByEntities: [IP]"),
    find: ignoredGrouping,
  },
  RULE202: {
    part: "logic",
    level: "warning",
    summary: "One alert for several rows is titled after the first.",
    why: "Without event grouping a run raises one alert for all rows; its placeholders are filled from the first row, and the others go unnamed.",
    bad: title,
    good: `${title}\neventGroupingSettings:\n  aggregationKind: AlertPerResult`,
    find: titleOfFirstRow,
  },
  RULE203: {
    part: "logic",
    level: "warning",
    summary: "Which row names the alert is arbitrary.",
    why: "The first row names the alert, and without an order any row may come first, another one at each run.",
    bad: title,
    good: `${title}\n${query("AzureActivity\n| where TimeGenerated > ago(1h)\n| where ActivityStatusValue =~ 'Success'\n| project TimeGenerated, Caller, CallerIpAddress\n| order by TimeGenerated desc")}`,
    find: arbitraryTitle,
  },
  RULE209: {
    part: "logic",
    level: "warning",
    summary: "The time of the events is lost.",
    why: "Alerts take their times from `TimeGenerated` of the result. Without it they get the ends of the window; rounded, they start before the first event.",
    bad: query(
      "AzureActivity\n| where TimeGenerated > ago(1h)\n| where ActivityStatusValue =~ 'Success'\n| summarize Count = count() by CallerIpAddress, bin(TimeGenerated, 1h)",
    ),
    good: query(
      "AzureActivity\n| where TimeGenerated > ago(1h)\n| where ActivityStatusValue =~ 'Success'\n| summarize Count = count(), TimeGenerated = max(TimeGenerated) by CallerIpAddress",
    ),
    find: lostTime,
  },
  RULE216: {
    part: "logic",
    level: "warning",
    summary: "A mapped identity can be empty.",
    why: "Events caused by an app have no user, and the other way round. Their alert has no entity; grouped by the empty value they merge into one row.",
    bad: `${query("AuditLogs\n| where TimeGenerated > ago(1h)\n| where Result == 'success'\n| extend Initiator = tostring(InitiatedBy.user.id)\n| summarize TimeGenerated = max(TimeGenerated) by Initiator")}\n${account("AadUserId", "Initiator")}`,
    good: `${query("AuditLogs\n| where TimeGenerated > ago(1h)\n| where Result == 'success'\n| extend Initiator = tostring(InitiatedBy.user.id)\n| where isnotempty(Initiator)\n| summarize TimeGenerated = max(TimeGenerated) by Initiator")}\n${account("AadUserId", "Initiator")}`,
    find: emptyIdentities,
  },
  RULE223: {
    part: "logic",
    level: "info",
    summary: "An entity is known only by a weak identifier.",
    why: "Weak identifiers, such as a display name, don't tell for sure which entity it is; incidents and investigations can't join up over them.",
    bad: account("FullName", "Caller"),
    good: account("AadUserId", "Caller"),
    find: weakEntities,
  },
  RULE224: {
    part: "logic",
    level: "info",
    summary: "Entities are marked in the old way.",
    why: "Columns such as `AccountCustomEntity` come from before entity mappings. One mapping turns all of them off.",
    bad: query(
      "AzureActivity\n| where TimeGenerated > ago(1h)\n| project TimeGenerated, CallerIpAddress, AccountCustomEntity = Caller",
    ),
    good: query(
      "AzureActivity\n| where TimeGenerated > ago(1h)\n| project TimeGenerated, CallerIpAddress, Caller",
    ),
    find: oldEntityColumns,
  },
  RULE225: {
    part: "logic",
    level: "info",
    summary: "A technique belongs to none of the tactics.",
    why: "Coverage maps are made from both; a technique under the wrong tactic is counted nowhere.",
    bad: "tactics: [Impact]\nrelevantTechniques: [T1070]",
    good: "tactics: [DefenseEvasion]\nrelevantTechniques: [T1070]",
    find: strayTechniques,
  },
  RULE235: {
    part: "logic",
    level: "info",
    summary: "The description opens a quote that it never closes.",
    why: "Inside a block of text a quote is a mere character: analysts see it in front of every alert's description, and what was meant to follow its end may be missing.",
    bad: "description: |\n  'Somebody deletes the user's storage account.",
    good: "description: |\n  'Somebody deletes the user's storage account.'",
    find: unclosedQuotes,
  },
  RULE232: {
    part: "logic",
    level: "info",
    summary: "A custom detail promises a number of minutes, and holds a timespan.",
    why: "Custom details are texts: a timespan reads `00:05:00`, and nobody can count with it.",
    bad: `customDetails:\n  MinutesAgo: Age\n${query("AzureActivity\n| where TimeGenerated > ago(1h)\n| project TimeGenerated, CallerIpAddress, Age = EventSubmissionTimestamp - TimeGenerated")}`,
    good: `customDetails:\n  MinutesAgo: Age\n${query("AzureActivity\n| where TimeGenerated > ago(1h)\n| project TimeGenerated, CallerIpAddress, Age = (EventSubmissionTimestamp - TimeGenerated) / 1m")}`,
    find: misnamedUnits,
  },
} satisfies LintTable;
