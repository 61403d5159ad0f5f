import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { allOfT, bindOverSample, columnsOf, mistakesIn } from "./bind-over-sample.js";

describe("let", () => {
  it("hides nothing behind a column of the same name", () => {
    expect(columnsOf("let l = 'text'; T | project a = l")).toBe("a:long");
  });

  it("gives a name once in a text or a body", () => {
    expect(columnsOf("let a = 1; let a = 'x'; T | project c = a")).toBe("KQL135");
    expect(columnsOf("let f = (a:long) { let a = 2; a }; print f(1)")).toBe("KQL135");
  });

  it("is hidden by an inner let of the same name", () => {
    expect(columnsOf("let a = 1; let f = () { let a = 'x'; a }; print c = f()")).toBe("c:string");
  });

  it("makes one mistake of a name not known, whatever is done with its value", () => {
    expect(mistakesIn("T | extend x = bin(nosuch, 1h) | where x > ago(1d) and x - 1d < now()")).toEqual([
      "KQL101 unknown column `nosuch`",
    ]);
  });

  it("is out of sight before it is declared", () => {
    expect(mistakesIn("let c = a + 1; let a = 1; print c")).toEqual(["KQL101 unknown column `a`"]);
  });

  it.each(['graph("g") | graph-to-table nodes', 'let g = graph("g"); g | graph-to-table nodes'])(
    "names the stored graph of %s, which cannot be read yet",
    (query) => {
      expect(() => new Workspace().query(query)).toThrow("function `graph` is not supported yet");
    },
  );

  it("keeps what a function saw when it was declared", () => {
    const text = "let v = 1; let f = () { v }; let g = () { let v = 'x'; f() }; print a = g()";
    expect(columnsOf(text)).toBe("a:long");
  });

  it("shares one pipeline among all its uses", () => {
    const { query } = bindOverSample("let U = T | take 1; U | union U | join U on s");
    const [{ source, operators }] = query.results;
    const inputs = operators.flatMap((operator) => operator.inputs);
    const shared = inputs.map((input) =>
      input.source.kind === "shared" ? input.source.pipeline : undefined,
    );
    expect(source.kind === "shared" && shared.every((pipeline) => pipeline === source.pipeline)).toBe(true);
  });

  it("draws anew at each use where it is random", () => {
    const { query } = bindOverSample("let U = T | extend x = rand(); U | union U");
    expect(query.results[0].source.kind).toBe("scan");
  });

  it("is drawn once where it is materialized", () => {
    const { query } = bindOverSample("let U = materialize(T | extend x = rand()); U | union U");
    expect(query.results[0].source.kind).toBe("shared");
  });

  it("names a table for in and has_any", () => {
    expect(columnsOf("let names = T | project s; T | where s in (names) or s has_any (names)")).toBe(allOfT);
  });

  it("is no value when it is a table", () => {
    expect(columnsOf("let U = T | take 1; print a = U")).toBe("KQL117");
  });

  it("is no table when it is a value", () => {
    expect(columnsOf("let v = 1; v | take 1")).toBe("KQL116");
  });
});

describe("functions of the query", () => {
  it("may end in what a function of their own gives", () => {
    const inner = "let g = () { T | project l }; g()";
    expect(columnsOf(`let f = () { ${inner} }; f() | take 1`)).toBe("l:long");
    expect(columnsOf(`let f = () { let h = () { ${inner} }; h() }; f | take 1`)).toBe("l:long");
    expect(columnsOf("let g = () { 5 }; let f = () { let g = () { T | project l }; g() }; f()")).toBe(
      "l:long",
    );
    expect(columnsOf("let f = (x:long) { let g = (y:long) { y + 1 }; g(x) }; print a = f(1)")).toBe("a:long");
  });

  it("take arguments by place, by name and by default", () => {
    const text =
      "let f = (a:long, c:string = 'x') { strcat(c, a) }; print f(1), f(c = 'y', a = 2), f(3, 'z')";
    const { query, diagnostics } = bindOverSample(text);
    expect(diagnostics).toEqual([]);
    const [{ source }] = query.results;
    expect(JSON.stringify(source)).toContain('"x1"');
    expect(JSON.stringify(source)).toContain('"y2"');
    expect(JSON.stringify(source)).toContain('"z3"');
  });

  it("yield tables of their arguments", () => {
    expect(columnsOf("let f = (U:(l:long)) { U | project l }; f((T | take 1))")).toBe("l:long");
  });

  it("may not name the columns of an open table parameter", () => {
    expect(columnsOf("let f = (U:(*)) { U | project g }; f(T)")).toBe("KQL101");
    expect(columnsOf("let f = (U:(*)) { U | count }; f(T)")).toBe("Count:long");
  });

  it("may be called without brackets when they take nothing", () => {
    expect(columnsOf("let f = () { T | project l }; let g = () { 1 }; f | extend x = g")).toBe(
      "l:long x:long",
    );
  });

  it("read the columns of the row through their arguments", () => {
    const text = "let f = (a:long) { let c = a + 1; c * 2 }; T | project x = f(l)";
    expect(columnsOf(text)).toBe("x:long");
  });

  it("do not see the columns of the row by themselves", () => {
    expect(mistakesIn("let f = (a:long) { a + l }; T | project x = f(1)")).toEqual([
      "KQL101 unknown column `l`",
    ]);
  });

  it("cannot hand the row to a sub-query", () => {
    const text = "let f = (a:long) { toscalar(T | where l == a | count) }; T | project x = f(l)";
    expect(mistakesIn(text)).toEqual(["KQL108 expected a constant, but this depends on the rows"]);
  });

  it("take a table by invoke", () => {
    expect(
      columnsOf("let f = (U:(l:long), n:long) { U | extend x = l + n }; T | invoke f(1) | project x"),
    ).toBe("x:long");
  });

  it("have their mistakes told even when nothing calls them", () => {
    expect(mistakesIn("let f = (a:long) { nosuch + a }; print 1")).toEqual([
      "KQL101 unknown column `nosuch`",
    ]);
  });

  it("have each mistake told once, however often they are called", () => {
    expect(mistakesIn("let f = (a:long) { nosuch + a }; print f(1), f(2)")).toHaveLength(1);
  });

  it("do not run with a value of another type, for what the engine makes of it is not known", () => {
    const { query, diagnostics } = bindOverSample("let f = (a:long) { a }; print f('x')");
    expect(diagnostics).toEqual([]);
    expect(query.unsupported.map(({ code }) => code)).toEqual(["KQL208"]);
  });

  it.each([
    ["too few arguments", "let f = (a:long) { a }; print f()", "KQL123"],
    ["too many arguments", "let f = (a:long) { a }; print f(1, 2)", "KQL104"],
    ["an unknown parameter", "let f = (a:long) { a }; print f(z = 1)", "KQL118"],
    ["a table without the column", "let f = (U:(zz:long)) { U }; f(T)", "KQL119"],
  ])("refuse %s", (_claim, text, code) => {
    expect(columnsOf(text)).toBe(code);
  });
});

