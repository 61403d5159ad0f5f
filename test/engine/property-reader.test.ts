import { describe, expect, it } from "vitest";
import { readProperty } from "../../src/engine/property-reader.js";
import { Workspace } from "../../src/engine/workspace.js";

describe("reading one property of many objects", () => {
  const objects = [{ a: 1, "b c": 2 }, undefined, null, {}, { a: "x" }];

  it.each([
    ["a", [1, undefined, undefined, undefined, "x"]],
    ["b c", [2, undefined, undefined, undefined, undefined]],
    ["absent", [undefined, undefined, undefined, undefined, undefined]],
  ])("gives the same for `%s` before and after a function is made for it", (name, expected) => {
    for (let read = 0; read < 40; read++) expect(readProperty(objects, name)).toEqual(expected);
  });

  it("does not run what stands in a name", () => {
    const name = "a;globalThis.wasRun=true";
    for (let read = 0; read < 40; read++) expect(readProperty([{ [name]: 3 }], name)).toEqual([3]);
    expect("wasRun" in globalThis).toBe(false);
  });

  it("finds only what a dynamic value has itself", () => {
    const workspace = new Workspace({ schemas: { T: { d: "dynamic" } } });
    workspace.addTable("T", [{ d: { user: { name: "eve" } } }, { d: [1] }, { d: "text" }, {}]);
    const query = "T | project a = d.user.name, b = d.constructor, c = d.length, e = d.toString.name";
    for (let run = 0; run < 20; run++) {
      expect(workspace.query(query).toArrays()).toEqual([
        ["eve", null, null, null],
        [null, null, null, null],
        [null, null, null, null],
        [null, null, null, null],
      ]);
    }
  });
});
