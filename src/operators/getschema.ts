import type { BoundShape } from "../bind/bind-context.js";
import { noLineage } from "../exec/lineage.js";
import type { OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { KqlType } from "../types/kql-type.js";
import { Batch } from "../vector/batch.js";
import { vectorOf } from "../vector/vector.js";
import { defineOperator, generatorSink } from "./operator.js";

/** `T | getschema`: the columns of the input, a row each. */
export interface GetschemaOperator extends OperatorNode {
  readonly kind: "getschema";
  readonly parameters: readonly Property[];
}

export const getschemaSyntax = defineSyntax<GetschemaOperator>({
  kind: "getschema",
  rule: "getschemaOperator",
  lower: (cst, context) => ({
    kind: "getschema",
    ...context.head(cst),
    parameters: context.parameters(cst),
  }),
  print: (node, printer) => `getschema ${printer.parameters(node.parameters)}`.trimEnd(),
});

interface GetschemaShape extends BoundShape {
  readonly rows: Batch;
}

const dotnetNames: Readonly<Record<KqlType, string>> = {
  bool: "System.SByte",
  int: "System.Int32",
  long: "System.Int64",
  real: "System.Double",
  decimal: "System.Data.SqlTypes.SqlDecimal",
  string: "System.String",
  datetime: "System.DateTime",
  timespan: "System.TimeSpan",
  guid: "System.Guid",
  dynamic: "System.Object",
};

/** The columns of the input, a row each: name, place, .NET type, type. */
export const getschema = defineOperator<GetschemaOperator, GetschemaShape>("getschema", {
  bind(_, context) {
    const input = context.input.columns.filter(({ isHidden }) => isHidden !== true);
    const rows = Batch.of(input.length, [
      vectorOf(
        "string",
        input.map(({ name }) => name),
      ),
      vectorOf("int", [...input.keys()]),
      vectorOf(
        "string",
        input.map(({ type }) => dotnetNames[type]),
      ),
      vectorOf(
        "string",
        input.map(({ type }) => type),
      ),
    ]);
    const columns = [
      { name: "ColumnName", type: "string" as const },
      { name: "ColumnOrdinal", type: "int" as const },
      { name: "DataType", type: "string" as const },
      { name: "ColumnType", type: "string" as const },
    ];
    return { output: { columns, isSerialized: false, isOpen: false }, rows };
  },
  start: ({ rows }, run, out) =>
    generatorSink(out, () => {
      if (rows.length > 0) out.push(rows, noLineage(run));
    }),
});
