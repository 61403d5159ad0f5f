import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { failureOf } from "../../src/explain/failure.js";
import { failureJson, formatFailure } from "../../src/report/explain-failure.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { windowAt } from "../../src/rules/schedule.js";
import { parseDatetime } from "../../src/types/datetime.js";

const rows = ["eve", "e(v", "bob"].map((Location, at) => ({
  TimeGenerated: `2026-04-06T11:0${at}:00Z`,
  UserPrincipalName: `${Location}@contoso.com`,
  ResultType: at === 0 ? "0" : "50126",
  Location,
}));

function failed(query: string, limits: { readonly maxRows?: number } = {}, table: readonly object[] = rows) {
  const text = `name: Tested\nqueryFrequency: 1h\nqueryPeriod: 2h\nquery: |\n  ${query.replaceAll("\n", "\n  ")}\n`;
  const [rule] = parseRule(text, { fileName: "tested.yaml" }).rules;
  const workspace = new Workspace({ limits });
  workspace.addTable("SigninLogs", table as (typeof rows)[number][]);
  const window = windowAt(rule, parseDatetime("2026-04-06T12:00:00Z") ?? 0);
  const failure = failureOf({ rule, workspace, window });
  return failure === undefined ? undefined : { rule, window, failure };
}

function told(...given: Parameters<typeof failed>): string {
  const found = failed(...given);
  return found === undefined ? "" : formatFailure(found).replace(/\n\s*/g, " ");
}

const pattern =
  'SigninLogs\n| where ResultType != "0"\n| where UserPrincipalName matches regex strcat("^", Location)';

describe("a run that ends with an error", () => {
  it("is told with the operator, the row and the cells that it failed at", () => {
    const text = told(pattern);
    expect(text).toMatch(/^the run failed: `\^e\(v` is not a regular expression: .* \(line 7\)/);
    expect(text).toContain("which was given 2 rows");
    expect(text).toContain("at its row 1 (SigninLogs row 2)");
    expect(text).toContain("Location e(v");
  });

  it("is told as data", () => {
    const found = failed(pattern);
    expect(found === undefined ? undefined : failureJson(found)).toMatchObject({
      failed: {
        code: "KQL330",
        line: 7,
        rowsIn: 2,
        row: 1,
        sources: [{ table: "SigninLogs", row: 2 }],
        cells: [{ name: "UserPrincipalName" }, { name: "Location", type: "string", value: "e(v" }],
      },
    });
  });

  it("is told with the key of a join that makes most rows", () => {
    const many = Array.from({ length: 60 }, (_, at) => ({ ...rows[0], Location: at < 50 ? "DE" : `L${at}` }));
    const text = told(
      "SigninLogs\n| join kind=inner (SigninLogs | where ResultType == '0') on Location",
      { maxRows: 1000 },
      many,
    );
    expect(text).toContain(
      "the right side has 60 rows; Location DE alone is in 50 rows of the left and 50 rows of the right",
    );
  });

  it("is told with the rows that an expansion was given", () => {
    const text = told("SigninLogs\n| where ResultType != '0'\n| mv-expand n = range(1, 1000, 1)", {
      maxRows: 1000,
    });
    expect(text).toContain("it would make 2000 rows, more than 1000 (line 7)");
    expect(text).toContain("in mv-expand n = range(1, 1000, 1), which was given 2 rows");
  });

  it("inside an input of a join is told of the input's own operator", () => {
    const text = told(
      'SigninLogs | join kind=inner (SigninLogs | where UserPrincipalName matches regex strcat("^", Location)) on Location',
    );
    expect(text).toContain(
      'in where UserPrincipalName matches regex strcat("^", Location), which was given 3 rows',
    );
  });

  it("that does not fail is not told", () => {
    expect(failed("SigninLogs | take 1")).toBeUndefined();
  });
});
