/** What the names in the expressions of a graph pattern mean: nodes, edges, paths, and functions of them. */
import type { BindContext } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import { visibleNames } from "../bind/columns.js";
import { unknownColumn } from "../bind/diagnostics.js";
import type { GraphType } from "../bind/graph.js";
import type { CallExpression, Expression, MemberExpression, NameExpression } from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import { badGraphPattern, unsupportedPart } from "./diagnostics.js";
import { edgeExtras, type FoldColumn, type MatchColumn, nodeExtras } from "./graph-matches.js";
import { rewriteExpression } from "./rewrite-expression.js";

/** What a name of the pattern stands for: `at` is a node or a path of the pattern. */
export interface PatternElement {
  readonly kind: "node" | "edge" | "path";
  readonly at: number;
}

/** What can be asked of nodes and edges, in the order of the columns of `Elements`. */
export interface ElementColumns {
  readonly nodes: readonly Column[];
  readonly edges: readonly Column[];
}

export function elementColumns({ nodes, edges }: GraphType): ElementColumns {
  return { nodes: [...nodes, ...nodeExtras], edges: [...edges, ...edgeExtras] };
}

export interface GraphNames {
  readonly elements: ReadonlyMap<string, PatternElement>;
  readonly columns: ElementColumns;
  /** There may be other columns, too. */
  readonly isOpen: boolean;
}

const folds = ["all", "any", "map"] as const;
/** Functions of a node, or of an edge, and the column that answers them. */
const asked: ReadonlyMap<string, string> = new Map([
  ["node_degree_in", "\0degree in"],
  ["node_degree_out", "\0degree out"],
  ["node_id", "\0id"],
  ["labels", "\0labels"],
]);
const degrees: ReadonlySet<string> = new Set(["\0degree in", "\0degree out"]);

/** The columns of matches that some expressions read, in the order in which they are first named. */
export class GraphScope {
  readonly columns: Column[] = [];
  readonly sources: MatchColumn[] = [];
  /** What the engine calls each column that is projected without a name; undefined where that is not known. */
  private readonly writtenNames: (string | undefined)[] = [];

  constructor(
    private readonly names: GraphNames,
    private readonly context: BindContext,
  ) {}

  /** An expression over `columns`. */
  resolve(expression: Expression): Expression {
    return rewriteExpression(expression, (part) => this.replace(part));
  }

  private replace(part: Expression): Expression | undefined {
    if (part.kind === "name" && !part.isBracketed) return this.replaceName(part);
    if (part.kind === "member") return this.replaceMember(part);
    return part.kind === "call" ? this.replaceCall(part) : undefined;
  }

  private replaceName({ name, span }: NameExpression): Expression | undefined {
    if (!this.names.elements.has(name)) return undefined;
    this.context.report(unsupportedPart(`\`${name}\` without a property`, span));
    return { kind: "error", span };
  }

  private replaceMember({ base, member, span }: MemberExpression): Expression | undefined {
    const element = base.kind === "name" ? this.names.elements.get(base.name) : undefined;
    if (element === undefined || base.kind !== "name" || !("text" in member)) return undefined;
    const columns = this.columnsOf(element);
    const column = columns.findIndex(({ name }) => name === member.text);
    if (column < 0) {
      if (!this.names.isOpen)
        this.context.report(unknownColumn(member.text, member.span, () => propertiesOf(columns)));
      return { kind: "error", span };
    }
    if (element.kind !== "path") return this.element(element, column, span, `${base.name}_${member.text}`);
    const fold = { how: "map", at: element.at, over: "edges" } as const;
    return this.fold(fold, nameOf(member.text, member.span), span, `${base.name}_${member.text}`);
  }

  private replaceCall(call: CallExpression): Expression | undefined {
    const { text: name } = call.callee;
    const question = asked.get(name);
    if (question !== undefined) return this.replaceQuestion(call, question);
    const [first, second] = call.args;
    if (name === "array_length" && first?.value.kind === "name") {
      const element = this.names.elements.get(first.value.name);
      return element?.kind === "path" ? this.lengthOf(element, call.span) : undefined;
    }
    const how = folds.find((fold) => fold === name);
    if (how === undefined || first === undefined || second === undefined || call.args.length !== 2)
      return undefined;
    const over = pathOf(first.value, this.names);
    if (over === undefined || second.value.kind === "pipeline") {
      this.context.report(badGraphPattern(`\`${name}\` takes a path of the pattern`, first.span));
      return { kind: "error", span: call.span };
    }
    return this.fold({ ...over, how }, second.value, call.span);
  }

