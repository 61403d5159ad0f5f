/** Parts that several operators share: sort keys, parameters, properties. */
import { parameterWords } from "../../grammar/keywords.js";
import { joinSpans } from "../text/span.js";
import type { Expression, NamedExpression, Property, SortKey } from "./ast.js";
import { type CstNode, has, type IToken, nodeOf, nodesOf, spanOf, tokenOf, tokenSpan } from "./cst.js";
import { unknownOperatorParameter, unnamedProperty } from "./diagnostics.js";
import { lowerExpression } from "./lower-expression.js";
import { lowerConstant, lowerName, lowerNameToken, lowerType } from "./lower-literals.js";
import { lowerUnnamed } from "./lower-named.js";
import { errorExpression, type Lowering } from "./lowering.js";

export function lowerSortKey(cst: CstNode | undefined, lowering: Lowering): SortKey {
  if (cst === undefined) return { value: errorExpression(cst), span: { start: 0, end: 0 } };
  const value = lowerUnnamed(nodeOf(cst, "namedExpression"), lowering);
  const direction = has(cst, "Asc") ? "asc" : has(cst, "Desc") ? "desc" : undefined;
  const nulls = has(cst, "First") ? "first" : has(cst, "Last") ? "last" : undefined;
  return {
    value,
    ...(direction === undefined ? {} : { direction }),
    ...(nulls === undefined ? {} : { nulls }),
    span: spanOf(cst),
  };
}

/** `value to typeof(type)`, as `mv-expand` has it. */
export function lowerToType(named: NamedExpression, cst: CstNode, lowering: Lowering): NamedExpression {
  const [item] = nodesOf(cst, "typeofItem");
  const type = lowerType(item === undefined ? undefined : tokenOf(item, "AnyWord"), lowering);
  const span = joinSpans(named.value.span, spanOf(cst));
  return {
    names: named.names,
    value: { kind: "to-type", value: named.value, type, span },
    span: joinSpans(named.span, span),
  };
}

const knownParameters: ReadonlySet<string> = new Set(parameterWords);

const parameterRules = ["parameter", "hint", "kindOrHint", "expandParameter"] as const;

/** The `name=value` pairs after an operator's keyword. */
export function lowerParameters(operator: CstNode, lowering: Lowering): readonly Property[] {
  const parameters = lowerBareProperties(operator, lowering);
  for (const { name } of parameters) {
    if (!knownParameters.has(name.text))
      lowering.report(unknownOperatorParameter(name.text, parameterWords, name.span));
  }
  return parameters;
}

/** As `lowerParameters`, of an operator that has its own. */
export function lowerBareProperties(operator: CstNode, lowering: Lowering): readonly Property[] {
  return parameterRules
    .flatMap((rule) => nodesOf(operator, rule))
    .map((cst) => {
      const name = lowerNameToken(firstToken(cst));
      const value = lowerParameterValue(nodeOf(cst, "parameterValue"), lowering);
      return { name, value, span: spanOf(cst) };
    });
}

function firstToken(cst: CstNode): IToken | undefined {
  for (const name in cst.children) {
    if (name !== "parameterValue") return tokenOf(cst, name);
  }
  return undefined;
}

function lowerParameterValue(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const word = tokenOf(cst, "word");
  if (word !== undefined) return wordExpression(word);
  const bracketed = nodeOf(cst, "bracketedName");
  if (bracketed === undefined) return lowerConstant(nodeOf(cst, "constant"), lowering);
  const name = lowerName(bracketed, lowering);
  return { kind: "name", name: name.text, isBracketed: true, hasWildcard: false, span: name.span };
}

function wordExpression(word: IToken): Expression {
  return { kind: "name", name: word.image, isBracketed: false, hasWildcard: false, span: tokenSpan(word) };
}

export function lowerProperties(parent: CstNode | undefined, lowering: Lowering): readonly Property[] {
  if (parent === undefined) return [];
  const properties: Property[] = [];
  for (const cst of nodesOf(parent, "property")) {
    const word = tokenOf(cst, "word");
    const value =
      word === undefined ? lowerExpression(nodeOf(cst, "expression"), lowering) : wordExpression(word);
    const token = tokenOf(cst, "AnyWord");
    const name = token === undefined ? properties.at(-1)?.name : lowerNameToken(token);
    if (name === undefined) lowering.report(unnamedProperty(value.span));
    properties.push({ name: name ?? lowerNameToken(undefined), value, span: spanOf(cst) });
  }
  return properties;
}
