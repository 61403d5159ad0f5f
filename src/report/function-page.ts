/** The list of built-in functions as a page of Markdown: what runs, how it is called, what it answers, what does not run. */
import { printSignature } from "../bind/overload.js";
import type { FunctionEntry } from "../functions/entry.js";
import { knownAggregateNames, knownScalarNames } from "../functions/known-names.js";
import { functionsNotRun, geoReason, isUndocumented } from "../functions/not-run.js";
import { functionFamilies } from "./function-families.js";

/** A function that the binder makes: it looks at columns or tables, or takes them as arguments. */
export interface FormFacts {
  readonly page: string;
  readonly summary: string;
  readonly signature: string;
  /** Query to query of the same answer. */
  readonly examples: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
}

/** A graph of three nodes, from x by y to z. */
const smallGraph =
  'datatable(a:string, b:string, w:long)["x", "y", 1, "y", "z", 2] | make-graph a --> b with_node_id=id';
const longPath = `${smallGraph} | graph-match (s)-[e*2..2]->(t)`;

export const formFacts: Readonly<Record<string, FormFacts>> = {
  all: {
    page: "all-graph-function",
    summary:
      "Whether a condition holds for each edge of a path of a graph pattern, or each node inside of it.",
    signature: "all(path, condition: bool)",
    examples: { [`${longPath} project it = all(e, w > 1)`]: "print it = false" },
  },
  any: {
    page: "any-graph-function",
    summary: "Whether a condition holds for one of the edges of a path, or of the nodes inside of it.",
    signature: "any(path, condition: bool)",
    examples: { [`${longPath} project it = any(e, w > 1)`]: "print it = true" },
  },
  map: {
    page: "map-graph-function",
    summary: "What an expression gives for each edge of a path, or each node inside of it, as an array.",
    signature: "map(path, expression: any)",
    examples: { [`${longPath} project it = map(e, w * 10)`]: "print it = dynamic([10, 20])" },
  },
  inner_nodes: {
    page: "inner-nodes-graph-function",
    summary: "The nodes inside of a path, for `all`, `any` and `map`.",
    signature: "inner_nodes(path)",
    examples: { [`${longPath} project it = map(inner_nodes(e), id)`]: 'print it = dynamic(["y"])' },
  },
  labels: {
    page: "labels-graph-function",
    summary:
      "The labels of a node or an edge of a graph pattern: none, as graphs that a query makes have no labels.",
    signature: "labels(element?)",
    examples: { [`${longPath} project it = labels(s)`]: "print it = dynamic([])" },
  },
  node_degree_in: {
    page: "node-degree-in",
    summary: "How many edges lead to a node of a graph pattern.",
    signature: "node_degree_in(node?)",
    examples: { [`${longPath} project it = node_degree_in(t)`]: "print it = 1" },
  },
  node_degree_out: {
    page: "node-degree-out",
    summary: "How many edges lead from a node of a graph pattern.",
    signature: "node_degree_out(node?)",
    examples: { [`${longPath} project it = node_degree_out(t)`]: "print it = 0" },
  },
  node_id: {
    page: "node-id",
    summary: "The id of a node of a graph pattern, as text.",
    signature: "node_id(node?)",
    examples: { [`${longPath} project it = node_id(s)`]: 'print it = "x"' },
  },
  assert: {
    page: "assert-function",
    summary: "True; a mistake of the query where its constant condition is not.",
    signature: "assert(condition: bool, message: string)",
    examples: { 'print assert(1 < 2, "in order")': "print true" },
  },
  bin_auto: {
    page: "bin-auto-function",
    summary: "A value rounded down to the size that the query sets as an option.",
    signature: "bin_auto(value: numeric|datetime|timespan)",
    examples: {
      "set query_bin_auto_size = 1h; print bin_auto(datetime(2026-04-06 12:34))":
        "print datetime(2026-04-06 12:00)",
    },
  },
  column_ifexists: {
    page: "column-ifexists-function",
    summary: "The column of a name where the rows have it, else a default.",
    signature: "column_ifexists(name: string, default: any)",
    examples: { 'print a = 1 | project it = column_ifexists("b", 2)': "print it = 2" },
    aliases: ["columnifexists"],
  },
  column_names_of: {
    page: "column-names-of-function",
    summary: "The names of a table's columns.",
    signature: "column_names_of(table)",
    examples: {
      "let T = datatable(a:string, b:int)[]; print column_names_of(T)": 'print dynamic(["a", "b"])',
    },
  },
  ingestion_time: {
    page: "ingestion-time-function",
    summary: "When a row of a table came in; null for rows that a query makes.",
    signature: "ingestion_time()",
    examples: { "print ingestion_time()": "print datetime(null)" },
  },
  iscolumnexists: {
    page: "column-ifexists-function",
    summary: "Whether the rows have a column of the name.",
    signature: "iscolumnexists(name: string)",
    examples: { 'print a = 1 | project it = iscolumnexists("b")': "print it = false" },
  },
  toscalar: {
    page: "toscalar-function",
    summary: "The first cell of a table.",
    signature: "toscalar(table)",
    examples: { "print toscalar(range x from 5 to 9 step 1 | count)": "print 5" },
  },
};

