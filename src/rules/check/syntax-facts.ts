/** Facts that the syntax tree gives: names as they are written, before the binder settles them. */
import type { CallExpression, NameExpression, Query } from "../../syntax/ast.js";
import type { Span } from "../../text/span.js";
import type { DeprecatedFact, UnusedFact, WildcardFact } from "./facts.js";

export interface SyntaxFacts {
  readonly deprecated: readonly DeprecatedFact[];
  readonly unusedLets: readonly UnusedFact[];
  readonly wildcards: readonly WildcardFact[];
  /** Names of columns, tables and functions that it uses. */
  readonly names: ReadonlySet<string>;
  /** Names that a `let` gives to numbers. */
  readonly numericLets: ReadonlySet<string>;
  /** Names that it uses in one place only. */
  readonly usedOnce: ReadonlySet<string>;
}

const replacements: ReadonlyMap<string, string> = new Map([
  ["makeset", "make_set"],
  ["makelist", "make_list"],
  ["todynamic", "parse_json"],
  ["parsejson", "parse_json"],
  ["pack", "bag_pack"],
  ["argmax", "arg_max"],
  ["argmin", "arg_min"],
  ["any", "take_any"],
]);

/** Facts of a query's tree; spans are offsets in the query. */
export function syntaxFacts(query: Query, text: string): SyntaxFacts {
  const nodes = nodesOf(query);
  const calls = nodes.filter(isCall);
  const uses = [...nodes.filter(isName).map(({ name }) => name), ...calls.map(({ callee }) => callee.text)];
  const used = new Set(uses);
  const repeated = new Set(uses.filter((name, at) => uses.indexOf(name) !== at));
  const lets = query.statements.flatMap((statement) =>
    statement.kind === "let" || statement.kind === "let-function" ? [statement.name] : [],
  );
  const own = new Set(lets.map((name) => name.text));
  return {
    names: used,
    numericLets: new Set(
      query.statements.flatMap((statement) => {
        if (statement.kind !== "let") return [];
        const { start, end } = statement.value.span;
        return /^-?\d+(?:\.\d+)?$/.test(text.slice(start, end)) ? [statement.name.text] : [];
      }),
    ),
    usedOnce: new Set(uses.filter((name) => !repeated.has(name))),
    deprecated: [
      ...calls.flatMap(({ callee }) => {
        const replacement = own.has(callee.text) ? undefined : replacements.get(callee.text);
        return replacement === undefined ? [] : [{ span: callee.span, name: callee.text, replacement }];
      }),
      ...nodes
        .filter(isLegacyExpand)
        .map(({ keyword }) => ({ span: keyword, name: "mvexpand", replacement: "mv-expand" })),
    ],
    unusedLets: lets
      .filter((name) => !used.has(name.text))
      .map((name) => ({ span: name.span, kind: "let", name: name.text })),
    wildcards: nodes
      .filter(isWildcard)
      .map(({ span }) => ({ span, text: text.slice(span.start, span.end).split("\n")[0] })),
  };
}

/** Every object of the tree that is a node. */
function nodesOf(query: Query): readonly object[] {
  const found: object[] = [];
  const waiting: unknown[] = [query];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null) continue;
    if ("kind" in value) found.push(value);
    waiting.push(...Object.values(value));
  }
  return found;
}

const kindOf = (node: object) => ("kind" in node ? node.kind : undefined);
const isCall = (node: object): node is CallExpression => kindOf(node) === "call" && "callee" in node;
const isName = (node: object): node is NameExpression => kindOf(node) === "name" && "name" in node;

interface WithKeyword {
  readonly span: Span;
  readonly keyword: Span;
}

function isLegacyExpand(node: object): node is WithKeyword {
  return kindOf(node) === "mv-expand" && "isLegacy" in node && node.isLegacy === true;
}

/** `union *` and `search *`: every table there is. */
function isWildcard(node: object): node is WithKeyword {
  if (kindOf(node) === "union") return "tables" in node && listHas(node.tables, isEverything);
  return kindOf(node) === "search" && "predicate" in node && isEverything(node.predicate);
}

const listHas = (list: unknown, test: (item: unknown) => boolean) => Array.isArray(list) && list.some(test);

function isEverything(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  return kindOf(node) === "star" || (isName(node) && node.name === "*");
}
