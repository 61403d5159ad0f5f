/** Made-up queries against the official analyzer: the same verdict, and the same columns where both accept. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Column } from "../../src/bind/bound.js";
import { analyzerDifferences, type SeenByBoth } from "./analyzer-differences.js";
import { arbitraryQuery } from "./arbitrary-query.js";
import { bindOverSample } from "./bind-over-sample.js";

const sampleTable =
  "let T = datatable (s:string, i:int, l:long, r:real, m:decimal, b:bool, t:datetime, p:timespan, g:guid, d:dynamic) [];\n";

interface Analysis {
  readonly mistake: string | undefined;
  readonly columns: readonly string[];
}

type Analyzer = (query: string) => Analysis;

/** What the tests use of the analyzer, which comes as scripts that fill the global object. */
interface AnalyzerGlobals {
  readonly Bridge: { toArray<T>(list: unknown): T[] };
  readonly Kusto: {
    readonly Language: {
      readonly GlobalState: { readonly Default: unknown };
      readonly KustoCode: {
        ParseAndAnalyze(
          text: string,
          globals: unknown,
        ): { GetDiagnostics(): unknown; readonly ResultType: { readonly Columns: unknown } | null };
      };
    };
  };
}

function loadAnalyzer(): Analyzer {
  const require = createRequire(import.meta.url);
  require("@kusto/language-service-next/bridge.min.js");
  require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
  const { Bridge, Kusto } = globalThis as unknown as AnalyzerGlobals; // the scripts have just put them there
  const { KustoCode, GlobalState } = Kusto.Language;
  const list = <T>(value: unknown): T[] =>
    value === null || value === undefined ? [] : Bridge.toArray<T>(value);
  return (query) => {
    const code = KustoCode.ParseAndAnalyze(sampleTable + query, GlobalState.Default);
    const diagnostics = list<{ Severity: string; Message: string }>(code.GetDiagnostics());
    const columns = list<{ Name: string; Type: { Name: string } }>(code.ResultType?.Columns);
    return {
      mistake: diagnostics.find(({ Severity }) => Severity === "Error")?.Message,
      columns: columns.map(({ Name, Type }) => `${Name}:${Type.Name}`),
    };
  };
}

function printColumn({ name, type, isTypeOpen }: Column): string {
  return `${name}:${isTypeOpen ? "unknown" : type}`;
}

/** How the two differ on a query; undefined when they do not, or do on purpose. */
function difference(query: string, analyze: Analyzer): string | undefined {
  const { mistake, columns: theirs } = analyze(query);
  const { diagnostics, query: bound } = bindOverSample(query);
  const ours = (bound.results[0]?.output.columns ?? []).filter(({ isHidden }) => !isHidden).map(printColumn);
  const [own] = diagnostics;
  if (mistake !== undefined && own !== undefined) return undefined;
  const isSame = mistake === undefined && own === undefined && theirs.join() === ours.join();
  const seen: SeenByBoth = { query, why: mistake, theirs, ours, codes: diagnostics.map(({ code }) => code) };
  if (isSame || analyzerDifferences.some(({ shows }) => shows(seen))) return undefined;
  return `${query}\n  they: ${mistake ?? theirs.join(" ")}\n  we:   ${own?.message ?? ours.join(" ")}`;
}

/** Forms of the operators and of literals, each a block; the tables are `T` and `U`. */
function writtenCases(): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, "analyzer-cases.kql"), "utf8");
  return text.trimEnd().split("\n---\n");
}

const secondTable = "let U = datatable (s:string, l:string, z:long, ['u v']:real) [];\n";

describe("made-up queries", () => {
  let analyze: Analyzer;
  beforeAll(() => {
    analyze = loadAnalyzer();
  });

  it("of each form get the analyzer's verdict and columns", () => {
    expect(writtenCases().flatMap((query) => difference(secondTable + query, analyze) ?? [])).toEqual([]);
  }, 180_000);

  it("get the analyzer's verdict and columns, 98 in 100 of them", () => {
    const queries = fc.sample(arbitraryQuery, 250);
    const differences = queries.flatMap((query) => difference(query, analyze) ?? []);
    if (differences.length > 0) console.log(differences.join("\n"));
    expect(differences.length / queries.length).toBeLessThanOrEqual(0.02);
  });
});
