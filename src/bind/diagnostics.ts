/** What the binder reports: one function a code. `KQL1xx` are mistakes, `KQL2xx` what cannot run yet. */
import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import { didYouMean } from "../text/suggest.js";
import type { KqlType } from "../types/kql-type.js";

/** Names in scope, gathered when somebody reads the hints: queries are often checked for errors alone. */
type Names = () => Iterable<string>;

function error(code: string, span: Span, message: string, hints: readonly string[] = []): Diagnostic {
  return { code, severity: "error", span, message, hints };
}

/** An error whose hints are worked out when they are first read: looking for like names takes the most of binding. */
function errorWithLateHints(
  code: string,
  span: Span,
  message: string,
  makeHints: () => readonly string[],
): Diagnostic {
  let made: readonly string[] | undefined;
  return {
    code,
    severity: "error",
    span,
    message,
    get hints() {
      made ??= makeHints();
      return made;
    },
  };
}

export const unknownColumn = (name: string, span: Span, known: Names): Diagnostic =>
  errorWithLateHints("KQL101", span, `unknown column \`${name}\``, () => columnHints(name, known()));

export const columnHints = (name: string, known: Iterable<string>): readonly string[] =>
  name === "SearchKey" ? [searchKeyHint] : didYouMean(name, known);

/** Only watchlists have the column, of rows that say what theirs is. */
const searchKeyHint =
  "say what the rows of the watchlist are looked up by: a `SearchKey` in each row of `$watchlists`, or `searchKey` in the project file and in `addWatchlist`";

export const unknownTable = (name: string, span: Span, known: Names): Diagnostic =>
  errorWithLateHints("KQL102", span, `unknown table \`${name}\``, () => didYouMean(name, known()));

/** Whether a code says that there is no such table: what `isfuzzy` passes over. */
export const isUnknownTable = (code: string): boolean =>
  ["KQL102", "KQL130", "KQL206", "KQL209"].includes(code);

export const unknownFunction = (name: string, span: Span, known: Names): Diagnostic =>
  errorWithLateHints("KQL103", span, `unknown function \`${name}\``, () => didYouMean(name, known()));

export function wrongArgumentCount(
  name: string,
  span: Span,
  count: number,
  least: number,
  most: number,
): Diagnostic {
  const bounds = least === most ? `${least}` : count < least ? `at least ${least}` : `at most ${most}`;
  const noun = bounds.endsWith(" 1") || bounds === "1" ? "argument" : "arguments";
  return error("KQL104", span, `\`${name}\` takes ${bounds} ${noun}, but got ${count}`);
}

export function noMatchingOverload(
  name: string,
  span: Span,
  types: readonly KqlType[],
  candidates: readonly string[],
): Diagnostic {
  const listed = candidates.slice(0, 6).map((candidate) => `\`${candidate}\``);
  const more = candidates.length > 6 ? `, and ${candidates.length - 6} more` : "";
  return error("KQL105", span, `\`${name}\` does not take (${types.join(", ")})`, [
    `it takes ${listed.join(" or ")}${more}`,
  ]);
}

export const noSuchOperation = (operator: string, span: Span, left: KqlType, right: KqlType): Diagnostic =>
  error(
    "KQL106",
    span,
    `operator \`${operator}\` does not work between ${left} and ${right}`,
    conversionHints(left, right),
  );

export const noTermList = (operator: string, span: Span, left: KqlType): Diagnostic =>
  error("KQL106", span, `operator \`${operator}\` does not work between ${left} and dynamic`, [
    operator === "has" ? "for any term of a list write `has_any`" : "give it one text",
  ]);

function conversionHints(left: KqlType, right: KqlType): string[] {
  if (left === "dynamic" && right === "dynamic") return ["convert both sides, such as `tostring(...)`"];
  if (left === "dynamic") return [`convert the left side: \`to${right}(...)\``];
  if (right === "dynamic") return [`convert the right side: \`to${left}(...)\``];
  if (left === right) return [];
  if (left === "string") return [`convert the left side: \`to${right}(...)\``];
  if (right === "string") return [`convert the right side: \`to${left}(...)\``];
  return [`convert one side, such as \`to${left}(...)\``];
}

export const wrongType = (span: Span, expected: string, actual: KqlType): Diagnostic =>
  error("KQL107", span, `expected ${expected}, but this is ${actual}`);

