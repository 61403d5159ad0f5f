import { describe, expect, it } from "vitest";
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import { printQuery } from "../../src/syntax/print.js";
import { accepted } from "./accepted.js";
import { parsed, withoutPlaces } from "./syntax-values.js";

const printed = (text: string): string => printQuery(parsed(text), operatorSyntax);

describe("printing", () => {
  it.each(accepted.map((query) => [query]))("gives back the tree of %j", (query) => {
    const tree = withoutPlaces(parsed(query));
    expect(withoutPlaces(parsed(printed(query)))).toEqual(tree);
  });

  it.each([
    ["T|where a==1|take 5", "T\n| where a == 1\n| take 5"],
    ["T | limit 5 | order by a | filter b", "T\n| take 5\n| sort by a\n| where b"],
    ["union (T|take 1),U", "union (\n    T\n    | take 1\n), U"],
    ["let f=(a:long=1){T|where b==a};f()", "let f = (a:long = 1) {\n    T\n    | where b == a\n};\nf()"],
    ["print ((a + b)) * c, -(a + b), (a and b) and c", "print (a + b) * c, -(a + b), (a and b) and c"],
    ["print ['a b'], x.['c d'], ['where']", "print ['a b'], x.['c d'], ['where']"],
    ["datatable(a:long,b:string)[1,'x',2,'y']", "datatable (a:long, b:string) [\n    1, 'x',\n    2, 'y'\n]"],
    ["T | mv-apply a on (where a | count)", "T\n| mv-apply a on (\n    where a\n    | count\n)"],
  ])("prints %j", (query, text) => {
    expect(printed(query)).toBe(text);
  });
});
