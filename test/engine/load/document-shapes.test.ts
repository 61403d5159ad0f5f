/** Documents of the same shapes are followed in one go; whatever is odd about one of them, its paths must lead to what parsing it gives. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Column } from "../../../src/bind/bound.js";
import { Workspace } from "../../../src/engine/workspace.js";
import { loadText } from "./load-text.js";

/** More than are looked up without shapes. */
const rowCount = 2600;

/** Documents as text, around a number that makes each of them another one. */
const forms: readonly ((row: number) => string)[] = [
  (row) => `{"user":{"id":"id-${row}","name":null,"roles":[]},"n":${row},"ok":true}`,
  (row) => `{"user":{"id":"id-${row % 7}","name":"n${row}","roles":["r"]},"n":-${row}.5,"ok":false}`,
  (row) => `{"user":null,"n":${row},"ok":true}`,
  (row) => `{"user":{},"n":${row}}`,
  (row) => `{"app":{"name":"app ${row % 9}","id":${row}},"n":1e${row % 300}}`,
  (row) => `[{"id":"first ${row}","n":[${row},{"x":"in ${row % 5}"}]},{"id":"second ${row % 3}"}]`,
  (row) => `[{"id":"only ${row}","n":[]}]`,
  (row) => `[null,${row}]`,
  (row) => `[[${row},"x"],"y"]`,
  (row) => `{"user":{"id":"early","id":"late ${row}","name":"x","roles":[]},"n":${row},"ok":true}`,
  (row) => `{"user":{"id":"a"},"user":{"name":"b ${row}"},"n":${row}}`,
  (row) => `{"us\\u0065r":{"id":"escaped ${row}"},"n":${row}}`,
  (row) => `{"user":{"id":"\\"${row}\\\\","name":"\\u00e9${row}","roles":[]},"n":${row},"ok":true}`,
  (row) => `{"user":{"id":"é ${row % 11}","name":"","roles":[]},"n":0,"ok":true}`,
  (row) => `{ "user" : { "id" : "spaced ${row}" , "name":null } ,\t"n" : ${row} }`,
  (row) => `{"user":{"id":${row},"name":null,"roles":[]},"n":"${row}","ok":"true"}`,
  (row) => `{"user":{"id":9007199254740993,"name":${row}.0,"roles":[]},"n":-0,"ok":true}`,
  (row) => `{"user":["id","${row}"],"0":{"id":"by name ${row}"},"":"empty ${row}"}`,
  (row) => `{"user":"text ${row}","n":{"x":${row}},"ok":[]}`,
  (row) => `{"user":{"id":"${"long ".repeat(row % 40)}${row}"},"n":${row},"ok":true}`,
];

const paths = [
  "d.user.id",
  "d.user.name",
  "d.user.roles",
  "d.user.roles[0]",
  "d.user",
  "d.app.name",
  "d.app.id",
  "d.n",
  "d.n[0]",
  "d.n.x",
  "d.ok",
  "d[0].id",
  "d[0].n[0]",
  "d[0].n[1].x",
  "d[0][0]",
  "d[1].id",
  'd["0"].id',
  'd[""]',
  "d[-1]",
];

const known: readonly Column[] = [
  { name: "i", type: "long" },
  { name: "d", type: "dynamic" },
];

const query = (path: string) =>
  `T | extend v = ${path} | summarize n = count(), low = min(i), high = max(i) by t = tostring(v), k = gettype(v) | sort by low asc`;

/** What reads each document by itself. */
const parsed = (path: string) => query(path.replace(/^d/, "parse_json(t)"));

it("leads every path to what the documents say, in whatever order their shapes come", () => {
  const anyForms = fc.array(fc.nat({ max: forms.length - 1 }), { minLength: 1, maxLength: 6 });
  const stretches = fc.integer({ min: 100, max: 9000 });
  fc.assert(
    fc.property(anyForms, fc.nat({ max: 50 }), fc.boolean(), stretches, (chosen, late, isText, stretch) => {
      // Now and then any form comes in between, so that there are shapes that were never met before.
      const documents = Array.from({ length: rowCount }, (_, row) => {
        const isLate = late > 0 && row % (40 + late) === 39;
        const form = isLate ? (row * 7) % forms.length : chosen[row % chosen.length];
        return forms[form](row);
      });
      const lines = documents.map((text, i) => `{"i":${i},"d":${isText ? JSON.stringify(text) : text}}`);
      const loaded = new Workspace();
      loaded.addLoadedTable(
        loadText(lines.join("\n"), { known: isText || stretch % 2 === 0 ? known : [], stretch }),
      );
      const texts = new Workspace();
      texts.addTable(
        "T",
        documents.map((t, i) => ({ i, t })),
      );
      for (const path of paths) {
        expect([path, loaded.query(query(path)).toArrays()]).toEqual([
          path,
          texts.query(parsed(path)).toArrays(),
        ]);
      }
    }),
    { numRuns: 8 },
  );
});

it.each([
  `{"user":{"id":"line\u0001","name":null}}`,
  `{"user":{"id":"\\x","name":null}}`,
  `{"user":{"id":"open,"name":null}}`,
  `{"user":{"id":"a","name":null}`,
  `{"user":{"id":"a","name":null}}}`,
  `{"user":{"id":"a","name":nul}}`,
  `{"user":{"id":"a","name":01}}`,
  `{"user":{"id":"a","name":-}}`,
  `{"user":{"id":"a","name":1.}}`,
  `{"user":{"id":"a","name":truth}}`,
])("refuses a document that is no JSON among many of its shape: %s", (broken) => {
  const shapes = [`null`, `1`, `true`].map((name) => `{"user":{"id":"a","name":${name}}}`);
  const documents = Array.from({ length: rowCount }, (_, row) =>
    shapes[row % shapes.length].replace("a", `${row}`),
  );
  documents[2000] = broken;
  const text = documents.map((document) => `{"d":${document}}`).join("\n");
  expect(() => loadText(text, { known })).toThrow(/^200[12]:/);
});
