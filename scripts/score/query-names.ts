/** What a query's text says of data that its binding cannot know: keys of bags, parts of XML, columns of custom tables. */
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import type {
  BinaryExpression,
  CallExpression,
  Expression,
  InExpression,
  Name,
} from "../../src/syntax/ast.js";
import { parseQuery } from "../../src/syntax/parse.js";

export interface QueryNames {
  /** Every name used as a value, and every member asked of one. */
  readonly names: ReadonlySet<string>;
  /** Names that the query gives to what it works out. */
  readonly made: ReadonlySet<string>;
  /** Texts and numbers that names are compared with. */
  readonly compared: ReadonlyMap<string, readonly unknown[]>;
  /** Columns that `pivot` groups by, which must be there. */
  readonly pivotKeys: ReadonlySet<string>;
  /** Texts read as XML: the column, and the elements on the way to what is used. */
  readonly xml: readonly { readonly column: string; readonly elements: readonly string[] }[];
  /** Tables with the suffix of custom logs. */
  readonly customTables: ReadonlySet<string>;
}

export function namesOfQuery(text: string): QueryNames {
  const names = new Set<string>();
  const made = new Set<string>();
  const compared = new Map<string, unknown[]>();
  const pivotKeys = new Set<string>();
  const xml: { column: string; elements: readonly string[] }[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (isNameOrMember(value)) {
      const read = xmlRead(value);
      if (read !== undefined) {
        xml.push(read);
        return;
      }
      if (value.kind === "name") names.add(value.name);
      else if (value.kind === "member" && "text" in value.member) names.add(value.member.text);
    }
    if ("name" in value && isName(value.name)) made.add(value.name.text);
    if ("names" in value && Array.isArray(value.names))
      for (const name of value.names) if (isName(name)) made.add(name.text);
    if (isComparison(value) && value.left.kind === "name")
      compared.set(value.left.name, [...(compared.get(value.left.name) ?? []), ...literalsOf(value.right)]);
    if (isCall(value) && value.callee.text === "pivot") {
      for (const { value: key } of value.args.slice(2)) if (key.kind === "name") pivotKeys.add(key.name);
    }
    for (const part of Object.values(value)) walk(part);
  };
  walk(parseQuery(text, operatorSyntax).query);
  const customTables = new Set([...names].filter((name) => name.endsWith("_CL")));
  return { names, made, compared, pivotKeys, xml, customTables };
}

function isNameOrMember(value: object): value is Expression {
  return "kind" in value && (value.kind === "name" || value.kind === "member");
}

function isComparison(value: object): value is BinaryExpression | InExpression {
  return "kind" in value && (value.kind === "binary" || value.kind === "in");
}

/** The plain values of a literal or of a list of them. */
function literalsOf(right: BinaryExpression["right"] | InExpression["right"]): unknown[] {
  const items: readonly unknown[] = Array.isArray(right) ? right : [right];
  return items.flatMap((item): unknown[] => {
    if (typeof item !== "object" || item === null || !("kind" in item) || !("value" in item)) return [];
    const { kind, value } = item;
    if (kind === "literal" && typeof value === "bigint") return [Number(value)];
    return kind === "literal" && (typeof value === "string" || typeof value === "number") ? [value] : [];
  });
}

function isCall(value: object): value is CallExpression {
  return "kind" in value && value.kind === "call";
}

function isName(value: unknown): value is Name {
  return typeof value === "object" && value !== null && "text" in value && typeof value.text === "string";
}

/** `parse_xml(Column).a.b`. */
function xmlRead(expression: Expression): { column: string; elements: readonly string[] } | undefined {
  const elements: string[] = [];
  let base = expression;
  while (base.kind === "member" && "text" in base.member) {
    elements.unshift(base.member.text);
    base = base.base;
  }
  if (base.kind !== "call" || base.callee.text !== "parse_xml" || elements.length === 0) return undefined;
  const argument = base.args[0]?.value;
  return argument?.kind === "name" ? { column: argument.name, elements } : undefined;
}