export const notConstant = (span: Span): Diagnostic =>
  error("KQL108", span, "expected a constant, but this depends on the rows");

export const notDynamic = (span: Span, type: KqlType): Diagnostic =>
  error("KQL109", span, `only a dynamic value has members, but this is ${type}`, [
    "convert it first: `parse_json(...)`",
  ]);

export const repeatedColumn = (name: string, span: Span): Diagnostic =>
  error("KQL110", span, `column \`${name}\` is named twice`, ["give one of them another name"]);

export const notSerialized = (name: string, span: Span): Diagnostic =>
  error("KQL111", span, `\`${name}\` needs rows in a defined order`, [
    "put `| sort by ...` or `| serialize` before it",
  ]);

export const misplacedAggregate = (name: string, span: Span): Diagnostic =>
  error("KQL112", span, `aggregate \`${name}\` cannot stand here`, ["compute it with `summarize` first"]);

export const columnOutsideAggregate = (name: string, span: Span): Diagnostic =>
  error("KQL113", span, `column \`${name}\` stands outside of any aggregate`, [
    `wrap it, such as \`take_any(${name})\`, or group by it`,
  ]);

export const tooDeep = (span: Span, limit: number): Diagnostic =>
  error("KQL114", span, `this is nested more than ${limit} levels deep`);

export const tooLarge = (span: Span, limit: number): Diagnostic =>
  error("KQL115", span, `with all that it names written out, this has more than ${limit} steps`);

export const expectedTable = (span: Span): Diagnostic =>
  error("KQL116", span, "expected a table, but this is a single value");

export const misplacedGraphFunction = (name: string, span: Span): Diagnostic =>
  error("KQL138", span, `\`${name}\` tells of a part of a graph pattern`, [
    "it stands in `graph-match` and `graph-shortest-paths` only",
  ]);

export const graphAsTable = (span: Span): Diagnostic =>
  error("KQL137", span, "expected a table, but this is a graph", [
    "end it with `graph-match ... project ...` or `graph-to-table`",
  ]);

export const expectedScalar = (span: Span): Diagnostic =>
  error("KQL117", span, "expected a single value, but this is a table", ["wrap it: `toscalar(...)`"]);

export const unknownParameter = (name: string, span: Span, known: readonly string[]): Diagnostic =>
  error("KQL118", span, `there is no parameter \`${name}\``, didYouMean(name, known));

export const missingColumn = (name: string, type: KqlType, parameter: string, span: Span): Diagnostic =>
  error("KQL119", span, `parameter \`${parameter}\` needs a column \`${name}\` of type ${type}`);

export const misplacedStar = (span: Span): Diagnostic =>
  error("KQL120", span, "`*` cannot stand here", ["name a column"]);

export const recursiveFunction = (name: string, span: Span): Diagnostic =>
  error("KQL121", span, `function \`${name}\` calls itself`);

export const notSeveralColumns = (span: Span, expected: number, actual: number): Diagnostic =>
  error(
    "KQL122",
    span,
    `this yields ${actual} ${actual === 1 ? "column" : "columns"}, but ${expected} are named`,
  );

export const missingArgument = (parameter: string, name: string, span: Span): Diagnostic =>
  error("KQL123", span, `\`${name}\` lacks an argument for parameter \`${parameter}\``);

export const misplacedWindow = (name: string, span: Span): Diagnostic =>
  error("KQL124", span, `\`${name}\` cannot stand here`, ["compute it with `serialize` or `extend` first"]);

export const notIndexable = (span: Span, type: KqlType): Diagnostic =>
  error("KQL125", span, `an index is a name or a number, but this is ${type}`);

export const expectedBare = (span: Span): Diagnostic =>
  error("KQL126", span, "expected the name of a column");

export const noResult = (span: Span): Diagnostic =>
  error("KQL127", span, "the query yields nothing", ["end it with a table or a pipeline"]);

export const notLiteralCell = (span: Span): Diagnostic =>
  error("KQL129", span, "the cells of a datatable must be literals");

export const unknownTableFunction = (name: string, span: Span, known: Names): Diagnostic =>
  errorWithLateHints("KQL130", span, `unknown function \`${name}\``, () => [
    ...didYouMean(name, known()),
    "a function of the workspace can be given: `$functions` in a test, `--functions`, `addFunction`",
  ]);

