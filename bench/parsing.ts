/** Parsing and binding the corpus beside the official analyzer, which gets the same tables. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { bindText } from "../src/engine/bind-text.js";
import { WorkspaceCatalog } from "../src/engine/catalog.js";
import { operatorSyntax } from "../src/operators/syntax-table.js";
import { builtinTable, builtinTableNames } from "../src/schemas/schemas.js";
import { parseQuery } from "../src/syntax/parse.js";
import { timed, timingOf } from "./measure.js";

export interface ParsingFigure {
  readonly queries: number;
  /** Queries a second. */
  readonly parse: number;
  readonly officialParse: number;
  readonly bind: number;
  readonly officialBind: number;
}

interface Code {
  GetDiagnostics(): unknown;
}

/** What is used of the analyzer, which comes as scripts that fill the global object. */
interface AnalyzerGlobals {
  readonly Kusto: {
    readonly Language: {
      readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): object } };
      readonly KustoCode: {
        Parse(text: string): Code;
        ParseAndAnalyze(text: string, globals: unknown): Code;
      };
      readonly Symbols: {
        readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } };
        readonly DatabaseSymbol: { readonly ctor: new (name: string, tables: readonly unknown[]) => unknown };
      };
    };
  };
}

const warmUpMs = 2000;
const repeats = 5;

/**
 * Every `step`-th query, again and again: the median pass of each side after a warm-up of the same length, as compiled
 * code is faster than what a first pass runs. Undefined where the corpus is not at hand.
 */
export function measureParsing(step: number): ParsingFigure | undefined {
  const queries = corpusQueries()?.filter((_, at) => at % step === 0);
  if (queries === undefined) return undefined;
  const catalog = new WorkspaceCatalog();
  const official = loadAnalyzer();
  const rate = (work: (query: string) => unknown) => {
    const pass = () => queries.forEach((query) => void work(query));
    const warmEnd = performance.now() + warmUpMs;
    do pass();
    while (performance.now() < warmEnd);
    return (1000 * queries.length) / timingOf(Array.from({ length: repeats }, () => timed(pass))).median;
  };
  return {
    queries: queries.length,
    parse: rate((query) => parseQuery(query, operatorSyntax)),
    officialParse: rate(official.parse),
    bind: rate((text) => bindText({ name: "query", text }, catalog)),
    officialBind: rate(official.bind),
  };
}

function corpusQueries(): string[] | undefined {
  const shared = process.env.KQLUNIT_SHARED ?? path.join(import.meta.dirname, "..", "..", "shared");
  const file = path.join(shared, "corpus", "queries.jsonl");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => String(JSON.parse(line).query));
}

function loadAnalyzer(): {
  readonly parse: (query: string) => Code;
  readonly bind: (query: string) => unknown;
} {
  const require = createRequire(import.meta.url);
  require("@kusto/language-service-next/bridge.min.js");
  require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
  const { Kusto } = globalThis as unknown as AnalyzerGlobals; // the scripts have just put them there
  const { GlobalState, KustoCode, Symbols } = Kusto.Language;
  const tables = [...builtinTableNames()].map((name) => {
    const columns = builtinTable(name)?.columns ?? [];
    const schema = columns.map(({ name: column, type }) => `['${column}']:${type}`).join(", ");
    return Symbols.TableSymbol.From(`(${schema})`).WithName(name);
  });
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor("logs", tables));
  return {
    parse: (query) => KustoCode.Parse(query),
    bind: (query) => KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics(),
  };
}
