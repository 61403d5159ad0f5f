/** Paths meet new values batch after batch: what was made of the earlier ones must hold for the later ones. */
import { describe, expect, it } from "vitest";
import { Workspace } from "../../../src/engine/workspace.js";
import type { KqlType } from "../../../src/types/kql-type.js";
import { loadText } from "./load-text.js";

const rowCount = 30_000;

/** A user for a row, by how the values of a path may develop. */
const developments: Readonly<Record<string, (row: number) => unknown>> = {
  "more and more texts": (row) => `User-${Math.floor(row / 7) % 3000}@Contoso.com`,
  "lower-case texts, then one that is not": (row) => (row === 25_000 ? "EVE@x.com" : `u${row % 900}@x.com`),
  "texts, then the empty text beside null": (row) => {
    if (row < 20_000) return row % 5 === 0 ? null : `u${row % 400}`;
    return row % 11 === 0 ? "" : `u${row % 600}`;
  },
  "texts, then numbers": (row) => (row < 20_000 ? `u${row % 50}` : row % 70),
  "one text, then bags": (row) => (row < 20_000 ? "u" : { name: "inner" }),
  "a text for each row": (row) => `only-${row}`,
};

const queries = [
  "T | summarize n = count(), low = min(i) by u = tostring(d.user)",
  "T | extend u = tolower(tostring(d.user)) | where isnotempty(u) | summarize n = count() by u, strlen(u)",
  "T | summarize dcount(tostring(d.user)), s = make_set(tostring(d.user), 40) by i % 3",
  "T | where i % 13 == 0 | extend u = tostring(d.user) | where u startswith 'u' or u has 'contoso' | summarize count() by u",
  "T | extend u = tostring(d.user) | parse u with name '@' domain | summarize n = count() by name, domain",
  "T | where i < 100 | extend u = tostring(d.user) | join kind=inner (T | extend v = toupper(tostring(d.user)), u = tostring(d.user) | summarize n = count() by u, v) on u | summarize sum(n) by v",
  "T | extend u = tostring(d.user) | sort by u desc, i asc | project u, i | take 20",
];

describe.each(Object.entries(developments))("a path with %s", (_, userOf) => {
  const rows = Array.from({ length: rowCount }, (__, i) => ({ i, d: { user: userOf(i) ?? null } }));
  const schema: Readonly<Record<string, KqlType>> = { i: "long", d: "dynamic" };
  const known = Object.entries(schema).map(([name, type]) => ({ name, type }));
  const loaded = new Workspace();
  loaded.addLoadedTable(loadText(rows.map((row) => JSON.stringify(row)).join("\n"), { known }));
  const objects = new Workspace();
  objects.addTable("T", rows, { schema });

  it.each(queries)("gives what the objects give, at first and again: %s", (query) => {
    const expected = objects.query(query).toArrays();
    expect(loaded.query(query).toArrays()).toEqual(expected);
    expect(loaded.query(query).toArrays()).toEqual(expected);
  });
});

describe.each(Object.entries(developments))("a path with %s, in a table read for one query", (_, userOf) => {
  const rows = Array.from({ length: rowCount }, (__, i) => ({ i, d: { user: userOf(i) ?? null } }));
  const schema: Readonly<Record<string, KqlType>> = { i: "long", d: "dynamic" };
  const known = Object.entries(schema).map(([name, type]) => ({ name, type }));
  const text = rows.map((row) => JSON.stringify(row)).join("\n");
  const objects = new Workspace();
  objects.addTable("T", rows, { schema });

  it.each(queries.slice(0, 5))("gives what the objects give: %s", (query) => {
    const fresh = new Workspace();
    fresh.addLoadedTable(loadText(text, { known }));
    expect(fresh.query(query).toArrays()).toEqual(objects.query(query).toArrays());
  });
});
