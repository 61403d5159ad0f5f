import type { BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, BoundPipeline, Column } from "../bind/bound.js";
import { isUnsettled } from "../bind/open.js";
import { collectInput } from "../exec/collect.js";
import { Grouping, listGroups } from "../exec/grouping.js";
import type { OperatorRun, Relation } from "../exec/run.js";
import type { Expression, OperatorNode, Pipeline, Property } from "../syntax/ast.js";
import { type CstNode, nodeOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { columnExpected } from "./diagnostics.js";
import { reportDynamicKeys } from "./group-keys.js";
import { countKept, uniteTables } from "./leg-rows.js";
import { nestedPipeline } from "./nested-pipeline.js";
import { defineOperator } from "./operator.js";
import { parameterWord } from "./parameters.js";

/** `T | partition by a (top 1 by b)`: operators over the rows of each value of a column. */
export type PartitionBody =
  | { readonly kind: "operators"; readonly operators: readonly OperatorNode[] }
  /** `{ T | where ... }`: a pipeline of its own. */
  | { readonly kind: "query"; readonly query: Expression | Pipeline };

export interface PartitionOperator extends OperatorNode {
  readonly kind: "partition";
  readonly parameters: readonly Property[];
  readonly key: Expression;
  readonly body: PartitionBody;
}

export const partitionSyntax = defineSyntax<PartitionOperator>({
  kind: "partition",
  rule: "partitionOperator",
  lower: (cst, context) => ({
    kind: "partition",
    ...context.head(cst),
    parameters: context.parameters(cst),
    key: context.namePath(nodeOf(cst, "namePath")),
    body: lowerBody(cst, context),
  }),
  print: (node, printer) => {
    const head = `partition ${printer.parameters(node.parameters)}by ${printer.expression(node.key)}`;
    const { body } = node;
    return body.kind === "operators"
      ? `${head} ${printer.operators(body.operators)}`
      : `${head} ${printer.braced(body.query)}`;
  },
});

function lowerBody(cst: CstNode, context: LowerContext): PartitionBody {
  const query = nodeOf(cst, "pipeline");
  if (query !== undefined) return { kind: "query", query: context.pipeline(query) };
  return { kind: "operators", operators: context.operators(nodeOf(cst, "subPipeline")) };
}

interface PartitionShape extends BoundShape {
  readonly key: BoundExpression;
  readonly nested: BoundPipeline;
  /** The sub-query has a source of its own, and knows of the rows only their key. */
  readonly hasSource: boolean;
  /** Values of the key that it takes. */
  readonly maxKeys: number;
  readonly inputColumns: readonly Column[];
}

/** Of the strategy `legacy`, which is that of a partition that names none. */
const maxLegacyKeys = 64;

/** Runs a sub-query over the rows of each value of the key, in order of first appearance, and puts the results together. */
export const partition = defineOperator<PartitionOperator, PartitionShape>("partition", {
  bind({ key: value, body, parameters, span }, context) {
    const key = context.expression(value);
    if (value.kind !== "name") context.report(columnExpected(value.span));
    else reportDynamicKeys("partition", [{ expression: key, span: value.span }], context);
    const strategy = parameterWord(parameters, "hint.strategy") ?? "legacy";
    const name = value.kind === "name" ? value.name : "";
    const nested =
      body.kind === "query"
        ? context.relationFor({ name, type: key.type }, body.query)
        : context.nested(nestedPipeline(body.operators, span), context.input);
    return {
      output: { ...nested.output, isSerialized: false },
      key,
      nested,
      hasSource: body.kind === "query",
      maxKeys: strategy === "legacy" ? maxLegacyKeys : Number.POSITIVE_INFINITY,
      inputColumns: context.input.columns,
    };
  },
  start(bound, run, out) {
    const { nested, inputColumns } = bound;
    const push = (batch: Batch, own: Int32Array): void => {
      if (batch.length > 0) out.push(batch, run.isRecording ? fromAll(own, batch.length) : undefined);
    };
    return collectInput(inputColumns, run, (all) => {
      if (isUnsettled(nested.output)) {
        const parts: Part[] = [];
        const count = countKept(run);
        eachPart(bound, all, run, (part) => {
          count(part.result);
          parts.push(part);
        });
        const { columns, batches } = uniteTables(parts.map(({ result }) => result));
        run.declareColumns(columns);
        batches.forEach((batch, at) => {
          push(batch, parts[at].own);
        });
      } else eachPart(bound, all, run, ({ result, own }) => push(result.batch, own));
      out.finish();
    });
  },
});

const noRows = new Int32Array(0);

/** What the sub-query made of the rows of one key. */
interface Part {
  readonly own: Int32Array;
  readonly result: Relation;
}

function eachPart(
  { key, nested, hasSource, maxKeys }: PartitionShape,
  all: Batch,
  run: OperatorRun,
  visit: (part: Part) => void,
): void {
  const keys = run.evaluate(key, all);
  const grouping = new Grouping([key.type], run);
  const groups = grouping.add([keys], all.length);
  const { groupCount } = grouping;
  if (groupCount > maxKeys)
    run.failLimit(
      `the key has ${groupCount} values, more than ${maxKeys}`,
      "add `hint.strategy=native`, which takes any number",
    );
  const { offsets, rows } = listGroups(groups, groupCount);
  const handedOn = hasSource ? Batch.of(all.length, [keys]) : all;
  // No rows have columns, too.
  if (groupCount === 0 && isUnsettled(nested.output))
    visit({ own: noRows, result: run.runNested(nested, handedOn) });
  for (let group = 0; group < groupCount; group++) {
    run.checkDeadline();
    const own = rows.slice(offsets[group], offsets[group + 1]);
    const given = hasSource ? own.slice(0, 1) : own;
    const input = handedOn.select(given);
    visit({ own, result: run.runNested(nested, input, run.isRecording ? given : undefined) });
  }
}

/** Any row of a partition's result may come from any of its rows. */
function fromAll(
  rows: Int32Array,
  length: number,
): { kind: "groups"; offsets: Int32Array; rows: Int32Array } {
  const offsets = Int32Array.from({ length: length + 1 }, (_, at) => at * rows.length);
  const repeated = new Int32Array(length * rows.length);
  for (let at = 0; at < length; at++) repeated.set(rows, at * rows.length);
  return { kind: "groups", offsets, rows: repeated };
}
