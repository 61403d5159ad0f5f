/** Real queries against what the official analyzer says of them. Needs the corpus; without it nothing is claimed. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/bind/bound.js";
import { bindText } from "../../src/engine/bind-text.js";
import { WorkspaceCatalog } from "../../src/engine/catalog.js";
import type { Diagnostic } from "../../src/text/diagnostic.js";
import { analyzerDifferences, type SeenByBoth } from "./analyzer-differences.js";

const shared = process.env.KQLUNIT_SHARED ?? join(import.meta.dirname, "../../../shared");
const file = join(shared, "corpus/queries.jsonl");

interface CorpusQuery {
  readonly id: string;
  readonly query: string;
  readonly valid: boolean;
  readonly bound: boolean;
  readonly columns: readonly (readonly [string, string])[] | null;
  readonly why?: string;
}

interface Verdict {
  readonly corpus: CorpusQuery;
  readonly seen: SeenByBoth;
  readonly mistakes: readonly Diagnostic[];
  readonly isUnsupported: boolean;
}

function printColumn({ name, type, isTypeOpen }: Column): string {
  return `${name}:${isTypeOpen ? "unknown" : type}`;
}

function judge(corpus: CorpusQuery, catalog: WorkspaceCatalog): Verdict {
  const { query, diagnostics } = bindText({ name: corpus.id, text: corpus.query }, catalog);
  const columns = query.results[0]?.output.columns ?? [];
  const seen: SeenByBoth = {
    query: corpus.query,
    why: corpus.why,
    theirs: (corpus.columns ?? []).map((column) => column.join(":")),
    ours: columns.filter(({ isHidden }) => isHidden !== true).map(printColumn),
    codes: diagnostics.map(({ code }) => code),
  };
  return { corpus, seen, mistakes: diagnostics, isUnsupported: query.unsupported.length > 0 };
}

function isKnownDifference({ seen }: Verdict): boolean {
  return analyzerDifferences.some(({ shows }) => shows(seen));
}

function hasSameColumns({ seen }: Verdict): boolean {
  return seen.theirs.join("\n") === seen.ours.join("\n");
}

/** Whether the name that the analyzer complains of first is among those that we complain of. */
function blamesSame({ corpus, mistakes }: Verdict): boolean {
  const name = /'([^']*)'/.exec(corpus.why ?? "")?.[1];
  return mistakes.some(({ message }) => name === undefined || message.includes(`\`${name}\``));
}

if (!existsSync(file)) console.log(`SKIPPED: no corpus at ${file}`);

describe.skipIf(!existsSync(file))("real queries", () => {
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  const catalog = new WorkspaceCatalog("published");
  const all = lines
    .map((line): CorpusQuery => JSON.parse(line))
    .filter(({ valid }) => valid)
    .map((corpus) => judge(corpus, catalog));
  const bound = all.filter(({ corpus }) => corpus.bound);
  const unbound = all.filter(({ corpus }) => !corpus.bound);

  it("bind where the analyzer binds them", () => {
    const refused = bound.filter(({ mistakes }) => mistakes.length > 0);
    expect(refused.map(({ corpus, mistakes }) => `${corpus.id} ${mistakes[0].message}`)).toEqual([]);
  });

  it("have the columns that the analyzer gives them", () => {
    const others = bound.filter(
      (verdict) => !hasSameColumns(verdict) && !isKnownDifference(verdict) && !verdict.isUnsupported,
    );
    const share = 1 - others.length / bound.length;
    console.log(
      `${bound.length} bound: ${bound.filter(hasSameColumns).length} with the same columns,`,
      `${bound.filter((verdict) => !hasSameColumns(verdict) && isKnownDifference(verdict)).length} differ on purpose,`,
      `${others.length} otherwise: ${others.map(({ corpus }) => corpus.id).join(" ")}`,
    );
    expect(share).toBeGreaterThanOrEqual(0.995);
  });

  it("are refused for the name that the analyzer refuses", () => {
    const others = unbound.filter((verdict) => !blamesSame(verdict) && !isKnownDifference(verdict));
    expect(others.map(({ corpus }) => `${corpus.id} ${corpus.why}`)).toEqual([]);
  });

  it("show every difference that is listed", () => {
    const common = analyzerDifferences.filter(({ isRare }) => isRare !== true);
    const unseen = common.filter(({ shows }) => !all.some(({ seen }) => shows(seen)));
    expect(unseen.map(({ title }) => title)).toEqual([]);
  });
});
