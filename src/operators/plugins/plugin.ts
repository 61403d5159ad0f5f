/** A plugin of `evaluate`: a tabular operator that is written as a call. */
import type { BindContext, BoundShape } from "../../bind/bind-context.js";
import type { Column } from "../../bind/bound.js";
import type { OperatorRun, Sink } from "../../exec/run.js";
import type { CallExpression, OperatorNode } from "../../syntax/ast.js";

/** Where a plugin pushes its rows. */
export interface PluginSink extends Sink {
  /** For plugins with open output: the columns of what they will push. Called before the first push. */
  declare(columns: readonly Column[]): void;
}

export interface PluginDefinition<Shape extends BoundShape> {
  /** Columns that only data can tell make the output open. */
  bind(call: CallExpression, context: BindContext): Shape;
  start(bound: Shape, run: OperatorRun, out: PluginSink): Sink;
  /** The operators that give each table beside the first; only `evaluate` as the last operator of a query gives them. */
  furtherTables?(evaluate: OperatorNode): readonly (readonly OperatorNode[])[];
}

/** A plugin whose own types the list need not know. */
export interface AnyPlugin {
  readonly name: string;
  readonly bind: (call: CallExpression, context: BindContext) => BoundShape;
  readonly start: (bound: BoundShape, run: OperatorRun, out: PluginSink) => Sink;
  readonly furtherTables?: ((evaluate: OperatorNode) => readonly (readonly OperatorNode[])[]) | undefined;
}

export function definePlugin<Shape extends BoundShape>(
  name: string,
  definition: PluginDefinition<Shape>,
): AnyPlugin {
  return {
    name,
    bind: (call, context) => definition.bind(call, context),
    // `evaluate` hands each plugin the shape that it made itself.
    start: (bound, run, out) => definition.start(bound as Shape, run, out),
    furtherTables: definition.furtherTables,
  };
}
