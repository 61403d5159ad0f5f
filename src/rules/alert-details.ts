import { type ExportedCell, plainJson } from "../types/export.js";
import { parseJson } from "../types/json.js";
import { isDynamicArray } from "../types/value.js";
import { cutToBytes, placeholdersOf, renderFormat } from "./alert-text.js";
import {
  cutCustomDetails,
  cutText,
  emptyPlaceholder,
  illegalOverride,
  longDetailKey,
  missingColumn,
  tooManyPlaceholders,
} from "./diagnostics.js";
import { severityNames, tacticNames } from "./entity-types.js";
import { type AlertSeverity, placeOf, type Rule } from "./rule.js";
import { cellText, columnIndex, type RuleResult } from "./rule-result.js";
import type { RunNotes } from "./run-notes.js";

/** Limits of the service on what an alert says. */
export const maxPlaceholders = 3;
export const maxDetailKeyLength = 20;
const maxShortBytes = 256;
const maxLongBytes = 5 * 1024;
const maxValues = 50;
const maxDetailBytes = 2 * 1024;

/** What an alert is made from: its rows, the first of which speaks for all. */
export interface AlertSubject {
  readonly rule: Rule;
  readonly result: RuleResult;
  readonly rows: readonly number[];
  readonly notes: RunNotes;
}

const overridePath = "alertDetailsOverride";

export function alertTitle(subject: AlertSubject): string {
  const path = `${overridePath}.alertDisplayNameFormat`;
  const { rule } = subject;
  const text = rendered(subject, rule.alertDetails.titleFormat, { path, what: "title" }) ?? rule.name;
  return cut(subject, text, maxShortBytes, { path: rule.places.has(path) ? path : "name", what: "title" });
}

export function alertDescription(subject: AlertSubject): string {
  const path = `${overridePath}.alertDescriptionFormat`;
  const { rule } = subject;
  const what = "description";
  const text = rendered(subject, rule.alertDetails.descriptionFormat, { path, what }) ?? rule.description;
  return cut(subject, text, maxLongBytes, { path: rule.places.has(path) ? path : "description", what });
}

interface Part {
  readonly path: string;
  readonly what: string;
}

function rendered(
  subject: AlertSubject,
  format: string | undefined,
  { path, what }: Part,
): string | undefined {
  if (format === undefined) return undefined;
  const { rule, result, rows, notes } = subject;
  const place = placeOf(rule, path);
  const count = placeholdersOf(format).length;
  if (count > maxPlaceholders) notes.add(tooManyPlaceholders(place, count));
  const text = renderFormat(format, result, rows[0]);
  if (text.ok) return text.text;
  if (text.isColumnMissing) notes.add(missingColumn(place, text.column, columnNames(result)));
  else if (rows.length > 0) notes.add(emptyPlaceholder(place, text.column, what));
  return undefined;
}

const columnNames = (result: RuleResult) => result.columns.map((column) => column.name);

function cut(subject: AlertSubject, text: string, maxBytes: number, { path, what }: Part): string {
  const short = cutToBytes(text, maxBytes);
  if (short.length < text.length) subject.notes.add(cutText(placeOf(subject.rule, path), what, maxBytes));
  return short;
}

/** The cell of the first row in a column that the rule names; undefined where there is none. */
function firstCell(
  subject: AlertSubject,
  path: string,
  column: string | undefined,
): ExportedCell | undefined {
  if (column === undefined) return undefined;
  const { rule, result, rows, notes } = subject;
  const index = columnIndex(result, column);
  if (index === undefined) {
    notes.add(missingColumn(placeOf(rule, path), column, columnNames(result)));
    return undefined;
  }
  return rows.length === 0 ? undefined : result.rows[rows[0]][index];
}

/** What the rows override it with, if that is legal; else that of the rule. */
export function alertSeverity(subject: AlertSubject): AlertSeverity {
  const { rule, notes } = subject;
  const path = `${overridePath}.alertSeverityColumnName`;
  const text = cellText(firstCell(subject, path, rule.alertDetails.severityColumn));
  if (text === "") return rule.severity;
  const severity = severityNames.find((name) => name.toLowerCase() === text.trim().toLowerCase());
  if (severity === undefined) notes.add(illegalOverride(placeOf(rule, path), "severity", text));
  return severity ?? rule.severity;
}