/** Functions that yield tables, which `materialize`, `table` and the like hand on. */
const tableFunctions: ReadonlySet<string> = new Set(["cluster", "database", "materialize", "table"]);

/** Names of the language that the page leaves out: internal ones, and those of tables. */
export function isListed(name: string): boolean {
  return !isUndocumented(name) && !tableFunctions.has(name);
}

export function printFunctionPage(): string {
  const families = functionFamilies.map(
    ({ title, entries }) => `## ${title}\n\n${printTable(Object.entries(entries).map(entryRow))}`,
  );
  return `${head()}\n${families.join("\n")}
## Of columns, tables and graphs

${printTable(Object.entries(formFacts).map(formRow))}
## Not run yet

A query that calls one of these is refused with \`KQL201\`, which names it.

| function | reason |
| --- | --- |
${notRunRows().join("\n")}
`;
}

function head(): string {
  const entries = functionFamilies.flatMap(({ title, entries }) => (title === "Operators" ? [] : [entries]));
  const count = entries.reduce((sum, family) => sum + Object.keys(family).length, 0);
  return `<!-- Made from the function tables by scripts/generate-function-docs.ts. -->
# Functions

${count + Object.keys(formFacts).length} scalar functions, window functions and aggregates run, and the operators of
expressions. Each links to the page that it follows. A parameter with \`?\` may be left out, one with \`...\` repeats.
Examples are run by the tests.

A function of a workspace or of a query takes the place of the built-in one of its name: so a test can answer for
\`current_principal()\` or for a function that does not run.
`;
}

const link = (name: string, page: string) =>
  `[\`${cell(name)}\`](https://learn.microsoft.com/kusto/query/${page})`;

function entryRow([name, entry]: [string, FunctionEntry]): string {
  const signatures = entry.signatures.map((signature) => printSignature(name, signature));
  const isNamed = /^\w+$/.test(name);
  const notes = [
    ...(entry.deprecated === undefined ? [] : [`Deprecated: \`${entry.deprecated}\`.`]),
    ...(entry.aliases === undefined
      ? []
      : [`Also ${entry.aliases.map((alias) => `\`${alias}\``).join(", ")}.`]),
  ];
  return row(link(name, entry.page), [entry.summary, ...notes], isNamed ? signatures : [], entry.examples);
}

function formRow([name, { page, summary, signature, examples, aliases }]: [string, FormFacts]): string {
  const notes = aliases === undefined ? [] : [`Also ${aliases.map((alias) => `\`${alias}\``).join(", ")}.`];
  return row(link(name, page), [summary, ...notes], [signature], examples);
}

function row(
  name: string,
  notes: readonly string[],
  signatures: readonly string[],
  examples: Readonly<Record<string, string>>,
): string {
  const calls = signatures.map((signature) => `${code(signature)}`);
  const answers = Object.entries(examples).map(([asked, answer]) => `${code(asked)} is ${code(answer)}`);
  return `| ${name} | ${cell(notes.join(" "))} | ${[...calls, ...answers].join("<br>")} |`;
}

function printTable(rows: readonly string[]): string {
  return `| function | what it gives | calls and examples |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}

function notRunRows(): string[] {
  const names = [...knownScalarNames(), ...knownAggregateNames()]
    .filter((name) => name.startsWith("geo_"))
    .sort();
  return [
    ...Object.entries(functionsNotRun).map(
      ([name, { page, reason }]) => `| ${link(name, page)} | ${reason} |`,
    ),
    ...names.map((name) => `| ${link(name, `${name.replaceAll("_", "-")}-function`)} | ${geoReason} |`),
  ];
}

/** A bar would end the cell, a line end the row. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}

/** Between more back-ticks than the text has in a row. */
function code(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${cell(text)}${pad}${fence}`;
}