describe("stored functions", () => {
  it("hide a table of the same name", () => {
    expect(columnsOf("T | take 1", { functions: { T: "print x = 1" } })).toBe("x:long");
  });

  it("see the catalog, not the lets of the query", () => {
    const functions = { F: "() { T | where l == v }" };
    expect(mistakesIn("let v = 1; F()", { functions })).toEqual([
      "KQL101 in function `F`: unknown column `v`",
    ]);
  });

  it("have their mistakes told at the call", () => {
    const functions = { F: "() {\n\n\n T | where nosuch == 1 }" };
    const { diagnostics } = bindOverSample("F() | take 1", { functions });
    expect(diagnostics.map(({ span }) => span)).toEqual([{ start: 0, end: 3 }]);
  });

  it.each([
    ["by itself", { F: "() { F() | take 1 }" }],
    ["through another", { F: "() { G() }", G: "() { F() | take 1 }" }],
  ])("are refused when one calls itself %s", (_claim, functions) => {
    expect(mistakesIn("F()", { functions }).join()).toContain("calls itself");
  });
});

describe("other names", () => {
  it.each([
    ["table()", "table('T') | project l"],
    ["database().T", "database('x').T | project l"],
    ["cluster().database().T", "cluster('c').database('x').T | project l"],
    ["workspace().T", "workspace('w').T | project l"],
    ["an alias of a database", "alias database D = cluster('c').database('x'); D.T | project l"],
  ])("%s is the table of the catalog", (_claim, text) => {
    expect(columnsOf(text)).toBe("l:long");
  });

  it("_GetWatchlist has the columns of the watchlist", () => {
    const watchlists = { VIPs: [{ name: "UPN", type: "string" } as const] };
    expect(columnsOf("_GetWatchlist('VIPs')", { watchlists })).toBe("UPN:string");
  });

  it("a watchlist without search key says how to give one", () => {
    const watchlists = { VIPs: [{ name: "UPN", type: "string" } as const] };
    const hintsOf = (query: string) =>
      bindOverSample(query, { watchlists }).diagnostics.map(({ hints }) => hints);
    const expected = [[expect.stringContaining("`searchKey`")]];
    expect(hintsOf("_GetWatchlist('VIPs') | project SearchKey")).toEqual(expected);
    expect(hintsOf("T | join _GetWatchlist('VIPs') on $left.s == $right.SearchKey")).toEqual(expected);
  });

  it("_GetWatchlist of an unknown watchlist binds any column, and does not run", () => {
    const { query, diagnostics } = bindOverSample("_GetWatchlist('VIPs') | project SearchKey, UPN");
    expect(diagnostics).toEqual([]);
    expect(query.unsupported.map(({ code }) => code)).toEqual(["KQL206"]);
  });

  it("externaldata has the columns that it declares", () => {
    expect(columnsOf("externaldata (a:string, c:long) ['https://x.example/y.csv']")).toBe("a:string c:long");
  });

  it("as gives a name for later in the pipeline", () => {
    expect(columnsOf("T | project s | as U | join (U | project s) on s")).toBe("s:string s1:string");
  });

  it("query parameters have the type that they declare", () => {
    expect(columnsOf("declare query_parameters (n:real = 1); print x = n")).toBe("x:real");
  });
});
