/** Limits of a run: their defaults can be changed for a workspace and for one run; a run can be cancelled. */
import { describe, expect, test } from "vitest";
import { ticksOf, Workspace } from "../../src/engine/workspace.js";
import type { Limits } from "../../src/exec/limits.js";
import type { Table } from "../../src/exec/table.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { simulateRule } from "../../src/rules/simulate-rule.js";
import { KqlError } from "../../src/text/errors.js";

const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof KqlError) return error.code;
    throw error;
  }
  return "none";
}

const tenRows = "range a from 1 to 10 step 1";

const inclusive: readonly {
  readonly limit: keyof Limits;
  readonly query: string;
  readonly enough: number;
  readonly code: string;
}[] = [
  { limit: "maxRows", query: `${tenRows} | count`, enough: 10, code: "KQL303" },
  { limit: "maxResultRows", query: tenRows, enough: 10, code: "KQL304" },
  { limit: "maxElements", query: `${tenRows} | summarize make_list(a)`, enough: 10, code: "KQL308" },
  {
    limit: "maxStringLength",
    query: "range a from 1 to 9 step 1 | extend s = strcat('abcdefghi', a)",
    enough: 10,
    code: "KQL307",
  },
];

/** Rows that arrive later. */
const streamed: Table = {
  name: "T",
  columns: [
    { name: "TimeGenerated", type: "datetime" },
    { name: "a", type: "long" },
  ],
  read: () => ({ next: () => Promise.resolve(undefined) }),
};

describe("a streamed table", () => {
  const withStream = new Workspace();
  withStream.addTable("T", streamed);

  test("is read by runs that wait, and by no other", async () => {
    expect(codeOf(() => withStream.query("T | count"))).toBe("KQL310");
    expect((await withStream.queryAsync("T | count")).toArrays()).toEqual([[0]]);
  });

  test("cannot be simulated over", () => {
    const { rules } = parseRule("name: A\nqueryPeriod: 1h\nqueryFrequency: 1h\nquery: T\n");
    const times = { from: ticksOf("2026-04-06T12:00:00Z"), to: ticksOf("2026-04-06T14:00:00Z") };
    expect(codeOf(() => simulateRule(rules[0], withStream, times))).toBe("RULE323");
  });
});

test("a text without a query is an error, whoever asks", () => {
  for (const text of ["", " // nothing\n"]) {
    expect(codeOf(() => workspace.query(text))).toBe("KQL190");
    expect(codeOf(() => workspace.queryAll(text))).toBe("KQL190");
  }
});

test("a call that would take hours is refused before it begins", () => {
  const query = "let a = range(1, 50000, 1); print series_fir(a, a)";
  expect(codeOf(() => workspace.query(query))).toBe("KQL312");
});

describe("decimals", () => {
  const rows = "datatable(d:decimal)[decimal(9e6144), decimal(9e6144)]";

  test.each([
    `${rows} | project d + d`,
    `${rows} | project d - (-d)`,
    `${rows} | project d * d`,
    `${rows} | project d / decimal(1e-6000)`,
    `${rows} | summarize sum(d)`,
    `${rows} | summarize avg(d)`,
  ])("end where those of 128 bits do: %s", (query) => {
    expect(codeOf(() => workspace.query(query))).toBe("KQL313");
  });

  test("squared again and again end in time", () => {
    const squares = Array.from({ length: 30 }, () => "| extend d = d * d").join(" ");
    expect(codeOf(() => workspace.query(`print d = decimal(1e30) ${squares}`))).toBe("KQL313");
    const halves = workspace.query(`print d = decimal(1e-30) ${squares} | project text = tostring(d)`);
    expect(halves.toObjects()).toEqual([{ text: "0" }]);
  });
});

