import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { knownAggregateNames, knownScalarNames } from "../../src/functions/known-names.js";
import { functionsNotRun } from "../../src/functions/not-run.js";
import { namedAggregate, namedScalar, namedWindow } from "../../src/functions/registry.js";
import { untitledTables } from "../../src/report/function-families.js";
import { formFacts, isListed, printFunctionPage } from "../../src/report/function-page.js";

const workspace = new Workspace({ now: "2026-04-06T12:00:00Z" });
const runs = (name: string) =>
  namedScalar(name) !== undefined ||
  namedAggregate(name) !== undefined ||
  namedWindow(name) !== undefined ||
  Object.entries(formFacts).some(([form, { aliases }]) => form === name || aliases?.includes(name));

it("docs/functions.md is up to date", () => {
  const path = join(import.meta.dirname, "../../docs/functions.md");
  expect(readFileSync(path, "utf8"), "run `npx tsx scripts/generate-function-docs.ts`").toBe(
    printFunctionPage(),
  );
});

it("every table of functions stands under a title", () => {
  expect(untitledTables.map((table) => Object.keys(table))).toEqual([]);
});

it("every function of the language runs or is listed among those that do not", () => {
  const missing = [...knownScalarNames(), ...knownAggregateNames()].filter(
    (name) =>
      isListed(name) && !name.startsWith("geo_") && !runs(name) && functionsNotRun[name] === undefined,
  );
  expect(missing).toEqual([]);
});

it("no function that runs is listed among those that do not", () => {
  expect(Object.keys(functionsNotRun).filter(runs)).toEqual([]);
});

describe("examples of what the binder makes", () => {
  const cases = Object.values(formFacts).flatMap(({ examples }) => Object.entries(examples));
  it.each(cases)("%s is as %s", (query, same) => {
    expect(workspace.query(query).toArrays()).toEqual(workspace.query(same).toArrays());
  });
});
