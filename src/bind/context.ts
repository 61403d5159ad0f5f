/** What the binder offers to the `bind` of an operator; see `BindContext`. */
import type {
  CallExpression,
  ColumnDeclaration,
  Expression,
  Name,
  NamedExpression,
  OperatorNode,
  Pipeline,
  SortKey,
} from "../syntax/ast.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { widensTo } from "../types/widening.js";
import type { BindContext, BoundSortKey, NamedRelation } from "./bind-context.js";
import type {
  BoundAggregateList,
  BoundExpression,
  BoundOutput,
  BoundPipeline,
  Column,
  RelationType,
} from "./bound.js";
import {
  columnIndex,
  columnsLike,
  inferrer,
  markUsed,
  registerMade,
  visibleNames,
  wildcardMatcher,
} from "./columns.js";
import { isUnknownTable, notConstant, repeatedColumn, unknownColumn, wrongType } from "./diagnostics.js";
import { tableOnly } from "./graph.js";
import { convertTo, isKnownAtCall, openConstant } from "./nodes.js";
import { outputOf } from "./open.js";
import { bindAggregates, bindOutputs, type OutputStyle, uniqueName } from "./outputs.js";
import { declare, InputList, lookUp, namesOf, newScope, type Scope } from "./scope.js";
import { type Place, type Session, spanIn } from "./session.js";
import { bindInvoke, scanTable } from "./source.js";
import { isTabular } from "./tabular.js";

export class OperatorContext implements BindContext {
  private readonly place: Place;
  /** A table that may be missing is. For the check it has any column; in the run it is left out. */
  missesTable = false;

  /** Open input is copied: names that are used as columns of it join its columns. */
  readonly input: RelationType;

  constructor(
    input: RelationType,
    private readonly inputs: InputList,
    private readonly at: { readonly session: Session; readonly scope: Scope },
    readonly inputName?: string | undefined,
  ) {
    const { session, scope } = at;
    const { isOpen, isSerialized } = input;
    if (!isOpen) {
      this.input = input;
      this.place = { session, scope, columns: input.columns, isOpen, isSerialized, inputs };
      return;
    }
    const columns = [...input.columns];
    this.input = { ...input, columns };
    this.place = { session, scope, columns, isOpen, isSerialized, inputs, infer: inferrer(columns) };
  }

  over(input: RelationType): BindContext {
    return new OperatorContext(input, this.inputs, this.at);
  }

  report(diagnostic: Diagnostic): void {
    const { session } = this.at;
    const { site } = session;
    session.report(site === undefined ? diagnostic : { ...diagnostic, span: site });
  }

  private placeOver(columns: readonly Column[] | undefined): Place {
    if (columns === undefined) return this.place;
    const { session, scope, isSerialized, inputs } = this.place;
    const isOpen =
      this.input.isOpen || inputs.pipelines.some((pipeline) => outputOf(pipeline, session).isOpen);
    return { session, scope, columns, isOpen, isSerialized, inputs };
  }

  expression(expression: Expression, columns?: readonly Column[]): BoundExpression {
    return this.at.session.parts.expression(expression, this.placeOver(columns));
  }

  predicate(expression: Expression, columns?: readonly Column[]): BoundExpression {
    const bound = this.expression(expression, columns);
    if (bound.type === "bool") return bound;
    if (!bound.isTypeOpen) this.report(wrongType(bound.span, "a bool", bound.type));
    return openConstant(bound.span, "bool");
  }

  expressionOf(type: KqlType, expression: Expression, columns?: readonly Column[]): BoundExpression {
    return this.asType(type, this.expression(expression, columns));
  }

  private asType(type: KqlType, bound: BoundExpression): BoundExpression {
    const converts = widensTo(bound.type, type) || bound.type === "dynamic" || type === "dynamic";
    const narrows = type === "int" && bound.type === "long";
    if (bound.isTypeOpen || converts || narrows) return convertTo(type, bound);
    this.report(wrongType(bound.span, type, bound.type));
    return openConstant(bound.span, type);
  }

  constant(expression: Expression): { readonly value: Cell; readonly type: KqlType } | undefined {
    const bound = this.expression(expression);
    if (bound.isTypeOpen || isKnownAtCall(bound)) return undefined;
    if (bound.kind === "constant") return { value: bound.value, type: bound.type };
    this.report(notConstant(bound.span));
    return undefined;
  }

  runConstant(expression: Expression, type?: KqlType): BoundExpression {
    const bound = this.expression(expression);
    if (!bound.isRunConstant && !bound.isTypeOpen) {
      this.report(notConstant(bound.span));
      return openConstant(bound.span, type ?? bound.type);
    }
    return type === undefined ? bound : this.asType(type, bound);
  }

  column({ text, span }: Name): number | undefined {
    const { columns, isOpen } = this.input;
    const index = columnIndex(columns, text);
    if (index >= 0) {
      markUsed(this.at.session, columns[index]);
      return index;
    }
    if (isOpen) return this.place.infer?.(text);
    this.report(unknownColumn(text, span, () => visibleNames(columns)));
    return undefined;
  }

  columnsLike(pattern: string): readonly number[] {
    return columnsLike(this.input.columns, pattern);
  }

  outputs(items: readonly NamedExpression[], style: OutputStyle): readonly BoundOutput[] {
    return bindOutputs(items, style, this.place);
  }