describe("a limit", () => {
  test.each(inclusive)("$limit is inclusive, for one run", ({ limit, query, enough, code }) => {
    expect(codeOf(() => workspace.query(query, { limits: { [limit]: enough } }))).toBe("none");
    expect(codeOf(() => workspace.query(query, { limits: { [limit]: enough - 1 } }))).toBe(code);
  });

  test.each(inclusive)(
    "$limit holds for all runs of a workspace that has it",
    ({ limit, query, enough, code }) => {
      const bounded = new Workspace({ limits: { [limit]: enough - 1 } });
      expect(codeOf(() => bounded.query(query))).toBe(code);
      expect(codeOf(() => bounded.query(query, { limits: { [limit]: enough } }))).toBe("none");
    },
  );

  test("of memory ends what gathers rows", () => {
    const query = "range a from 1 to 100000 step 1 | sort by a asc | count";
    expect(codeOf(() => workspace.query(query, { limits: { maxMemoryBytes: 100_000 } }))).toBe("KQL305");
  });

  test("of time ends a run, and says where it was", () => {
    const query =
      "range a from 1 to 19000000 step 1 | extend s = hash_sha256(tostring(a)) | summarize max(s)";
    expect(codeOf(() => workspace.query(query, { limits: { timeoutMs: 50 } }))).toBe("KQL301");
  });
});

describe("a run", () => {
  test("that is cancelled before it starts does nothing", () => {
    expect(codeOf(() => workspace.query(tenRows, { signal: AbortSignal.abort() }))).toBe("KQL302");
  });

  test("is cancelled between batches of a stream", async () => {
    const controller = new AbortController();
    const rows = Array.from({ length: 100_000 }, (_, a) => ({ a }));
    const streaming = new Workspace();
    streaming.addTable("T", rows);
    const answer = streaming.queryAsync("T | where a > 5 | summarize count() by a", {
      signal: controller.signal,
    });
    controller.abort();
    await expect(answer).rejects.toMatchObject({ code: "KQL302" });
  });

  test("hands out rows that neither the clock nor a late cancellation can take back", () => {
    const controller = new AbortController();
    const result = workspace.query(`${tenRows} | extend s = strcat('a', a) | extend n = strlen(s)`, {
      signal: controller.signal,
      limits: { timeoutMs: 1000 },
    });
    controller.abort();
    expect(result.toObjects()[9]).toEqual({ a: 10, s: "a10", n: 3 });
  });

  test("fails for a cell of its result, not when that is read", () => {
    expect(
      codeOf(() =>
        workspace.query("print x = strrep(strrep('abc', 1000), 1000) | extend y = strrep(x, 1000)"),
      ),
    ).toBe("KQL307");
  });
});

describe("what users write", () => {
  const hostileTexts: readonly (readonly [string, string])[] = [
    ["brackets nested deep", `print ${"(".repeat(100_000)}1${")".repeat(100_000)}`],
    ["calls nested deep", `print ${"abs(".repeat(50_000)}1${")".repeat(50_000)}`],
    ["a regular expression that does not end", `print "a" matches regex "${"(".repeat(5_000)}"`],
  ];

  test.each(hostileTexts)("%s is refused", (_, query) => {
    expect(codeOf(() => workspace.query(query))).toMatch(/^KQL/);
  });

  test("a regular expression with repeats in repeats takes time in proportion to the text", () => {
    const query = `print x = strcat(strrep("a", 10000), "b") matches regex "^(a+)+$"`;
    expect(workspace.query(query).toObjects()).toEqual([{ x: false }]);
  });

  test("a chain of 500 operators runs, and no longer one", () => {
    const chain = (length: number) => `print a = 0${" | extend a = a + 1".repeat(length)}`;
    expect(workspace.query(chain(499)).toArrays()).toEqual([[499]]);
    expect(codeOf(() => workspace.query(chain(500)))).toBe("KQL306");
  });

  test("chains of chains end with an error before the stack does", () => {
    const chains = Array.from(
      { length: 15 },
      (_, at) => `let t${at + 1} = t${at}${" | extend a = iff(a > 0, a + 1, a - 1)".repeat(400)};`,
    );
    const query = `let t0 = print a = 0;\n${chains.join("\n")}\nt15`;
    expect(codeOf(() => workspace.query(query))).toBe("KQL306");
  });

  test("work of a chain of mv-apply grows with its length", () => {
    const query = `print d = dynamic([1, 2, 3])${" | mv-apply d on (where true)".repeat(60)}`;
    expect(workspace.query(query).rowCount).toBe(3);
  });
});
