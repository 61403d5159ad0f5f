import type { BindContext } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import { derivedColumn } from "../bind/columns.js";

/** Columns of the right side that a join adds, renamed where the left side has their names. */
export interface AddedColumns {
  readonly columns: readonly Column[];
  /** Where each stands in the right side. */
  readonly indexes: readonly number[];
}

/** Hidden columns and those of the names left out are not added. */
export function addedColumns(
  left: readonly Column[],
  right: readonly Column[],
  context: BindContext,
  leftOut: ReadonlySet<string> = new Set(),
): AddedColumns {
  const taken = new Set(left.map(({ name }) => name));
  // A column that must get another name leaves alone the names that further columns of its side have.
  const reserved = new Set([...taken, ...right.map(({ name }) => name).filter((name) => !leftOut.has(name))]);
  const columns: Column[] = [];
  const indexes: number[] = [];
  right.forEach((column, index) => {
    if (column.isHidden === true || leftOut.has(column.name)) return;
    const name = taken.has(column.name) ? context.uniqueName(column.name, reserved) : column.name;
    taken.add(name);
    reserved.add(name);
    columns.push(name === column.name ? column : derivedColumn({ ...column, name }, [column]));
    indexes.push(index);
  });
  return { columns, indexes };
}
