/** The sample rules under test files as others write them: every boundary and bug, in all legal spellings of YAML. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testHost } from "../../src/node/test-host.js";
import { runTestFile } from "../../src/testing/yaml/run-test-file.js";

const folder = join(import.meta.dirname, "held-out");
const host = testHost(() => {});

describe.each(readdirSync(folder))("%s", (file) => {
  const name = join(folder, file);
  const { cases, errors } = runTestFile({ name, text: readFileSync(name, "utf8") }, host);

  it("is a test file", () => {
    expect(errors).toEqual([]);
    expect(cases.length).toBeGreaterThan(0);
  });

  it.each(cases.map((item) => [item.name, item] as const))("%s", (_name, { status, failures }) => {
    expect(failures).toEqual([]);
    expect(status).toBe("passed");
  });
});
