/** What the formatter has to know of the grammar: which tokens stand close to their neighbours, where lists begin. */
import { type CstNode, has, type IToken, nodesOf, tokensOf } from "./cst.js";

export interface FormatMarks {
  /** Offsets of tokens with no blank before them. */
  readonly closeBefore: ReadonlySet<number>;
  /** Offsets of tokens with no blank after them. */
  readonly closeAfter: ReadonlySet<number>;
  /** By offset of an operator's first token, the offset of the last token before its list or condition. */
  readonly heads: ReadonlyMap<number, number>;
  /** Offset of the bracket that holds the cells of a `datatable`, and how many make a row. */
  readonly rowLengths: ReadonlyMap<number, number>;
}

interface Marks {
  readonly closeBefore: Set<number>;
  readonly closeAfter: Set<number>;
  readonly heads: Map<number, number>;
  readonly rowLengths: Map<number, number>;
}

export function collectMarks(cst: CstNode): FormatMarks {
  const marks: Marks = {
    closeBefore: new Set(),
    closeAfter: new Set(),
    heads: new Map(),
    rowLengths: new Map(),
  };
  const pending: CstNode[] = [cst];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    markNode(node, marks);
    for (const name in node.children) {
      for (const child of node.children[name]) if ("children" in child) pending.push(child);
    }
  }
  return marks;
}

/** Rules whose opening bracket follows what is called or indexed. */
const callRules: ReadonlySet<string> = new Set([
  "callArguments",
  "dynamicExpression",
  "typeofExpression",
  "pipelineCall",
  "indexAccess",
]);
/** Rules with `=` between a name and a value that belong together. */
const assignmentRules: ReadonlySet<string> = new Set([
  "parameterValue",
  "property",
  "forkBranch",
  "seriesAggregate",
  "topNestedClause",
  "scanStep",
]);
/** Rules of one word, all their tokens side by side. */
const wordRules: ReadonlySet<string> = new Set(["wildcardName", "graphPattern", "bracketedName"]);
/** Rules where `:` stands between a name and its type. */
const typeRules: ReadonlySet<string> = new Set([
  "columnDeclaration",
  "functionParameter",
  "parsePart",
  "findColumn",
]);
/** Operators whose list stands on lines of its own when it is long. */
const listOperators: ReadonlySet<string> = new Set([
  "distinctOperator",
  "extendOperator",
  "printOperator",
  "projectOperator",
  "projectAwayOperator",
  "projectByNamesOperator",
  "projectKeepOperator",
  "projectRenameOperator",
  "projectReorderOperator",
  "serializeOperator",
  "sortOperator",
  "summarizeOperator",
  "makeSeriesOperator",
  "mvExpandOperator",
]);

function markNode(node: CstNode, marks: Marks): void {
  const { name } = node;
  if (callRules.has(name))
    markBoth(tokensOf(node, name === "indexAccess" ? "OpenBracket" : "OpenParen"), marks);
  if (assignmentRules.has(name)) markBoth(tokensOf(node, "Assign"), marks);
  if (typeRules.has(name)) markBoth(tokensOf(node, "Colon"), marks);
  if (wordRules.has(name)) markInside(tokensUnder(node), marks);
  if (name === "operand" || name === "constant") markSign(node, marks);
  if (name === "makeGraphOperator") markArrow(node, marks);
  if (name === "datatableExpression") markRows(node, marks);
  if (name === "pipelineCall" || name === "typeofExpression" || name === "dynamicExpression") return;
  if (listOperators.has(name)) markHead(node, marks);
}

function markBoth(tokens: readonly IToken[], marks: Marks): void {
  for (const { startOffset } of tokens) {
    marks.closeBefore.add(startOffset);
    marks.closeAfter.add(startOffset);
  }
}

function tokensUnder(node: CstNode): readonly IToken[] {
  const tokens: IToken[] = [];
  const pending: CstNode[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const name in next.children) {
      for (const child of next.children[name]) {
        if ("image" in child) tokens.push(child);
        else pending.push(child);
      }
    }
  }
  return tokens.sort((a, b) => a.startOffset - b.startOffset);
}

function markInside(tokens: readonly IToken[], marks: Marks): void {
  for (const { startOffset } of tokens.slice(1)) marks.closeBefore.add(startOffset);
}

/** A sign stands close to its operand; two-sided operators are children of another rule. */
function markSign(node: CstNode, marks: Marks): void {
  for (const { startOffset } of [...tokensOf(node, "Minus"), ...tokensOf(node, "Plus")]) {
    marks.closeAfter.add(startOffset);
  }
}

function markArrow(node: CstNode, marks: Marks): void {
  markInside([...tokensOf(node, "Minus"), ...tokensOf(node, "Greater")], marks);
}

function markRows(node: CstNode, marks: Marks): void {
  const columns = nodesOf(node, "rowSchema").flatMap((schema) => nodesOf(schema, "columnDeclaration"));
  for (const { startOffset } of tokensOf(node, "OpenBracket")) {
    marks.rowLengths.set(startOffset, Math.max(1, columns.length));
  }
}

const parameterRules = ["parameter", "hint", "kindOrHint", "expandParameter"] as const;

function markHead(node: CstNode, marks: Marks): void {
  const [first] = tokensUnder({ ...node, children: ownTokens(node) });
  if (first === undefined) return;
  const parameters = parameterRules.flatMap((rule) => nodesOf(node, rule)).flatMap(tokensUnder);
  // `sort by` has its list behind `by`; of other operators `by` begins a clause of its own.
  const by = node.name === "sortOperator" ? tokensOf(node, "By") : [];
  const last = [...parameters, ...by].at(-1) ?? first;
  marks.heads.set(first.startOffset, last.startOffset);
}

function ownTokens(node: CstNode): CstNode["children"] {
  const tokens: CstNode["children"] = {};
  for (const name in node.children) {
    if (has(node, name) && "image" in node.children[name][0]) tokens[name] = node.children[name];
  }
  return tokens;
}
