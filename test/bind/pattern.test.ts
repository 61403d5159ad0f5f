/** Expected values: the page of the pattern statement. */
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { columnsOf, mistakesIn } from "./bind-over-sample.js";

const capitals = `declare pattern country = (name:string)[state:string] {
  ("USA").["New York"] = { print Capital = "Albany" };
  ("USA").["Washington"] = { print Capital = "Olympia" };
  ("Canada").["Alberta"] = { print Capital = "Edmonton" };
};`;
const places = `declare pattern place = (address:string, part:string) {
  ("10.0.0.1", "v4") = { let shift = 1; print Lat = 36.5 + shift };
  ("::1", "v6") = { T | project Lat = r };
};`;

const answerTo = (query: string): unknown[][] => new Workspace().query(query).toArrays();

describe("declare pattern", () => {
  it.each([
    ['country("Canada").Alberta', [["Edmonton"]]],
    ['country("USA").["New York"]', [["Albany"]]],
    ["country('USA').Washington | extend n = strlen(Capital)", [["Olympia", 7]]],
    ['print c = toscalar(country("USA").Washington)', [["Olympia"]]],
    ['let where_ = "USA"; country(where_).Washington', [["Olympia"]]],
    [
      'union country("USA").Washington, country("Canada").Alberta | sort by Capital asc',
      [["Edmonton"], ["Olympia"]],
    ],
    ['let c = country("USA").Washington; c | count', [[1]]],
  ])("maps the values of %s to a table", (query, rows) => {
    expect(answerTo(capitals + query)).toEqual(rows);
  });

  it("takes several values, without a path, and lets in its tables", () => {
    expect(answerTo(`${places.replace(/\("::1".*;/, "")} place("10.0.0.1", "v4")`)).toEqual([[37.5]]);
    expect(columnsOf(`${places} place('::1', 'v6')`)).toBe("Lat:real");
  });

  it.each([
    [
      `${capitals} country("Canada").Yukon`,
      "KQL134 pattern `country` has no table for `country('Canada').['Yukon']`",
    ],
    [`${capitals} country("USA")`, "KQL134 pattern `country` has no table for `country('USA')`"],
    [`${capitals} country("USA").['*']`, "KQL134 pattern `country` has no table for `country('USA').['*']`"],
    [`${capitals} country("USA", "x").Washington`, "KQL104 `country` takes 1 argument, but got 2"],
    ['declare pattern p; p("a")', "KQL134 pattern `p` has no table for `p('a')`"],
    [
      "declare pattern p = (a:string) { ('x') = { T }; }; p(tostring(rand()))",
      "KQL108 expected a constant, but this depends on the rows",
    ],
    [
      "declare pattern p = (a:string) { ('x') = { 1 }; }; p('x')",
      "KQL116 expected a table, but this is a single value",
    ],
  ])("refuses %s", (query, mistake) => {
    expect(mistakesIn(query)).toEqual([mistake]);
  });

  it("does not know itself", () => {
    expect(mistakesIn("declare pattern p = (a:string) { ('x') = { p('x') }; }; p('x')")).toEqual([
      "KQL130 unknown function `p`",
    ]);
  });
});
