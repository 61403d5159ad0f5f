import type { Diagnostic, Severity } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import { didYouMean } from "../text/suggest.js";

/** Every code of rule files and of running rules: how grave it is and what it is about. Codes are never reused. */
export const ruleCodes = {
  RULE001: ["error", "The file isn't YAML"],
  RULE002: ["error", "The file has lost its indentation"],
  RULE003: ["error", "The file isn't JSON"],
  RULE004: ["error", "The file holds no rule"],
  RULE005: ["error", "The file is a Sigma rule"],
  RULE006: ["error", "Rules of this kind have no query"],
  RULE007: ["warning", "Unknown key"],
  RULE008: ["error", "A key is given twice"],
  RULE009: ["error", "The rule has no query"],
  RULE010: ["error", "A value of the wrong shape"],
  RULE011: ["error", "A value that isn't one of the allowed ones"],
  RULE012: ["error", "Not a timespan"],
  RULE013: ["warning", "A bare number as timespan means days"],
  RULE014: ["warning", "An allowed value in the wrong letter case"],
  RULE015: ["warning", "Empty text where a column name belongs"],
  RULE016: ["warning", "An expression that only a deployment can work out"],
  RULE017: ["error", "The file is too large or too deep"],
  RULE018: ["error", "A settings comment that can't be read"],
  RULE019: ["warning", "A schedule key is missing"],
  RULE020: ["warning", "A known key in the wrong place"],
  RULE021: ["error", "The query is an expression that only a deployment can work out"],
  RULE022: ["warning", "One value where a list belongs"],
  RULE023: ["error", "Two rules have the same identifier"],
  RULE301: ["warning", "A placeholder has no value"],
  RULE302: ["warning", "A column that the rule names isn't in the result"],
  RULE303: ["warning", "An override isn't a legal value"],
  RULE304: ["warning", "A text was cut to the service's limit"],
  RULE305: ["warning", "Entities were dropped at the service's limit"],
  RULE306: ["warning", "Custom details were cut at the service's limit"],
  RULE307: ["warning", "More rows than alerts"],
  RULE308: ["warning", "A format or key beyond what the service accepts"],
  RULE309: ["info", "An account name that Sentinel drops"],
  RULE310: ["info", "Alert times are the window's ends"],
  RULE311: ["warning", "A column of entities that isn't an array of entity objects"],
  RULE320: ["error", "The simulation is too large"],
  RULE321: ["error", "A time range that holds no run"],
  RULE322: ["error", "Phases can't be told apart exactly"],
  RULE323: ["error", "A table that is streamed"],
  RULE324: ["error", "The query yields several results"],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>;

/** Codes of files whose text could not be read at all. */
export const unreadableCodes: ReadonlySet<string> = new Set(["RULE001", "RULE002", "RULE003", "RULE017"]);

export type RuleCode = keyof typeof ruleCodes;

function diagnostic(code: RuleCode, span: Span, message: string, hints: readonly string[] = []): Diagnostic {
  return { code, severity: ruleCodes[code][0], span, message, hints };
}

const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

export function notYaml(span: Span, reason: string): Diagnostic {
  return diagnostic("RULE001", span, `the file isn't YAML: ${reason}`);
}

export function tabIndentation(span: Span): Diagnostic {
  return diagnostic("RULE001", span, "the file isn't YAML: a tab can't indent a line", [
    "indent with spaces",
  ]);
}

/** `shown` is how the lines would look, from the line they belong under. */
export function lostIndentation(span: Span, parent: string, shown: readonly string[]): Diagnostic {
  return diagnostic("RULE002", span, `this line belongs under \`${parent}\`, but isn't indented below it`, [
    "the file has lost its indentation here",
    `indent it:\n${shown.map((line) => `    ${line}`).join("\n")}`,
  ]);
}

export function textBetweenKeys(span: Span): Diagnostic {
  return diagnostic("RULE001", span, "the file isn't YAML: this line is neither `key: value` nor indented", [
    "a rule file starts with keys such as `id:` and `name:`",
  ]);
}

export function notJson(span: Span, reason: string): Diagnostic {
  return diagnostic("RULE003", span, `the file isn't JSON: ${reason}`);
}

export function noRule(span: Span): Diagnostic {
  return diagnostic("RULE004", span, "the file holds no rule", [
    "a rule has at least `query`, and usually `id`, `name` and `severity`",
  ]);
}

export function noRuleInTemplate(span: Span): Diagnostic {
  return diagnostic("RULE004", span, "the template holds no analytics rule", [
    "rules are resources of type `Microsoft.SecurityInsights/alertRules`, or objects with a `query`",
  ]);
}

export function sigmaRule(span: Span): Diagnostic {
  return diagnostic("RULE005", span, "this is a Sigma rule: it has `detection` and no KQL `query`", [
    "convert it to KQL first, for example with pySigma's Kusto backend",
  ]);
}

const kindsWithoutQuery: ReadonlyMap<string, string> = new Map([
  ["fusion", "Fusion"],
  ["microsoftsecurityincidentcreation", "MicrosoftSecurityIncidentCreation"],
  ["mlbehavioranalytics", "MLBehaviorAnalytics"],
  ["threatintelligence", "ThreatIntelligence"],
]);

/** A kind of rule that can't be run here, or isn't known at all. */
export function kindRefused(span: Span, kind: string): Diagnostic {
  const known = kindsWithoutQuery.get(kind.toLowerCase());
  if (known !== undefined) {
    return diagnostic("RULE006", span, `a rule of kind \`${known}\` has no query of its own to run`, [
      "kinds with a query are `Scheduled` and `NRT`",
    ]);
  }
  return notAllowed(span, "kind", kind, ["Scheduled", "NRT"]);
}

export function unknownKey(span: Span, key: string, near: readonly string[], belongs?: string): Diagnostic {
  if (belongs !== undefined) {
    return diagnostic("RULE020", span, `\`${key}\` isn't read here`, [`it belongs under \`${belongs}\``]);
  }
  return diagnostic("RULE007", span, `unknown key \`${key}\``, didYouMean(key, near));
}

export function renamedKey(span: Span, key: string, name: string): Diagnostic {
  return diagnostic("RULE007", span, `unknown key \`${key}\``, [`in this format the key is \`${name}\``]);
}

export function duplicateKey(span: Span, key: string, first: Span): Diagnostic {
  return {
    ...diagnostic("RULE008", span, `\`${key}\` is given twice`, ["remove one of the two"]),
    related: [{ span: first, label: `\`${key}\` is given here first` }],
  };
}

export function missingQuery(span: Span): Diagnostic {
  return diagnostic("RULE009", span, "the rule has no query", ["add `query: |` with the KQL below it"]);
}

export function emptyQuery(span: Span): Diagnostic {
  return diagnostic("RULE009", span, "the query is empty");
}

export function wrongShape(span: Span, key: string, wanted: string): Diagnostic {
  return diagnostic("RULE010", span, `\`${key}\` must be ${wanted}`);
}

export function notAllowed(span: Span, key: string, value: string, allowed: readonly string[]): Diagnostic {
  const near = didYouMean(value, allowed);
  return diagnostic("RULE011", span, `\`${key}\` can't be \`${value}\``, [
    ...near,
    `it is one of ${list(allowed)}`,
  ]);
}

export function badTimespan(span: Span, key: string, text: string, reason: string): Diagnostic {
  const why = timespanReasons[reason] ?? "it isn't a timespan";
  return diagnostic("RULE012", span, `\`${key}\` can't be \`${text}\`: ${why}`, [
    "write `5m`, `1h`, `14d`, `PT1H`, `P1D` or `1.00:00:00`",
  ]);
}

const timespanReasons: Readonly<Record<string, string>> = {
  calendar: "weeks, months and years aren't timespans of fixed length to the service",
  unit: "the unit must be `m`, `h` or `d`",
  range: "hours go to 23, minutes and seconds to 59",
  unknown: "it isn't a timespan",
};

export function bareTimespan(span: Span, key: string, days: string): Diagnostic {
  return diagnostic("RULE013", span, `\`${key}: ${days}\` means ${days} days`, [
    `write \`${days}d\`, or \`${days}m\` for minutes`,
  ]);
}

export function wrongCase(span: Span, key: string, value: string, wanted: string): Diagnostic {
  return diagnostic("RULE014", span, `\`${key}: ${value}\` is read as \`${wanted}\``, [
    `write \`${wanted}\``,
  ]);
}

export function emptyColumnName(span: Span, key: string): Diagnostic {
  return diagnostic("RULE015", span, `\`${key}\` is an empty text and names no column`, ["remove the key"]);
}

export function unresolvedExpression(span: Span, key: string, parts: readonly string[]): Diagnostic {
  return diagnostic(
    "RULE016",
    span,
    `\`${key}\` needs ${list(parts)}, which only a deployment knows; the key is left out`,
    ["give the parameter a default value, or write the text itself"],
  );
}

export function unresolvedQuery(span: Span, parts: readonly string[]): Diagnostic {
  return diagnostic("RULE021", span, `the query needs ${list(parts)}, which only a deployment knows`, [
    "give the parameter a default value, or write the query itself",
  ]);
}

export function tooLarge(span: Span, what: string, limit: string): Diagnostic {
  return diagnostic("RULE017", span, `${what}; the limit is ${limit}`);
}

export function badSetting(span: Span, text: string): Diagnostic {
  return diagnostic("RULE018", span, `\`${text}\` isn't a setting`, [
    'settings are written `// kqlunit: name="Many resets", queryPeriod=1d`',
  ]);
}

export function missingSchedule(span: Span, key: string, used: string): Diagnostic {
  return diagnostic("RULE019", span, `\`${key}\` is missing; ${used} is used`);
}

export function listExpected(span: Span, key: string): Diagnostic {
  return diagnostic("RULE022", span, `\`${key}\` is a list; the single value is read as a list of one`);
}

export function emptyPlaceholder(span: Span, column: string, what: string): Diagnostic {
  return diagnostic("RULE301", span, `\`{{${column}}}\` has no value, so the ${what} is the rule's own`);
}

export function missingColumn(span: Span, column: string, columns: readonly string[]): Diagnostic {
  return diagnostic("RULE302", span, `the result has no column \`${column}\``, didYouMean(column, columns));
}

export function illegalOverride(span: Span, what: string, value: string): Diagnostic {
  return diagnostic("RULE303", span, `\`${value}\` is no legal ${what}, so the rule's own is kept`);
}

export function cutText(span: Span, what: string, bytes: number): Diagnostic {
  return diagnostic("RULE304", span, `the ${what} was cut to ${bytes} bytes`);
}

export function droppedEntities(span: Span, count: number): Diagnostic {
  const what = count === 1 ? "1 entity was dropped" : `${count} entities were dropped`;
  return diagnostic(
    "RULE305",
    span,
    `${what}: an alert holds 500, shared among the mappings, and 64 KB in all`,
  );
}

export function cutCustomDetails(span: Span, key: string): Diagnostic {
  return diagnostic("RULE306", span, `\`${key}\` was cut: 50 values a key and 2 KB in all are kept`);
}

export function moreRowsThanAlerts(span: Span, rows: number, alerts: number): Diagnostic {
  return diagnostic(
    "RULE307",
    span,
    `${rows} rows make ${alerts} alerts: ${alerts - 1} for a row each, and one for all rows`,
  );
}

export function tooManyPlaceholders(span: Span, count: number): Diagnostic {
  return diagnostic(
    "RULE308",
    span,
    `${count} placeholders; the service takes 3 in a format and refuses the rule`,
  );
}

export function longDetailKey(span: Span, key: string): Diagnostic {
  const length = `${key.length} characters`;
  return diagnostic(
    "RULE308",
    span,
    `the key \`${key}\` has ${length}; the service takes 20 and refuses the rule`,
  );
}

export function droppedAccount(span: Span, name: string): Diagnostic {
  return diagnostic(
    "RULE309",
    span,
    `the account \`${name}\` is dropped: Sentinel keeps no built-in account names`,
  );
}

export function windowAsAlertTime(span: Span): Diagnostic {
  return diagnostic("RULE310", span, "alert times are the window's ends: the result has no `TimeGenerated`", [
    "keep `TimeGenerated` in the output, for example `| extend TimeGenerated = LastEvent`",
  ]);
}

export function noEntityObjects(span: Span, column: string): Diagnostic {
  return diagnostic("RULE311", span, `\`${column}\` doesn't hold an array of entity objects with a \`Type\``);
}

export function tooManyRuns(span: Span, runs: number, limit: number): Diagnostic {
  return diagnostic("RULE320", span, `the time range holds ${runs} runs; the limit is ${limit}`, [
    "choose a shorter range",
  ]);
}

export function tooManyPhases(span: Span, phases: number): Diagnostic {
  return diagnostic(
    "RULE320",
    span,
    `${phases} phases of the schedule can differ, too many to run them all`,
    ["choose a shorter range or fewer rows"],
  );
}

export function emptyTimeRange(span: Span): Diagnostic {
  return diagnostic("RULE321", span, "the time range holds no run", [
    "`from` must be before `to`, both between 1992 and 2048",
  ]);
}

export function inexactPhases(span: Span): Diagnostic {
  return diagnostic(
    "RULE322",
    span,
    "the query uses the clock for more than comparing event times, so its outcome can differ at every phase",
    ["run it at chosen phases instead"],
  );
}

export function severalResults(span: Span, count: number): Diagnostic {
  return diagnostic(
    "RULE324",
    span,
    `the query yields ${count} results; a rule's run fails on more than one`,
    ["keep one statement that yields rows; name the others with `let`"],
  );
}

/** `place` is where the other one stands: a file and a line. */
export function sameIdentifier(span: Span, id: string, place: string): Diagnostic {
  return diagnostic("RULE023", span, `\`${id}\` is also the identifier of the rule in ${place}`, [
    "give one of the two a new GUID",
  ]);
}

export function streamedTable(span: Span, table: string): Diagnostic {
  return diagnostic(
    "RULE323",
    span,
    `\`${table}\` is streamed from a file; a simulation needs its rows in memory`,
    ["load the table first"],
  );
}