  /** `node_degree_in(n)` */
  private replaceQuestion(call: CallExpression, question: string): Expression | undefined {
    const [argument] = call.args;
    const element =
      argument?.value.kind === "name" ? this.names.elements.get(argument.value.name) : undefined;
    const columns = element === undefined ? [] : this.columnsOf(element);
    const column = columns.findIndex(({ name }) => name === question);
    if (element === undefined || element.kind === "path" || column < 0) {
      const what = question === "\0labels" ? "node or edge" : "node";
      this.context.report(
        badGraphPattern(`\`${call.callee.text}\` takes a ${what} of the pattern`, call.span),
      );
      return { kind: "error", span: call.span };
    }
    return this.element(element, column, call.span, degrees.has(question) ? call.callee.text : undefined);
  }

  /** `n.a` of an element of the pattern. */
  private isOfElement(part: Expression): boolean {
    return part.kind === "member" && part.base.kind === "name" && this.names.elements.has(part.base.name);
  }

  private columnsOf({ kind }: PatternElement): readonly Column[] {
    return kind === "node" ? this.names.columns.nodes : this.names.columns.edges;
  }

  private element(
    element: PatternElement,
    column: number,
    span: Span,
    written: string | undefined,
  ): Expression {
    const of = element.kind === "node" ? "nodes" : "edges";
    const { at } = element;
    const known = this.sources.findIndex(
      (source) =>
        source.kind === "element" && source.of === of && source.at === at && source.column === column,
    );
    if (known >= 0) return nameOf(this.columns[known].name, span);
    return this.add({ kind: "element", of, at, column }, this.columnsOf(element)[column], span, written);
  }

  /** What is worked out of each part of a path, over what that part tells and over the match. */
  private fold(
    { how, at, over }: Pick<FoldColumn, "how" | "at" | "over">,
    value: Expression,
    span: Span,
    written?: string,
  ): Expression {
    const outer = new GraphScope(this.names, this.context);
    const resolved = outer.resolve(
      rewriteExpression(value, (part) =>
        this.isOfElement(part) ? part : partInside(part, this.names.columns[over]),
      ),
    );
    const columns = [...this.names.columns[over], ...outer.columns];
    const isTest = how === "all" || how === "any";
    const expression = isTest
      ? this.context.predicate(resolved, columns)
      : this.context.expression(resolved, columns);
    const source = { kind: "fold", how, at, over, expression, outer: outer.sources } as const;
    return this.add(source, { name: "", type: isTest ? "bool" : "dynamic" }, span, written);
  }

  /** How long a path is. */
  private lengthOf({ at }: PatternElement, span: Span): Expression {
    return this.add({ kind: "length", at }, { name: "", type: "long" }, span, undefined);
  }

  /** A name of the output with the names in it that columns have here put as the engine does; undefined: not known. */
  written(name: string): string | undefined {
    const parts = name.split("\0");
    for (let at = 1; at < parts.length; at += 2) {
      const own = this.writtenNames[Number(parts[at]) - 1];
      if (own === undefined) return undefined;
      parts[at] = own;
    }
    return parts.join("");
  }

  private add(
    source: MatchColumn,
    { type, isTypeOpen }: Column,
    span: Span,
    written: string | undefined,
  ): Expression {
    const name = `\0${this.sources.push(source)}\0`;
    this.writtenNames.push(written);
    this.columns.push(isTypeOpen === true ? { name, type, isTypeOpen } : { name, type });
    return nameOf(name, span);
  }
}

function nameOf(name: string, span: Span): NameExpression {
  return { kind: "name", name, isBracketed: true, hasWildcard: false, span };
}

function propertiesOf(columns: readonly Column[]): string[] {
  return visibleNames(columns).filter((name) => !name.startsWith("\0"));
}

/** What an expression about a part of a path says of that part: its properties by their names, `node_degree_in()`. */
function partInside(part: Expression, columns: readonly Column[]): Expression | undefined {
  if (part.kind === "name" && columns.some(({ name }) => name === part.name))
    return nameOf(part.name, part.span);
  if (part.kind !== "call" || part.args.length > 0) return undefined;
  const question = asked.get(part.callee.text);
  const isThere = columns.some(({ name }) => name === question);
  return question !== undefined && isThere ? nameOf(question, part.span) : undefined;
}

/** The path that `all(e, ...)` or `all(inner_nodes(e), ...)` runs over. */
function pathOf(
  value: CallExpression["args"][number]["value"],
  { elements }: GraphNames,
): { readonly at: number; readonly over: FoldColumn["over"] } | undefined {
  if (value.kind === "name") {
    const element = elements.get(value.name);
    return element?.kind === "path" ? { at: element.at, over: "edges" } : undefined;
  }
  if (value.kind !== "call" || value.callee.text !== "inner_nodes") return undefined;
  const inside = value.args[0]?.value;
  const element = inside?.kind === "name" ? elements.get(inside.name) : undefined;
  return element?.kind === "path" ? { at: element.at, over: "nodes" } : undefined;
}
