/** Columns of the rows of several tables, one after another. */
import type { Column, RelationType } from "../bind/bound.js";
import { derivedColumn } from "../bind/columns.js";
import { uniqueName } from "../bind/outputs.js";

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
  legs: readonly Pick<RelationType, "columns">[],
  kind: "inner" | "outer",
): UnionColumns {
  const shared = gather(legs);
  const kept = kind === "outer" ? shared : commonNames(shared, legs.length);
  const typesOf = new Map<string, number>();
  for (const { column } of kept) typesOf.set(column.name, (typesOf.get(column.name) ?? 0) + 1);
  const taken = new Set(typesOf.keys());
  const columns = kept.map(({ column, places }): Column => {
    const origins = [...places].map(([leg, index]) => legs[leg].columns[index]);
    if ((typesOf.get(column.name) ?? 0) < 2) {
      return origins.every((origin) => origin === column) ? column : derivedColumn({ ...column }, origins);
    }
    const name = uniqueName(`${column.name}_${typeName(column)}`, taken);
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
function gather(legs: readonly Pick<RelationType, "columns">[]): Shared[] {
  const byName = new Map<string, Shared[]>();
  legs.forEach(({ columns }, leg) => {
    columns.forEach((column, index) => {
      const types = byName.get(column.name) ?? [];
      byName.set(column.name, types);
      const known = types.find((shared) => shared.column.type === column.type);
      if (known === undefined) types.push({ column, places: new Map([[leg, index]]) });
      else if (!known.places.has(leg)) known.places.set(leg, index);
    });
  });
  return [...byName.values()].flat();
}

function commonNames(shared: readonly Shared[], legCount: number): Shared[] {
  const legsWith = new Map<string, Set<number>>();
  for (const { column, places } of shared) {
    const legs = legsWith.get(column.name) ?? new Set();
    legsWith.set(column.name, legs);
    for (const leg of places.keys()) legs.add(leg);
  }
  return shared.filter(({ column }) => legsWith.get(column.name)?.size === legCount);
}
