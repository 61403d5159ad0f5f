import type { BoundOutput, Column } from "../bind/bound.js";
import { columnIndex } from "../bind/columns.js";
import type { Layout } from "../exec/outputs.js";

export interface ExtendedColumns {
  readonly columns: readonly Column[];
  readonly layout: Layout;
}

/** Columns of the input with more after them; one of an existing name takes that column's place. */
export function extendLayout(input: readonly Column[], computed: readonly BoundOutput[]): ExtendedColumns {
  const { columns, indexes } = appendColumns(
    input,
    computed.map(({ column }) => column),
  );
  return { columns, layout: { inputColumns: input, computed, indexes } };
}

/** The outputs alone. Plain columns of the input are passed on as they are. */
export function projectLayout(input: readonly Column[], outputs: readonly BoundOutput[]): ExtendedColumns {
  const computed: BoundOutput[] = [];
  const indexes = outputs.map((output) => {
    if (output.expression.kind === "column") return output.expression.index;
    computed.push(output);
    return input.length + computed.length - 1;
  });
  return { columns: outputs.map(({ column }) => column), layout: { inputColumns: input, computed, indexes } };
}

/** Some columns of the input, by index. */
export function chosenLayout(input: readonly Column[], indexes: readonly number[]): ExtendedColumns {
  return {
    columns: indexes.map((index) => input[index]),
    layout: { inputColumns: input, computed: [], indexes },
  };
}

/** As `extendLayout`, for columns that an operator makes itself and puts beside those of the input. */
export function appendColumns(
  input: readonly Column[],
  added: readonly Column[],
): { readonly columns: readonly Column[]; readonly indexes: readonly number[] } {
  const columns = [...input];
  const indexes = [...input.keys()];
  const places = new Map<string, number>();
  added.forEach((column, at) => {
    const existing = places.get(column.name) ?? columnIndex(input, column.name);
    const index = existing < 0 ? columns.length : existing;
    places.set(column.name, index);
    columns[index] = column;
    indexes[index] = input.length + at;
  });
  return { columns, indexes };
}
