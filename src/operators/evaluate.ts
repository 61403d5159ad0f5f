import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { Column, RelationType } from "../bind/bound.js";
import { noMatchingOverload } from "../bind/diagnostics.js";
import { nullVector } from "../exec/null-rows.js";
import { printKnown, signatureTaking } from "../functions/known-calls.js";
import { knownPlugin, knownPluginNames } from "../functions/known-names.js";
import type { CallExpression, Expression, OperatorNode, Property } from "../syntax/ast.js";
import { has, nodeOf } from "../syntax/cst.js";
import type { RowSchema } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";
import { convertCell } from "../types/convert.js";
import type { KqlType } from "../types/kql-type.js";
import { Batch } from "../vector/batch.js";
import { cellReader, type Vector, vectorOf } from "../vector/vector.js";
import { notAFunctionCall, unknownPlugin, unsupportedPlugin } from "./diagnostics.js";
import { defineOperator } from "./operator.js";
import { pluginTable } from "./plugins/index.js";
import { isNotRun, outputOfPlugin } from "./plugins/not-run.js";
import type { AnyPlugin, PluginSink } from "./plugins/plugin.js";

/** `T | evaluate plugin(a, b) : (c:long)`: runs a plugin; a schema may follow that says what it gives. */
export interface EvaluateOperator extends OperatorNode {
  readonly kind: "evaluate";
  readonly parameters: readonly Property[];
  /** A call; after `cluster(...).database(...)`, a member. */
  readonly call: Expression;
  readonly schema?: RowSchema;
}

export const evaluateSyntax = defineSyntax<EvaluateOperator>({
  kind: "evaluate",
  rule: "evaluateOperator",
  lower: (cst, context) => ({
    kind: "evaluate",
    ...context.head(cst),
    parameters: context.parameters(cst),
    call: context.call(nodeOf(cst, "operand")),
    ...(has(cst, "rowSchema") ? { schema: context.schema(nodeOf(cst, "rowSchema")) } : {}),
  }),
  print: (node, printer) => {
    const call = `evaluate ${printer.parameters(node.parameters)}${printer.expression(node.call)}`;
    return node.schema === undefined ? call : `${call} : ${printSchema(node.schema, printer)}`;
  },
});

function printSchema({ columns, isOpen, isOpenFirst }: RowSchema, printer: Printer): string {
  if (!isOpen || isOpenFirst) return printer.columns(columns, isOpen);
  return `${printer.columns(columns).slice(0, -1)}, *)`;
}

interface EvaluateShape extends BoundShape {
  readonly plugin: AnyPlugin | undefined;
  readonly bound: BoundShape;
  /** The query says what the columns are. */
  readonly hasSchema: boolean;
}

/** Runs a plugin. Where a schema follows the call, its columns are picked out of the plugin's, by name. */
export const evaluate = defineOperator<EvaluateOperator, EvaluateShape>("evaluate", {
  bind(node, context) {
    const plugin = pluginOf(node, context);
    const bound: BoundShape =
      plugin === undefined || node.call.kind !== "call"
        ? { output: outputWithout(node, context) }
        : bindCall(plugin, node.call, context);
    if (node.schema === undefined) return { output: bound.output, plugin, bound, hasSchema: false };
    const listed = context.columnDeclarations(node.schema.columns);
    const others = bound.output.columns.filter(({ name }) => !listed.some((column) => column.name === name));
    const { isOpen, isOpenFirst } = node.schema;
    const columns = !isOpen ? listed : isOpenFirst ? [...others, ...listed] : [...listed, ...others];
    return { output: { columns, isSerialized: false, isOpen: false }, plugin, bound, hasSchema: true };
  },
  start({ plugin, bound, hasSchema, output }, run, out) {
    if (plugin === undefined) return out;
    let actual = bound.output.columns;
    const sink: PluginSink = {
      declare(columns) {
        actual = columns;
        if (!hasSchema) run.declareColumns(columns);
      },
      push: (batch, lineage) => out.push(hasSchema ? fit(batch, actual, output.columns) : batch, lineage),
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
    return plugin.start(bound, run, sink);
  },
  tables: (node) => {
    const plugin = node.call.kind === "call" ? pluginTable.get(node.call.callee.text) : undefined;
    return [[node], ...(plugin?.furtherTables?.(node) ?? [])];
  },
});

function bindCall(plugin: AnyPlugin, call: CallExpression, context: BindContext): BoundShape {
  reportMisfits(call, context);
  return plugin.bind(call, context);
}

/** Tells of columns of types that the plugin does not take; the plugin itself judges other arguments, and repeated ones. */
function reportMisfits({ callee, args }: CallExpression, context: BindContext): void {
  const known = knownPlugin(callee.text);
  const types = args.map((): KqlType | undefined => undefined);
  if (known === undefined || signatureTaking(known, types) === undefined) return;
  const repeated = known.signatures.map(({ parameters }) => parameters.findIndex((one) => one.isRepeated));
  const judged = Math.min(args.length, ...repeated.filter((at) => at >= 0));
  args.slice(0, judged).forEach(({ name, value }, at) => {
    const isColumn = name === undefined && value.kind === "name";
    const type = isColumn ? typeOfColumn(value.name, context) : undefined;
    if (type !== undefined && signatureTaking(known, types.with(at, type)) === undefined)
      context.report(noMatchingOverload(callee.text, value.span, [type], printKnown(known)));
  });
}

function typeOfColumn(name: string, { input }: BindContext): KqlType | undefined {
  const column = input.columns.find((one) => one.name === name && one.isHidden !== true);
  return column === undefined || column.isTypeOpen === true ? undefined : column.type;
}

/** Of a plugin that does not run, and of what is no plugin. */
function outputWithout({ call }: EvaluateOperator, context: BindContext): RelationType {
  return call.kind === "call" ? outputOfPlugin(call, context) : { ...context.input, isOpen: true };
}

function pluginOf({ call }: EvaluateOperator, context: BindContext): AnyPlugin | undefined {
  if (call.kind !== "call") {
    context.report(notAFunctionCall("evaluate", call.span));
    return undefined;
  }
  const { text, span } = call.callee;
  const plugin = pluginTable.get(text);
  if (plugin === undefined) {
    const isKnown = knownPlugin(text) !== undefined || isNotRun(text);
    context.report(isKnown ? unsupportedPlugin(text, span) : unknownPlugin(text, span, knownPluginNames()));
  }
  return plugin;
}

/** The wanted columns out of the actual ones; those that are not there are null. */
function fit(batch: Batch, actual: readonly Column[], wanted: readonly Column[]): Batch {
  const vectors = wanted.map(({ name, type }): (() => Vector) => {
    const index = actual.findIndex((column) => column.name === name);
    return () => (index < 0 ? nullVector(type, batch.length) : converted(batch.column(index), type));
  });
  return Batch.lazy(batch.length, vectors);
}

function converted(vector: Vector, type: KqlType): Vector {
  if (vector.type === type) return vector;
  const read = cellReader(vector);
  return vectorOf(
    type,
    Array.from({ length: vector.length }, (_, row) => convertCell(read(row), vector.type, type)),
  );
}
