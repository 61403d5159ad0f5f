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
  /** Number of the last use of the cache that found it. */
  lastUse: number;
}

function holdsFor({ lookups }: Entry, catalog: Catalog): boolean {
  for (const { kind, name, found } of lookups) if (lookUp(catalog, kind, name) !== found) return false;
  return true;
}

function lookUp(catalog: Catalog, kind: LookupKind, name: string): object | undefined {
  switch (kind) {
    case "table":
      return catalog.table(name);
    case "function":
      return catalog.function(name);
    case "watchlist":
      return catalog.watchlist(name);
  }
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

  isGiven(name: string): boolean {
    this.askedForNames = true;
    return this.inner.isGiven(name);
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
  private uses = 0;

  /** The cached plan of a text, or what `bind` makes of it. */
  get(text: string, catalog: Catalog, bind: (catalog: Catalog) => BoundText): BoundText {
    const known = this.entries.get(text);
    if (known !== undefined && holdsFor(known, catalog)) {
      known.lastUse = ++this.uses;
      return known.bound;
    }
    const recording = new RecordingCatalog(catalog);
    const bound = bind(recording);
    if (!recording.askedForNames) {
      this.keep(text, { lookups: recording.lookups, bound, lastUse: ++this.uses });
    }
    return bound;
  }

  private keep(text: string, entry: Entry): void {
    this.entries.set(text, entry);
    if (this.entries.size <= maxTexts) return;
    let oldest = { text, entry };
    for (const [other, kept] of this.entries) {
      if (kept.lastUse < oldest.entry.lastUse) oldest = { text: other, entry: kept };
    }
    this.entries.delete(oldest.text);
  }
}