  aggregates(
    items: readonly NamedExpression[],
    taken: readonly string[],
    keys?: readonly BoundOutput[],
  ): BoundAggregateList {
    return bindAggregates(items, this.place, taken, keys);
  }

  madeColumns(columns: readonly Column[]): ReadonlySet<number> {
    return registerMade(this.at.session, columns);
  }

  sortKeys(keys: readonly SortKey[]): readonly BoundSortKey[] {
    return keys.map(({ value, direction, nulls, span }) => {
      const bound = this.expression(value);
      if (bound.type === "dynamic" && !bound.isTypeOpen) {
        this.report(wrongType(bound.span, "a value with an order", "dynamic"));
      }
      const isDescending = direction !== "asc";
      const nullsFirst = nulls === undefined ? !isDescending : nulls === "first";
      return { value: bound, isDescending, nullsFirst, span: spanIn(this.at.session, span) };
    });
  }

  relation(value: Pipeline | Expression): NamedRelation {
    const pipeline = this.at.session.parts.pipeline(value, this.at);
    const relation = this.inputOf(pipeline);
    const isNamedView = value.kind === "name" && isView(value.name, this.at.scope);
    return isNamedView ? { ...relation, sourceName: value.name } : relation;
  }

  isTable(value: Pipeline | Expression): boolean {
    const { session, scope } = this.at;
    return isTabular(value, { catalog: session.catalog, scope, columns: this.input.columns });
  }

  relationIfKnown(value: Pipeline | Expression): NamedRelation | undefined {
    const reports: Diagnostic[] = [];
    const session = { ...this.at.session, report: (diagnostic: Diagnostic) => reports.push(diagnostic) };
    const pipeline = session.parts.pipeline(value, { ...this.at, session });
    const isMissing = reports.some(({ code }) => isUnknownTable(code));
    if (isMissing && session.resolveOpen !== undefined) return undefined;
    if (isMissing) this.missesTable = true;
    for (const diagnostic of reports) {
      if (!isUnknownTable(diagnostic.code)) this.at.session.report(diagnostic);
    }
    return this.inputOf(pipeline);
  }

  private inputOf(pipeline: BoundPipeline): NamedRelation {
    const { source, operators } = pipeline;
    const index = this.inputs.add(pipeline);
    const output = tableOnly(outputOf(pipeline, this.at.session), pipeline.span, this.at.session);
    if (operators.length > 0 || pipeline.rest !== undefined) return { index, output };
    if (source.kind === "scan") return { index, output, sourceName: source.table };
    return { index, output };
  }

  relationFor(value: Column, body: Pipeline | Expression): BoundPipeline {
    const { session } = this.at;
    const span = spanIn(session, body.span);
    const output = { columns: [value], isSerialized: false, isOpen: false };
    const source = { kind: "given", columns: output.columns, span } as const;
    const home = new InputList();
    const input = home.add({ kind: "bound-pipeline", source, operators: [], output, span });
    const expression = { kind: "scalar-input", type: value.type, input, span, isRunConstant: true } as const;
    const scope = newScope(this.at.scope);
    declare(scope, value.name, { kind: "scalar", expression, home, readsRows: false });
    return session.parts.pipeline(body, { session, scope });
  }

  nested(body: Pipeline | readonly OperatorNode[], input: RelationType): BoundPipeline {
    const { session } = this.at;
    const { parts } = session;
    const pipeline =
      "kind" in body
        ? parts.pipeline(body, { ...this.at, given: input })
        : parts.nested(body, input, this.at);
    const output = tableOnly(pipeline.output, pipeline.span, session);
    return output === pipeline.output ? pipeline : { ...pipeline, output };
  }

  invoke(call: CallExpression, input: RelationType): BoundPipeline {
    return bindInvoke(call, input, this.at);
  }

  tablesLike(pattern: string): readonly { name: string; index: number; output: RelationType }[] {
    const { session, scope } = this.at;
    const matches = wildcardMatcher(pattern);
    const span = { start: 0, end: 0 };
    const found: { name: string; index: number; output: RelationType }[] = [];
    const declared = namesOf(scope, ["function"]).filter(matches);
    for (const name of declared) {
      const callee = { kind: "name", name, isBracketed: false, hasWildcard: false, span } as const;
      if (isView(name, scope)) found.push({ name, ...this.relation(callee) });
    }
    // Beside views that the query declares, built-in schemas without rows would only add empty columns.
    const hasViews = found.length > 0;
    for (const name of session.catalog.tableNames()) {
      if (!matches(name) || (hasViews && !session.catalog.isGiven(name))) continue;
      const pipeline = scanTable(name, span, session);
      if (pipeline !== undefined) found.push({ name, ...this.inputOf(pipeline) });
    }
    return found;
  }

  uniqueName(name: string, taken: ReadonlySet<string>): string {
    return uniqueName(name, taken);
  }

  columnDeclarations(columns: readonly ColumnDeclaration[]): readonly Column[] {
    const seen = new Set<string>();
    return columns.map(({ name, type }) => {
      if (seen.has(name.text)) this.report(repeatedColumn(name.text, name.span));
      seen.add(name.text);
      return { name: name.text, type };
    });
  }

  option(name: string): Cell | true | undefined {
    return this.at.session.options.get(name);
  }
}

function isView(name: string, scope: Scope): boolean {
  const declared = lookUp(scope, name);
  return declared?.kind === "function" && declared.declaration.isView;
}
