/**
 * All built-in functions, aggregates and plugins of the language by name, with what can be said of each without being
 * able to run it: how many arguments, of which types, what it yields and how a column of it is called. So an unknown
 * name is told from one that is not supported yet.
 */
import { aggregateNames, pluginNames, scalarNames } from "./generated/known-functions.js";

export interface KnownParameter {
  /** Type names with `|` between, or the name of a class of types: `Scalar`, `Number`, `DynamicArray`. */
  readonly type: string;
  readonly isConstant: boolean;
  readonly isOptional: boolean;
  readonly isRepeated: boolean;
}

export interface KnownSignature {
  readonly parameters: readonly KnownParameter[];
  /** A type name, or how the type follows from the arguments: `Parameter0`, `Common`, `Widest`. */
  readonly returns: string;
  readonly minCount: number;
  readonly maxCount: number;
}

/** How an unnamed column of a call is called. */
export type ResultNaming =
  | { readonly kind: "none" }
  /** After the first argument, behind a prefix if any. */
  | { readonly kind: "first"; readonly prefix: string | undefined }
  /** After the argument when there is just one. */
  | { readonly kind: "only"; readonly prefix: string | undefined }
  /** After the column that a text names, where it exists. */
  | { readonly kind: "column" }
  | { readonly kind: "fixed"; readonly name: string };

export interface KnownName {
  readonly name: string;
  readonly naming: ResultNaming;
  /** What to write in place of an obsolete name. */
  readonly replacement: string | undefined;
  readonly signatures: readonly KnownSignature[];
}

/** One of the generated tables; its lines are read when asked for. */
class NameTable {
  private lines: Map<string, string> | undefined;
  private readonly known = new Map<string, KnownName>();

  constructor(private readonly text: string) {}

  names(): Iterable<string> {
    return this.index().keys();
  }

  get(name: string): KnownName | undefined {
    const before = this.known.get(name);
    if (before !== undefined) return before;
    const line = this.index().get(name);
    if (line === undefined) return undefined;
    const known = parseLine(line);
    this.known.set(name, known);
    return known;
  }

  private index(): Map<string, string> {
    if (this.lines === undefined) {
      this.lines = new Map();
      for (const line of this.text.trim().split("\n")) this.lines.set(line.slice(0, line.indexOf(";")), line);
    }
    return this.lines;
  }
}

function parseLine(line: string): KnownName {
  const [name = "", naming = "", replacement, ...signatures] = line.split(";");
  return {
    name,
    naming: parseNaming(naming),
    replacement: replacement === "" ? undefined : replacement,
    signatures: signatures.map(parseSignature),
  };
}

function parseNaming(text: string): ResultNaming {
  if (text === "") return { kind: "none" };
  if (text === "column") return { kind: "column" };
  if (text.startsWith("=")) return { kind: "fixed", name: text.slice(1) };
  const at = text.lastIndexOf("_");
  const kind = text.slice(at + 1) === "only" ? "only" : "first";
  return { kind, prefix: at < 0 ? undefined : text.slice(0, at) };
}

function parseSignature(text: string): KnownSignature {
  const [parameters = "", returns = "", minCount, maxCount] = text.split(">");
  return {
    parameters: parameters === "" ? [] : parameters.split(",").map(parseParameter),
    returns,
    minCount: Number(minCount),
    maxCount: Number(maxCount),
  };
}

function parseParameter(text: string): KnownParameter {
  const end = text.search(/[!@*?+]/);
  const marks = end < 0 ? "" : text.slice(end);
  return {
    type: end < 0 ? text : text.slice(0, end),
    isConstant: marks.includes("!"),
    isOptional: marks.includes("?"),
    isRepeated: marks.includes("+"),
  };
}

const scalars = new NameTable(scalarNames);
const aggregates = new NameTable(aggregateNames);
const plugins = new NameTable(pluginNames);

export const knownScalar = (name: string): KnownName | undefined => scalars.get(name);
export const knownAggregate = (name: string): KnownName | undefined => aggregates.get(name);
export const knownPlugin = (name: string): KnownName | undefined => plugins.get(name);
export const knownScalarNames = (): Iterable<string> => scalars.names();
export const knownAggregateNames = (): Iterable<string> => aggregates.names();
export const knownPluginNames = (): Iterable<string> => plugins.names();

const periods = ["periods", "scores"];
const severalParts: ReadonlyMap<string, readonly string[]> = new Map([
  ["series_periods_detect", periods],
  ["series_periods_validate", periods],
]);

/** The last parts of the names of the dynamic columns of a function that yields several and cannot run yet. */
export const knownParts = (name: string): readonly string[] | undefined => severalParts.get(name);