/** What the rows override them with, if that is legal; else those of the rule. */
export function alertTactics(subject: AlertSubject): readonly string[] {
  const { rule, notes } = subject;
  const path = `${overridePath}.alertTacticsColumnName`;
  const words = listOf(firstCell(subject, path, rule.alertDetails.tacticsColumn)).slice(0, maxValues);
  if (words.length === 0) return rule.tactics;
  const tactics = words.flatMap(
    (word) => tacticNames.find((name) => name.toLowerCase() === word.toLowerCase()) ?? [],
  );
  if (tactics.length === words.length) return [...new Set(tactics)];
  notes.add(illegalOverride(placeOf(rule, path), "list of tactics", words.join(", ")));
  return rule.tactics;
}

/** Values of a dynamic array, of its JSON text, or of text with commas. */
function listOf(cell: ExportedCell | undefined): readonly string[] {
  const words = parseList(cell)?.map((item) => cellText(item)) ?? cellText(cell).split(",");
  return words.map((word) => word.trim()).filter((word) => word !== "");
}

function parseList(cell: ExportedCell | undefined): readonly ExportedCell[] | undefined {
  if (Array.isArray(cell)) return cell;
  if (typeof cell !== "string" || !cell.trimStart().startsWith("[")) return undefined;
  const value = parseJson(cell); // what is no JSON is read as text with commas
  return isDynamicArray(value) ? value.map(plainJson) : undefined;
}

/** The values of `alertDynamicProperties`, by property. Techniques are a list, everything else text. */
export interface DynamicProperties {
  readonly techniques: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

const collections: ReadonlySet<string> = new Set(["ExtendedLinks", "RemediationSteps"]);

/** Properties that the rule takes out of its rows, cut to the lengths that the service keeps. */
export function dynamicProperties(subject: AlertSubject): DynamicProperties {
  const { rule } = subject;
  const texts = new Map<string, string>();
  let { techniques } = rule;
  rule.alertDetails.dynamicProperties.forEach(({ property, column }, index) => {
    const path = `${overridePath}.alertDynamicProperties[${index}].value`;
    const cell = firstCell(subject, path, column);
    if (property === "Techniques") techniques = overriddenTechniques(subject, path, cell);
    else if (cellText(cell) !== "") {
      const limit = collections.has(property) ? maxLongBytes : maxShortBytes;
      texts.set(property, cut(subject, cellText(cell), limit, { path, what: property }));
    }
  });
  return { techniques, texts };
}

function overriddenTechniques(
  subject: AlertSubject,
  path: string,
  cell: ExportedCell | undefined,
): readonly string[] {
  const { rule, notes } = subject;
  const words = listOf(cell).slice(0, maxValues);
  if (words.length === 0) return rule.techniques;
  if (words.every((word) => /^T\d{4}(?:\.\d{3})?$/.test(word))) return [...new Set(words)];
  notes.add(illegalOverride(placeOf(rule, path), "list of techniques", words.join(", ")));
  return rule.techniques;
}

/** Custom details: distinct values as text over all rows of the alert, within the service's limits. */
export function customDetails(subject: AlertSubject): Readonly<Record<string, readonly string[]>> {
  const { rule, result, notes } = subject;
  const encoder = new TextEncoder();
  let bytesLeft = maxDetailBytes;
  const details = rule.customDetails.map(({ key, column }): [string, readonly string[]] => {
    const place = placeOf(rule, `customDetails.${key}`);
    if (key.length > maxDetailKeyLength) notes.add(longDetailKey(place, key));
    const index = columnIndex(result, column);
    if (index === undefined) notes.add(missingColumn(place, column, columnNames(result)));
    const values = index === undefined ? [] : distinctTexts(subject, index);
    const kept: string[] = [];
    for (const value of values.slice(0, maxValues)) {
      bytesLeft -= encoder.encode(value).length;
      if (bytesLeft < 0) break;
      kept.push(value);
    }
    if (kept.length < values.length) notes.add(cutCustomDetails(place, key));
    return [key, kept];
  });
  return Object.fromEntries(details.filter(([, values]) => values.length > 0));
}

function distinctTexts({ result, rows }: AlertSubject, column: number): readonly string[] {
  const texts = new Set(rows.map((row) => cellText(result.rows[row][column])));
  texts.delete("");
  return [...texts];
}
