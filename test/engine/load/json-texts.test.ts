/** JSON in columns of text: a path into a text that the table holds gives what parsing the text gives. */
import { expect, it } from "vitest";
import { Workspace } from "../../../src/engine/workspace.js";
import type { KqlType } from "../../../src/types/kql-type.js";
import { loadText } from "./load-text.js";

/** Texts around a number that makes each of them another one. */
const forms: readonly ((row: number) => string)[] = [
  (row) => `{"a":{"b":"v${row % 9}"},"n":${row}}`,
  (row) => ` \t{ "n" : ${row} , "a" : { "b" : ${row % 5}.0 } } \n`,
  (row) => `{"a":{"b":"x"},"n":${row},"a":{"b":"last${row % 3}"}}`,
  (row) => `{"a":{"b":"v"},"n":${row}`,
  (row) => `{"a":{"b":"v"},"n":${row}} tail`,
  (row) => `{"a":{"b":"v"},"n":0${row}}`,
  (row) => `[${row},{"b":"in array"}]`,
  (row) => `${row}`,
  (row) => `"text ${row}"`,
  (row) => `no JSON ${row}`,
  () => "",
  (row) => `{"\\u0061":{"b":"escaped é ${row % 4}"},"n":${row}}`,
  (row) => `{"n":9007199254740993,"a":{"b":[${row}]}}`,
  (row) => `{"a":null,"n":${row}}`,
  (row) => `{'a':{'b':1},'n':${row}}`,
];

const rows = Array.from({ length: 9000 }, (_, i) => ({ i, t: forms[i % forms.length](i) }));
const schema: Readonly<Record<string, KqlType>> = { i: "long", t: "string" };
const known = Object.entries(schema).map(([name, type]) => ({ name, type }));
const loaded = new Workspace();
loaded.addLoadedTable(loadText(rows.map((row) => JSON.stringify(row)).join("\n"), { known }));
const objects = new Workspace();
objects.addTable("T", rows, { schema });

it.each([
  "T | project i, v = tostring(todynamic(t))",
  "T | extend d = parse_json(t) | project i, b = tostring(d.a.b), n = tolong(d.n), k = gettype(d.a.b)",
  "T | extend d = parse_json(t) | project i, item = tostring(d[1].b), head = tostring(d[0]), ended = tostring(d[-1])",
  "T | extend d = todynamic(t) | where tolong(d.n) % 7 == 1 | summarize count(), make_set(tostring(d.a)) by tostring(d.a.b)",
  "T | extend d = todynamic(todynamic(t)) | summarize n = dcount(tostring(d.a.b)), s = sum(tolong(d.n)), e = countif(isempty(d))",
  "T | extend d = todynamic(t) | mv-expand x = d.a | summarize count() by tostring(x)",
])("%s", (query) => {
  expect(loaded.query(query).toArrays()).toEqual(objects.query(query).toArrays());
});
