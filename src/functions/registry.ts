/** Built-in functions by name or alias. */
import type { AggregateEntry, FunctionEntry, ScalarEntry, WindowEntry } from "./entry.js";
import { aggregateFamilies, scalarFamilies, windowFamilies } from "./index.js";
import { knownAggregateNames, knownScalar, knownScalarNames } from "./known-names.js";

/** An entry and its canonical name. */
export interface Named<Entry> {
  readonly name: string;
  readonly entry: Entry;
}

function indexByName<Entry extends FunctionEntry>(
  families: readonly Readonly<Record<string, Entry>>[],
): ReadonlyMap<string, Named<Entry>> {
  const index = new Map<string, Named<Entry>>();
  for (const family of families) {
    for (const [name, entry] of Object.entries(family)) {
      const named = { name, entry };
      index.set(name, named);
      for (const alias of entry.aliases ?? []) index.set(alias, named);
    }
  }
  return index;
}

const scalars = indexByName<ScalarEntry>(scalarFamilies);
const aggregates = indexByName<AggregateEntry>(aggregateFamilies);
const windows = indexByName<WindowEntry>(windowFamilies);

/** A scalar function by name or alias, or an operator by its sign: `==`, `has`. */
export const scalarFunction = (name: string): ScalarEntry | undefined => scalars.get(name)?.entry;
export const aggregateFunction = (name: string): AggregateEntry | undefined => aggregates.get(name)?.entry;

/** With the canonical name, which differs from the one asked for where that is an alias. */
export const namedScalar = (name: string): Named<ScalarEntry> | undefined => scalars.get(name);
export const namedAggregate = (name: string): Named<AggregateEntry> | undefined => aggregates.get(name);
export const namedWindow = (name: string): Named<WindowEntry> | undefined => windows.get(name);

/** Names of all functions that can be called in an expression, aliases and those that cannot run included. */
export function functionNames(): Iterable<string> {
  const named = [...scalars.keys(), ...windows.keys()].filter((name) => /^\w+$/.test(name));
  return new Set([...named, ...knownScalarNames()]);
}

/** Whether the language has a scalar or window function of the name. */
export function isFunctionName(name: string): boolean {
  return scalars.has(name) || windows.has(name) || knownScalar(name) !== undefined;
}

/** Names of all aggregates, aliases and those that cannot run included. */
export function aggregateNames(): Iterable<string> {
  return new Set([...aggregates.keys(), ...knownAggregateNames()]);
}
