/** Real queries: what parses, binds and gets the columns of the official analyzer. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bindText, hasErrors } from "../../src/engine/bind-text.js";
import { WorkspaceCatalog } from "../../src/engine/catalog.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { analyzerDifferences, type SeenByBoth } from "../../test/bind/analyzer-differences.js";
import { isSameVerdict, mutantVerdicts } from "../../test/syntax/mutant-verdicts.js";
import type { Miss } from "./conformance.js";
import { readJsonLines } from "./shared.js";

/** Rule files that load, and near misses of real queries that get the official verdict. */
export function scoreFiles(shared: string): Share[] {
  const folder = join(shared, "corpus/azure-sentinel");
  const loaded = new Tally("rule files that load");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.ya?ml$/.test(file)) continue;
    const { rules, diagnostics } = parseRule(readFileSync(join(folder, file), "utf8"), { fileName: file });
    loaded.add(file, rules.length === 1 && !hasErrors(diagnostics), diagnostics[0]?.message);
  }
  const mutants = new Tally("single-token mutants with the official verdict");
  for (const verdict of mutantVerdicts()) {
    mutants.add(verdict.text, isSameVerdict(verdict), verdict.ours?.message ?? verdict.official?.message);
  }
  return [loaded, mutants].map((tally) => tally.share());
}

interface CorpusQuery {
  readonly id: string;
  readonly query: string;
  readonly valid: boolean;
  readonly bound: boolean;
  readonly columns: readonly [string, string][] | null;
  readonly why?: string;
}

export interface Share {
  readonly name: string;
  readonly of: number;
  readonly reached: number;
  readonly misses: readonly Miss[];
}

/** Shares of the corpus, in the order of the stages. */
export function scoreCorpus(shared: string): Share[] {
  const queries = readJsonLines<CorpusQuery>(join(shared, "corpus/queries.jsonl"));
  const parsed = new Tally("valid queries that parse");
  const bound = new Tally("bound queries that bind");
  const columns = new Tally("... with the same columns");
  const rejected = new Tally("invalid queries rejected");
  const complained = new Tally("unbound queries refused, naming the same thing");
  const onPurpose = new Tally("differences on purpose, each with its reason");
  const catalog = new WorkspaceCatalog("published");
  for (const query of queries) {
    const { diagnostics, query: plan } = bindText({ name: query.id, text: query.query }, catalog);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const syntaxError = errors.find(({ code }) => code.startsWith("KQL0"));
    const [first] = errors;
    if (!query.valid) {
      rejected.add(query.id, syntaxError !== undefined, "accepted");
      continue;
    }
    parsed.add(query.id, syntaxError === undefined, syntaxError?.message);
    if (query.bound) {
      bound.add(query.id, !hasErrors(diagnostics), first && `${first.code} ${first.message}`);
      const actual = (plan.results[0]?.output.columns ?? [])
        .filter(({ isHidden }) => isHidden !== true)
        .map(({ name, type, isTypeOpen }) => ({ name, type: isTypeOpen === true ? "unknown" : type }));
      const difference = firstDifference(query.columns ?? [], actual);
      const seen: SeenByBoth = {
        query: query.query,
        why: query.why,
        theirs: (query.columns ?? []).map((column) => column.join(":")),
        ours: actual.map(({ name, type }) => `${name}:${type}`),
        codes: diagnostics.map(({ code }) => code),
      };
      if (difference !== undefined && isOnPurpose(seen)) onPurpose.add(query.id, false, difference);
      else columns.add(query.id, difference === undefined, difference);
    } else {
      const name = /'([^']+)'/.exec(query.why ?? "")?.[1] ?? "";
      const isNamed = errors.some(({ message }) => message.includes(name));
      const codes = diagnostics.map(({ code }) => code);
      const seen: SeenByBoth = { query: query.query, why: query.why, theirs: [], ours: [], codes };
      if (!isNamed && isOnPurpose(seen)) onPurpose.add(query.id, false, query.why);
      else complained.add(query.id, isNamed, `${query.why} | ${first?.message ?? "accepted"}`);
    }
  }
  return [parsed, bound, columns, rejected, complained, onPurpose].map((tally) => tally.share());
}

function isOnPurpose(seen: SeenByBoth): boolean {
  return analyzerDifferences.some(({ shows }) => shows(seen));
}

class Tally {
  private of = 0;
  private readonly misses: Miss[] = [];

  constructor(private readonly name: string) {}

  add(id: string, isReached: boolean, why = ""): void {
    this.of++;
    if (!isReached) this.misses.push({ id, why });
  }

  share(): Share {
    const { name, of, misses } = this;
    return { name, of, reached: of - misses.length, misses };
  }
}

function firstDifference(
  expected: readonly [string, string][],
  actual: readonly { readonly name: string; readonly type: string }[],
): string | undefined {
  for (let col = 0; col < Math.max(expected.length, actual.length); col++) {
    const wanted = expected[col];
    const found = actual[col];
    if (wanted?.[0] !== found?.name || wanted?.[1] !== found?.type) {
      return `column ${col + 1}: ${wanted?.join(":") ?? "none"} expected, ${found === undefined ? "none" : `${found.name}:${found.type}`} found`;
    }
  }
  return undefined;
}
