/**
 * A tabular operator: syntax, binding and execution, one file each. The lists in `index.ts` hand them to the drivers
 * of parser, binder and executor, which know none by name.
 */
import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundOperator } from "../bind/bound.js";
import type { NamedTable } from "../bind/session.js";
import { eachRow } from "../exec/lineage.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { OperatorNode } from "../syntax/ast.js";

export interface OperatorDefinition<Node extends OperatorNode, Shape extends BoundShape> {
  /** Binds a node over `context.input`. Reports problems there and returns something bound all the same. */
  bind(node: Node, context: BindContext): Shape;
  /** Whether it takes no rows, and so stands first only. */
  isSource?(node: Node): boolean;
  /** Takes a graph; other operators take tables. */
  readonly takesGraph?: true;
  /** Starts a run: returns the sink that takes the operator's input and pushes to `out`. */
  start(bound: Shape & BoundOperator, run: OperatorRun, out: Sink): Sink;
  /** For what gives several tables as the last operator of a query: for each, the operators in its place. */
  tables?(node: Node): readonly (readonly OperatorNode[])[];
  /** For what gives tables names for later statements, and no result, as the last operator of a query. */
  namedTables?(node: Node): readonly NamedTable[];
}

/** An operator whose own types the lists need not know. */
export interface AnyOperator {
  readonly kind: string;
  readonly bind: (node: OperatorNode, context: BindContext) => BoundShape;
  readonly isSource: (node: OperatorNode) => boolean;
  readonly takesGraph: boolean;
  readonly start: (bound: BoundOperator, run: OperatorRun, out: Sink) => Sink;
  readonly tables?: (node: OperatorNode) => readonly (readonly OperatorNode[])[];
  readonly namedTables: (node: OperatorNode) => readonly NamedTable[];
}

export function defineOperator<Node extends OperatorNode, Shape extends BoundShape>(
  kind: Node["kind"],
  definition: OperatorDefinition<Node, Shape>,
): AnyOperator {
  return {
    kind,
    // The drivers look operators up by `kind`, so each gets back the nodes and shapes that it made itself.
    bind: (node, context) => definition.bind(node as Node, context),
    start: (bound, run, out) => definition.start(bound as Shape & BoundOperator, run, out),
    isSource: (node) => definition.isSource?.(node as Node) === true,
    takesGraph: definition.takesGraph === true,
    namedTables: (node) => definition.namedTables?.(node as Node) ?? [],
    ...(definition.tables === undefined ? {} : { tables: (node) => definition.tables?.(node as Node) ?? [] }),
  };
}

/** A sink for operators that hand rows on as they are. */
export function passRows(run: OperatorRun, out: Sink): Sink {
  return {
    push: (batch) => out.push(batch, eachRow(run, batch.length, run.inputOffset)),
    finish: () => out.finish(),
    isSatisfied: () => out.isSatisfied?.() ?? false,
  };
}

/** A sink for operators without input: `emit` pushes their rows. */
export function generatorSink(out: Sink, emit: () => void): Sink {
  return {
    push() {
      // Nothing comes in.
    },
    finish() {
      emit();
      out.finish();
    },
  };
}
