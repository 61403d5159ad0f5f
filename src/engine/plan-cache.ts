/**
 * Bound queries by their text. An entry holds for a catalog that gives the same objects for everything that the binder
 * looked up, so one entry serves any number of workspaces.
 */
import type { Catalog } from "../bind/catalog.js";
import type { BoundText } from "./bind-text.js";

type LookupKind = "table" | "function" | "watchlist";

interface Lookup {
  readonly kind: LookupKind;
  readonly name: string;
  readonly found: object | undefined;
}

interface Entry {
  readonly lookups: readonly Lookup[];
  readonly bound: BoundText;
}

/** A catalog that remembers what it was asked. */
class RecordingCatalog implements Catalog {
  readonly lookups: Lookup[] = [];
  /** Lists of names were asked for (wildcards, suggestions): what was bound then depends on more than the lookups. */
  askedForNames = false;

  constructor(private readonly inner: Catalog) {}

  table(name: string): ReturnType<Catalog["table"]> {
    return this.record("table", name, this.inner.table(name));
  }

  function(name: string): ReturnType<Catalog["function"]> {
    return this.record("function", name, this.inner.function(name));
  }

  watchlist(name: string): ReturnType<Catalog["watchlist"]> {
    return this.record("watchlist", name, this.inner.watchlist(name));
  }

  tableNames(): Iterable<string> {
    this.askedForNames = true;
    return this.inner.tableNames();
  }

  functionNames(): Iterable<string> {
    this.askedForNames = true;
    return this.inner.functionNames();
  }

  watchlistNames(): Iterable<string> {
    this.askedForNames = true;
    return this.inner.watchlistNames();
  }

  private record<T extends object>(kind: LookupKind, name: string, found: T | undefined): T | undefined {
    this.lookups.push({ kind, name, found });
    return found;
  }
}

/** Texts whose plans are kept; the least recently used goes first. */
const maxTexts = 512;

export class PlanCache {
  private readonly entries = new Map<string, Entry>();

  /** The cached plan of a text, or what `bind` makes of it. */
  get(text: string, catalog: Catalog, bind: (catalog: Catalog) => BoundText): BoundText {
    const known = this.entries.get(text);
    if (known?.lookups.every((lookup) => catalog[lookup.kind](lookup.name) === lookup.found) === true) {
      this.entries.delete(text);
      this.entries.set(text, known);
      return known.bound;
    }
    const recording = new RecordingCatalog(catalog);
    const bound = bind(recording);
    if (!recording.askedForNames) this.keep(text, { lookups: recording.lookups, bound });
    return bound;
  }

  private keep(text: string, entry: Entry): void {
    this.entries.delete(text);
    this.entries.set(text, entry);
    if (this.entries.size <= maxTexts) return;
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest);
      return;
    }
  }
}