export function unmatchedPattern(
  name: string,
  values: readonly string[],
  path: string | undefined,
  span: Span,
): Diagnostic {
  const written = `${name}(${values.map((value) => `'${value}'`).join(", ")})`;
  const call = path === undefined ? written : `${written}.['${path}']`;
  return error("KQL134", span, `pattern \`${name}\` has no table for \`${call}\``);
}

/** A body of a stored function has no place in the query; the call has. */
export const insideFunction = (name: string, span: Span, inner: Diagnostic): Diagnostic => ({
  ...inner,
  span,
  message: `in function \`${name}\`: ${inner.message}`,
});

export const missingOption = (name: string, option: string, span: Span): Diagnostic =>
  error("KQL131", span, `function \`${name}\` takes its size from an option that is not set to a constant`, [
    `write \`set ${option} = 1h;\` before the query, with the size wanted`,
  ]);

export const assertionFailed = (message: string, span: Span): Diagnostic =>
  error("KQL132", span, `the assertion does not hold: ${message}`);

export const tableAfterScalar = (parameter: string, span: Span): Diagnostic =>
  error("KQL133", span, `table parameter \`${parameter}\` stands after a scalar one`, [
    "put the tables first",
  ]);

export const repeatedDeclaration = (name: string, span: Span): Diagnostic =>
  error("KQL135", span, `\`${name}\` is declared already`, ["give one of them another name"]);

export const notFirst = (operator: string, span: Span): Diagnostic =>
  error("KQL136", span, `\`${operator}\` takes no rows`, ["begin a query or a sub-query with it"]);

export const unsupportedFunction = (name: string, span: Span): Diagnostic =>
  error("KQL201", span, `function \`${name}\` is not supported yet`);

/** As `unsupportedFunction`, of functions that a workspace can answer for. */
export const unsupportedScalarFunction = (name: string, span: Span): Diagnostic => ({
  ...unsupportedFunction(name, span),
  hints: [`give the workspace a function \`${name}\` that answers for the values tested`],
});

export const unsupportedAggregate = (name: string, span: Span): Diagnostic =>
  error("KQL202", span, `aggregate \`${name}\` is not supported yet`);

export const unsupportedOperator = (kind: string, span: Span, ...hints: readonly string[]): Diagnostic =>
  error("KQL203", span, `operator \`${kind}\` is not supported yet`, hints);

export const unsupportedStatement = (what: string, span: Span): Diagnostic =>
  error("KQL204", span, `${what} is not supported yet`);

export const unsupportedComparison = (
  operator: string,
  left: KqlType,
  right: KqlType,
  span: Span,
): Diagnostic =>
  error("KQL205", span, `comparing ${left} with ${right} by \`${operator}\` is not supported yet`);

export const unsupportedCall = (name: string, span: Span, types: readonly KqlType[]): Diagnostic =>
  error("KQL210", span, `\`${name}\` of (${types.join(", ")}) is not supported yet`, [
    "convert the arguments to the types that it is documented for",
  ]);

export const unsupportedVarying = (name: string, span: Span): Diagnostic =>
  error("KQL211", span, `an argument of \`${name}\` that depends on the rows is not supported yet`, [
    "give it a constant",
  ]);

export const unsupportedNegation = (span: Span): Diagnostic =>
  error("KQL207", span, "`-` before a dynamic value is not supported yet", ["convert it: `-toreal(...)`"]);

export const unsupportedPassing = (
  actual: KqlType,
  wanted: KqlType,
  parameter: string,
  span: Span,
): Diagnostic =>
  error(
    "KQL208",
    span,
    `passing ${actual} to parameter \`${parameter}\` of type ${wanted} is not supported yet`,
    [`convert it: \`to${wanted}(...)\``],
  );

export const unsupportedRemoteTable = (name: string, span: Span): Diagnostic =>
  error("KQL209", span, `table \`${name}\` of another cluster is not given`, [
    "give it to the workspace as a table of its own name",
  ]);

export const missingWatchlist = (name: string, span: Span, known: Names): Diagnostic =>
  errorWithLateHints("KQL206", span, `watchlist \`${name}\` is not given`, () => [
    ...didYouMean(name, known()),
    "give its rows: `$watchlists` in a test, `addWatchlist` in the library",
  ]);
