/** Columns of the rows of several tables, one after another. */
import type { BindContext } from "../bind/bind-context.js";
import type { Column, RelationType } from "../bind/bound.js";
import { derivedColumn } from "../bind/columns.js";

export interface UnionColumns {
  readonly columns: readonly Column[];
  /** For each leg, where each column stands in it; -1 where it lacks it. */
  readonly sources: readonly (readonly number[])[];
}

/** Columns of one name and type in different legs. */
interface Shared {
  readonly column: Column;
  readonly places: Map<number, number>;
}

/**
 * One column for each name and type, names in order of first appearance. A name that occurs with several types is followed by
 * `_` and the type. `inner`: only columns that all legs have.
 */
export function uniteColumns(
  legs: readonly RelationType[],
  kind: "inner" | "outer",
  context: BindContext,
): UnionColumns {
  const shared = gather(legs);
  const kept = kind === "outer" ? shared : shared.filter(({ places }) => places.size === legs.length);
  const typesOf = new Map<string, number>();
  for (const { column } of kept) typesOf.set(column.name, (typesOf.get(column.name) ?? 0) + 1);
  const taken = new Set(typesOf.keys());
  const columns = kept.map(({ column, places }): Column => {
    const origins = [...places].map(([leg, index]) => legs[leg].columns[index]);
    if ((typesOf.get(column.name) ?? 0) < 2) {
      return origins.every((origin) => origin === column) ? column : derivedColumn({ ...column }, origins);
    }
    const name = context.uniqueName(`${column.name}_${typeName(column)}`, taken);
    taken.add(name);
    return derivedColumn({ ...column, name }, origins);
  });
  return { columns, sources: legs.map((_, leg) => kept.map(({ places }) => places.get(leg) ?? -1)) };
}

/** A type that only data can tell is a type of its own. */
function typeName({ type, isTypeOpen }: Column): string {
  return isTypeOpen ? "unknown" : type;
}

/** Columns of one name stand together, where the first of them appears. */
function gather(legs: readonly RelationType[]): Shared[] {
  const shared = new Map<string, Shared>();
  legs.forEach(({ columns }, leg) => {
    columns.forEach((column, index) => {
      const key = `${column.name}\n${typeName(column)}`;
      const known = shared.get(key);
      if (known === undefined) shared.set(key, { column, places: new Map([[leg, index]]) });
      else if (!known.places.has(leg)) known.places.set(leg, index);
    });
  });
  const byName = new Map<string, Shared[]>();
  for (const one of shared.values()) {
    const namesakes = byName.get(one.column.name);
    if (namesakes === undefined) byName.set(one.column.name, [one]);
    else namesakes.push(one);
  }
  return [...byName.values()].flat();
}
