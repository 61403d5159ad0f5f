/** Binding and running of what `mv-expand` and `mv-apply` share: the columns to expand, the item index, the limit. */
import type { BindContext } from "../bind/bind-context.js";
import type { BoundExpression, BoundOutput, Column } from "../bind/bound.js";
import { type BagExpansion, expand } from "../exec/expand.js";
import { rowCount } from "../exec/row-count.js";
import type { OperatorRun } from "../exec/run.js";
import type { Expression, Name, NamedExpression, Property } from "../syntax/ast.js";
import { Batch } from "../vector/batch.js";
import { expandedNotDynamic } from "./diagnostics.js";
import { parameterChoice, parameterWord } from "./parameters.js";

export interface BoundExpansion {
  readonly sources: readonly BoundExpression[];
  /** Columns of the elements, then of the item index if there is one. */
  readonly columns: readonly Column[];
  readonly bags: BagExpansion;
  /** Absent: no limit but `defaultLimit`. */
  readonly limit: BoundExpression | undefined;
  readonly defaultLimit: number;
}

export interface ExpansionNode {
  readonly kind: "mv-expand" | "mv-apply";
  readonly parameters: readonly Property[];
  readonly columns: readonly NamedExpression[];
  readonly limit?: Expression;
  readonly keyword: Name["span"];
}

const bagKinds: readonly BoundExpansion["bags"][] = ["bag", "array"];

/** Rows that one may become unless told otherwise. */
const maxElements = 2_147_483_647;

/** Binds the columns that `mv-expand` and `mv-apply` expand. */
export function bindExpansion(
  node: ExpansionNode,
  context: BindContext,
  defaultLimit = maxElements,
): BoundExpansion {
  const outputs = context.outputs(node.columns.map(withoutType), "extend");
  const columns = outputs.map(
    (output, at): Column => expandedColumn(output, node.columns[at], node.kind, context),
  );
  const itemIndex = parameterWord(node.parameters, "with_itemindex");
  if (itemIndex !== undefined) {
    const taken = new Set([...context.input.columns, ...columns].map(({ name }) => name));
    columns.push({ name: context.uniqueName(itemIndex, taken), type: "long" });
  }
  return {
    sources: outputs.map(({ expression }) => expression),
    columns,
    bags:
      parameterChoice(node, "kind", bagKinds, context) ??
      parameterChoice(node, "bagexpansion", bagKinds, context) ??
      "bag",
    limit: node.limit === undefined ? undefined : context.runConstant(node.limit, "long"),
    defaultLimit,
  };
}

function withoutType(item: NamedExpression): NamedExpression {
  return item.value.kind === "to-type" ? { ...item, value: item.value.value } : item;
}

function expandedColumn(
  { column, expression, span }: BoundOutput,
  item: NamedExpression | undefined,
  operator: string,
  context: BindContext,
): Column {
  if (expression.type !== "dynamic" && expression.isTypeOpen !== true) {
    context.report(expandedNotDynamic(operator, expression.type, span));
  }
  const type = item?.value.kind === "to-type" ? item.value.type : "dynamic";
  return { name: column.name, type };
}

/** What a batch expands to. */
export interface ExpandedRows {
  /** Row of the batch that each comes from. */
  readonly rows: Int32Array;
  /** The columns of the expansion. */
  readonly items: Batch;
}

export function startExpansion(
  { sources, columns, bags, limit, defaultLimit }: BoundExpansion,
  run: OperatorRun,
): (batch: Batch) => ExpandedRows {
  const most = limit === undefined ? defaultLimit : rowCount(limit, run);
  const admit = (count: number): void => {
    if (count <= run.limits.maxRows) return;
    run.failLimit(
      `it would make ${count} rows, more than ${run.limits.maxRows}`,
      "add `limit`, or raise the limit `maxRows`",
    );
  };
  return (batch) => {
    run.checkDeadline();
    const vectors = sources.map((source) => run.evaluate(source, batch));
    const { rows, positions, elements } = expand(vectors, batch.length, { bags, limit: most, admit });
    const items = columns.map(({ type }, at) =>
      at < sources.length ? () => elements(at, type) : () => positionVector(positions),
    );
    return { rows, items: Batch.lazy(rows.length, items) };
  };
}

function positionVector(positions: Int32Array): ReturnType<Batch["column"]> {
  return { encoding: "number", type: "long", length: positions.length, data: Float64Array.from(positions) };
}
